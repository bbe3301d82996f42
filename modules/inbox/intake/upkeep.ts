import type { Ctx } from '../../../kit/ctx.ts';
import * as early from './early.sql.ts';
import { applyEarly, settleEchoes } from './jobs.ts';

/** Any verdict is there by then. */
const echoesWaitMs = 20 * 60_000;
const missedWithinMs = 3 * 3_600_000;
/** What has not come by then never does. */
const earlyMarksKeptMs = 30 * 86_400_000;
const foundAtOnceMax = 500;
const droppedAtOnceMax = 5_000;

/** Whatever waits for something that has happened, and nobody said so. */
export async function settleEarly(ctx: Ctx): Promise<void> {
  const ago = (ms: number) => new Date(ctx.now.getTime() - ms);
  for (const payload of await early.conversationsWithEchoes(ctx.tx, ago(echoesWaitMs), foundAtOnceMax))
    await ctx.enqueue(settleEchoes, payload);
  for (const payload of await early.messagesWithMissedMarks(ctx.tx, ago(missedWithinMs), foundAtOnceMax))
    await ctx.enqueue(applyEarly, payload);
}

export async function dropOldMarks(ctx: Ctx): Promise<void> {
  await early.dropOldMarks(ctx.tx, new Date(ctx.now.getTime() - earlyMarksKeptMs), droppedAtOnceMax);
}
