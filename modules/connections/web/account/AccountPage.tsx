import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Stethoscope from 'lucide-react/icons/stethoscope';
import Unplug from 'lucide-react/icons/unplug';
import { useState } from 'react';
import { type LoaderFunctionArgs, useParams } from 'react-router';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { Tabs } from '../../../../web/kit/Tabs.tsx';
import { paths } from '../../../../web/paths.ts';
import { type Account, getAccount } from '../../accounts/contract.ts';
import { getHealth } from '../../health/contract.ts';
import { PlatformMark } from '../PlatformMark.tsx';
import { useWhyNotMay } from '../rights.ts';
import { useBeginWay, wishAgain } from '../ways.ts';
import { platformLabel } from '../words.ts';
import { AccountEvents } from './AccountEvents.tsx';
import { CallsSection } from './CallsSection.tsx';
import { DisconnectDialog } from './DisconnectDialog.tsx';
import { HealthSection } from './HealthSection.tsx';
import { LimitsSection } from './LimitsSection.tsx';
import { Remedies } from './Remedies.tsx';
import { SettingsSection } from './SettingsSection.tsx';
import { SyncSection } from './SyncSection.tsx';
import { useHealthCheck } from './useHealthCheck.ts';

const paramsOf = ({ workspaceId, accountId }: Readonly<Record<string, string | undefined>>) =>
  getAccount.params.parse({ workspaceId, accountId });

export async function loader({ params }: LoaderFunctionArgs) {
  const at = paramsOf(params);
  void queryClient.prefetchQuery(q(getHealth, { params: at }));
  await queryClient.ensureQueryData(q(getAccount, { params: at }));
  return null;
}

export default function AccountPage() {
  const at = paramsOf(useParams());
  const account = useLoaded(q(getAccount, { params: at }));
  const steps = useSteps(account, at.workspaceId);
  return (
    <Page
      title={account.displayName}
      hint={<Where account={account} />}
      up={{ to: paths.connections({ workspaceId: at.workspaceId }), label: 'Accounts' }}
      actions={<Steps account={account} steps={steps} />}
    >
      {steps.whyNotConnect && <ReadOnlyNote>{steps.whyNotConnect}</ReadOnlyNote>}
      <Remedies account={account} steps={steps} />
      <Tabs label="This account" tabs={tabsOf(account, steps)} />
      {steps.isDisconnecting && <DisconnectDialog account={account} onClose={steps.keep} />}
    </Page>
  );
}

export type Steps = ReturnType<typeof useSteps>;

/** What can be done with it, and why not. */
function useSteps(account: Account, workspaceId: ReturnType<typeof paramsOf>['workspaceId']) {
  const [isDisconnecting, setDisconnecting] = useState(false);
  const whyNotConnect = useWhyNotMay('connections.connect', 'connect or disconnect accounts');
  const whyNotOperate = useWhyNotMay('connections.operate', 'look after its accounts');
  const way = useBeginWay(workspaceId, 'The way to the platform could not be begun');
  const check = useHealthCheck(account);
  const connectAgain = () => way.begin(wishAgain(account));
  const disconnect = () => setDisconnecting(true);
  const isOpen = account.state === 'open';
  const actions: Action[] = [];
  const group = 'This account';
  if (!whyNotConnect) {
    actions.push({ id: 'account.again', title: 'Connect again', group, icon: RotateCcw, run: connectAgain });
  }
  if (!whyNotConnect && account.state !== 'disconnected') {
    actions.push({ id: 'account.disconnect', title: 'Disconnect', group, icon: Unplug, run: disconnect });
  }
  if (!whyNotOperate && isOpen) {
    actions.push({
      id: 'account.check',
      title: 'Look now how it is doing',
      group,
      icon: Stethoscope,
      run: check.look,
    });
  }
  useActions(actions);
  return {
    whyNotConnect,
    whyNotOperate: whyNotOperate ?? (isOpen ? undefined : 'It is not connected at the moment.'),
    connectAgain,
    isLeaving: way.isPending,
    look: check.look,
    isLooking: check.isPending,
    disconnect,
    keep: () => setDisconnecting(false),
    isDisconnecting,
  };
}

function Where({ account: { platform, username, profileUrl } }: { account: Account }) {
  const handle = username && `@${username}`;
  return (
    <span className="flex items-center gap-2.5">
      <PlatformMark platform={platform} size="small" />
      <span className="min-w-0 truncate">
        {platformLabel(platform)}
        {handle && ' · '}
        {handle && profileUrl && isWebAddress(profileUrl) ? (
          <a href={profileUrl} target="_blank" rel="noreferrer" className="underline decoration-current/40">
            {handle}
          </a>
        ) : (
          handle
        )}
      </span>
    </span>
  );
}

/** A platform's word is not to be believed: `javascript:` is an address too. */
const isWebAddress = (address: string) => /^https?:\/\//.test(address);

function Steps({ account, steps }: { account: Account; steps: Steps }) {
  const off = { disabledReason: steps.whyNotConnect, reasonShown: false };
  const needsAgain = account.state !== 'open';
  return (
    <>
      {account.state !== 'disconnected' && (
        <Button look="quiet" icon={Unplug} onClick={steps.disconnect} {...off}>
          Disconnect
        </Button>
      )}
      <Button
        look={needsAgain ? 'primary' : 'plain'}
        icon={RotateCcw}
        busy={steps.isLeaving}
        onClick={steps.connectAgain}
        {...off}
      >
        Connect again
      </Button>
    </>
  );
}

const tabsOf = (account: Account, steps: Steps) => [
  { value: 'health', label: 'How it is doing', panel: <HealthSection account={account} steps={steps} /> },
  { value: 'limits', label: 'Limits', panel: <LimitsSection account={account} /> },
  { value: 'sync', label: 'Sync', panel: <SyncSection account={account} whyNot={steps.whyNotOperate} /> },
  { value: 'events', label: 'Events', panel: <AccountEvents account={account} /> },
  { value: 'calls', label: 'Calls', panel: <CallsSection account={account} /> },
  {
    value: 'settings',
    label: 'Settings',
    panel: <SettingsSection account={account} whyNot={steps.whyNotConnect} />,
  },
];
