import { Autocomplete } from '@base-ui/react/autocomplete';
import { Popover } from '@base-ui/react/popover';
import Check from 'lucide-react/icons/check';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { listWorkspaces, type Workspace } from '../../modules/workspaces/contract.ts';
import { usePages } from '../kit/api.ts';
import { Avatar } from '../kit/Badge.tsx';
import { cx } from '../kit/cx.ts';
import { landmarkOf, type Popup } from '../kit/popup.ts';
import { paths } from '../paths.ts';
import { useHere } from '../workspace.ts';

const shownMax = 8;
const searchAfterMs = 150;
const entryClass =
  'flex w-full cursor-default items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-left outline-none select-none pointer-coarse:py-2.5';

interface WorkspaceMenuProps {
  popup: Popup;
  onMake: () => void;
}

/** The first few, and every other by its name: the server looks for it, however many there are. */
export default function WorkspaceMenu({ popup, onMake }: WorkspaceMenuProps) {
  const navigate = useNavigate();
  const go = (to: string) => {
    popup.close();
    void navigate(to);
  };
  return (
    <Popover.Root open onOpenChange={popup.onOpenChange}>
      <Popover.Portal className="absolute" container={landmarkOf(popup.anchor.current)}>
        <Popover.Positioner
          positionMethod="fixed"
          anchor={popup.anchor}
          align="start"
          sideOffset={4}
          className="z-50 outline-none"
        >
          <Popover.Popup
            aria-label="Switch the workspace"
            finalFocus={popup.anchor}
            className="popup w-[min(20rem,calc(100vw-2rem))] overflow-hidden"
          >
            <Places onGo={(workspaceId) => go(paths.workspace({ workspaceId }))} />
            <div className="border-t border-line p-1">
              <button
                type="button"
                onClick={() => go(paths.workspaces())}
                className={cx(entryClass, 'text-soft hover:bg-hover')}
              >
                All workspaces
              </button>
              <button
                type="button"
                onClick={() => {
                  popup.close();
                  onMake();
                }}
                className={cx(entryClass, 'text-soft hover:bg-hover')}
              >
                <Plus size={16} strokeWidth={1.75} aria-hidden />
                Make a workspace
              </button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Places({ onGo }: { onGo: (workspaceId: string) => void }) {
  const [written, setWritten] = useState('');
  const sought = useSettled(written.trim(), searchAfterMs);
  const found = usePages(listWorkspaces, { query: { limit: shownMax, ...(sought && { q: sought }) } });
  // What was there stays until the answer is: a list that empties at every letter cannot be read.
  const [shown, setShown] = useState(found.items);
  if (found.state === 'loaded' && !isSame(shown, found.items)) setShown(found.items);
  return (
    <Autocomplete.Root
      open
      inline
      items={shown}
      filter={null}
      autoHighlight="always"
      keepHighlight
      itemToStringValue={(place: Workspace) => place.name}
      value={written}
      onValueChange={(text, { reason }) => reason === 'item-press' || setWritten(text)}
    >
      <div className="flex items-center gap-2.5 border-b border-line px-3.5">
        <Search size={15} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden />
        <Autocomplete.Input
          aria-label="Find a workspace"
          placeholder="Find a workspace"
          maxLength={100}
          className="h-10 w-full bg-transparent outline-none"
        />
      </div>
      {found.state === 'failed' && <Note>They could not be read. Try once more.</Note>}
      {found.state === 'loaded' && shown.length === 0 && <Note>Nothing is called that.</Note>}
      <Autocomplete.List aria-label="Workspaces" className="max-h-80 overflow-y-auto p-1 data-empty:p-0">
        {(place: Workspace) => <Place key={place.id} place={place} onGo={onGo} />}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

const Note = ({ children }: { children: string }) => (
  <p role="status" className="px-3.5 py-3 text-sm text-soft">
    {children}
  </p>
);

function Place({ place, onGo }: { place: Workspace; onGo: (workspaceId: string) => void }) {
  const isHere = useHere().workspace.id === place.id;
  return (
    <Autocomplete.Item
      value={place}
      onClick={() => onGo(place.id)}
      className={cx(entryClass, 'data-highlighted:bg-hover')}
    >
      <Avatar name={place.name} src={place.avatarUrl} size="small" />
      <span className="min-w-0 flex-1 truncate">{place.name}</span>
      <span className="text-sm text-faint">{place.role ?? 'guest'}</span>
      {isHere && <Check size={15} className="text-accent" aria-label="you are here" />}
    </Autocomplete.Item>
  );
}

const isSame = (a: readonly Workspace[], b: readonly Workspace[]) =>
  a.length === b.length && a.every((place, index) => place === b[index]);

/** What was written, once nothing was written for a moment. */
function useSettled(text: string, ms: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}
