// biome-ignore-all lint/a11y/useSemanticElements: rows are grids placed by a transform, which table rows cannot be.
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import type { Pages } from './api.ts';
import { Button, Spinner } from './Button.tsx';
import { Failed } from './states.tsx';
import { useRowKeys } from './table-keys.ts';
import { AllRows, HeadRow, type RowsProps } from './table-rows.tsx';

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

/** A list of any length. A long one draws only the rows in sight and reads its next page before the end is reached. */
export function Table<T>(props: TableProps<T>) {
  const { pages, empty } = props;
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loaded' && pages.items.length === 0 && !pages.hasMore) return empty;
  return <Rows {...props} />;
}

/** So many rows are sooner drawn than what draws only those in sight is fetched. */
const allDrawnMax = 60;
const RowsInSight = lazy(async () => ({ default: (await import('./RowsInSight.tsx')).RowsInSight })) as <T>(
  props: RowsProps<T>,
) => ReactNode;

function Rows<T>(props: TableProps<T>) {
  const { label, columns, pages, selection } = props;
  const body = useRef<HTMLDivElement>(null);
  const scrolling = useRef<RowsProps<T>['scrolling']['current']>(undefined);
  const loading = pages.state === 'loading';
  const keys = useRowKeys({ ...props, body, scrollTo: (index) => scrolling.current?.(index) });
  const tracks = [selection && '1.75rem', ...columns.map((column) => column.width)].filter(Boolean).join(' ');
  const rows = { ...props, body, scrolling, keys, tracks };
  const all = <AllRows {...rows} />;
  // Once long it stays so: drawn anew in the other way, a row would lose the focus.
  const [isLong, setIsLong] = useState(false);
  if (!isLong && (pages.hasMore || pages.items.length > allDrawnMax)) setIsLong(true);
  return (
    <>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={loading || pages.hasMore ? -1 : pages.items.length + 1}
        aria-busy={loading || undefined}
      >
        <HeadRow {...props} tracks={tracks} />
        {isLong && !loading ? (
          <Suspense fallback={all}>
            <RowsInSight {...rows} />
          </Suspense>
        ) : (
          all
        )}
      </div>
      <Foot pages={pages} />
    </>
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
