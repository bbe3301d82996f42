import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { findActor } from '../../workspaces/index.ts';
import { holdState } from '../conversations/state.sql.ts';
import { mayStill } from '../messages/messages.ts';
import * as db from './bulk.sql.ts';
import { type BulkId, bulkMoved } from './contract.ts';
import { deedOf } from './deeds.ts';
import { runBulk } from './jobs.ts';

const pieceMax = 200;
const stuckAfterMs = 60_000;
const stuckFoundMax = 50;
const keptMs = 24 * 3_600_000;
const droppedAtOnceMax = 20;

type Named = { readonly bulkId: BulkId };

/** A piece is one transaction: stopped anywhere, it goes on behind the last one, and nothing is done twice. */
export async function runBulkAction(unit: Unit, { bulkId }: Named): Promise<void> {
  for (;;) {
    const far = await unit.work((ctx) => doPiece(ctx, bulkId));
    if (!far) return;
    await unit.progress(far.done, far.of);
  }
}

async function doPiece(ctx: Ctx, bulkId: BulkId): Promise<{ done: number; of: number } | undefined> {
  const bulk = await db.holdBulk(ctx.tx, bulkId);
  if (!bulk) return undefined;
  const isUndoing = bulk.undoAskedAt !== null;
  if (isUndoing ? bulk.undoneAt !== null : bulk.finishedAt !== null) return undefined;
  const counted = isUndoing ? await undoSome(ctx, bulk) : await doSome(ctx, bulk);
  if (counted) await db.advance(ctx.tx, bulkId, { done: 0, changed: 0, undone: 0, ...counted }, ctx.now);
  else await db.markBulk(ctx.tx, bulkId, isUndoing ? 'undone_at' : 'finished_at', ctx.now);
  await ctx.publish(bulkMoved, { bulkId });
  if (!counted) return undefined;
  return isUndoing
    ? { done: bulk.undoneCount + (counted.undone ?? 0), of: bulk.changedCount }
    : { done: bulk.doneCount + (counted.done ?? 0), of: bulk.itemsCount };
}

interface Counted {
  readonly done?: number;
  readonly changed?: number;
  readonly undone?: number;
}

/** Undefined where nothing is left of it, or somebody has stopped it. */
async function doSome(ctx: Ctx, bulk: db.BulkRow): Promise<Counted | undefined> {
  const items = bulk.cancelledAt ? [] : await db.itemsToDo(ctx.tx, bulk.id, pieceMax);
  if (items.length === 0) return undefined;
  const asked = await asAsker(ctx, bulk);
  const done: db.DoneItem[] = [];
  for (const { id } of items) {
    const state = await holdState(ctx.tx, id);
    const before =
      asked && state && (await mayStill(asked, 'inbox.organize', id))
        ? await deedOf(bulk.wish).perform(asked, bulk.wish, state)
        : null;
    done.push({ id, before });
  }
  await db.markDone(ctx.tx, bulk.id, done, ctx.now);
  return { done: done.length, changed: done.filter(({ before }) => before !== null).length };
}

async function undoSome(ctx: Ctx, bulk: db.BulkRow): Promise<Counted | undefined> {
  const items = await db.itemsToUndo(ctx.tx, bulk.id, pieceMax);
  if (items.length === 0) return undefined;
  const asked = await asAsker(ctx, bulk);
  let undone = 0;
  for (const { id, before, doneAt } of items) {
    const state = await holdState(ctx.tx, id);
    if (!asked || !state || !(await mayStill(asked, 'inbox.organize', id))) continue;
    if (await deedOf(bulk.wish).putBack(asked, bulk.wish, state, before, doneAt)) undone += 1;
  }
  await db.markUndone(
    ctx.tx,
    bulk.id,
    items.map(({ id }) => id),
    ctx.now,
  );
  return { undone };
}

/** In the name of whoever asked for it, with what they may do by now; undefined where they have left. */
async function asAsker(ctx: Ctx, { askedBy }: db.BulkRow): Promise<Ctx | undefined> {
  const actor = askedBy === null ? undefined : await findActor(ctx, askedBy);
  return actor && { ...ctx, actor };
}

/** Takes no input: sends those on their way again that have stopped, and drops what is over for a day. */
export async function sweepBulks(ctx: Ctx): Promise<void> {
  const since = new Date(ctx.now.getTime() - stuckAfterMs);
  for (const { id: bulkId } of await db.stuckBulks(ctx.tx, since, stuckFoundMax))
    await ctx.enqueue(runBulk, { bulkId });
  await db.dropOldBulks(ctx.tx, new Date(ctx.now.getTime() - keptMs), droppedAtOnceMax);
}
