import { useEffect } from 'react';
import type { Pages } from '../../../../web/kit/api.ts';
import { Button, Spinner } from '../../../../web/kit/Button.tsx';

export const aheadRows = 10;

/** Reads the next page while the last rows come into sight. A page that failed waits for a person. */
export function useReadAhead(
  { items, hasMore, loadingMore, moreFailed, more }: Pages<unknown>,
  lastDrawn: number,
) {
  const isNear = lastDrawn >= items.length - aheadRows;
  useEffect(() => {
    if (isNear && hasMore && !loadingMore && !moreFailed) more();
  }, [isNear, hasMore, loadingMore, moreFailed, more]);
}

/** Under the rows: the next page is on its way, or did not come. */
export function ListFoot({ pages }: { pages: Pages<unknown> }) {
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
