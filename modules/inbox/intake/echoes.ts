import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { ConversationId } from '../messages/contract.ts';
import { type HeldConversation, holdConversation } from '../messages/record.sql.ts';
import { addTold, nowKnown, underWayMax, wordsOf } from './apply-message.ts';
import * as early from './early.sql.ts';
import { findMarked, wordsUnderWay } from './marks.sql.ts';
import { ToldMessage } from './read/deeds.ts';

/**
 * A message of ours has got its verdict. What was told of it before it had a name is applied now; and an echo that was
 * taken for it and turned out to be another's, written elsewhere in the same words, becomes a message of its own.
 */
export async function ourMessageSettled(
  ctx: Ctx,
  conversation: HeldConversation,
  platformMessageId: string | null,
): Promise<void> {
  const { channelId } = conversation;
  if (platformMessageId !== null) {
    await early.dropEcho(ctx.tx, channelId, platformMessageId);
    const message = await findMarked(ctx.tx, channelId, platformMessageId);
    if (message) await nowKnown(ctx, conversation, platformMessageId, message.id);
  }
  await releaseEchoes(ctx, conversation);
}

const echoesAtOnceMax = 50;

/** What nothing of ours can become any more was written elsewhere. */
async function releaseEchoes(ctx: Ctx, held: HeldConversation): Promise<void> {
  const { tx } = ctx;
  const echoes = await early.echoesOf(tx, held.channelId, held.platformUserId, echoesAtOnceMax);
  if (echoes.length === 0) return;
  const underWay = new Set((await wordsUnderWay(tx, held.id, underWayMax)).map(wordsOf));
  for (const { id: eventId, mid, happenedAt: at, ...echo } of echoes) {
    const told = ToldMessage.parse(echo.told);
    if (underWay.has(wordsOf(told))) continue;
    await early.dropEcho(tx, held.channelId, mid);
    await addTold(ctx, held, { eventId, at }, told);
  }
}

export async function settleEchoesOf(
  unit: Unit,
  { conversationId }: { conversationId: ConversationId },
): Promise<void> {
  await unit.work(async (ctx) => {
    const held = await holdConversation(ctx.tx, conversationId);
    if (held) await releaseEchoes(ctx, held);
  });
}
