import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { coworkers, findColleagueWho } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { TagId } from '../conversations/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { type Named, requireComment, showComment } from './comments.ts';
import {
  type Comment,
  type CommentNote,
  type CommentNoteId,
  type CommentStatus,
  commentChanged,
  commentTagsMax,
  type triages,
} from './contract.ts';
import * as db from './organizing.sql.ts';
import { findNote } from './shown.sql.ts';

type Files = Pick<InboxOutside, 'fileUrl'>;
const by = ({ actor, now }: Ctx): db.By => ({ memberId: memberOf(actor)?.memberId ?? null, now });

/** CR-46 */
export async function setStatus(
  ctx: Ctx,
  { commentId, status }: Named & { status: CommentStatus },
  outside: Files,
): Promise<Comment> {
  return organized(ctx, { commentId }, outside, async (held) => {
    if (held.status === status) return false;
    await db.markStatus(ctx.tx, held.id, status, by(ctx));
    return true;
  });
}

/** SS-44 */
export async function setTriage(
  ctx: Ctx,
  { commentId, triage }: Named & { triage: (typeof triages)[number] | null },
  outside: Files,
): Promise<Comment> {
  return organized(ctx, { commentId }, outside, async (held) => {
    if (held.triage === triage) return false;
    await db.markTriage(ctx.tx, held.id, triage);
    return true;
  });
}

/** CR-49 */
export async function assignComment(
  ctx: Ctx,
  { commentId, memberId }: Named & { memberId: MemberId | null },
  outside: Files,
): Promise<Comment> {
  return organized(ctx, { commentId }, outside, async (held) => {
    if (held.assignedTo === memberId) return false;
    // Whoever could not see it could not deal with it.
    if (memberId !== null && !(await findColleagueWho(ctx, 'inbox.read', held.locationId, memberId)))
      throw inboxError('assignee_not_found', { memberId });
    await db.assign(ctx.tx, held.id, memberId, ctx.now);
    return true;
  });
}

export async function tagComment(
  ctx: Ctx,
  { commentId, tagId }: Named & { tagId: TagId },
  outside: Files,
): Promise<Comment> {
  return organized(ctx, { commentId }, outside, async (held) => {
    if (!(await db.findTag(ctx.tx, tagId))) throw inboxError('tag_not_found', { tagId });
    if ((await db.insertTag(ctx.tx, ctx.workspaceId, held.id, tagId, ctx.now)) === 0) return false;
    const { count } = await db.countTags(ctx.tx, held.id, commentTagsMax + 1);
    if (count > commentTagsMax) throw inboxError('too_many_tags', { commentId });
    return true;
  });
}

export async function untagComment(
  ctx: Ctx,
  { commentId, tagId }: Named & { tagId: TagId },
  outside: Files,
): Promise<Comment> {
  return organized(
    ctx,
    { commentId },
    outside,
    async (held) => (await db.deleteTag(ctx.tx, held.id, tagId)) > 0,
  );
}

type OfNote = Named & { readonly noteId: CommentNoteId };

/** The same id twice is one note; written anew only by whoever wrote it. */
export async function writeNote(
  ctx: Ctx,
  { commentId, noteId, body }: OfNote & { body: string },
): Promise<CommentNote> {
  await requireComment(ctx, 'inbox.organize', commentId);
  const held = (await db.holdComment(ctx.tx, commentId))!;
  const { memberId } = by(ctx);
  const { workspaceId, now } = ctx;
  const inserted = await db.insertNote(ctx.tx, { workspaceId, id: noteId, commentId, memberId, body, now });
  if (inserted === 0) {
    const known = await db.holdNote(ctx.tx, noteId);
    if (known?.commentId !== commentId) throw inboxError('comment_note_reused', { noteId });
    if (known.memberId !== memberId) throw inboxError('note_is_anothers', { noteId });
    if (known.body !== body) await db.changeNote(ctx.tx, noteId, body, now);
  }
  await tell(ctx, held);
  return (await findNote(ctx.tx, coworkers, noteId))!;
}

export async function dropNote(ctx: Ctx, { commentId, noteId }: OfNote): Promise<void> {
  await requireComment(ctx, 'inbox.organize', commentId);
  const held = (await db.holdComment(ctx.tx, commentId))!;
  const known = await db.holdNote(ctx.tx, noteId);
  if (known?.commentId !== commentId) throw inboxError('comment_note_not_found', { noteId });
  // One whose writer has left is nobody's any more.
  if (known.memberId !== null && known.memberId !== by(ctx).memberId)
    throw inboxError('note_is_anothers', { noteId });
  await db.deleteNote(ctx.tx, noteId);
  await tell(ctx, held);
}

/** Screens are told only where something is not as it was. */
async function organized(
  ctx: Ctx,
  { commentId }: Named,
  outside: Files,
  change: (held: db.HeldComment) => Promise<boolean>,
): Promise<Comment> {
  await requireComment(ctx, 'inbox.organize', commentId);
  const held = (await db.holdComment(ctx.tx, commentId))!;
  if (await change(held)) await tell(ctx, held);
  return showComment(ctx, commentId, outside);
}

export const tell = (ctx: Ctx, { id: commentId, threadId, channelId }: db.HeldComment) =>
  ctx.publish(commentChanged, { commentId, threadId, channelId });
