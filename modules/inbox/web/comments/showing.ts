import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from '../../../../kit/page.ts';
import { queryClient } from '../../../../web/kit/api.ts';
import type { Change } from '../../../../web/kit/send.ts';
import {
  type Comment,
  type CommentNote,
  type CommentReply,
  getThread,
  type ListedComment,
  listComments,
  type Thread,
} from '../../comments/contract.ts';
import type { At } from '../triage/deeds.ts';
import { belongs, type Query } from './asking.ts';

type Rows = InfiniteData<Page<ListedComment>>;
type Patch = <T extends Comment>(row: T) => T;
type Threads = InfiniteData<Thread>;

const kept = (path: string) => queryClient.getQueryCache().findAll({ queryKey: [path] });
const inThreads = (edit: (page: Thread) => Thread): Change[] =>
  kept(getThread.path).map(({ queryKey }) => ({
    key: queryKey,
    edit: (data) => data && { ...(data as Threads), pages: (data as Threads).pages.map(edit) },
  }));

/** One comment as it will be, in every list that is kept and in every thread. */
export function shownAs({ me }: At, comment: Comment, patch: Partial<Comment>): Change[] {
  const { id } = comment;
  const patched: Patch = (row) => (row.id === id ? { ...row, ...patch } : row);
  const lists = kept(listComments.path).map(({ queryKey }) => ({
    key: queryKey,
    edit: (data: unknown) => data && inList(data as Rows, id, patched, queryIn(queryKey), me),
  }));
  return [
    ...lists,
    ...inThreads((page) => ({ ...page, top: patched(page.top), items: page.items.map(patched) })),
  ];
}

const queryIn = (key: readonly unknown[]): Query => (key[1] as { query?: Query } | undefined)?.query ?? {};

function inList(rows: Rows, id: string, patched: Patch, query: Query, me: string | undefined): Rows {
  const pages = rows.pages.map((page) => ({
    ...page,
    items: page.items.map(patched).filter((row) => row.id !== id || belongs(row, query, me)),
  }));
  return { ...rows, pages };
}

const isIn = ({ top, items }: Thread, commentId: string): boolean =>
  top.id === commentId || items.some(({ id }) => id === commentId);

/** An answer where it stands; as it is now, when it is there already. */
export const withReply = (reply: CommentReply): Change[] =>
  inThreads((page) => {
    if (!isIn(page, reply.commentId)) return page;
    return { ...page, replies: [...page.replies.filter(({ id }) => id !== reply.id), reply] };
  });

export const withNote = (note: CommentNote): Change[] =>
  inThreads((page) => {
    if (!isIn(page, note.commentId)) return page;
    return { ...page, notes: [...page.notes.filter(({ id }) => id !== note.id), note] };
  });

export const withoutNote = ({ id }: CommentNote): Change[] =>
  inThreads((page) => ({ ...page, notes: page.notes.filter((note) => note.id !== id) }));

/** A comment as it is known here: of a list, or of a thread that is open. */
export function knownComment(id: string): Comment | undefined {
  const lists = queryClient.getQueriesData<Rows>({ queryKey: [listComments.path] });
  const listed = lists.flatMap(([, rows]) => rows?.pages.flatMap(({ items }) => items) ?? []);
  const threads = queryClient.getQueriesData<Threads>({ queryKey: [getThread.path] });
  const open = threads.flatMap(([, data]) => data?.pages.flatMap(({ top, items }) => [top, ...items]) ?? []);
  return [...open, ...listed].find((comment) => comment.id === id);
}
