import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { type Call, CallId } from '../../connections/contract.ts';
import { callsOf, goneBy } from '../../connections/index.ts';
import { coworkers } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { Corrected } from '../fields/contract.ts';
import type { InboxOutside } from '../outside.ts';
import type { inboxPolicy } from '../rights/contract.ts';
import { authorizeSomewhere, isAt, isWithin, placesWith } from '../rights/places.ts';
import { findComments } from '../search/finding.ts';
import { snippetOf } from '../search/marks.ts';
import type { Comment, CommentId, CommentReply, CommentReplyId, ListedComment, Thread } from './contract.ts';
import * as db from './shown.sql.ts';

type Files = Pick<InboxOutside, 'fileUrl'>;
export type Named = { readonly commentId: CommentId };
const besideMax = 200;

/** As it is asked: by whoever is meant by `me`. */
export interface Filtered extends Omit<db.CommentFilter, 'assignee' | 'order'> {
  readonly assignee?: db.CommentFilter['assignee'] | 'me';
}

export const filterOf = (ctx: Ctx, { assignee, ...asked }: Filtered): Omit<db.CommentFilter, 'order'> => ({
  ...asked,
  assignee: assignee === 'me' ? (memberOf(ctx.actor)?.memberId ?? 'nobody') : assignee,
});

export async function listComments(
  ctx: Ctx,
  input: PageQuery & Filtered & Pick<db.CommentFilter, 'order'>,
  outside: Files,
): Promise<Page<ListedComment> & { corrected: Corrected }> {
  const here = isAt(authorizeSomewhere(ctx, 'inbox.read'), 'c');
  const { order } = input;
  const filter = { ...filterOf(ctx, input), order };
  if (input.words === undefined) {
    const { items, next } = await db.commentsOfWorkspace(ctx.tx, coworkers, here, filter, input);
    const comments = items.map((row) => ({ ...commentOf(row, ctx.now, outside), snippet: null }));
    return { items: comments, next, corrected: [] };
  }
  const isWanted = db.isListed(here, filter);
  const { ids, terms, ...page } = await findComments(ctx.tx, input.words, { isWanted, order }, input);
  const items = (await commentsIn(ctx, ids, outside)).map((comment) => ({
    ...comment,
    snippet: snippetOf(comment.body ?? '', terms) ?? null,
  }));
  return { items, next: page.next, corrected: page.corrected };
}

/** In this order; whoever asks has found out that they may be seen. */
export async function commentsIn(ctx: Ctx, ids: readonly CommentId[], outside: Files): Promise<Comment[]> {
  const rows = await db.commentsNamed(ctx.tx, coworkers, ids);
  const byId = new Map(rows.map((row) => [row.id, commentOf(row, ctx.now, outside)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function getThread(ctx: Ctx, input: PageQuery & Named, outside: Files): Promise<Thread> {
  await requireComment(ctx, 'inbox.read', input.commentId);
  const { threadId } = (await db.findShown(ctx.tx, coworkers, input.commentId))!;
  const [top, { items, next }] = [
    await db.findShown(ctx.tx, coworkers, threadId),
    await db.repliesOf(ctx.tx, coworkers, threadId, input),
  ];
  const ids = [threadId, ...items.map(({ id }) => id)];
  const answers = await db.answersTo(ctx.tx, coworkers, ids, besideMax);
  return {
    top: commentOf(top!, ctx.now, outside),
    items: items.map((row) => commentOf(row, ctx.now, outside)),
    next,
    replies: await withCalls(ctx, answers),
    notes: await db.notesOn(ctx.tx, coworkers, ids, besideMax),
  };
}

/** Refuses as if there were none whoever has no place where it is; whoever sees it and may not is told so. */
export async function requireComment(
  ctx: Ctx,
  permission: keyof typeof inboxPolicy,
  commentId: CommentId,
): Promise<void> {
  const places = authorizeSomewhere(ctx, permission);
  const found = await db.placeOfComment(ctx.tx, commentId);
  const isSeen = found && isWithin(placesWith(ctx, 'inbox.read'), found.locationId);
  if (!isSeen || !isWithin(places, found.locationId)) throw inboxError('comment_not_found', { commentId });
}

export async function showComment(ctx: Ctx, commentId: CommentId, outside: Files): Promise<Comment> {
  const row = await db.findShown(ctx.tx, coworkers, commentId);
  if (!row) throw inboxError('comment_not_found', { commentId });
  return commentOf(row, ctx.now, outside);
}

export async function showReply(ctx: Ctx, replyId: CommentReplyId): Promise<CommentReply> {
  const row = await db.findReply(ctx.tx, coworkers, replyId);
  if (!row) throw inboxError('comment_reply_not_found', { replyId });
  return (await withCalls(ctx, [row]))[0]!;
}

/** Where those are that are on their way, their calls say. */
async function withCalls(ctx: Ctx, replies: readonly db.StoredReply[]): Promise<CommentReply[]> {
  const waiting = replies.filter(({ status }) => status === 'queued').map(({ id }) => CallId.parse(id));
  const calls = new Map(
    (waiting.length === 0 ? [] : await callsOf(ctx, waiting)).map((call) => [`${call.id}`, call]),
  );
  const ends = await endsOf(ctx, [...calls.values()]);
  return replies.map((reply) => {
    const { status, heldReason, notBefore } = calls.get(reply.id) ?? {};
    const isUnderWay = status === 'sending' || status === 'unknown';
    return {
      ...reply,
      status: isUnderWay ? status : reply.status,
      heldReason: heldReason ?? null,
      notBefore: notBefore ?? null,
      goneBy: ends.get(reply.id) ?? null,
    };
  });
}

/** Asked once for all that wait for the same limit. */
async function endsOf(ctx: Ctx, calls: readonly Call[]): Promise<ReadonlyMap<string, Date | null>> {
  const held = calls.filter(({ heldReason }) => heldReason !== null && limiting.includes(heldReason));
  const ends = new Map<string, Date | null>();
  for (const one of held) {
    const known = held.find((other) => other.kind === one.kind && other.accountId === one.accountId)!;
    ends.set(one.id, known === one ? await goneBy(ctx, one) : ends.get(known.id)!);
  }
  return ends;
}
const limiting: readonly string[] = ['account_limit', 'platform_said_so'];

function commentOf(row: db.ShownComment, now: Date, { fileUrl }: Files): Comment {
  const link = <T extends { pictureKey: string | null }>({ pictureKey, ...rest }: T) => ({
    ...rest,
    pictureUrl: pictureKey === null ? null : fileUrl(pictureKey, now),
  });
  return { ...row, post: row.post && link(row.post), author: link(row.author) };
}
