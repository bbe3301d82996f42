import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Pages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Failed, Skeleton } from '../../../../web/kit/states.tsx';
import type { Queue } from './useQueue.ts';

interface QueueListProps<T> {
  label: string;
  pages: Pages<T>;
  queue: Queue;
  head: ReactNode;
  row: (item: T) => ReactNode;
  empty: ReactNode;
}

/** What there is to see to, a row each. */
export function QueueList<T extends { readonly id: string }>(props: QueueListProps<T>) {
  const { label, queue, head } = props;
  return (
    <section
      aria-label={label}
      className={cx(
        'flex w-full min-w-0 shrink-0 flex-col border-line sm:w-84 sm:border-r',
        queue.openId && 'max-sm:hidden',
      )}
    >
      <div className="shrink-0 border-b border-line px-4 py-2.5">{head}</div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <Rows {...props} />
      </div>
    </section>
  );
}

function Rows<T extends { readonly id: string }>({ label, pages, queue, row, empty }: QueueListProps<T>) {
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Waiting label={label} />;
  if (pages.items.length === 0) return empty;
  return (
    <>
      <ul>
        {pages.items.map((item) => {
          const isHere = item.id === queue.openId;
          return (
            <li
              key={item.id}
              className={cx('relative border-b border-line', isHere ? 'bg-wash/70' : 'hover:bg-hover/60')}
            >
              {isHere && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
              <Link
                to={queue.addressOf(item.id)}
                preventScrollReset
                aria-current={isHere ? 'true' : undefined}
                className="block px-4 py-3 outline-offset-[-2px]"
              >
                {row(item)}
              </Link>
            </li>
          );
        })}
      </ul>
      {pages.hasMore && (
        <div className="flex justify-center py-3">
          <Button size="small" look="quiet" busy={pages.loadingMore} onClick={pages.more}>
            {pages.moreFailed ? 'They did not come: try again' : 'Show more'}
          </Button>
        </div>
      )}
    </>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <div role="status">
      <span className="sr-only">{`Loading ${label.toLowerCase()}`}</span>
      {['a', 'b', 'c', 'd', 'e'].map((row) => (
        <div key={row} className="flex flex-col gap-2 border-b border-line px-4 py-3">
          <Skeleton className="h-3.5 w-2/5" />
          <Skeleton className="h-3.5 w-4/5" />
          <Skeleton className="h-3 w-1/3" />
        </div>
      ))}
    </div>
  );
}
