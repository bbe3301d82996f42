import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { aheadRows, ListFoot, useReadAhead } from '../../list/ReadingAhead.tsx';
import { useComments } from '../comments.ts';
import { CommentRow, SkeletonRow } from './CommentRow.tsx';
import { useListKeys } from './useListKeys.ts';

const rowPx = 88;
const skeletonRows = 8;

/** Of any length: only the rows in sight are drawn, and the next page is read before its end is reached. */
export function CommentList() {
  const { pages } = useComments();
  const box = useRef<HTMLDivElement>(null);
  const isLoading = pages.state === 'loading';
  const virtual = useVirtualizer({
    count: isLoading ? skeletonRows : pages.items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: aheadRows,
    getItemKey: (index) => (isLoading ? index : pages.items[index]!.id),
  });
  const keys = useListKeys(box, (index) => virtual.scrollToIndex(index, { align: 'auto' }));
  const drawn = virtual.getVirtualItems();
  useReadAhead(pages, drawn.at(-1)?.index ?? 0);

  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto overscroll-contain" aria-busy={isLoading}>
      {isLoading && (
        <span role="status" className="sr-only">
          Loading comments
        </span>
      )}
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {drawn.map(({ key, index, start }) => (
          <li
            key={key}
            data-index={index}
            ref={virtual.measureElement}
            aria-setsize={pages.hasMore || isLoading ? -1 : pages.items.length}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${start}px)` }}
          >
            {isLoading ? <SkeletonRow /> : <CommentRow row={pages.items[index]!} index={index} keys={keys} />}
          </li>
        ))}
      </ul>
      <ListFoot pages={pages} />
    </div>
  );
}
