import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Pages } from '../../../../web/kit/api.ts';
import { Button, Spinner } from '../../../../web/kit/Button.tsx';
import { useInbox } from '../inbox.ts';
import { ConversationRow, SkeletonRow } from './ConversationRow.tsx';
import { useListKeys } from './useListKeys.ts';

const rowPx = 68;
const aheadRows = 10;
const skeletonRows = 8;

/** Of any length: only the rows in sight are drawn, and the next page is read before its end is reached. */
export function ConversationList() {
  const { pages } = useInbox();
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
          Loading conversations
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
            {isLoading ? (
              <SkeletonRow />
            ) : (
              <ConversationRow row={pages.items[index]!} index={index} keys={keys} />
            )}
          </li>
        ))}
      </ul>
      <Foot pages={pages} />
    </div>
  );
}

function Foot({ pages }: { pages: Pages<unknown> }) {
  if (pages.moreFailed) {
    return (
      <div role="alert" className="flex items-center gap-3 px-4 py-3 text-sm text-danger">
        The next ones could not be loaded.
        <Button size="small" onClick={pages.more}>
          Try again
        </Button>
      </div>
    );
  }
  if (!pages.loadingMore) return null;
  return (
    <div className="flex h-12 items-center justify-center text-faint">
      <Spinner label="Loading more" />
    </div>
  );
}

/** Reads the next page while the last rows come into sight. A page that failed waits for a person. */
function useReadAhead({ items, hasMore, loadingMore, moreFailed, more }: Pages<unknown>, lastDrawn: number) {
  const isNear = lastDrawn >= items.length - aheadRows;
  useEffect(() => {
    if (isNear && hasMore && !loadingMore && !moreFailed) more();
  }, [isNear, hasMore, loadingMore, moreFailed, more]);
}
