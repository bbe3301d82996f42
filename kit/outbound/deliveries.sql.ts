import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { keyset, type PageQuery } from '../db/page.ts';
import type { WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';
import { DeliveryId, EndpointId, WebhookDelivery } from './contract.ts';

const columns = sql.trusted(`
  id, endpoint_id, event_id, event_name, status, attempts_count, next_attempt_at, response_status, response_body,
  failure_code, created_at, settled_at`);

const Id = z.object({ id: DeliveryId });

interface NewDeliveries {
  readonly workspaceId: WorkspaceId;
  readonly deliveries: readonly { readonly id: DeliveryId; readonly endpointId: EndpointId }[];
  readonly eventId: string;
  readonly eventName: string;
  readonly body: string;
  readonly now: Date;
}

/** An event goes to an endpoint once, however often the job that says so runs. */
export const insertDeliveries = (
  tx: Tx,
  { workspaceId, deliveries, eventId, eventName, body, now }: NewDeliveries,
) =>
  tx.many(
    Id,
    sql`
    insert into app.webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_name, body, next_attempt_at,
      created_at)
    select ${workspaceId}::uuid, id, "endpointId", ${eventId}::uuid, ${eventName}, ${body}, ${now}::timestamptz,
           ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb) as d (id uuid, "endpointId" uuid)
    on conflict (workspace_id, endpoint_id, event_id) do nothing
    returning id`,
  );

const Claimed = z.object({
  id: DeliveryId,
  endpointId: EndpointId,
  eventId: z.uuid(),
  body: z.string(),
  attemptsCount: z.number(),
  firstAttemptAt: z.date(),
  url: z.string(),
  endpointDisabled: z.boolean(),
});
export type ClaimedDelivery = z.infer<typeof Claimed>;

/** Counts the attempt, and keeps others from making it at the same time until `leaseUntil`. */
export const claimDelivery = (tx: Tx, id: DeliveryId, { now, leaseUntil }: { now: Date; leaseUntil: Date }) =>
  tx.maybeOne(
    Claimed,
    sql`
    update app.webhook_deliveries d
       set attempts_count = attempts_count + 1, first_attempt_at = coalesce(first_attempt_at, ${now}),
           next_attempt_at = ${leaseUntil}
      from app.webhook_endpoints e
     where d.id = ${id} and d.status = 'waiting' and d.next_attempt_at <= ${now}::timestamptz + interval '2 s'
       and e.workspace_id = d.workspace_id and e.id = d.endpoint_id
    returning d.id, d.endpoint_id, d.event_id, d.body, d.attempts_count, d.first_attempt_at, e.url,
              e.disabled_at is not null as endpoint_disabled`,
  );

export interface Outcome {
  readonly id: DeliveryId;
  readonly status: 'waiting' | 'delivered' | 'given_up';
  readonly nextAttemptAt: Date | null;
  readonly responseStatus: number | null;
  readonly responseBody: string;
  readonly failureCode: string | null;
  readonly now: Date;
}

export const settleDelivery = (tx: Tx, outcome: Outcome) =>
  tx.run(sql`
    update app.webhook_deliveries
       set status = ${outcome.status}, next_attempt_at = ${outcome.nextAttemptAt},
           response_status = ${outcome.responseStatus}, response_body = ${outcome.responseBody},
           failure_code = ${outcome.failureCode},
           settled_at = case when ${outcome.status} = 'waiting' then null else ${outcome.now}::timestamptz end
     where id = ${outcome.id} and status = 'waiting'`);

const newest = keyset({ createdAt: 'desc', id: 'desc' });

export const listDeliveries = (tx: Tx, endpointId: EndpointId, page: PageQuery) =>
  newest.page(
    tx,
    WebhookDelivery,
    page,
    (where, orderAndLimit) => sql`
    select ${columns} from app.webhook_deliveries where endpoint_id = ${endpointId} and ${where} ${orderAndLimit}`,
  );

/** From the beginning: its attempts are counted anew. */
export const reopenDelivery = (tx: Tx, id: DeliveryId, now: Date) =>
  tx.maybeOne(
    WebhookDelivery,
    sql`
    update app.webhook_deliveries
       set status = 'waiting', attempts_count = 0, first_attempt_at = null, next_attempt_at = ${now}, settled_at = null
     where id = ${id}
    returning ${columns}`,
  );

interface Reopen {
  readonly endpointId: EndpointId;
  readonly since: Date;
  /** Only what was settled before the replay began: what it reopened itself is not opened again. */
  readonly settledBefore: Date;
  readonly limit: number;
  readonly now: Date;
}

/** The oldest of what is settled, a piece at a time. */
export const reopenDeliveries = (tx: Tx, { endpointId, since, settledBefore, limit, now }: Reopen) =>
  tx.many(
    Id,
    sql`
    update app.webhook_deliveries d
       set status = 'waiting', attempts_count = 0, first_attempt_at = null, next_attempt_at = ${now}, settled_at = null
      from (select workspace_id, id from app.webhook_deliveries
             where endpoint_id = ${endpointId} and created_at >= ${since} and settled_at <= ${settledBefore}
             order by created_at, id limit ${limit}) settled
     where d.workspace_id = settled.workspace_id and d.id = settled.id
    returning d.id`,
  );

export const overdueDeliveries = (tx: Tx, before: Date, limit: number) =>
  tx.many(
    Id,
    sql`
    select id from app.webhook_deliveries where status = 'waiting' and next_attempt_at < ${before}
     order by next_attempt_at limit ${limit}`,
  );

export const deleteDeliveriesBefore = (tx: Tx, before: Date, limit: number) =>
  tx.run(sql`
    delete from app.webhook_deliveries where (workspace_id, id) in (
      select workspace_id, id from app.webhook_deliveries where settled_at < ${before} order by settled_at limit ${limit})`);
