import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { type Call, CallId } from '../../connections/contract.ts';
import { accountStateOf, callStates, callsOf } from '../../connections/index.ts';
import { ourMessageSettled } from '../intake/echoes.ts';
import { dropFiles } from '../intake/jobs.ts';
import { type MessageId, messageSent } from '../messages/contract.ts';
import { type HeldConversation, holdConversation, settleConversation } from '../messages/record.sql.ts';
import { messageMoved } from '../messages/record.ts';
import { settleCall } from './jobs.ts';
import * as merging from './merging.sql.ts';
import * as db from './outgoing.sql.ts';
import { reactionsAhead } from './reactions.sql.ts';
import { settleReaction } from './reactions.ts';
import { accountOf } from './writing.ts';

const foundAtOnceMax = 500;

/** What became of a call is what became of the message it was made for. Told twice, or late, it is the same. */
export async function runSettle(unit: Unit, { callId }: { callId: string }): Promise<void> {
  await unit.work(async (ctx) => {
    const message = await db.findOfCall(ctx.tx, callId);
    if (message) return settle(ctx, message, callId);
    const [call] = await callsOf(ctx, [CallId.parse(callId)]);
    if (call?.kind === 'react') await settleReaction(ctx, call);
  });
}

/** What was told, and not heard. */
export async function requeueVerdicts(ctx: Ctx): Promise<void> {
  for (const call of await db.callsAhead(ctx.tx, callStates, foundAtOnceMax))
    await ctx.enqueue(settleCall, call);
  for (const call of await reactionsAhead(ctx.tx, callStates, foundAtOnceMax))
    await ctx.enqueue(settleCall, call);
}

const underWay: readonly string[] = ['queued', 'sending', 'unknown'];

async function settle(ctx: Ctx, { id, conversationId }: db.Outgoing, callId: string): Promise<void> {
  const conversation = await holdConversation(ctx.tx, conversationId);
  const message = await db.findMessage(ctx.tx, id);
  // A later attempt counts by now.
  if (!conversation || message?.callId !== callId) return;
  const [call] = await callsOf(ctx, [CallId.parse(callId)]);
  if (!call) return;
  const { status } = call;
  if (status === 'done') return arrived(ctx, conversation, message, call);
  // It was found to be there, by an echo of it or by a receipt: that is surer than any refusal.
  if (!underWay.includes(message.status)) return;
  if (status === 'queued' || status === 'sending' || status === 'unknown')
    await db.markUnderWay(ctx.tx, id, status);
  else await cameToNothing(ctx, conversation, message, call);
  await messageMoved(ctx, conversation, id);
}

async function arrived(
  ctx: Ctx,
  conversation: HeldConversation,
  message: db.Outgoing,
  { platformId, settledAt }: Call,
): Promise<void> {
  const { id, channelId, conversationId } = message;
  const wasUnderWay = underWay.includes(message.status);
  if (wasUnderWay || message.platformMessageId !== platformId) {
    if (platformId !== null) await mergeEcho(ctx, message, platformId);
    await db.markSent(ctx.tx, id, { platformMessageId: platformId, sentAt: settledAt ?? ctx.now });
    await messageMoved(ctx, conversation, id);
  }
  if (wasUnderWay) await ctx.publish(messageSent, { messageId: id, conversationId, channelId });
  await ourMessageSettled(ctx, conversation, platformId);
}

async function cameToNothing(
  ctx: Ctx,
  conversation: HeldConversation,
  { id }: db.Outgoing,
  call: Call,
): Promise<void> {
  if (call.status === 'failed') await db.markFailed(ctx.tx, id, call.failureCode ?? 'rejected');
  // Nobody took it back: its account was disconnected, and once there is one again it can be sent.
  else if (await isClosed(ctx, conversation)) await db.markFailed(ctx.tx, id, 'channel_not_open');
  else await db.markCancelled(ctx.tx, id);
  await ourMessageSettled(ctx, conversation, null);
}

async function isClosed(ctx: Ctx, conversation: HeldConversation): Promise<boolean> {
  const accountId = accountOf(conversation);
  return accountId !== undefined && (await accountStateOf(ctx, accountId)) === 'disconnected';
}

/**
 * Its echo came before its verdict and was taken for something written elsewhere: the two are one. What was told of
 * the echo since is told of the message.
 */
async function mergeEcho(ctx: Ctx, ours: db.Outgoing, platformMessageId: string): Promise<void> {
  const echo = await merging.findHolder(ctx.tx, ours.channelId, platformMessageId);
  if (!echo || echo.id === ours.id) return;
  const isElsewhere = echo.conversationId !== ours.conversationId;
  // The platform knows whoever it went to by another number as well.
  if (isElsewhere) await holdConversation(ctx.tx, echo.conversationId);
  await take(ctx, ours.id, echo.id);
  await settleConversation(ctx.tx, echo.conversationId, { inbound: 0, outbound: -1 });
}

async function take(ctx: Ctx, ours: MessageId, echo: MessageId): Promise<void> {
  await merging.takeMarks(ctx.tx, ours, echo);
  await merging.takeReactions(ctx.tx, ours, echo);
  await merging.takeEdits(ctx.tx, ours, echo);
  await merging.takeAnswers(ctx.tx, ours, echo);
  const files = await merging.dropFilesOf(ctx.tx, ours, echo);
  if (files.length > 0) await ctx.enqueue(dropFiles, { attachmentIds: files.map(({ id }) => id) });
  await merging.dropEcho(ctx.tx, echo);
}
