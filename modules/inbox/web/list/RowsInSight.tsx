import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect } from 'react';
import type { RowsProps } from './ConversationList.tsx';
import { ConversationRow } from './ConversationRow.tsx';
import { aheadRows, useReadAhead } from './ReadingAhead.tsx';

const rowPx = 68;

/** Of a long list only the rows in sight are drawn. */
export default function RowsInSight({ pages, keys, box, scrolling }: RowsProps) {
  const virtual = useVirtualizer({
    count: pages.items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: aheadRows,
    getItemKey: (index) => pages.items[index]!.id,
    rangeExtractor: (range) => withRow(range, keys.at),
  });
  const drawn = virtual.getVirtualItems();
  useReadAhead(pages, (virtual.range?.endIndex ?? 0) + aheadRows);
  useLayoutEffect(() => {
    scrolling.current = (index) => virtual.scrollToIndex(index, { align: 'auto' });
    return () => {
      scrolling.current = undefined;
    };
  }, [scrolling, virtual]);
  return (
    <ul className="relative" style={{ height: virtual.getTotalSize() }}>
      {drawn.map(({ key, index, start }) => (
        <li
          key={key}
          data-index={index}
          ref={virtual.measureElement}
          aria-setsize={pages.hasMore ? -1 : pages.items.length}
          aria-posinset={index + 1}
          className="absolute inset-x-0 top-0"
          style={{ transform: `translateY(${start}px)` }}
        >
          <ConversationRow row={pages.items[index]!} index={index} keys={keys} />
        </li>
      ))}
    </ul>
  );
}

function withRow(range: Range, at: number): number[] {
  const inSight = defaultRangeExtractor(range);
  if (at < 0 || at >= range.count || inSight.includes(at)) return inSight;
  return [...inSight, at].sort((a, b) => a - b);
}
