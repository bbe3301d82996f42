import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useIsPhone } from './screen-size.ts';
import type { Pages } from './api.ts';
import { Button, Spinner } from './Button.tsx';
import { BareCheckbox } from './Choice.tsx';
import { cx } from './cx.ts';
import { Failed, Skeleton } from './states.tsx';
import { type RowKeys, useRowKeys } from './table-keys.ts';

const rowPx = 52;
const cardPx = 92;
const aheadRows = 12;
const skeletonRows = 8;

export interface Column<T> {
  readonly title: string;
  /** CSS grid track: `2fr`, `10rem`. */
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
  readonly align?: 'end';
  /** On a phone: the card's first line, a line under it, at its corner, or left out. */
  readonly onPhone?: 'title' | 'line' | 'corner' | 'hidden';
}

interface TableProps<T> {
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
  selection?: { readonly chosen: ReadonlySet<string>; readonly change: (chosen: ReadonlySet<string>) => void } | undefined;
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
  const { label, columns, pages, rowId, selection } = props;
  const isPhone = useIsPhone();
  const body = useRef<HTMLDivElement>(null);
  const top = useOffsetTop(body);
  const loading = pages.state === 'loading';
  const count = loading ? skeletonRows : pages.items.length;
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => (isPhone ? cardPx : rowPx),
    overscan: aheadRows,
    scrollMargin: top,
    scrollPaddingStart: 120,
    scrollPaddingEnd: 90,
    getItemKey: (index) => (loading ? index : rowId(pages.items[index]!)),
  });
  const keys = useRowKeys({ ...props, body, scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }) });
  const drawn = virtual.getVirtualItems();
  useReadAhead(pages, drawn.at(-1)?.index ?? 0);

  const tracks = [selection && '1.75rem', ...columns.map((column) => column.width)].filter(Boolean).join(' ');
  return (
    <div
      role="table"
      aria-label={label}
      aria-rowcount={loading || pages.hasMore ? -1 : pages.items.length + 1}
      aria-busy={loading || undefined}
    >
      <HeadRow {...props} tracks={tracks} />
      <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {drawn.map((item) => (
          <div
            key={item.key}
            data-index={item.index}
            ref={virtual.measureElement}
            role="presentation"
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            {loading ? (
              <SkeletonRow columns={columns} tracks={tracks} hasSelection={Boolean(selection)} />
            ) : (
              <Row {...props} row={pages.items[item.index]!} index={item.index} tracks={tracks} keys={keys} />
            )}
          </div>
        ))}
      </div>
      <Foot pages={pages} />
    </div>
  );
}

const lineClass = 'grid items-center gap-x-5 border-b border-line px-2 max-sm:hidden';

function HeadRow<T>({ columns, pages, selection, rowId, tracks }: TableProps<T> & { tracks: string }) {
  const chosen = selection ? pages.items.filter((row) => selection.chosen.has(rowId(row))).length : 0;
  return (
    <div role="rowgroup" className="sticky top-14 z-10 bg-paper max-sm:sr-only">
      <div role="row" aria-rowindex={1} className="grid h-9 items-center gap-x-5 border-b border-firm/60 px-2" style={{ gridTemplateColumns: tracks }}>
        {selection && (
          <span role="columnheader" className="flex">
            <BareCheckbox
              label="Choose all that are loaded"
              checked={chosen > 0 && chosen === pages.items.length}
              indeterminate={chosen > 0 && chosen < pages.items.length}
              onChange={(on) => selection.change(new Set(on ? pages.items.map(rowId) : []))}
            />
          </span>
        )}
        {columns.map((column) => (
          <span key={column.title} role="columnheader" className={cx('label truncate', column.align === 'end' && 'text-right')}>
            {column.title}
          </span>
        ))}
      </div>
    </div>
  );
}

interface RowProps<T> extends TableProps<T> {
  row: T;
  index: number;
  tracks: string;
  keys: RowKeys;
}

function Row<T>({ columns, row, index, tracks, keys, rowId, rowName, onOpen, selection }: RowProps<T>) {
  const id = rowId(row);
  const isPhone = useIsPhone();
  const onPhone = (place: Column<T>['onPhone']) => columns.filter((column) => (column.onPhone ?? 'line') === place);
  const choice = selection && (
    <BareCheckbox
      label={`Choose ${rowName(row)}`}
      checked={selection.chosen.has(id)}
      onChange={() => selection.change(toggled(selection.chosen, id))}
    />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by transform, which a <tr> does not take.
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      tabIndex={keys.tabIndexOf(index)}
      onFocus={() => keys.focused(index)}
      onKeyDown={(event) => keys.pressed(event, index)}
      onClick={(event) => onOpen && !isOnControl(event.target) && onOpen(row)}
      className={cx(
        'outline-offset-[-2px] hover:bg-hover/60',
        onOpen && 'cursor-pointer',
        selection?.chosen.has(id) && 'bg-wash/60',
        isPhone ? 'flex items-start gap-3 border-b border-line px-1 py-3' : 'grid min-h-[52px] items-center gap-x-5 border-b border-line px-2 py-2',
      )}
      style={isPhone ? undefined : { gridTemplateColumns: tracks }}
    >
      {choice && (
        <span role="cell" className={cx('flex', isPhone && 'pt-1')}>
          {choice}
        </span>
      )}
      {isPhone ? (
        <>
          <span className="flex min-w-0 flex-1 flex-col" role="presentation">
            {[...onPhone('title'), ...onPhone('line')].map((column, line) => (
              <span key={column.title} role="cell" className={cx('truncate', line === 0 ? 'text-lg' : 'text-sm text-soft')}>
                {column.cell(row)}
              </span>
            ))}
          </span>
          {onPhone('corner').map((column) => (
            <span key={column.title} role="cell">
              {column.cell(row)}
            </span>
          ))}
        </>
      ) : (
        columns.map((column) => (
          <span key={column.title} role="cell" className={cx('min-w-0', column.align === 'end' && 'flex justify-end text-right')}>
            {column.cell(row)}
          </span>
        ))
      )}
    </div>
  );
}

function SkeletonRow<T>({ columns, tracks, hasSelection }: { columns: readonly Column<T>[]; tracks: string; hasSelection: boolean }) {
  return (
    <div role="row" aria-hidden="true">
      <div className={cx(lineClass, 'h-[52px]')} style={{ gridTemplateColumns: tracks }}>
        {hasSelection && <span />}
        {columns.map((column, at) => (
          <Skeleton key={column.title} className={at === 0 ? 'w-3/5' : 'w-4/5'} />
        ))}
      </div>
      <div className="flex h-[92px] flex-col justify-center gap-2.5 border-b border-line px-1 sm:hidden">
        <Skeleton className="h-5 w-1/2" />
        <Skeleton className="h-3.5 w-3/4" />
      </div>
    </div>
  );
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

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

const isOnControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('button, a, input, [role="checkbox"], [role="menu"]') !== null;

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
