import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { searchLengthMax } from '../../search/contract.ts';
import { useInbox } from '../inbox.ts';
import { byArrows, movingKeys, openFirst } from './moving.ts';

interface SearchFieldProps {
  /** What is looked for: what was written, once somebody pauses. */
  settled: string;
  onLeave: () => void;
}

/** Written into like a line of text. The arrows lead to what was found, and Enter opens the first. */
export function SearchField({ settled, onLeave }: SearchFieldProps) {
  const { filters, change } = useInbox();
  const field = useRef<HTMLInputElement>(null);
  useActions([
    {
      ...{ id: 'inbox.search-again', title: 'Search messages and people', group: 'In the list', keys: 'f' },
      ...{ keysOnly: true, run: () => field.current?.select() },
    },
    ...movingKeys,
  ]);
  useEffect(() => {
    // Whoever comes by a link reads first; whoever asked for the search writes.
    if (field.current?.value === '') field.current.focus();
  }, []);
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && filters.q.trim() === settled) openFirst();
    if (event.key === 'Escape') onLeave();
    byArrows(event);
  };
  return (
    <input
      ref={field}
      type="search"
      aria-label="Search messages and people"
      placeholder="Search messages and people"
      autoComplete="off"
      maxLength={searchLengthMax}
      value={filters.q}
      onChange={(event) => change('q', event.target.value)}
      onKeyDown={pressed}
      className="h-10 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-faint pointer-coarse:text-[1rem] [&::-webkit-search-cancel-button]:hidden"
    />
  );
}
