import ChevronRight from 'lucide-react/icons/chevron-right';
import { Link } from 'react-router';
import { usePages } from '../../../web/kit/api.ts';
import { Avatar, Badge } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import { Logo } from '../../../web/kit/Logo.tsx';
import { Page } from '../../../web/kit/Page.tsx';
import { Empty, Failed, Loading } from '../../../web/kit/states.tsx';
import { useSignOut } from '../../../web/layout/AccountMenu.tsx';
import { paths } from '../../../web/paths.ts';
import { listWorkspaces, type Workspace } from '../contract.ts';

/** Which one, when there are several. */
export default function WorkspacesPage() {
  const signOut = useSignOut();
  return (
    <>
      <header className="flex h-14 items-center justify-between border-b border-line px-5">
        <span className="flex items-center gap-2.5 text-accent">
          <Logo size={22} />
          <span className="title text-lg text-ink">Stoa</span>
        </span>
        <Button look="quiet" onClick={signOut}>
          Sign out
        </Button>
      </header>
      <div className="mx-auto max-w-2xl">
        <Page title="Where to?" hint="You have a place in these workspaces.">
          <Places />
        </Page>
      </div>
    </>
  );
}

function Places() {
  const places = usePages(listWorkspaces);
  if (places.state === 'failed') return <Failed error={places.error} again={places.again} />;
  if (places.state === 'loading') return <Loading label="Loading your workspaces" />;
  if (places.items.length === 0) {
    return (
      <Empty title="No workspace yet">
        Nobody has given you a place in a workspace. Ask the person who invited you.
      </Empty>
    );
  }
  return (
    <>
      <ul aria-label="Workspaces">
        {places.items.map((workspace) => (
          <Place key={workspace.id} workspace={workspace} />
        ))}
      </ul>
      {places.hasMore && (
        <Button className="mt-4" busy={places.loadingMore} onClick={places.more}>
          Show more
        </Button>
      )}
    </>
  );
}

function Place({ workspace }: { workspace: Workspace }) {
  return (
    <li className="border-b border-line">
      <Link
        to={paths.workspace({ workspaceId: workspace.id })}
        className="group flex items-center gap-4 px-2 py-3.5 hover:bg-hover/60"
      >
        <Avatar name={workspace.name} />
        <span className="flex-1 text-lg">{workspace.name}</span>
        <Badge>{workspace.role}</Badge>
        <ChevronRight
          size={17}
          className="text-faint transition-transform group-hover:translate-x-0.5"
          aria-hidden
        />
      </Link>
    </li>
  );
}
