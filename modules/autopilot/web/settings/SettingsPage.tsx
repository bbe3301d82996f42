import { useQuery } from '@tanstack/react-query';
import Power from 'lucide-react/icons/power';
import type { LoaderFunctionArgs } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { Page } from '../../../../web/kit/Page.tsx';
import { Failed, Loading, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { type AutopilotSettings, getSettings } from '../../settings/contract.ts';
import { useWhyNotManage } from '../rights.ts';
import { MasterSwitch, useSwitching } from './MasterSwitch.tsx';
import { SettingsFacts } from './SettingsFacts.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import { SetUp } from './SetUp.tsx';

/** Begun, not waited for. */
export function loader({ params }: LoaderFunctionArgs) {
  const at = getSettings.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchQuery(q(getSettings, { params: at }));
  return null;
}

export default function SettingsPage() {
  const { workspace } = useHere();
  const settings = useQuery(q(getSettings, { params: { workspaceId: workspace.id } }));
  return (
    <Page
      title="Autopilot"
      hint="It answers from what you have written down, and fetches a person where that is not enough."
    >
      {settings.isError && !settings.data && (
        <Failed error={settings.error} again={() => void settings.refetch()} />
      )}
      {settings.isPending && <Loading label="Loading the settings" />}
      {settings.data && <Loaded key={workspace.id} settings={settings.data} />}
    </Page>
  );
}

function Loaded({ settings }: { settings: AutopilotSettings }) {
  const whyNot = useWhyNotManage('change how its autopilot answers');
  const flip = useSwitching();
  const isOn = settings.isOn && settings.version > 0;
  useActions(
    whyNot
      ? []
      : [
          {
            ...{ id: 'autopilot.switch', group: 'Autopilot', icon: Power, keywords: ['stop', 'start', 'AI'] },
            title: isOn ? 'Switch the autopilot off' : 'Switch the autopilot on',
            run: () => flip.to(settings, !isOn),
          },
        ],
  );
  return (
    <>
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <MasterSwitch settings={settings} whyNot={whyNot} />
      <SetUp settings={settings} whyNot={whyNot} />
      {whyNot ? <SettingsFacts settings={settings} /> : <SettingsForm settings={settings} />}
    </>
  );
}
