import type { Ctx, Unit } from '../../../kit/ctx.ts';
import * as db from './archive.sql.ts';
import { archiveUses } from './jobs.ts';

const movedAtOnceMax = 500;
/** The next sweep takes what is left after that. */
const piecesMax = 400;

/** BA-29: older than a year. */
export function archivedBefore(now: Date): Date {
  const before = new Date(now);
  before.setUTCFullYear(now.getUTCFullYear() - 1);
  return before;
}

/** Takes no input: whether there is something to archive here. */
export async function sweepOldUses(ctx: Ctx): Promise<void> {
  const { isThere } = await db.hasUseBefore(ctx.tx, archivedBefore(ctx.now));
  if (isThere) await ctx.enqueue(archiveUses, {});
}

/** A piece at a time, each a short transaction: whatever this one did not come to is taken by whoever comes next. */
export async function runArchiveUses(unit: Unit): Promise<void> {
  for (let piece = 0; piece < piecesMax; piece++) {
    unit.signal.throwIfAborted();
    const moved = await unit.work(({ tx, now }) =>
      db.moveUsesBefore(tx, archivedBefore(now), movedAtOnceMax),
    );
    if (moved < movedAtOnceMax) return;
  }
}
