import { useEffect } from 'react';
import { useParams } from 'react-router';
import { getMe } from '../../modules/identity/contract.ts';
import { listWorkspaces } from '../../modules/workspaces/contract.ts';
import { q, useLoaded, usePages } from '../kit/api.ts';
import { useLive } from '../live.ts';
import NotFound from '../screens/NotFound.tsx';
import { rememberWorkspace } from '../session.ts';
import { type Here, HereContext } from '../workspace.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { Frame, PaletteButton } from './Frame.tsx';
import { LiveIndicator } from './LiveIndicator.tsx';
import { navigationOf } from './navigation.ts';
import { WorkspaceSwitcher } from './WorkspaceSwitcher.tsx';

/** Around every screen of a workspace. One that is unknown or not theirs is not found, like anything else. */
export function Component() {
  const { workspaceId } = useParams();
  const me = useLoaded(q(getMe));
  const { items: workspaces } = usePages(listWorkspaces);
  const workspace = workspaces.find(({ id }) => id === workspaceId);
  if (!workspace) return <NotFound />;
  return (
    <HereContext value={{ me, workspace, workspaces }}>
      <Shell key={workspace.id} here={{ me, workspace, workspaces }} />
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
    />
  );
}
