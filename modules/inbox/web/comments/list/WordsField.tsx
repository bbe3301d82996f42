import { useInfiniteQuery } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useActions } from '../../../../../web/kit/actions.ts';
import { pagesOf } from '../../../../../web/kit/api.ts';
import { IconButton } from '../../../../../web/kit/Button.tsx';
import { listComments } from '../../../comments/contract.ts';
import { type Corrected as CorrectedWords, searchLengthMax } from '../../../fields/contract.ts';
import { Corrected } from '../../search/Corrected.tsx';
import { isTooShort } from '../../search/too-short.ts';
import { useComments } from '../comments.ts';

interface WordsFieldProps {
  onLeave: () => void;
}

/** What the list is narrowed to, in words. The arrow leads to what was found, and Enter opens the first. */
export function WordsField({ onLeave }: WordsFieldProps) {
  const { filters, change, query, pages } = useComments();
  const field = useRef<HTMLInputElement>(null);
  const find = { id: 'comments.find-again', title: 'Find comments', group: 'In the list', keys: 'f' };
  useActions([{ ...find, keysOnly: true, run: () => field.current?.select() }]);
  useEffect(() => {
    // Whoever comes by a link reads first; whoever asked for it writes.
    if (field.current?.value === '') field.current.focus();
  }, []);
  const leave = () => {
    change('words', '');
    // Without words that is what is shown anyway.
    if (filters.status === 'open') change('status', '');
    onLeave();
  };
  const isFound = pages.state === 'loaded' && query.words === filters.words.trim();
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
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
        <input
          ref={field}
          type="search"
          aria-label="Find comments"
          placeholder="Words of a comment, or who wrote it"
          autoComplete="off"
          maxLength={searchLengthMax}
          value={filters.words}
          onChange={(event) => change('words', event.target.value)}
          onKeyDown={pressed}
          className="h-10 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-faint pointer-coarse:text-[1rem] [&::-webkit-search-cancel-button]:hidden"
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
