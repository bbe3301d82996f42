import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import {
  type Asker,
  type ConversationFilter,
  matching,
  picked,
  seenAt,
} from '../conversations/filter.sql.ts';
import { ConversationId } from '../messages/contract.ts';
import type { Places } from '../rights/places.sql.ts';
import { Bulk, BulkId, type BulkWish } from './contract.ts';

const BulkRow = Bulk.omit({ state: true, undoUntil: true, askedBy: true }).extend({
  askedBy: MemberId.nullable(),
  cancelledAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  undoAskedAt: z.date().nullable(),
  undoneAt: z.date().nullable(),
});
export type BulkRow = z.infer<typeof BulkRow>;
const ShownBulk = BulkRow.extend({ asker: Bulk.shape.askedBy });
export type ShownBulk = z.infer<typeof ShownBulk>;

const columns = sql`
  b.id, b.value || jsonb_build_object('action', b.action) as wish, b.items_count, b.done_count, b.changed_count,
  b.undone_count, b.asked_by, b.cancelled_at, b.finished_at, b.undo_asked_at, b.undone_at, b.created_at`;

const isRead = (places: Places) => sql.join([sql`true`, ...seenAt(places)], sql` and `);
const newestFirst = (limit: number) => sql`order by v.last_at desc, v.id desc limit ${limit}`;

/**
 * No more than `limit` are counted. Whoever asks may do something at their own places, and sees what is at those where
 * they read.
 */
export function countMatching(tx: Tx, asker: Asker, filter: ConversationFilter, read: Places, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (${picked(asker, filter, isRead(read), newestFirst(limit))}) v`,
  );
}

export interface NewBulk {
  readonly workspaceId: WorkspaceId;
  readonly id: BulkId;
  readonly askedBy: MemberId;
  readonly wish: BulkWish;
  readonly at: Date;
}

/** Answers 0 where the id is taken. How many it is about is told when they are known. */
export function insertBulk(tx: Tx, { workspaceId, id, askedBy, wish, at }: NewBulk, itemsCount: number) {
  const { action, ...value } = wish;
  return tx.run(sql`
    insert into inbox.bulk_actions (workspace_id, id, asked_by, action, value, items_count, created_at, updated_at)
    values (${workspaceId}, ${id}, ${askedBy}, ${action}, ${JSON.stringify(value)}::jsonb, ${itemsCount}, ${at}, ${at})
    on conflict (workspace_id, id) do nothing`);
}

const Meant = z.object({ id: ConversationId });

/** Which of those named are there for whoever asks. */
export function meantByName(tx: Tx, asker: Asker, ids: readonly ConversationId[], read: Places) {
  return tx.many(
    Meant,
    sql`
    select v.id from inbox.conversations v
     where v.id = any(${ids}::uuid[]) and ${matching(asker, {})} and ${isRead(read)}`,
  );
}

export function meantByFilter(tx: Tx, asker: Asker, filter: ConversationFilter, read: Places, limit: number) {
  return tx.many(Meant, sql`select v.id from (${picked(asker, filter, isRead(read), newestFirst(limit))}) v`);
}

export function insertItems(
  tx: Tx,
  workspaceId: WorkspaceId,
  bulkId: BulkId,
  ids: readonly ConversationId[],
) {
  return tx.run(sql`
    insert into inbox.bulk_items (workspace_id, bulk_id, conversation_id)
    select ${workspaceId}, ${bulkId}, id from unnest(${ids}::uuid[]) id`);
}

export function findBulk(tx: Tx, coworkers: Sql, id: BulkId) {
  return tx.maybeOne(
    ShownBulk,
    sql`
    select ${columns},
           (select jsonb_build_object('memberId', w.id, 'name', w.name) from (${coworkers}) w
             where w.workspace_id = b.workspace_id and w.id = b.asked_by) as asker
      from inbox.bulk_actions b where b.id = ${id}`,
  );
}

export function holdBulk(tx: Tx, id: BulkId) {
  return tx.maybeOne(BulkRow, sql`select ${columns} from inbox.bulk_actions b where b.id = ${id} for update`);
}

/** The next ones, always in the order of their ids: two that hold many never wait for each other. */
export function itemsToDo(tx: Tx, id: BulkId, limit: number) {
  return tx.many(
    Meant,
    sql`
    select i.conversation_id as id from inbox.bulk_items i
     where i.bulk_id = ${id} and i.done_at is null order by i.conversation_id limit ${limit}`,
  );
}

const Done = z.object({
  id: ConversationId,
  doneAt: z.date(),
  before: z.record(z.string(), z.unknown()),
});

export function itemsToUndo(tx: Tx, id: BulkId, limit: number) {
  return tx.many(
    Done,
    sql`
    select i.conversation_id as id, i.done_at, i.before from inbox.bulk_items i
     where i.bulk_id = ${id} and i.before is not null and i.undone_at is null
     order by i.conversation_id limit ${limit}`,
  );
}

export interface DoneItem {
  readonly id: ConversationId;
  readonly before: object | null;
}

export function markDone(tx: Tx, id: BulkId, items: readonly DoneItem[], at: Date) {
  return tx.run(sql`
    update inbox.bulk_items i set done_at = ${at}, before = nullif(d.before, 'null')
      from unnest(${items.map((one) => one.id)}::uuid[],
                  ${items.map(({ before }) => JSON.stringify(before))}::jsonb[]) d (id, before)
     where i.bulk_id = ${id} and i.conversation_id = d.id`);
}

export function markUndone(tx: Tx, id: BulkId, ids: readonly ConversationId[], at: Date) {
  return tx.run(sql`
    update inbox.bulk_items set undone_at = ${at}
     where bulk_id = ${id} and conversation_id = any(${ids}::uuid[])`);
}

export function advance(tx: Tx, id: BulkId, by: { done: number; changed: number; undone: number }, at: Date) {
  return tx.run(sql`
    update inbox.bulk_actions
       set done_count = done_count + ${by.done}::int, changed_count = changed_count + ${by.changed}::int,
           undone_count = undone_count + ${by.undone}::int, updated_at = ${at}
     where id = ${id}`);
}

export type Moment = 'cancelled_at' | 'finished_at' | 'undo_asked_at' | 'undone_at';

export function markBulk(tx: Tx, id: BulkId, moment: Moment, at: Date) {
  const column = sql.id(moment);
  return tx.run(sql`
    update inbox.bulk_actions set ${column} = coalesce(${column}, ${at}), updated_at = ${at} where id = ${id}`);
}

/** Those that have not moved for a while. */
export function stuckBulks(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: BulkId }),
    sql`
    select id from inbox.bulk_actions
     where (finished_at is null or (undo_asked_at is not null and undone_at is null)) and updated_at < ${before}
     order by updated_at limit ${limit}`,
  );
}

/** What is over goes with its items, once nobody asks for it any more. */
export function dropOldBulks(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from inbox.bulk_actions b
     where b.id in (select o.id from inbox.bulk_actions o
                     where o.created_at < ${before} and o.finished_at is not null order by o.created_at limit ${limit})`);
}
