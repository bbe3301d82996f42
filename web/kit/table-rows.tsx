// biome-ignore-all lint/a11y/useSemanticElements: rows are grids placed by a transform, which table rows cannot be.
// biome-ignore-all lint/a11y/useFocusableInteractive: one row is in the tab order, the others are reached from it.
import { type RefObject, useLayoutEffect } from 'react';
import { cx } from './cx.ts';
import { RowCheckbox } from './RowCheckbox.tsx';
import { useIsPhone } from './screen-size.ts';
import { Skeleton } from './states.tsx';
import type { Column, TableProps } from './Table.tsx';
import type { RowKeys } from './table-keys.ts';

const lineClass = 'grid items-center gap-x-5 border-b border-line px-2 max-sm:hidden';

export function HeadRow<T>({ columns, pages, selection, rowId, tracks }: TableProps<T> & { tracks: string }) {
  const chosen = selection ? pages.items.filter((row) => selection.chosen.has(rowId(row))).length : 0;
  return (
    <div role="rowgroup" className="sticky top-14 z-10 bg-paper max-sm:sr-only">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-9 items-center gap-x-5 border-b border-firm/60 px-2"
        style={{ gridTemplateColumns: tracks }}
      >
        {selection && (
          <span role="columnheader" className="flex">
            <RowCheckbox
              label="Choose all that are loaded"
              checked={chosen > 0 && chosen === pages.items.length}
              indeterminate={chosen > 0 && chosen < pages.items.length}
              onChange={(on) => selection.change(new Set(on ? pages.items.map(rowId) : []))}
            />
          </span>
        )}
        {columns.map((column) => (
          <span
            key={column.title}
            role="columnheader"
            className={cx('label truncate', column.align === 'end' && 'text-right')}
          >
            {column.untitled ? <span className="sr-only">{column.title}</span> : column.title}
          </span>
        ))}
      </div>
    </div>
  );
}

/** What draws the rows of a table, and how whoever moves by keys brings one of them into sight. */
export interface RowsProps<T> extends TableProps<T> {
  tracks: string;
  keys: RowKeys;
  body: RefObject<HTMLDivElement | null>;
  scrolling: RefObject<((index: number) => void) | undefined>;
}

const skeletonRows = [...Array(8).keys()];

export function AllRows<T>(props: RowsProps<T>) {
  const { columns, pages, rowId, selection, tracks, body, scrolling } = props;
  useLayoutEffect(() => {
    scrolling.current = (index) =>
      body.current?.querySelector(`[data-row="${index}"]`)?.scrollIntoView({ block: 'nearest' });
    return () => {
      scrolling.current = undefined;
    };
  }, [body, scrolling]);
  return (
    <div ref={body} role="rowgroup">
      {pages.state === 'loading'
        ? skeletonRows.map((at) => (
            <SkeletonRow key={at} columns={columns} tracks={tracks} hasSelection={Boolean(selection)} />
          ))
        : pages.items.map((row, index) => <Row key={rowId(row)} {...props} row={row} index={index} />)}
    </div>
  );
}

interface RowProps<T> extends Omit<RowsProps<T>, 'body' | 'scrolling'> {
  row: T;
  index: number;
}

export function Row<T>(props: RowProps<T>) {
  const { row, index, tracks, keys, rowId, rowName, onOpen, selection } = props;
  const isPhone = useIsPhone();
  const chosen = selection?.chosen.has(rowId(row)) ?? false;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      tabIndex={keys.tabIndexOf(index)}
      onFocus={() => keys.focused(index)}
      onKeyDown={(event) => keys.pressed(event, index)}
      onClick={(event) => onOpen && !isOnControl(event.target) && onOpen(row)}
      className={cx(
        'border-b border-line outline-offset-[-2px] hover:bg-hover/60',
        // Clear of the header above and of the bar below on a phone.
        'scroll-mt-[120px] scroll-mb-[90px]',
        onOpen && 'cursor-pointer',
        chosen && 'bg-wash/60',
        isPhone ? 'flex items-start gap-3 px-1 py-3' : 'grid min-h-[52px] items-center gap-x-5 px-2 py-2',
      )}
      style={isPhone ? undefined : { gridTemplateColumns: tracks }}
    >
      {selection && (
        <span role="cell" className={cx('flex', isPhone && 'pt-1')}>
          <RowCheckbox
            label={`Choose ${rowName(row)}`}
            checked={chosen}
            onChange={() => selection.change(toggled(selection.chosen, rowId(row)))}
          />
        </span>
      )}
      {isPhone ? <CardCells {...props} /> : <LineCells {...props} />}
    </div>
  );
}

const LineCells = <T,>({ columns, row }: RowProps<T>) =>
  columns.map((column) => (
    <span
      key={column.title}
      role="cell"
      className={cx('min-w-0', column.align === 'end' && 'flex justify-end text-right')}
    >
      {column.cell(row)}
    </span>
  ));

/** On a phone: what it is, what else is worth a line, and at the corner what can be done. */
function CardCells<T>({ columns, row }: RowProps<T>) {
  const cells = (place: Column<T>['onPhone'], className?: string) =>
    columns
      .filter(({ onPhone = 'line' }) => onPhone === place)
      .map((column) => (
        <span key={column.title} role="cell" className={className}>
          {column.cell(row)}
        </span>
      ));
  return (
    <>
      <span className="flex min-w-0 flex-1 flex-col" role="presentation">
        {cells('title', 'truncate text-lg')}
        <span role="presentation" className="flex items-baseline gap-2 text-sm text-soft">
          {cells('line', "min-w-0 truncate not-first:before:mr-2 not-first:before:content-['·']")}
        </span>
      </span>
      {cells('corner')}
    </>
  );
}

function SkeletonRow<T>({
  columns,
  tracks,
  hasSelection,
}: {
  columns: readonly Column<T>[];
  tracks: string;
  hasSelection: boolean;
}) {
  return (
    <div role="row" aria-hidden="true">
      <div className={cx(lineClass, 'h-[52px]')} style={{ gridTemplateColumns: tracks }}>
        {hasSelection && <span />}
        {columns.map((column, at) => (
          <Skeleton key={column.title} className={at === 0 ? 'w-3/5' : 'w-4/5'} />
        ))}
      </div>
      <div className="flex h-[76px] flex-col justify-center gap-2.5 border-b border-line px-1 sm:hidden">
        <Skeleton className="h-5 w-1/2" />
        <Skeleton className="h-3.5 w-3/4" />
      </div>
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
