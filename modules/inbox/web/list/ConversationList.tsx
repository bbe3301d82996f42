import { lazy, type RefObject, Suspense, useLayoutEffect, useRef, useState } from 'react';
import type { Pages } from '../../../../web/kit/api.ts';
import type { ConversationSummary } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { ConversationRow, SkeletonRow } from './ConversationRow.tsx';
import { ListFoot } from './ReadingAhead.tsx';
import { type ListKeys, useListKeys } from './useListKeys.ts';

/** So many rows are sooner drawn than what draws only those in sight is fetched. */
const allDrawnMax = 60;
const skeletons = [...Array(8).keys()];
const RowsInSight = lazy(() => import('./RowsInSight.tsx'));

/** What draws the rows, and how whoever moves by keys brings one of them into sight. */
export interface RowsProps {
  pages: Pages<ConversationSummary>;
  keys: ListKeys;
  box: RefObject<HTMLDivElement | null>;
  scrolling: RefObject<((index: number) => void) | undefined>;
}

/** Of any length. A long one draws only the rows in sight, and reads its next page before the end is reached. */
export function ConversationList() {
  const { pages } = useInbox();
  const box = useRef<HTMLDivElement>(null);
  const scrolling = useRef<RowsProps['scrolling']['current']>(undefined);
  const keys = useListKeys(box, (index) => scrolling.current?.(index));
  const isLoading = pages.state === 'loading';
  // Once long it stays so: drawn anew in the other way, a row would lose the focus.
  const [isLong, setIsLong] = useState(false);
  if (!isLong && (pages.hasMore || pages.items.length > allDrawnMax)) setIsLong(true);
  const rows = { pages, keys, box, scrolling };
  const all = <AllRows {...rows} />;
  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto overscroll-contain" aria-busy={isLoading}>
      {isLoading ? (
        <Skeletons />
      ) : isLong ? (
        <Suspense fallback={all}>
          <RowsInSight {...rows} />
        </Suspense>
      ) : (
        all
      )}
      <ListFoot pages={pages} />
    </div>
  );
}

function AllRows({ pages, keys, box, scrolling }: RowsProps) {
  useLayoutEffect(() => {
    scrolling.current = (index) =>
      box.current?.querySelector(`[data-row="${index}"]`)?.scrollIntoView({ block: 'nearest' });
    return () => {
      scrolling.current = undefined;
    };
  }, [box, scrolling]);
  return (
    <ul>
      {pages.items.map((row, index) => (
        <li key={row.id}>
          <ConversationRow row={row} index={index} keys={keys} />
        </li>
      ))}
    </ul>
  );
}

const Skeletons = () => (
  <>
    <span role="status" className="sr-only">
      Loading conversations
    </span>
    {skeletons.map((at) => (
      <SkeletonRow key={at} />
    ))}
  </>
);
