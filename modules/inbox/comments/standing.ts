import { z } from 'zod';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { eventReceived } from '../../connections/contract.ts';
import { toldEvent } from '../../connections/index.ts';
import { channelOf } from '../intake/channels.ts';
import type { ChannelId } from '../messages/contract.ts';
import { commentChanged } from './contract.ts';
import * as db from './standing.sql.ts';
import { settleAnswered, settleThread } from './taking.sql.ts';

/** Which reviews there are on one page of a place's list, and between which times it is known of all of them. */
const Standing = z.object({
  of: z.literal('reviews'),
  /** When the first page was asked for. What is written since may be missing, and stands. */
  startedAt: z.coerce.date(),
  until: z.coerce.date(),
  /** Null: as far back as there are any. */
  from: z.coerce.date().nullable(),
  /** Of all pages, as far as it is told. */
  total: z.number().int().optional().catch(undefined),
  reviews: z.array(z.object({ id: z.string(), isAnswered: z.boolean() })),
});
export type Standing = z.output<typeof Standing>;

/** Nobody tells that a review was deleted, or its answer: a place that is read as a whole shows it. */
export async function takeStanding(unit: Unit, heard: z.infer<typeof eventReceived.payload>): Promise<void> {
  if (heard.platform !== 'google' || heard.kind !== 'metrics') return;
  await unit.work(async (ctx) => {
    const event = await toldEvent(ctx, heard);
    const standing = event && Standing.safeParse(event.payload).data;
    const channelId = standing && (await channelOf(ctx, heard.accountId));
    if (channelId) await keepStanding(ctx, channelId, standing);
  });
}

/** Of an empty list nothing is concluded unless it is said that there are none: a failure looks just like that. */
export async function keepStanding(ctx: Ctx, channelId: ChannelId, standing: Standing): Promise<void> {
  const { reviews, total, startedAt } = standing;
  if (reviews.length === 0 && total !== 0) return;
  const gone = await db.markMissing(ctx.tx, channelId, { ...standing, ids: reviews.map(({ id }) => id) });
  const unanswered = reviews.filter(({ isAnswered }) => !isAnswered).map(({ id }) => id);
  const lost = await db.markAnswersGone(ctx.tx, channelId, {
    ids: [...gone.map(({ platformCommentId }) => platformCommentId), ...unanswered],
    startedAt,
  });
  for (const threadId of new Set([...gone, ...lost].map((one) => one.threadId))) {
    await settleThread(ctx.tx, threadId);
    await settleAnswered(ctx.tx, threadId, ctx.now);
    await ctx.publish(commentChanged, { commentId: threadId, threadId, channelId });
  }
}
