import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { coworkers, findActor } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { Asker, ConversationFilter } from '../conversations/filter.sql.ts';
import { momentFrom } from '../conversations/status.ts';
import { tagNamed } from '../conversations/tags.sql.ts';
import type { ConversationId } from '../messages/contract.ts';
import { authorizeSomewhere, placesWith } from '../rights/places.ts';
import { readFilters, type ViewFilters } from '../views/contract.ts';
import * as db from './bulk.sql.ts';
import { type Bulk, type BulkId, type BulkWish, bulkMax, bulkMoved, bulkUndoMinutes } from './contract.ts';
import { runBulk } from './jobs.ts';

const undoMs = bulkUndoMinutes * 60_000;

type Named = { readonly bulkId: BulkId };
interface Meant {
  readonly conversationIds?: readonly ConversationId[] | undefined;
  readonly filters?: ViewFilters | undefined;
}

export async function getBulkSize(
  ctx: Ctx,
  filter: ConversationFilter,
): Promise<{ count: number; isMore: boolean }> {
  const { asker, read } = workerOf(ctx);
  const { count } = await db.countMatching(ctx.tx, asker, filter, read, bulkMax + 1);
  return { count: Math.min(count, bulkMax), isMore: count > bulkMax };
}

/** The caller made the id: the same twice is done once. */
export async function putBulk(
  ctx: Ctx,
  { bulkId, wish: given, ...meant }: Named & Meant & { wish: BulkWish },
) {
  const { asker } = workerOf(ctx);
  const known = await db.holdBulk(ctx.tx, bulkId);
  if (known) return again(ctx, known, given);
  const wish = await settled(ctx, given);
  const ids = await idsOf(ctx, meant);
  if (asker.me === null) throw inboxError('bulk_needs_a_person', { bulkId });
  const { workspaceId, now: at } = ctx;
  const bulk = { workspaceId, id: bulkId, askedBy: asker.me, wish, at };
  if ((await db.insertBulk(ctx.tx, bulk, ids.length)) === 0) throw inboxError('bulk_reused', { bulkId });
  await db.insertItems(ctx.tx, workspaceId, bulkId, ids);
  await ctx.enqueue(runBulk, { bulkId });
  await tell(ctx, bulkId, 'inbox.bulk_asked', { action: { to: wish.action }, count: { to: ids.length } });
  return show(ctx, bulkId);
}

export async function getBulk(ctx: Ctx, { bulkId }: Named): Promise<Bulk> {
  const bulk = await db.findBulk(ctx.tx, coworkers, bulkId);
  requireOwn(ctx, bulkId, bulk);
  return show(ctx, bulkId);
}

export async function cancelBulk(ctx: Ctx, { bulkId }: Named): Promise<Bulk> {
  const bulk = requireOwn(ctx, bulkId, await db.holdBulk(ctx.tx, bulkId));
  if (bulk.finishedAt === null && bulk.cancelledAt === null) {
    await db.markBulk(ctx.tx, bulkId, 'cancelled_at', ctx.now);
    await tell(ctx, bulkId, 'inbox.bulk_cancelled', { doneCount: { to: bulk.doneCount } });
  }
  return show(ctx, bulkId);
}

export async function undoBulk(ctx: Ctx, { bulkId }: Named): Promise<Bulk> {
  const bulk = requireOwn(ctx, bulkId, await db.holdBulk(ctx.tx, bulkId));
  if (bulk.undoAskedAt === null) {
    if (bulk.finishedAt === null) throw inboxError('bulk_not_finished', { bulkId });
    if (ctx.now.getTime() >= bulk.finishedAt.getTime() + undoMs)
      throw inboxError('bulk_undo_is_over', { bulkId });
    await db.markBulk(ctx.tx, bulkId, 'undo_asked_at', ctx.now);
    await ctx.enqueue(runBulk, { bulkId });
    await tell(ctx, bulkId, 'inbox.bulk_undone', { changedCount: { to: bulk.changedCount } });
  }
  return show(ctx, bulkId);
}

/** Where somebody sees it and may do something about it. */
function workerOf(ctx: Ctx) {
  const places = authorizeSomewhere(ctx, 'inbox.organize');
  const asker: Asker = { me: memberOf(ctx.actor)?.memberId ?? null, places };
  return { asker, read: placesWith(ctx, 'inbox.read') };
}

/** One's own; whoever may everywhere looks after those of others as well. */
function requireOwn<B extends Pick<db.BulkRow, 'askedBy'>>(ctx: Ctx, bulkId: BulkId, bulk: B | undefined): B {
  const { asker } = workerOf(ctx);
  if (!bulk || (bulk.askedBy !== asker.me && !asker.places.everywhere))
    throw inboxError('bulk_not_found', { bulkId });
  return bulk;
}

async function again(ctx: Ctx, known: db.BulkRow, wish: BulkWish): Promise<Bulk> {
  const isSame =
    known.askedBy === (memberOf(ctx.actor)?.memberId ?? null) && known.wish.action === wish.action;
  if (!isSame) throw inboxError('bulk_reused', { bulkId: known.id });
  return show(ctx, known.id);
}

/** Words become a moment once, and what is not there is said before anything is done. */
async function settled(ctx: Ctx, wish: BulkWish): Promise<BulkWish> {
  if (wish.action === 'snooze') return { ...wish, until: (await momentFrom(ctx, wish.until)).toISOString() };
  if ((wish.action === 'tag' || wish.action === 'untag') && !(await tagNamed(ctx.tx, wish.tagId)))
    throw inboxError('tag_not_found', { tagId: wish.tagId });
  if (wish.action === 'assign' && wish.memberId !== null && !(await findActor(ctx, wish.memberId)))
    throw inboxError('assignee_not_found', { memberId: wish.memberId });
  return wish;
}

async function idsOf(ctx: Ctx, { conversationIds, filters }: Meant): Promise<ConversationId[]> {
  const { asker, read } = workerOf(ctx);
  if (!conversationIds && !filters) throw inboxError('bulk_of_nothing');
  const found = conversationIds
    ? await db.meantByName(ctx.tx, asker, conversationIds, read)
    : await db.meantByFilter(ctx.tx, asker, filterOf(filters!), read, bulkMax);
  return found.map(({ id }) => id);
}

/** Checked when it came in. */
const filterOf = (filters: ViewFilters) => readFilters(filters).data as ConversationFilter;

async function show(ctx: Ctx, bulkId: BulkId): Promise<Bulk> {
  const bulk = await db.findBulk(ctx.tx, coworkers, bulkId);
  if (!bulk) throw inboxError('bulk_not_found', { bulkId });
  const { asker, askedBy: _, cancelledAt, finishedAt, undoAskedAt, undoneAt, ...rest } = bulk;
  const isOver = finishedAt !== null || cancelledAt !== null;
  const undoUntil = finishedAt && undoAskedAt === null ? new Date(finishedAt.getTime() + undoMs) : null;
  return {
    ...rest,
    askedBy: asker,
    state: undoneAt
      ? 'undone'
      : undoAskedAt
        ? 'undoing'
        : cancelledAt
          ? 'cancelled'
          : isOver
            ? 'done'
            : 'running',
    undoUntil: undoUntil && undoUntil > ctx.now ? undoUntil : null,
  };
}

async function tell(
  ctx: Ctx,
  bulkId: BulkId,
  action: string,
  changes: Readonly<Record<string, { to: unknown }>>,
): Promise<void> {
  await ctx.record({ category: 'content', action, subject: { type: 'bulk_action', id: bulkId }, changes });
  await ctx.publish(bulkMoved, { bulkId });
}
