import X from 'lucide-react/icons/x';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { useInbox } from '../inbox.ts';
import { isNarrowed } from '../list/asking.ts';
import { Results } from './Results.tsx';
import { SearchField } from './SearchField.tsx';

const ViewButton = lazy(() => import('../views/ViewButton.tsx'));

/** In the place of the list, so that what was found stays beside what one opens of it. */
export default function SearchPane({ onClose }: { onClose: () => void }) {
  const { filters, change, clear } = useInbox();
  const canNarrow = isNarrowed(filters);
  const [isWithin, setWithin] = useState(canNarrow && filters.view !== '');
  // The address follows once somebody pauses, and what is asked for is what it says.
  const [address] = useSearchParams();
  const settled = (address.get('q') ?? '').trim();
  const leave = () => {
    onClose();
    if (filters.view === '') change('q', '');
    else clear();
  };
  return (
    <div data-search className="flex min-h-0 flex-1 flex-col">
      <search aria-label="Messages and people" className="shrink-0 border-b border-line">
        <div className="flex h-14 items-center gap-1 pr-2 pl-4">
          <SearchField settled={settled} onLeave={leave} />
          {settled !== '' && (
            <Suspense fallback={<span className="size-7" />}>
              <ViewButton />
            </Suspense>
          )}
          <IconButton size="small" icon={X} label="Leave the search" onClick={leave} />
        </div>
        {canNarrow && <Where isWithin={isWithin} onChange={setWithin} />}
      </search>
      <Results words={settled} isWithin={canNarrow && isWithin} />
    </div>
  );
}

/** The list was narrowed before somebody searched: in it, or in all there is. */
function Where({ isWithin, onChange }: { isWithin: boolean; onChange: (isWithin: boolean) => void }) {
  const choices = [
    { within: false, label: 'Everywhere' },
    { within: true, label: 'In this list' },
  ];
  return (
    <fieldset className="flex gap-1 px-3 pb-2">
      <legend className="sr-only">Where</legend>
      {choices.map(({ within, label }) => (
        <button
          key={label}
          type="button"
          aria-pressed={isWithin === within}
          onClick={() => onChange(within)}
          className={cx(
            'h-7 rounded-md px-2 text-sm pointer-coarse:h-10',
            isWithin === within ? 'bg-wash text-accent' : 'text-soft hover:bg-hover hover:text-ink',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
