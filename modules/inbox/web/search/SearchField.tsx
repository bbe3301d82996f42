import type { KeyboardEvent } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { useInbox } from '../inbox.ts';
import { byArrows, movingKeys, openFirst } from './moving.ts';
import { WordsInput } from './WordsInput.tsx';

interface SearchFieldProps {
  /** What is looked for: what was written, once somebody pauses. */
  settled: string;
  onLeave: () => void;
}

/** The arrows lead to what was found, and Enter opens the first. */
export function SearchField({ settled, onLeave }: SearchFieldProps) {
  const { filters, change } = useInbox();
  useActions(movingKeys);
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && filters.q.trim() === settled) openFirst();
    if (event.key === 'Escape') onLeave();
    byArrows(event);
  };
  return (
    <WordsInput
      id="inbox.search-again"
      label="Search messages and people"
      placeholder="Search messages and people"
      value={filters.q}
      onChange={(words) => change('q', words)}
      onKeyDown={pressed}
    />
  );
}
