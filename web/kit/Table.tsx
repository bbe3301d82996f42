// biome-ignore-all lint/a11y/useSemanticElements: rows are grids placed by a transform, which table rows cannot be.
// biome-ignore-all lint/a11y/useFocusableInteractive: one row is in the tab order, the others are reached from it.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Pages } from './api.ts';
import { Button, Spinner } from './Button.tsx';
import { useIsPhone } from './screen-size.ts';
import { Failed } from './states.tsx';
import { useRowKeys } from './table-keys.ts';
import { HeadRow, Row, SkeletonRow } from './table-rows.tsx';

const rowPx = 52;
const cardPx = 76;
const aheadRows = 12;
const skeletonRows = 8;

export interface Column<T> {
  readonly title: string;
  /** CSS grid track: `2fr`, `10rem`. */
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
  readonly align?: 'end';
  /** Its title is said, not shown: buttons and pictures need none. */
  readonly untitled?: boolean;
  /** On a phone: the card's first line, a line under it, at its corner, or left out. */
  readonly onPhone?: 'title' | 'line' | 'corner' | 'hidden';
}

export interface TableProps<T> {
  /** What the rows are, in the plural: it names the table. */
  label: string;
  columns: readonly Column<T>[];
  pages: Pages<T>;
  rowId: (row: T) => string;
  /** How a row is called, for its checkbox and for screen readers. */
  rowName: (row: T) => string;
  /** Enter, or a click on the row. */
  onOpen?: ((row: T) => void) | undefined;
  /** With it rows can be chosen, by checkbox or `x`. */
  selection?:
    | { readonly chosen: ReadonlySet<string>; readonly change: (chosen: ReadonlySet<string>) => void }
    | undefined;
  /** Shown when the list is read and has nothing. */
  empty: ReactNode;
}

/** A list of any length: only the rows in sight are drawn, the next page is read before its end is reached. */
export function Table<T>(props: TableProps<T>) {
  const { pages, empty } = props;
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loaded' && pages.items.length === 0 && !pages.hasMore) return empty;
  return <Rows {...props} />;
}

function Rows<T>(props: TableProps<T>) {
  const { label, columns, pages, selection } = props;
  const body = useRef<HTMLDivElement>(null);
  const loading = pages.state === 'loading';
  const [virtual, top] = useDrawnRows(props, body);
  const scrollTo = (index: number) => virtual.scrollToIndex(index, { align: 'auto' });
  const keys = useRowKeys({ ...props, body, scrollTo });
  const drawn = virtual.getVirtualItems();
  useReadAhead(pages, drawn.at(-1)?.index ?? 0);

  const tracks = [selection && '1.75rem', ...columns.map((column) => column.width)].filter(Boolean).join(' ');
  return (
    <>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={loading || pages.hasMore ? -1 : pages.items.length + 1}
        aria-busy={loading || undefined}
      >
        <HeadRow {...props} tracks={tracks} />
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
              {loading ? (
                <SkeletonRow columns={columns} tracks={tracks} hasSelection={Boolean(selection)} />
              ) : (
                <Row {...props} row={pages.items[index]!} index={index} tracks={tracks} keys={keys} />
              )}
            </div>
          ))}
        </div>
      </div>
      <Foot pages={pages} />
    </>
  );
}

/** Which rows are in sight of the window, and where on the page the first one would stand. */
function useDrawnRows<T>({ pages, rowId }: TableProps<T>, body: RefObject<HTMLElement | null>) {
  const isPhone = useIsPhone();
  const top = useOffsetTop(body);
  const loading = pages.state === 'loading';
  const virtual = useWindowVirtualizer({
    count: loading ? skeletonRows : pages.items.length,
    estimateSize: () => (isPhone ? cardPx : rowPx),
    overscan: aheadRows,
    scrollMargin: top,
    // Clear of the header above and of the bar below on a phone.
    scrollPaddingStart: 120,
    scrollPaddingEnd: 90,
    getItemKey: (index) => (loading ? index : rowId(pages.items[index]!)),
  });
  return [virtual, top] as const;
}

function Foot<T>({ pages }: { pages: Pages<T> }) {
  if (pages.moreFailed) {
    return (
      <div role="alert" className="flex items-center gap-4 py-4 text-sm text-danger">
        The next rows could not be loaded.
        <Button size="small" onClick={pages.more}>
          Try again
        </Button>
      </div>
    );
  }
  return (
    <div className="flex h-12 items-center justify-center text-sm text-faint">
      {pages.loadingMore && <Spinner label="Loading more" />}
    </div>
  );
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
