import type { Ctx } from '../../../kit/ctx.ts';
import { askSoon, comeBack } from './again.ts';
import * as db from './calls.sql.ts';
import { callsKeptDays } from './contract.ts';
import { markUnknown } from './outcomes.sql.ts';
import { brokenOffMs } from './turns.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const overdueAfterMs = 5 * minuteMs;
/** Longer than any pause between two questions. */
const unaskedAfterMs = 10 * minuteMs;
const foundAtOnceMax = 500;
const purgedAtOnceMax = 5_000;

/** What waits although nobody is sent for it, and what was begun by somebody who is gone. */
export async function requeueCalls(ctx: Ctx): Promise<void> {
  const ago = (ms: number) => new Date(ctx.now.getTime() - ms);
  const since = { begun: ago(brokenOffMs), asked: ago(unaskedAfterMs) };
  for (const call of await db.callsStuck(ctx.tx, since, foundAtOnceMax)) {
    // Never simply made again: it may have been done.
    if (call.status === 'sending' && (await markUnknown(ctx.tx, call.id)) === 0) continue;
    await askSoon(ctx, call.id, 0);
  }
  for (const conversation of await db.conversationsOverdue(ctx.tx, ago(overdueAfterMs), foundAtOnceMax))
    await comeBack(ctx, conversation);
}

export async function purgeCalls(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - callsKeptDays * dayMs);
  await db.deleteSettledBefore(ctx.tx, before, purgedAtOnceMax);
}
