import type { Ctx } from '../../../kit/ctx.ts';
import { dropBefore, dropUnbounded } from './allowances.sql.ts';
import * as db from './days.sql.ts';
import { holdCounted } from './refunds.sql.ts';

const dayMs = 86_400_000;
/** A use belongs to the day on which it began, and is told of within a day of that. */
const settlesWithinMs = 2 * dayMs;
const daysAtOnceMax = 31;
const allowancesKeptDays = 100;

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Sums up the days that are over, some at a time. What is not summed up is read from the uses themselves. */
export async function countUsage(ctx: Ctx): Promise<void> {
  const { tx, workspaceId, now } = ctx;
  const { countedUntil } = await holdCounted(tx, workspaceId);
  const { day } = await db.firstDaySince(tx, countedUntil);
  const over = dayOf(now.getTime() - settlesWithinMs);
  if (day !== null && day < over) {
    const until = dayOf(Math.min(Date.parse(over), Date.parse(day) + daysAtOnceMax * dayMs));
    await db.countDays(tx, workspaceId, day, dayOf(Date.parse(until) - dayMs));
    await db.markCounted(tx, until);
  }
  await dropUnbounded(tx, now);
  await dropBefore(tx, new Date(now.getTime() - allowancesKeptDays * dayMs));
}

/** Thrown away, sums are counted anew: until then every day is read from its uses. */
export async function dropUsageDays({ tx, workspaceId }: Ctx): Promise<void> {
  await holdCounted(tx, workspaceId);
  await db.dropDays(tx);
  await db.markCounted(tx, '2000-01-01');
}
