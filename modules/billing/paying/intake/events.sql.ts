import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import type { PaymentProviderName } from '../contract.ts';

export interface NewEvent {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly provider: PaymentProviderName;
  readonly eventId: string;
  readonly customerId: string;
  readonly kind: string;
  readonly payloadText: string;
  readonly happenedAt: Date;
  readonly now: Date;
}

/** SS-74: told again it changes nothing; answers how many are new. */
export function insertEvent(tx: Tx, one: NewEvent) {
  return tx.run(sql`
    insert into billing.provider_events (workspace_id, id, provider, event_id, customer_id, kind, payload, happened_at,
      received_at)
    values (${one.workspaceId}, ${one.id}, ${one.provider}, ${one.eventId}, ${one.customerId}, ${one.kind},
      ${one.payloadText}::jsonb, ${one.happenedAt}, ${one.now})
    on conflict (workspace_id, provider, event_id) do nothing`);
}

const Stray = z.object({
  eventId: z.string(),
  kind: z.string(),
  customerId: z.string().nullable(),
  objectId: z.string().nullable(),
  payload: z.unknown(),
  happenedAt: z.date(),
  receivedAt: z.date(),
  asksCount: z.number(),
});
export type Stray = z.infer<typeof Stray>;

/** Told again it changes nothing, but for what was given up: then it is asked about anew. */
export function insertStray(
  tx: Tx,
  one: Omit<NewEvent, 'workspaceId' | 'id' | 'customerId'> & {
    readonly customerId: string | undefined;
    readonly objectId: string | undefined;
  },
) {
  return tx.run(sql`
    insert into billing.stray_events as s (provider, event_id, kind, customer_id, object_id, payload, happened_at,
      received_at, ask_at)
    values (${one.provider}, ${one.eventId}, ${one.kind}, ${one.customerId ?? null}, ${one.objectId ?? null},
      ${one.payloadText}::jsonb, ${one.happenedAt}, ${one.now}, ${one.now})
    on conflict (provider, event_id) do update
      set settled_at = null, came_to = null, asks_count = 0, payload = excluded.payload,
          received_at = excluded.received_at, ask_at = excluded.ask_at
      where s.came_to = 'given_up'`);
}

/** Those it is time to ask about, whoever waits longest first. */
export function straysOf(tx: Tx, provider: PaymentProviderName, now: Date, limit: number) {
  return tx.many(
    Stray,
    sql`
    select event_id, kind, customer_id, object_id, payload, happened_at, received_at, asks_count
      from billing.stray_events
     where provider = ${provider} and settled_at is null and ask_at <= ${now} order by ask_at limit ${limit}`,
  );
}

/** Nobody answered: it is asked about again later, and the others are not held back by it. */
export function markStrayAsked(
  tx: Tx,
  provider: PaymentProviderName,
  eventId: string,
  came: { readonly failure: string; readonly askAt: Date },
) {
  return tx.run(sql`
    update billing.stray_events set asks_count = asks_count + 1, failure = ${came.failure}, ask_at = ${came.askAt}
     where provider = ${provider} and event_id = ${eventId} and settled_at is null`);
}

/** Its words are not kept any longer: they are about nobody here, or are kept there. */
export function settleStray(
  tx: Tx,
  provider: PaymentProviderName,
  eventId: string,
  came: {
    readonly cameTo: 'somebody' | 'nobody' | 'given_up';
    readonly failure?: string;
    readonly now: Date;
  },
) {
  return tx.run(sql`
    update billing.stray_events
       set settled_at = ${came.now}, came_to = ${came.cameTo}, failure = ${came.failure ?? null}, payload = 'null'
     where provider = ${provider} and event_id = ${eventId} and settled_at is null`);
}

export function dropStraysBefore(tx: Tx, provider: PaymentProviderName, before: Date, limit: number) {
  return tx.run(sql`
    delete from billing.stray_events where provider = ${provider} and event_id = any (array(
      select event_id from billing.stray_events
       where provider = ${provider} and settled_at is not null and settled_at < ${before}
       order by settled_at limit ${limit}))`);
}

/** Of one workspace: where something was told that is not looked up yet, or somebody may be paying. */
export function providersWaiting(tx: Tx, toldBefore: Date) {
  return tx.many(
    z.object({ provider: z.enum(['stripe', 'whop']) }),
    sql`
    select c.provider from billing.customers c
     where exists (select from billing.provider_events e
                    where e.workspace_id = c.workspace_id and e.provider = c.provider and e.mirrored_at is null
                      and e.received_at < ${toldBefore})
        or exists (select from billing.checkouts k
                    where k.workspace_id = c.workspace_id and k.provider = c.provider and k.state = 'open')
     order by c.provider`,
  );
}

/** What is told is kept for so long. */
export function dropEventsBefore(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from billing.provider_events where id in (
      select id from billing.provider_events
       where received_at < ${before} and mirrored_at is not null order by received_at limit ${limit})`);
}
