import { type InfiniteData, type MutationOptions, type QueryKey, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Audience, Endpoint } from '../../kit/http/endpoint.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { Page } from '../../kit/page.ts';
import { type ApiError, type Ask, callWith, keyOf, pagesOf, proved, queryClient } from './api.ts';
import { toast } from './toast.ts';

type Nothing = Record<string, never>;
type Part<Name extends string, T> = T extends Nothing ? unknown : { [K in Name]: T };
/** What a write carries: only the parts its endpoint has. */
export type Sent<P, B> = Part<'params', P> & Part<'body', B>;

/** A change of what is on the screen, made before the server has answered, and taken back if it refuses. */
export interface Change {
  readonly key: QueryKey;
  readonly edit: (data: unknown) => unknown;
}

export interface SendOptions<I, R> {
  /** What the screen shows at once, as if the answer had come. */
  readonly changes?: (input: I) => readonly Change[];
  /** The reads to do again once it is settled either way, by the beginning of their keys. */
  readonly stale?: readonly QueryKey[];
  readonly onReply?: (reply: R, input: I) => void | Promise<void>;
  /** Said in a toast when it fails. Leave it out where a form shows the error itself. */
  readonly failureTitle?: string;
}

/** Edits the rows of a list that `usePages` shows. Where its pages begin is found again when they are read again. */
export const editPages = <P, Q, T>(
  endpoint: Endpoint<Audience, P, Q, unknown, Page<T>>,
  ask: Ask<P, Q>,
  edit: (items: readonly T[]) => readonly T[],
): Change => ({
  key: pagesOf(endpoint, ...ask).queryKey,
  edit: (data) => {
    const list = data as InfiniteData<Page<T>> | undefined;
    if (!list) return list;
    const items = edit(list.pages.flatMap((page) => page.items));
    return {
      ...list,
      pages: list.pages.map((page, index) => ({ ...page, items: index === 0 ? [...items] : [] })),
    };
  },
});

/** Edits one thing that `useLoaded` shows. */
export const editOne = <P, Q, R>(
  endpoint: Endpoint<Audience, P, Q, unknown, R>,
  ask: Ask<P, Q>,
  edit: (data: R) => R,
): Change => ({
  key: keyOf(endpoint, ...ask),
  edit: (data) => (data === undefined ? undefined : edit(data as R)),
});

interface Outgoing<I> {
  readonly input: I;
  readonly idempotencyKey: string;
}

function writing<P, B, R>(
  endpoint: Endpoint<Audience, P, unknown, B, R>,
  options: SendOptions<Sent<P, B>, R>,
): MutationOptions<R, ApiError, Outgoing<Sent<P, B>>, () => void> {
  return {
    mutationKey: [endpoint.path],
    mutationFn: ({ input, idempotencyKey }) =>
      proved(() => callWith(endpoint, { ...(input as object), idempotencyKey })),
    onMutate: ({ input }) => applyChanges(options.changes?.(input) ?? []),
    onError: (error, _, takeBack) => {
      takeBack?.();
      if (options.failureTitle) toast({ kind: 'failed', title: options.failureTitle, body: error.message });
    },
    onSuccess: (reply, { input }) => options.onReply?.(reply, input),
    onSettled: () => {
      for (const queryKey of options.stale ?? []) void queryClient.invalidateQueries({ queryKey });
    },
  };
}

/** Shows the changes and answers the way back. */
async function applyChanges(changes: readonly Change[]): Promise<() => void> {
  // A read that is under way would put the old state back on the screen.
  await Promise.all(changes.map(({ key }) => queryClient.cancelQueries({ queryKey: key })));
  const before = changes.map(({ key }) => [key, queryClient.getQueryData(key)] as const);
  for (const { key, edit } of changes) queryClient.setQueryData(key, edit);
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data);
  };
}

/** A write from a component. Sent again unchanged after a failure, it keeps its key: the server takes it once. */
export function useSend<P, B, R>(
  endpoint: Endpoint<Audience, P, unknown, B, R>,
  options: SendOptions<Sent<P, B>, R> = {},
) {
  const intent = useRef({ text: '', key: '' });
  const mutation = useMutation(writing(endpoint, options));
  const outgoing = (input: Sent<P, B>): Outgoing<Sent<P, B>> => {
    const text = JSON.stringify(input);
    if (intent.current.text !== text || mutation.isSuccess) intent.current = { text, key: uuidv7() };
    return { input, idempotencyKey: intent.current.key };
  };
  return {
    send: (input: Sent<P, B>) => mutation.mutate(outgoing(input)),
    isPending: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}

/** The same write without a component to hold it: what an Undo does after its page is gone. */
export function sendNow<P, B, R>(
  endpoint: Endpoint<Audience, P, unknown, B, R>,
  input: Sent<P, B>,
  options: SendOptions<Sent<P, B>, R> = {},
): Promise<R> {
  const mutation = queryClient.getMutationCache().build(queryClient, writing(endpoint, options));
  return mutation.execute({ input, idempotencyKey: uuidv7() });
}
