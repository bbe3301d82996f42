import type { UseQueryResult } from '@tanstack/react-query';
import type { Pages } from './api.ts';

const nothing = () => {};

/** A list that is read whole, for a table: it has one page. */
export const wholeOf = <T>(list: UseQueryResult<{ readonly items: readonly T[] }>): Pages<T> => ({
  items: list.data?.items ?? [],
  state: list.data ? 'loaded' : list.isError && !list.isFetching ? 'failed' : 'loading',
  error: list.error,
  ...{ hasMore: false, loadingMore: false, moreFailed: false, more: nothing },
  again: () => void list.refetch(),
});
