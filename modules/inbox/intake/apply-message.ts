import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { customerWrote } from '../conversations/arriving.ts';
import { AttachmentId, MessageId, messageChanged } from '../messages/contract.ts';
import type { HeldConversation } from '../messages/record.sql.ts';
import { addMessage } from '../messages/record.ts';
import { cancelScheduled } from '../sending/scheduled.ts';
import { applyEarlyMarks } from './apply-marks.ts';
import { insertEarlyMark } from './early.sql.ts';
import { fetchAttachment } from './jobs.ts';
import { foundLost } from './lost.ts';
import * as db from './marks.sql.ts';
import { insertAttachment } from './media/attachments.sql.ts';
import { findPerson, markHeard } from './people.sql.ts';
import { beginWith, type Source } from './people.ts';
import type { ToldFile, ToldMessage } from './read/deeds.ts';

/** A message, whoever wrote it. For whoever holds the person. */
export async function applyMessage(ctx: Ctx, source: Source, told: ToldMessage): Promise<void> {
  if (await isOfNobody(ctx, source, told)) return;
  const held = await beginWith(ctx, source, told.name);
  if (told.isOwn && (await mayBeOurs(ctx, held, told))) await keepEcho(ctx, source, told);
  else await addTold(ctx, held, source, told);
}

/** Of somebody who was erased since: they are nobody we know, and nobody new for having been told of again. */
async function isOfNobody({ tx }: Ctx, { channelId, personId }: Source, { mid }: ToldMessage) {
  if (mid === null || (await findPerson(tx, channelId, personId))) return false;
  return (await db.findMarked(tx, channelId, mid)) !== undefined;
}

export const underWayMax = 100;
export const wordsOf = ({ body }: { readonly body: string | null }) => body?.trim() ?? '';

/**
 * An echo in words that one of ours is under way with: whether it is that one, its verdict will say. As a message of
 * its own it would be there twice for as long.
 */
async function mayBeOurs(ctx: Ctx, held: HeldConversation, told: ToldMessage): Promise<boolean> {
  if (told.mid === null || (await db.findMarked(ctx.tx, held.channelId, told.mid))) return false;
  const words = await db.wordsUnderWay(ctx.tx, held.id, underWayMax);
  return words.some((one) => wordsOf(one) === wordsOf(told));
}

function keepEcho({ tx, workspaceId, now }: Ctx, source: Source, told: ToldMessage): Promise<unknown> {
  const { channelId, personId, eventId: id, at } = source;
  const mark = { workspaceId, channelId, personId, id, kind: 'echo', told, at, now };
  return insertEarlyMark(tx, { ...mark, mid: told.mid! });
}

/** Once, however often it is told; with all that was told of it before. For whoever holds the conversation. */
export async function addTold(
  ctx: Ctx,
  held: HeldConversation,
  { eventId, at }: Pick<Source, 'eventId' | 'at'>,
  told: ToldMessage,
): Promise<void> {
  const { mid, kind, body, details, isOwn } = told;
  const lostId = isOwn ? await foundLost(ctx, held, at, told) : undefined;
  if (lostId !== undefined && mid !== null) return nowKnown(ctx, held, mid, lostId);
  const id = MessageId.parse(eventId);
  const answered =
    told.replyTo === null ? undefined : await db.findMarked(ctx.tx, held.channelId, told.replyTo);
  const isNew = await addMessage(ctx, held, {
    ...{ id, kind, body, details, platformMessageId: mid, happenedAt: at },
    ...(isOwn
      ? { direction: 'outbound', author: 'elsewhere', status: 'sent', sentAt: at }
      : { direction: 'inbound', author: 'contact', status: 'received' }),
    replyTo: answered?.id ?? null,
    replyToPlatform: answered ? null : told.replyTo,
  });
  if (!isNew) return;
  await keepFiles(ctx, id, told.files);
  if (mid !== null) await nowKnown(ctx, held, mid, id);
  if (isOwn) return;
  await markHeard(ctx.tx, held.identityId, at);
  await customerWrote(ctx, held);
  await cancelScheduled(ctx, held);
}

/** A message has the id that others speak of it by: what they said before is about it. */
export async function nowKnown(ctx: Ctx, held: HeldConversation, mid: string, id: MessageId): Promise<void> {
  const { channelId, id: conversationId } = held;
  for (const { id: messageId } of await db.answerKnown(ctx.tx, channelId, mid, id))
    await ctx.publish(messageChanged, { messageId, conversationId, channelId });
  await applyEarlyMarks(ctx, held, mid);
}

async function keepFiles(ctx: Ctx, messageId: MessageId, files: readonly ToldFile[]): Promise<void> {
  for (const [place, { kind, source, name = null }] of files.entries()) {
    const attachmentId = newId(AttachmentId, ctx.now.getTime());
    const { workspaceId, now } = ctx;
    await insertAttachment(ctx.tx, {
      workspaceId,
      id: attachmentId,
      messageId,
      place,
      kind,
      source,
      name,
      now,
    });
    await ctx.enqueue(fetchAttachment, { attachmentId });
  }
}
