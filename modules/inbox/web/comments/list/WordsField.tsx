import { useInfiniteQuery } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import type { KeyboardEvent } from 'react';
import { pagesOf } from '../../../../../web/kit/api.ts';
import { IconButton } from '../../../../../web/kit/Button.tsx';
import { listComments } from '../../../comments/contract.ts';
import type { Corrected as CorrectedWords } from '../../../fields/contract.ts';
import { Corrected } from '../../search/Corrected.tsx';
import { isTooShort } from '../../search/too-short.ts';
import { WordsInput } from '../../search/WordsInput.tsx';
import { useComments } from '../comments.ts';

interface WordsFieldProps {
  onLeave: () => void;
}

/** What the list is narrowed to, in words. The arrow leads to what was found, and Enter opens the first. */
export function WordsField({ onLeave }: WordsFieldProps) {
  const { filters, change, query, pages } = useComments();
  const leave = () => {
    change('words', '');
    // Without words that is what is shown anyway.
    if (filters.status === 'open') change('status', '');
    onLeave();
  };
  const isFound = pages.state === 'loaded' && query.words === filters.words.trim();
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave();
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    const row = isFound ? document.querySelector<HTMLElement>('[data-row="0"]') : null;
    row?.focus();
    if (event.key === 'Enter') row?.click();
  };
  const words = filters.words.trim();
  return (
    <search aria-label="Comments by words" className="block border-t border-line">
      <div className="flex h-11 items-center gap-1 pr-2 pl-4">
        <WordsInput
          id="comments.find-again"
          label="Find comments"
          placeholder="Words of a comment, or who wrote it"
          value={filters.words}
          onChange={(written) => change('words', written)}
          onKeyDown={pressed}
        />
        <IconButton size="small" icon={X} label="Show all again" onClick={leave} />
      </div>
      {words !== '' && isTooShort(words) && (
        <p className="px-4 pb-3 text-sm text-soft">Write a letter more.</p>
      )}
      {query.words !== undefined && <Found />}
    </search>
  );
}

/** What the list says beside its rows: whether other words were looked for. */
function Found() {
  const { at, query, pages } = useComments();
  const { data } = useInfiniteQuery(
    pagesOf(listComments, { params: { workspaceId: at.workspaceId }, query }),
  );
  const [first] = (data?.pages ?? []) as { readonly corrected?: CorrectedWords }[];
  const isNone = pages.state === 'loaded' && pages.items.length === 0 && !pages.hasMore;
  return (
    <>
      <p role="status" className="sr-only">
        {pages.state !== 'loaded' ? '' : isNone ? 'Nothing was found' : 'Found'}
      </p>
      {first?.corrected && first.corrected.length > 0 && (
        <div className="-mt-3 pb-3">
          <Corrected of={first.corrected} />
        </div>
      )}
    </>
  );
}
