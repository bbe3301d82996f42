import { useVirtualizer } from '@tanstack/react-virtual';
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
  });
  const drawn = virtual.getVirtualItems();
  useReadAhead(pages, drawn.at(-1)?.index ?? 0);
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
