import {
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
  type QueryKey,
  queryOptions,
  type UseQueryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { ApiError, type CallInput, type CallOptions, call } from '../../kit/client.ts';
import type { Audience, Endpoint } from '../../kit/http/endpoint.ts';
import type { Page } from '../../kit/page.ts';

export { ApiError } from '../../kit/client.ts';

/** `call` for the kit's own reads and writes; a screen's parts are checked by `Ask` and `Sent`. */
export const callWith = <P, Q, B, R>(endpoint: Endpoint<Audience, P, Q, B, R>, carried: object): Promise<R> =>
  call<P, Q, B, R>(endpoint, carried as CallInput<P, Q, B> & CallOptions);

const retriesMax = 2;
const freshMs = 30_000;

/** Worth asking again without a person: nobody answered, or the server said "not now". */
const isPassing = (error: Error) => error instanceof ApiError && [0, 502, 503, 504].includes(error.status);

let signedOut: () => void = () => {};
/** What to do when the server says that the session is over. The shell goes to the sign-in page. */
export function onSignedOut(then: () => void): void {
  signedOut = then;
}
let askForProof: () => Promise<boolean> = () => Promise.resolve(false);
/** How to ask a person to show once more that it is them; answers whether they did. The shell opens a dialog. */
export function onProofNeeded(ask: () => Promise<boolean>): void {
  askForProof = ask;
}

/** A dangerous write that is refused for want of a recent proof is sent again once there is one. */
export async function proved<R>(write: () => Promise<R>): Promise<R> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'identity.proof_needed')) throw error;
    if (await askForProof()) return write();
    throw error;
  }
}

const noticeSignedOut = (error: Error) => {
  if (error instanceof ApiError && error.code === 'stoa.not_signed_in') signedOut();
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  mutationCache: new MutationCache({ onError: noticeSignedOut }),
  defaultOptions: {
    // Events tell us what changed; the age is for what an event may have missed.
    queries: {
      networkMode: 'always',
      staleTime: freshMs,
      retry: (count, error) => count < retriesMax && isPassing(error),
    },
    mutations: { networkMode: 'always', retry: (count, error) => count < retriesMax && isPassing(error) },
  },
});

type Nothing = Record<string, never>;
/** What a read needs: the params in its path, and as much of its query as differs from the defaults. */
export type Ask<P, Q> = P extends Nothing
  ? [ask?: { query?: Partial<Q> }]
  : [ask: { params: P; query?: Partial<Q> }];

/** Every key begins with the endpoint's path: `[listLocations.path]` names all its reads, whatever was asked. */
export const keyOf = <P, Q>(endpoint: Endpoint<Audience, P, Q>, ...[ask]: Ask<P, Q>): QueryKey => [
  endpoint.path,
  ask ?? {},
];

/** One read: for a loader (`queryClient.ensureQueryData(q(getMe))`) and for a component (`useLoaded(q(getMe))`). */
export const q = <P, Q, R>(endpoint: Endpoint<Audience, P, Q, unknown, R>, ...ask: Ask<P, Q>) =>
  queryOptions<R, ApiError>({
    queryKey: keyOf(endpoint, ...ask),
    queryFn: ({ signal }) => callWith(endpoint, { ...ask[0], signal }),
  });

/** The page's loader has read it already; a missing one is a bug, and fails in the first test that opens the page. */
export function useLoaded<R>(options: UseQueryOptions<R, ApiError>): R {
  const { data } = useQuery(options);
  if (data === undefined) throw new Error(`not loaded: ${JSON.stringify(options.queryKey)}`);
  return data;
}

/** A list by keyset pages, of which the first is enough to begin with. */
export const pagesOf = <P, Q, T>(endpoint: Endpoint<Audience, P, Q, unknown, Page<T>>, ...[ask]: Ask<P, Q>) =>
  infiniteQueryOptions({
    queryKey: [endpoint.path, ask ?? {}, 'pages'],
    queryFn: ({ signal, pageParam }): Promise<Page<T>> => {
      const asked = (ask ?? {}) as { params?: P; query?: Partial<Q> };
      const query = { ...asked.query, ...(pageParam === null ? {} : { after: pageParam }) };
      return callWith(endpoint, { ...asked, query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<T>) => last.next,
  });

/** What a table needs of a list: its rows so far, and how to get more. */
export interface Pages<T> {
  readonly items: readonly T[];
  readonly state: 'loading' | 'loaded' | 'failed';
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  /** The page after this one did not come; what is shown stays. */
  readonly moreFailed: boolean;
  more(): void;
  again(): void;
}

export function usePages<P, Q, T>(
  endpoint: Endpoint<Audience, P, Q, unknown, Page<T>>,
  ...ask: Ask<P, Q>
): Pages<T> {
  const list = useInfiniteQuery(pagesOf(endpoint, ...ask));
  return {
    items: list.data?.pages.flatMap((page) => page.items) ?? [],
    state: list.data ? 'loaded' : list.isError && !list.isFetching ? 'failed' : 'loading',
    error: list.error,
    hasMore: list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    moreFailed: list.isFetchNextPageError,
    more: () => void (list.isFetching || list.fetchNextPage()),
    again: () => void list.refetch(),
  };
}
