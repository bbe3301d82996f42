import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { type MessageId, messageChanged } from '../messages/contract.ts';
import {
  type HeldConversation,
  holdConversation,
  nothingAdded,
  settleConversation,
} from '../messages/record.sql.ts';
import { messageMoved } from '../messages/record.ts';
import * as early from './early.sql.ts';
import { dropFiles } from './jobs.ts';
import * as db from './marks.sql.ts';
import { markHeard } from './people.sql.ts';
import { heldWith, type Source } from './people.ts';
import { ToldMark, ToldUntil } from './read/deeds.ts';

/** Said about a message: at once when it is here, and when it comes if it is not. */
export async function applyMark(ctx: Ctx, source: Source, told: ToldMark): Promise<void> {
  const held = await heldWith(ctx, source);
  const message = held && (await db.findMarked(ctx.tx, source.channelId, told.mid));
  // One of another conversation is found by the sweep, which holds that one.
  if (held && message?.conversationId === held.id) {
    if (await put(ctx, held, message, told, source.at)) await messageMoved(ctx, held, message.id);
    return;
  }
  await keepEarly(ctx, source, told.mid, told);
}

/** What was told of a message before it was here. For whoever holds its conversation and has just made it. */
export async function applyEarlyMarks(ctx: Ctx, held: HeldConversation, mid: string): Promise<void> {
  const marks = await early.takeEarlyMarks(ctx.tx, held.channelId, mid);
  let message = await db.findMarked(ctx.tx, held.channelId, mid);
  let isMoved = false;
  for (const { told, happenedAt } of marks) {
    if (!message) break;
    isMoved = (await put(ctx, held, message, ToldMark.parse(told), happenedAt)) || isMoved;
    message = await db.findMarked(ctx.tx, held.channelId, mid);
  }
  if (message?.direction === 'outbound') isMoved = (await applyEarlyReceipts(ctx, held, message)) || isMoved;
  if (message && isMoved) await messageMoved(ctx, held, message.id);
}

export async function runApplyEarly(unit: Unit, { messageId }: { messageId: MessageId }): Promise<void> {
  await unit.work(async (ctx) => {
    const named = await db.findNamed(ctx.tx, messageId);
    const held = named && (await holdConversation(ctx.tx, named.conversationId));
    if (held) await applyEarlyMarks(ctx, held, named.mid);
  });
}

/** Platforms' clocks and ours differ, and we hear of a message having gone out after it did. */
const clockSlackMs = 15_000;

/** Everything of ours up to a moment. Kept as well, since some of it may be told later. */
export async function applyUntil(ctx: Ctx, source: Source, told: ToldUntil): Promise<void> {
  const held = await heldWith(ctx, source);
  if (held && (await putUntil(ctx, held, told))) await settleConversation(ctx.tx, held.id, nothingAdded);
  const key = keyOf(source.personId);
  await early.dropEarlierUntils(ctx.tx, source.channelId, key, told.state, told.until);
  await keepEarly(ctx, source, key, told);
}

/** Where what is told of all of somebody's messages is kept. */
const keyOf = (personId: string) => `person/${personId}`;

const seenLookedAtMax = 50;

async function applyEarlyReceipts(ctx: Ctx, held: HeldConversation, message: db.Marked): Promise<boolean> {
  const untils = await early.untilsOf(ctx.tx, held.channelId, keyOf(held.platformUserId));
  let isMoved = false;
  for (const { told } of untils) isMoved = (await putUntil(ctx, held, ToldUntil.parse(told))) || isMoved;
  const { happenedAt } = message;
  const seen = await db.seenAfter(ctx.tx, held.id, happenedAt, seenLookedAtMax);
  return (seen && (await db.markSeen(ctx.tx, message.id, seen.seenAt)) > 0) || isMoved;
}

async function putUntil(ctx: Ctx, held: HeldConversation, { state, until }: ToldUntil): Promise<boolean> {
  const sentUntil = new Date(until.getTime() + clockSlackMs);
  const upTo = { conversationId: held.id, until, sentUntil, at: until };
  const moved =
    state === 'seen' ? await db.markSeenUpTo(ctx.tx, upTo) : await db.markDeliveredUpTo(ctx.tx, upTo);
  return tellMoved(ctx, held, moved);
}

/** Answers whether the message is another now. */
async function put(
  ctx: Ctx,
  held: HeldConversation,
  message: db.Marked,
  told: ToldMark,
  at: Date,
): Promise<boolean> {
  const { tx, workspaceId } = ctx;
  const { id: messageId } = message;
  switch (told.what) {
    case 'edit':
      return putEdit(ctx, message, told, at);
    case 'unsend': {
      const files = await db.unsendMessage(tx, messageId, at);
      if (files.length > 0) await ctx.enqueue(dropFiles, { attachmentIds: files.map(({ id }) => id) });
      return true;
    }
    case 'reaction': {
      const { side, emoji } = told;
      if (side === 'contact') await markHeard(tx, held.identityId, at);
      return (await db.putReaction(tx, { workspaceId, messageId, at, side, emoji })) > 0;
    }
    case 'delivered':
      return (await db.markDelivered(tx, messageId, at)) > 0;
    case 'failed':
      return (await db.markFailed(tx, messageId, told.code)) > 0;
    case 'seen':
      return putSeen(ctx, held, message, at);
  }
}

/** Edits of what was taken back are no news; and each number counts once. */
async function putEdit(
  { tx, workspaceId, now }: Ctx,
  message: db.Marked,
  { number, body }: Extract<ToldMark, { what: 'edit' }>,
  at: Date,
): Promise<boolean> {
  if (message.unsentAt !== null || number === message.editNumber) return false;
  const edit = { workspaceId, messageId: message.id, id: uuidv7(now.getTime()), number, body, at };
  if (number < message.editNumber) return (await db.keepLateEdit(tx, edit)) > 0;
  return (await db.editMessage(tx, edit)) > 0;
}

async function putSeen(ctx: Ctx, held: HeldConversation, message: db.Marked, told: Date): Promise<boolean> {
  const at = told > message.happenedAt ? told : message.happenedAt;
  const moved = (await db.markSeen(ctx.tx, message.id, at)) > 0;
  const upTo = { conversationId: held.id, until: message.happenedAt, sentUntil: null, at };
  return (await tellMoved(ctx, held, await db.markSeenUpTo(ctx.tx, upTo))) || moved;
}

/** One settling does for all of them; each is said to the screens. */
async function tellMoved(
  ctx: Ctx,
  { id: conversationId, channelId }: HeldConversation,
  moved: readonly { readonly id: MessageId }[],
): Promise<boolean> {
  for (const { id: messageId } of moved)
    await ctx.publish(messageChanged, { messageId, conversationId, channelId });
  return moved.length > 0;
}

async function keepEarly(
  { tx, workspaceId, now }: Ctx,
  { channelId, personId, eventId, at }: Source,
  mid: string,
  told: ToldMark | ToldUntil,
): Promise<void> {
  const kind = told.what;
  await early.insertEarlyMark(tx, {
    workspaceId,
    channelId,
    personId,
    mid,
    id: eventId,
    kind,
    told,
    at,
    now,
  });
}
