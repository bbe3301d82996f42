// biome-ignore-all lint/a11y/useSemanticElements: rows are grids placed by a transform, which table rows cannot be.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import type { Pages } from './api.ts';
import { useIsPhone } from './screen-size.ts';
import type { TableProps } from './Table.tsx';
import { Row, type RowsProps } from './table-rows.tsx';

const rowPx = 52;
const cardPx = 76;
const aheadRows = 12;

/** Of a list of any length only the rows in sight are drawn; the next page is read before its end is reached. */
export function RowsInSight<T>(props: RowsProps<T>) {
  const { pages, body, scrolling } = props;
  const [virtual, top] = useDrawnRows(props, body);
  const drawn = virtual.getVirtualItems();
  useReadAhead(pages, drawn.at(-1)?.index ?? 0);
  useLayoutEffect(() => {
    scrolling.current = (index) => virtual.scrollToIndex(index, { align: 'auto' });
    return () => {
      scrolling.current = undefined;
    };
  }, [scrolling, virtual]);

  return (
    <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
      {drawn.map(({ key, index, start }) => (
        <div
          key={key}
          data-index={index}
          ref={virtual.measureElement}
          role="presentation"
          className="absolute inset-x-0 top-0"
          style={{ transform: `translateY(${start - top}px)` }}
        >
          <Row {...props} row={pages.items[index]!} index={index} />
        </div>
      ))}
    </div>
  );
}

/** Which rows are in sight of the window, and where on the page the first one would stand. */
function useDrawnRows<T>({ pages, rowId }: TableProps<T>, body: RefObject<HTMLElement | null>) {
  const isPhone = useIsPhone();
  const top = useOffsetTop(body);
  const virtual = useWindowVirtualizer({
    count: pages.items.length,
    estimateSize: () => (isPhone ? cardPx : rowPx),
    overscan: aheadRows,
    scrollMargin: top,
    // Clear of the header above and of the bar below on a phone.
    scrollPaddingStart: 120,
    scrollPaddingEnd: 90,
    getItemKey: (index) => rowId(pages.items[index]!),
  });
  return [virtual, top] as const;
}

/** Reads the next page while the last rows come into sight. A page that failed waits for a person. */
function useReadAhead<T>(pages: Pages<T>, lastDrawn: number) {
  const { hasMore, loadingMore, moreFailed, more, items } = pages;
  const near = lastDrawn >= items.length - aheadRows;
  useEffect(() => {
    if (near && hasMore && !loadingMore && !moreFailed) more();
  }, [near, hasMore, loadingMore, moreFailed, more]);
}

function useOffsetTop(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop((element.current?.getBoundingClientRect().top ?? 0) + scrollY);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}
