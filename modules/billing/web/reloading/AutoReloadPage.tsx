import { useQuery } from '@tanstack/react-query';
import type { LoaderFunctionArgs } from 'react-router';
import { pagesOf, q, queryClient } from '../../../../web/kit/api.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Failed, Loading, ReadOnlyNote, Refused } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { readWorkspace } from '../../../../web/session.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getAutoReload, listReloads } from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { HistorySection } from './HistorySection.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import { StateSection } from './StateSection.tsx';

/** Begun, not waited for; and not where it would only be refused. */
export async function loader({ params }: LoaderFunctionArgs) {
  const workspace = await readWorkspace(params.workspaceId);
  if (!workspace?.permissions.includes('billing.read')) return null;
  const ask = getAutoReload.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchQuery(q(getAutoReload, { params: ask }));
  void queryClient.prefetchInfiniteQuery(pagesOf(listReloads, { params: ask }));
  return null;
}

export default function AutoReloadPage() {
  const whyNotRead = useWhyNotMay('billing.read', 'see what is bought by itself');
  const whyNot = useWhyNotMay('billing.manage', 'change what is bought by itself');
  const workspaceId = useHere().workspace.id;
  return (
    <Page
      title="Auto-reload"
      hint="Credits are bought by themselves before they run out, so that nothing stops in the middle."
      actions={!whyNotRead && <ButtonLink to={paths.plans({ workspaceId })}>Plans and credits</ButtonLink>}
    >
      {whyNotRead ? (
        <Refused>{whyNotRead}</Refused>
      ) : (
        <>
          {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
          <Loaded whyNot={whyNot} />
        </>
      )}
    </Page>
  );
}

function Loaded({ whyNot }: { whyNot: string | undefined }) {
  const params = { workspaceId: useHere().workspace.id };
  const settings = useQuery(q(getAutoReload, { params }));
  if (settings.isPending) return <Loading label="Loading auto-reload" />;
  if (!settings.data) return <Failed error={settings.error} again={() => void settings.refetch()} />;
  return (
    <>
      <StateSection settings={settings.data} whyNot={whyNot} />
      <SettingsForm settings={settings.data} whyNot={whyNot} />
      <HistorySection />
    </>
  );
}
