import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import type { WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';

/** Says in which workspace something happened; the events themselves are read where somebody listens. */
export const eventsChannel = 'stoa_events';

export interface NewEvent {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly name: string;
  readonly payload: object;
  readonly publishedAt: Date;
}

/** PostgreSQL sends equal words of one transaction once. */
export function insertEvent(tx: Tx, { workspaceId, id, name, payload, publishedAt }: NewEvent) {
  return tx.run(sql`
    with happened as (
      insert into app.events (workspace_id, id, name, payload, published_at)
      values (${workspaceId}, ${id}, ${name}, ${JSON.stringify(payload)}::jsonb, ${publishedAt})
      returning workspace_id
    )
    select pg_notify(${eventsChannel}, workspace_id::text) from happened`);
}

const Told = z.object({
  transaction: z.string().transform(BigInt),
  position: z.string().transform(BigInt),
  id: z.uuid(),
  name: z.string(),
  at: z.string(),
  payload: z.unknown(),
});
export type Told = z.infer<typeof Told>;

const Reading = z.object({
  /** Every transaction below this one is over, so that what was read below it is complete. */
  horizon: z.string().transform(BigInt),
  /** Something is written already, but could still be overtaken: ask again. */
  unsettled: z.boolean(),
  told: z.array(Told),
});
export type Reading = z.infer<typeof Reading>;

/** What follows a place and cannot be overtaken any more, in order, and how far that goes. One snapshot for all. */
export function readEvents(tx: Tx, after: { transaction: bigint; position: bigint }, limit: number) {
  return tx.one(
    Reading,
    sql`
    with snapshot as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as horizon)
    select horizon::text as horizon,
           coalesce((select max(transaction) from app.events) >= horizon, false) as unsettled,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'transaction', transaction::text, 'position', position::text, 'id', id, 'name', name,
                      'at', published_at, 'payload', payload) order by transaction, position)
               from (select * from app.events
                      where (transaction, position)
                              > (${String(after.transaction)}::text::xid8, ${String(after.position)}::text::bigint)
                        and transaction < (select horizon from snapshot)
                      order by transaction, position limit ${limit}) page), '[]') as told
      from snapshot`,
  );
}

/** The oldest first, a piece at a time; answers how many. */
export function deleteEventsBefore(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from app.events where (workspace_id, transaction, position) in (
      select workspace_id, transaction, position from app.events
       where published_at < ${before}
       order by published_at limit ${limit})`);
}
