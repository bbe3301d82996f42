import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { WorkspaceId } from '../../../../../kit/ids.ts';
import { type ApiError, callWith } from '../../../../../web/kit/api.ts';
import {
  type Comment,
  type CommentId,
  type CommentNote,
  type CommentReply,
  getThread,
  type Thread,
} from '../../../comments/contract.ts';

interface Asked {
  readonly workspaceId: WorkspaceId;
  readonly commentId: CommentId;
}

/** By pages through its answers; each page says the comment on top again, and what belongs to those on it. */
export const threadOf = (params: Asked) =>
  infiniteQueryOptions({
    queryKey: [getThread.path, { params }],
    queryFn: ({ signal, pageParam }): Promise<Thread> =>
      callWith(getThread, { params, query: pageParam === null ? {} : { after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export interface WholeThread {
  readonly top: Comment;
  /** The one on top first, then what was answered, oldest first. */
  readonly comments: readonly Comment[];
  readonly replies: readonly CommentReply[];
  readonly notes: readonly CommentNote[];
}

export function useThread(params: Asked) {
  const { data, error, ...query } = useInfiniteQuery(threadOf(params));
  return { thread: data && wholeOf(data.pages), error: error as ApiError | null, ...query };
}

export function wholeOf(pages: readonly Thread[]): WholeThread {
  const top = pages[0]!.top;
  return {
    top,
    comments: [top, ...pages.flatMap(({ items }) => items)],
    // What belongs to the one on top is on every page.
    replies: onceEach(pages.flatMap(({ replies }) => replies)),
    notes: onceEach(pages.flatMap(({ notes }) => notes)),
  };
}

const onceEach = <T extends { readonly id: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((one) => [one.id, one])).values(),
];

/** A line of the thread: what somebody wrote, what we answer, or what a colleague noted. */
export type Line =
  | { readonly kind: 'comment'; readonly at: Date; readonly comment: Comment }
  | { readonly kind: 'reply'; readonly at: Date; readonly reply: CommentReply }
  | { readonly kind: 'note'; readonly at: Date; readonly note: CommentNote };

const clocksApartMs = 60_000;

/** The platform told of an answer before it answered us: it stands there, and need not stand here as well. */
const isOf = (comment: Comment, reply: CommentReply): boolean =>
  comment.isOwn &&
  reply.kind === 'public' &&
  reply.status !== 'failed' &&
  comment.body === reply.body &&
  comment.happenedAt.getTime() > reply.createdAt.getTime() - clocksApartMs;

/** In the order of time; what is on top stays there, whatever the platform's clock says. */
export function linesOf({ comments: [top, ...comments], replies, notes }: WholeThread): Line[] {
  const below: Line[] = [
    ...comments.map((comment) => ({ kind: 'comment' as const, at: comment.happenedAt, comment })),
    ...replies
      .filter((reply) => reply.status !== 'cancelled' && !comments.some((comment) => isOf(comment, reply)))
      .map((reply) => ({ kind: 'reply' as const, at: reply.createdAt, reply })),
    ...notes.map((note) => ({ kind: 'note' as const, at: note.createdAt, note })),
  ];
  below.sort((a, b) => a.at.getTime() - b.at.getTime());
  return [{ kind: 'comment', at: top!.happenedAt, comment: top! }, ...below];
}
