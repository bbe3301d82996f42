import ChevronRight from 'lucide-react/icons/chevron-right';
import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { useActions } from '../../../web/kit/actions.ts';
import { usePages } from '../../../web/kit/api.ts';
import { Avatar, Badge } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import { TextField } from '../../../web/kit/Field.tsx';
import { Logo } from '../../../web/kit/Logo.tsx';
import { Page } from '../../../web/kit/Page.tsx';
import { Empty, Failed, Loading } from '../../../web/kit/states.tsx';
import { useSignOut } from '../../../web/layout/AccountMenu.tsx';
import { paths } from '../../../web/paths.ts';
import { listWorkspaces, type Workspace } from '../contract.ts';
import { DeletedWorkspaces } from './places/DeletedWorkspaces.tsx';
import { useSettled } from './useSettled.ts';
import { kindLabel, roleLabel } from './words.ts';

const MakeWorkspace = lazy(() => import('../../../web/layout/MakeWorkspace.tsx'));

/** Which one, when there are several; a new one; and what was deleted and can still be brought back. */
export default function WorkspacesPage() {
  const signOut = useSignOut();
  const [isMaking, setMaking] = useState(false);
  const make = () => setMaking(true);
  useActions([
    {
      id: 'workspaces.make',
      title: 'Make a workspace',
      group: 'Workspaces',
      keys: 'c',
      icon: Plus,
      keywords: ['new', 'create', 'brand', 'agency', 'holding'],
      run: make,
    },
  ]);
  return (
    <>
      <header className="flex h-14 items-center justify-between border-b border-line px-5">
        <Link to={paths.home()} className="flex items-center gap-2.5 rounded-md text-accent">
          <Logo size={22} />
          <span className="title text-lg text-ink">Stoa</span>
        </Link>
        <Button look="quiet" onClick={signOut}>
          Sign out
        </Button>
      </header>
      <div className="mx-auto max-w-3xl">
        <Page
          title="Where to?"
          hint="You have a place in these workspaces."
          actions={
            <Button look="primary" icon={Plus} onClick={make}>
              Make workspace
            </Button>
          }
        >
          <Places onMake={make} />
          <DeletedWorkspaces />
        </Page>
      </div>
      <Suspense>{isMaking && <MakeWorkspace onClose={() => setMaking(false)} />}</Suspense>
    </>
  );
}

/** With a few, a search would only be in the way. */
const searchedFrom = 8;

function Places({ onMake }: { onMake: () => void }) {
  const [written, setWritten] = useState('');
  const words = useSettled(written.trim());
  const all = usePages(listWorkspaces);
  return (
    <>
      {(all.items.length >= searchedFrom || all.hasMore) && (
        <TextField
          name="q"
          label="Search"
          type="search"
          placeholder="Name or address"
          maxLength={100}
          value={written}
          onChange={setWritten}
          className="mb-2 sm:max-w-72"
        />
      )}
      <Found words={words} onMake={onMake} />
    </>
  );
}

function Found({ words, onMake }: { words: string; onMake: () => void }) {
  const places = usePages(listWorkspaces, ...(words === '' ? [] : [{ query: { q: words } }]));
  if (places.state === 'failed') return <Failed error={places.error} again={places.again} />;
  if (places.state === 'loading') return <Loading label="Loading your workspaces" />;
  if (places.items.length === 0) return <None words={words} onMake={onMake} />;
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

function None({ words, onMake }: { words: string; onMake: () => void }) {
  if (words !== '')
    return <Empty title="Nothing like that">No workspace of yours is called “{words}”.</Empty>;
  return (
    <Empty
      title="No workspace yet"
      actions={
        <Button look="primary" icon={Plus} onClick={onMake}>
          Make the first workspace
        </Button>
      }
    >
      Make one for your business, or ask the person who works with Stoa already to invite you.
    </Empty>
  );
}

function Place({ workspace }: { workspace: Workspace }) {
  const { name, kind, role, slug, avatarUrl, isDemo } = workspace;
  return (
    <li className="border-b border-line">
      <Link
        to={paths.workspace({ workspaceId: workspace.id })}
        className="group flex items-center gap-4 px-2 py-3.5 hover:bg-hover/60"
      >
        <Avatar name={name} src={avatarUrl} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2">
            <span className="truncate text-lg">{name}</span>
            {isDemo && <Badge tone="accent">Demo</Badge>}
          </span>
          <span className="block truncate text-sm text-faint">
            {kindLabel(kind)} · {slug}
          </span>
        </span>
        <Badge>{roleLabel(role)}</Badge>
        <ChevronRight
          size={17}
          className="shrink-0 text-faint transition-transform group-hover:translate-x-0.5"
          aria-hidden
        />
      </Link>
    </li>
  );
}
