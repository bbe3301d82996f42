import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import { PlatformName } from '../platforms/contract.ts';
import { WebhookEventId } from './contract.ts';

export interface NewEvent {
  readonly id: string;
  readonly receivedAt: Date;
  readonly accountId: AccountId;
  readonly platform: string;
  readonly source: 'webhook' | 'sync';
  readonly kind: string;
  readonly conversationKey: string;
  readonly platformEventId: string | null;
  /** By which it is known for the same when it is told again. */
  readonly receiptKey: string;
  /** By which it would be known if it had been told a while ago. */
  readonly olderKey: string | null;
  /** In hex. */
  readonly fingerprint: string;
  readonly happenedAt: Date | null;
  /** Canonical JSON. */
  readonly payloadText: string;
}

/** How the jobs of the new events are written in the same statement: see `sendingJobs` of kit/jobs. */
export interface EventJobs {
  readonly sending: (wanted: Sql) => Sql;
  readonly wake: Sql;
}

/**
 * Of the statements that follow in the same transaction, each is within the walls of the workspace named last. Their
 * plans are kept: one made while the tables were small must not read them whole when a flood has filled them.
 */
export const enterWorkspace = (workspaceId: WorkspaceId) =>
  sql`select set_config('app.workspace_id', ${workspaceId}, true), set_config('enable_seqscan', 'off', true)`;

/**
 * Receipts, and for those that were not there yet the events and their jobs: all in one statement, and so in one
 * round trip. Receipts are written in the order of their keys, so that two who write the same ones wait for each
 * other and never both. No two of the events may have the same key. Answers how many were new.
 */
export const storing = (workspaceId: WorkspaceId, events: readonly NewEvent[], jobs: EventJobs) => sql`
    with given as materialized (
      select n, id, received_at, account_id, platform, source, kind, conversation_key, platform_event_id, receipt_key,
             older_key, fingerprint, happened_at, payload
        from rows from (jsonb_to_recordset(${rowsText(events)}::jsonb) as (
               id uuid, "receivedAt" timestamptz, "accountId" uuid, platform text, source text, kind text,
               "conversationKey" text, "platformEventId" text, "receiptKey" text, "olderKey" text,
               fingerprint text, "happenedAt" timestamptz, payload jsonb))
             with ordinality as g (id, received_at, account_id, platform, source, kind, conversation_key,
               platform_event_id, receipt_key, older_key, fingerprint, happened_at, payload, n)
    ), fresh as (
      insert into connections.webhook_receipts (workspace_id, platform, key, received_at)
      select ${workspaceId}, platform, receipt_key, received_at from given g
       where older_key is null
          or (select r.received_at from connections.webhook_receipts r
               where r.platform = g.platform and r.key = g.older_key limit 1) is null
       order by platform, receipt_key
      on conflict (workspace_id, platform, key) do nothing
      returning platform, key
    ), stored as (
      insert into connections.webhook_events (workspace_id, id, received_at, account_id, platform, source, kind,
        conversation_key, platform_event_id, fingerprint, happened_at, payload)
      select ${workspaceId}, g.id, g.received_at, g.account_id, g.platform, g.source, g.kind, g.conversation_key,
             g.platform_event_id, decode(g.fingerprint, 'hex'), g.happened_at, coalesce(g.payload, 'null'::jsonb)
        from given g join fresh f on f.platform = g.platform and f.key = g.receipt_key
      returning id
    ), sent as (${jobs.sending(sql`d.n in (
        select g.n from given g join fresh f on f.platform = g.platform and f.key = g.receipt_key)`)})
    select (select count(*)::int from stored) as new_count, (${jobs.wake}) as woken`;

const Stored = z.object({ newCount: z.number() });

export const insertEvents = (
  tx: Tx,
  workspaceId: WorkspaceId,
  events: readonly NewEvent[],
  jobs: EventJobs,
) => tx.one(Stored, storing(workspaceId, events, jobs));

/** The payloads are JSON already, and are not written anew. */
const rowsText = (events: readonly NewEvent[]) =>
  `[${events
    .map(({ payloadText, ...row }) => `${JSON.stringify(row).slice(0, -1)},"payload":${payloadText}}`)
    .join(',')}]`;

const Claimed = z.object({
  id: WebhookEventId,
  receivedAt: z.date(),
  accountId: AccountId,
  platform: PlatformName,
  source: z.enum(['webhook', 'sync']),
  kind: z.string(),
  conversationKey: z.string(),
  happenedAt: z.date().nullable(),
  attempts: z.number(),
  startedAt: z.date(),
});
export type Claimed = z.infer<typeof Claimed>;

