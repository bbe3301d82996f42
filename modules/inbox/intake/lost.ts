import type { Ctx } from '../../../kit/ctx.ts';
import { CallId } from '../../connections/contract.ts';
import { callsOf } from '../../connections/index.ts';
import { type MessageId, messageSent } from '../messages/contract.ts';
import type { HeldConversation } from '../messages/record.sql.ts';
import { messageMoved } from '../messages/record.ts';
import { markSent } from '../sending/outgoing.sql.ts';
import { findMarked, type Lost, lostBefore } from './marks.sql.ts';
import type { ToldMessage } from './read/deeds.ts';

/** Platforms' clocks and ours differ. */
const clockSlackMs = 15_000;
const lookedAtMax = 100;

/**
 * One of ours was given up: its answer was lost, and the platform could not say what became of it. An echo in its
 * words, from the time in which it was tried, is what became of it: it has arrived, and nothing else was written. What
 * somebody writes elsewhere after it was given up is theirs. For whoever holds the conversation.
 */
export async function foundLost(
  ctx: Ctx,
  held: HeldConversation,
  at: Date,
  told: ToldMessage,
): Promise<MessageId | undefined> {
  const { mid } = told;
  const lost = mid === null ? undefined : await lostIn(ctx, held, at, told);
  if (!lost || mid === null || (await findMarked(ctx.tx, held.channelId, mid))) return undefined;
  const { id: messageId } = lost;
  await markSent(ctx.tx, messageId, { platformMessageId: mid, sentAt: at });
  await messageMoved(ctx, held, messageId);
  const { id: conversationId, channelId } = held;
  await ctx.publish(messageSent, { messageId, conversationId, channelId });
  return messageId;
}

async function lostIn(
  ctx: Ctx,
  held: HeldConversation,
  at: Date,
  told: ToldMessage,
): Promise<Lost | undefined> {
  const before = new Date(at.getTime() + clockSlackMs);
  const saying = (await lostBefore(ctx.tx, held.id, before, lookedAtMax)).filter((one) => isSame(one, told));
  if (saying.length === 0) return undefined;
  const ids = saying.map(({ callId }) => CallId.parse(callId));
  const after = at.getTime() - clockSlackMs;
  const tried = (await callsOf(ctx, ids)).filter(
    ({ settledAt }) => settledAt !== null && settledAt.getTime() >= after,
  );
  return saying.find(({ callId }) => tried.some(({ id }) => id === callId));
}

/** Where nothing is said, it counts what was sent: a picture is no voice note. */
const isSame = (one: Pick<Lost, 'kind' | 'body'>, told: ToldMessage): boolean => {
  const [ours, theirs] = [one.body?.trim() ?? '', told.body?.trim() ?? ''];
  return ours === theirs && (ours !== '' || one.kind === told.kind);
};
