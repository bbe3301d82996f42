import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type LoaderFunctionArgs, useParams } from 'react-router';
import type { WorkspaceId } from '../../kit/ids.ts';
import { getMe } from '../../modules/identity/contract.ts';
import { getWorkspace } from '../../modules/workspaces/contract.ts';
import { q, useLoaded } from '../kit/api.ts';
import { useLive } from '../live.ts';
import NotFound from '../screens/NotFound.tsx';
import { readWorkspace, rememberWorkspace } from '../session.ts';
import { type Here, HereContext } from '../workspace.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { PersonBanners, TrialBanner } from './Banners.tsx';
import { Frame, PaletteButton } from './Frame.tsx';
import { LiveIndicator } from './LiveIndicator.tsx';
import { navigationOf } from './navigation.ts';
import { WorkspaceSwitcher } from './WorkspaceSwitcher.tsx';

/** The workspace itself and not a list of them: whoever has a place in very many opens each at once. */
export async function loader({ params }: LoaderFunctionArgs) {
  await readWorkspace(params.workspaceId);
  return null;
}

/** Around every screen of a workspace. One that is unknown or not theirs is not found, like anything else. */
export function Component() {
  const params = getWorkspace.params.safeParse({ workspaceId: useParams().workspaceId });
  return params.success ? <Known params={params.data} /> : <NotFound />;
}

function Known({ params }: { params: { workspaceId: WorkspaceId } }) {
  const me = useLoaded(q(getMe));
  const { data: workspace } = useQuery(q(getWorkspace, { params }));
  if (!workspace) return <NotFound />;
  return (
    <HereContext value={{ me, workspace }}>
      <Shell key={workspace.id} here={{ me, workspace }} />
    </HereContext>
  );
}

function Shell({ here: { me, workspace } }: { here: Here }) {
  const groups = navigationOf(workspace.id);
  useLive(workspace.id);
  useEffect(() => rememberWorkspace(workspace), [workspace]);
  return (
    <Frame
      groups={groups}
      left={<WorkspaceSwitcher />}
      right={
        <>
          <LiveIndicator />
          <PaletteButton />
          <AccountMenu me={me} />
        </>
      }
      banners={
        <>
          <PersonBanners me={me} />
          <TrialBanner workspace={workspace} />
        </>
      }
    />
  );
}