/** Which one, and in which month's table it is. */
export interface EventKey {
  readonly id: WebhookEventId;
  readonly receivedAt: Date;
}
const at = ({ id, receivedAt }: EventKey) => sql`id = ${id} and received_at = ${receivedAt}`;

/** Counts the attempt; answers undefined when it is over. */
export function claimEvent(tx: Tx, event: EventKey, worker: string, now: Date) {
  return tx.maybeOne(
    Claimed,
    sql`
    update connections.webhook_events
       set status = 'processing', attempts_count = attempts_count + 1, started_at = ${now}, worker = ${worker},
           next_attempt_at = null, failure_code = null, failure_detail = null
     where ${at(event)} and (status in ('pending', 'processing') or (status = 'failed' and next_attempt_at is not null))
    returning id, received_at, account_id, platform, source, kind, conversation_key, happened_at,
              attempts_count as attempts, started_at`,
  );
}

/** `durationMs` is that of the attempt. Answers 0 when somebody else was faster. */
export function markEventOver(
  tx: Tx,
  event: EventKey,
  over: {
    readonly skippedReason: string | null;
    readonly result: object | null;
    readonly durationMs: number;
  },
  now: Date,
) {
  return tx.run(sql`
    update connections.webhook_events
       set status = ${over.skippedReason === null ? 'completed' : 'skipped'}, skipped_reason = ${over.skippedReason},
           result = ${over.result}, settled_at = ${now}, duration_ms = ${over.durationMs}
     where ${at(event)} and status = 'processing'`);
}

export interface Failure {
  readonly code: string;
  readonly detail: string;
  readonly durationMs: number;
  /** Null: it stays as it is until somebody has it worked off once more. */
  readonly nextAttemptAt: Date | null;
}

export function markEventFailed(tx: Tx, event: EventKey, failure: Failure) {
  return tx.run(sql`
    update connections.webhook_events
       set status = 'failed', failure_code = ${failure.code}, failure_detail = ${failure.detail},
           duration_ms = ${failure.durationMs}, next_attempt_at = ${failure.nextAttemptAt}
     where ${at(event)} and status = 'processing'`);
}

const Waiting = z.object({
  id: WebhookEventId,
  receivedAt: z.date(),
  accountId: AccountId,
  conversationKey: z.string(),
});
export type Waiting = z.infer<typeof Waiting>;
const waiting = sql`id, received_at, account_id, conversation_key`;

/** What has not been worked off since then, oldest first. */
export function eventsUnsettledBefore(tx: Tx, before: Date, limit: number) {
  return tx.many(
    Waiting,
    sql`
    select ${waiting} from connections.webhook_events
     where status in ('pending', 'processing') and received_at < ${before}
     order by received_at limit ${limit}`,
  );
}

/** Of the failed ones that came last, those whose next attempt is overdue. */
export function eventsOverdueBefore(tx: Tx, before: Date, amongNewest: number, limit: number) {
  return tx.many(
    Waiting,
    sql`
    select ${waiting}
      from (select ${waiting}, next_attempt_at from connections.webhook_events
             where status = 'failed' order by received_at desc, id desc limit ${amongNewest}) failed
     where next_attempt_at < ${before}
     order by received_at, id limit ${limit}`,
  );
}

/** From the beginning once more. Answers undefined when it is not over. */
export function reopenEvent(tx: Tx, event: EventKey) {
  return tx.maybeOne(
    Waiting,
    sql`
    update connections.webhook_events set ${asNew}
     where ${at(event)} and status in ('completed', 'skipped', 'failed')
    returning ${waiting}`,
  );
}

const asNew = sql`status = 'pending', attempts_count = 0, started_at = null, settled_at = null, duration_ms = null,
           worker = null, result = null, skipped_reason = null, failure_code = null, failure_detail = null,
           next_attempt_at = null`;

export interface FailedFilter {
  readonly accountId?: AccountId | undefined;
  readonly kind?: string | undefined;
}

/** The oldest of what was given up, in the order in which it came. */
export function reopenFailedEvents(tx: Tx, { accountId, kind }: FailedFilter, limit: number) {
  return tx.many(
    Waiting,
    sql`
    with reopened as (
      update connections.webhook_events e set ${asNew}
        from (select id, received_at from connections.webhook_events
               where status = 'failed' and next_attempt_at is null
                 and ${accountId === undefined ? sql`true` : sql`account_id = ${accountId}`}
                 and ${kind === undefined ? sql`true` : sql`kind = ${kind}`}
               order by received_at, id limit ${limit} for update) f
       where e.id = f.id and e.received_at = f.received_at
      returning e.id, e.received_at, e.account_id, e.conversation_key
    )
    select * from reopened order by received_at, id`,
  );
}
