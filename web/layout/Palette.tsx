import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import Search from 'lucide-react/icons/search';
import { useState } from 'react';
import { type Action, useOfferedActions } from '../kit/actions.ts';
import { backdropClass } from '../kit/Dialog.tsx';
import { Kbd } from '../kit/Kbd.tsx';

interface Entry {
  /** What is searched: the title and the other words people may look for it with. */
  readonly value: string;
  readonly label: string;
  readonly action: Action;
}
interface Group {
  readonly value: string;
  readonly items: readonly Entry[];
}

/** Every screen and every action of this page, found by writing. Each shows its keys, so that one needs it less. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const groups = groupsOf(useOfferedActions());
  const [open, setOpen] = useState(true);
  const [chosen, setChosen] = useState<Action>();
  const choose = (action: Action) => {
    setChosen(action);
    setOpen(false);
  };
  // What was chosen may open something itself: it waits until this is gone and the focus is back on the page.
  const closed = () => {
    onClose();
    chosen?.run();
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen} onOpenChangeComplete={(isOpen) => isOpen || closed()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center px-3 pt-3 sm:pt-[12dvh]">
          <Dialog.Popup
            aria-label="Find or do anything"
            className="popup flex max-h-[min(32rem,80dvh)] w-full max-w-xl flex-col overflow-hidden"
          >
            <Autocomplete.Root
              open
              inline
              items={groups}
              filter={isMeant}
              autoHighlight="always"
              keepHighlight
            >
              <div className="flex items-center gap-3 border-b border-line px-4">
                <Search size={17} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden />
                <Autocomplete.Input
                  aria-label="Find or do anything"
                  placeholder="Find or do anything"
                  className="h-13 w-full bg-transparent text-lg outline-none"
                />
                <Dialog.Close className="rounded-sm p-1">
                  <span className="sr-only">Close</span>
                  <Kbd keys="escape" />
                </Dialog.Close>
              </div>
              <Results choose={choose} />
              <Teaching />
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Teaching() {
  return (
    <footer className="flex justify-between gap-4 border-t border-line bg-sunk px-4 py-2 text-sm text-soft max-sm:hidden">
      <span className="flex items-center gap-1.5">
        <Kbd keys="up" />
        <Kbd keys="down" /> to move, <Kbd keys="enter" /> to do
      </span>
      <span className="flex items-center gap-1.5">
        <Kbd keys="?" /> all keys
      </span>
    </footer>
  );
}

function Results({ choose }: { choose: (action: Action) => void }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <Autocomplete.Empty>
        <p className="px-4 py-6 text-soft">Nothing is called that. Try fewer letters.</p>
      </Autocomplete.Empty>
      <Autocomplete.List className="p-1.5 data-empty:p-0">
        {(group: Group) => (
          <Autocomplete.Group key={group.value} items={group.items} className="not-first:mt-1.5">
            <Autocomplete.GroupLabel className="label px-2.5 pt-2 pb-1">
              {group.value}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(entry: Entry) => (
                <Autocomplete.Item
                  key={entry.action.id}
                  value={entry}
                  onClick={() => choose(entry.action)}
                  className="flex items-center gap-3 rounded-md px-2.5 py-2 select-none data-highlighted:bg-hover"
                >
                  {entry.action.icon && (
                    <entry.action.icon
                      size={16}
                      strokeWidth={1.75}
                      className="shrink-0 text-faint"
                      aria-hidden
                    />
                  )}
                  <span className="flex-1 truncate">{entry.label}</span>
                  {entry.action.keys && <Kbd keys={entry.action.keys} />}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </div>
  );
}

/** Every word written is in its title or its other words, in any order: "loc new" finds "Add a location". */
function isMeant(entry: Entry, written: string): boolean {
  const words = entry.value.toLowerCase();
  return written
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.includes(part));
}

/** What belongs to this page first: it was offered last. */
function groupsOf(actions: readonly Action[]): Group[] {
  const groups = new Map<string, Entry[]>();
  for (const action of actions) {
    if (action.keysOnly) continue;
    const entry = {
      value: [action.title, ...(action.keywords ?? [])].join(' '),
      label: action.title,
      action,
    };
    groups.set(action.group, [...(groups.get(action.group) ?? []), entry]);
  }
  const last = ['Go to', 'Everywhere', 'Appearance'];
  return [...groups]
    .map(([value, items]) => ({ value, items }))
    .sort((a, b) => last.indexOf(a.value) - last.indexOf(b.value));
}
