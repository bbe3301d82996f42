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

const EventRow = z.object({
  transaction: z.string(),
  position: z.bigint(),
  id: z.uuid(),
  name: z.string(),
  payload: z.unknown(),
  publishedAt: z.date(),
});
export type EventRow = z.infer<typeof EventRow>;

export interface Place {
  readonly transaction: string;
  readonly position: string;
}

/** What follows a place and cannot be overtaken any more, in order. */
export function eventsAfter(tx: Tx, after: Place, below: string, limit: number) {
  return tx.many(
    EventRow,
    sql`
    select transaction::text as transaction, position, id, name, payload, published_at
      from app.events
     where (transaction, position) > (${after.transaction}::text::xid8, ${after.position}::bigint)
       and transaction < ${below}::text::xid8
     order by transaction, position
     limit ${limit}`,
  );
}

const Horizon = z.object({
  /** Every transaction below this one is over, and what it wrote can be seen. */
  below: z.string(),
  /** Something is written already, but could still be overtaken. */
  unsettled: z.boolean(),
});

/** Asked before the events are read, so that what is read below it is complete. */
export function horizon(tx: Tx) {
  return tx.one(
    Horizon,
    sql`
    select pg_snapshot_xmin(pg_current_snapshot())::text as below,
           exists (select from app.events where transaction >= pg_snapshot_xmin(pg_current_snapshot())) as unsettled`,
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
