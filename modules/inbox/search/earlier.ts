import type { Ctx, Unit } from '../../../kit/ctx.ts';
import * as db from './earlier.sql.ts';
import { keepEarlierWords } from './jobs.ts';

const commentsPerStepMax = 500;

export async function sweepEarlierWords(ctx: Ctx): Promise<void> {
  if (await db.findDue(ctx.tx)) await ctx.enqueue(keepEarlierWords, {});
}

/** Stopped anywhere, it goes on where it was; what was read twice is there once. */
export async function runKeepEarlierWords(unit: Unit): Promise<void> {
  for (let isDue = true; isDue; ) {
    unit.signal.throwIfAborted();
    isDue = await unit.work(readSome);
  }
}

async function readSome({ tx, workspaceId }: Ctx): Promise<boolean> {
  const due = await db.holdDue(tx);
  if (!due) return false;
  const ids = (await db.holdEarlier(tx, due.beforeId, commentsPerStepMax)).map(({ id }) => id);
  if (ids.length > 0) await db.addWords(tx, workspaceId, ids);
  const last = ids.at(-1);
  if (last === undefined || ids.length < commentsPerStepMax) {
    await db.dropDue(tx);
    return false;
  }
  await db.moveDue(tx, last);
  return true;
}
