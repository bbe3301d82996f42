import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Audience, Endpoint } from '../../../../kit/http/endpoint.ts';
import type { Page } from '../../../../kit/page.ts';
import { type Ask, pagesOf } from '../../../../web/kit/api.ts';

interface FoundPage<T> extends Page<T> {
  readonly incomplete: boolean;
  readonly corrected: readonly { readonly from: string; readonly to: readonly string[] }[];
}

export interface Found<T> {
  readonly items: readonly T[];
  readonly state: 'loading' | 'loaded' | 'failed';
  readonly error: Error | null;
  readonly corrected: FoundPage<T>['corrected'];
  /** Looked through as much as one answer may, and there is more. */
  readonly isIncomplete: boolean;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly moreFailed: boolean;
  /** Of the words before: these are being looked for. */
  readonly isOld: boolean;
  more(): void;
  again(): void;
}

/** While somebody goes on writing, what was found before stands until something else is. */
export function useFound<P, Q, T>(
  endpoint: Endpoint<Audience, P, Q, unknown, FoundPage<T>>,
  ask: NonNullable<Ask<P, Q>[0]>,
  isWanted = true,
): Found<T> {
  const list = useInfiniteQuery({
    ...pagesOf<P, Q, T>(endpoint, ...([ask] as Ask<P, Q>)),
    placeholderData: keepPreviousData,
    enabled: isWanted,
  });
  const pages = ((isWanted && list.data?.pages) || []) as FoundPage<T>[];
  return {
    items: pages.flatMap((page) => page.items),
    state: list.data || !isWanted ? 'loaded' : list.isError && !list.isFetching ? 'failed' : 'loading',
    error: list.error,
    corrected: pages[0]?.corrected ?? [],
    isIncomplete: pages.at(-1)?.incomplete ?? false,
    hasMore: isWanted && list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    moreFailed: list.isFetchNextPageError,
    isOld: isWanted && list.isPlaceholderData,
    more: () => void (list.isFetching || list.fetchNextPage()),
    again: () => void list.refetch(),
  };
}
