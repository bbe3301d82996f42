import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import { PlatformName, Resource } from '../platforms/contract.ts';
import { type activities, SyncRunId, SyncState } from './contract.ts';

/** What of an account is asked for. */
export interface Asked {
  readonly accountId: AccountId;
  readonly resource: Resource;
}

/** Where an unfinished run goes on, and what it was about: how far back it goes, and the newest it has seen. */
export const Place = z.object({
  since: z.coerce.date().optional(),
  newestAt: z.coerce.date().optional(),
  newestId: z.string().optional(),
  missed: z.number().default(0),
  at: z.record(z.string(), z.unknown()).optional(),
});
export type Place = z.infer<typeof Place>;

const Held = z.object({
  accountId: AccountId,
  platform: PlatformName,
  platformAccountId: z.string(),
  isOpen: z.boolean(),
  /** Since when the platform tells of this account, and what; null while it does not. */
  toldSince: z.date().nullable(),
  toldFields: z.array(z.string()),
  // Of an older version it may be anything: then it is read anew.
  place: Place.nullable().catch(null),
  newestItemAt: z.date().nullable(),
  newestItemId: z.string().nullable(),
  everyMinutes: z.number(),
  runId: SyncRunId.nullable(),
  runningSince: z.date().nullable(),
  lastCompletedAt: z.date().nullable(),
  nextAt: z.date(),
  failuresCount: z.number(),
});
export type Held = z.infer<typeof Held>;

/** Whoever holds it decides alone who asks. */
export function holdState(tx: Tx, { accountId, resource }: Asked) {
  return tx.maybeOne(
    Held,
    sql`
    select a.id as account_id, a.platform, a.platform_account_id,
           a.broken_at is null and a.disconnected_at is null as is_open,
           case when w.status = 'active' then greatest(w.created_at, a.connected_at) end as told_since,
           coalesce(w.subscribed_fields, '{}') as told_fields,
           s.cursor as place, s.newest_item_at, s.newest_item_id, s.every_minutes, s.run_id, s.running_since,
           s.last_completed_at, s.next_at, s.failures_count
      from connections.sync_states s
      join connections.accounts a on a.workspace_id = s.workspace_id and a.id = s.account_id
      left join connections.webhook_subscriptions w on w.workspace_id = a.workspace_id and w.account_id = a.id
     where s.account_id = ${accountId} and s.resource = ${resource}
       for update of s`,
  );
}

/** Nothing where the account is not there, or the state is. */
export function insertState(tx: Tx, { accountId, resource }: Asked, now: Date) {
  return tx.run(sql`
    insert into connections.sync_states (workspace_id, account_id, resource, next_at, created_at, updated_at)
    select workspace_id, id, ${resource}, ${now}, ${now}, ${now} from connections.accounts where id = ${accountId}
    on conflict (workspace_id, account_id, resource) do nothing`);
}

export function markRunning(tx: Tx, { accountId, resource }: Asked, runId: SyncRunId, now: Date) {
  return tx.run(sql`
    update connections.sync_states
       set running_since = ${now}, run_id = ${runId}, last_started_at = ${now}
     where account_id = ${accountId} and resource = ${resource}`);
}

/** Answers 0 when somebody else has taken over. */
export function holdRun(tx: Tx, { accountId, resource }: Asked, runId: SyncRunId) {
  return tx.run(sql`
    select from connections.sync_states
     where account_id = ${accountId} and resource = ${resource} and run_id = ${runId} for update`);
}

/** A page is in, and there are more. It is also a sign of life. */
export function markPlace(tx: Tx, { accountId, resource }: Asked, place: Place, newCount: number, now: Date) {
  return tx.run(sql`
    update connections.sync_states
       set cursor = ${place}, items_count = items_count + ${newCount}, running_since = ${now}
     where account_id = ${accountId} and resource = ${resource}`);
}

export interface Completion {
  readonly newestItemAt: Date | null;
  readonly newestItemId: string | null;
  readonly newCount: number;
  readonly activity: (typeof activities)[number];
  readonly everyMinutes: number;
  readonly nextAt: Date;
}

/** Everything up to the newest is known. */
export function markCompleted(tx: Tx, { accountId, resource }: Asked, over: Completion, now: Date) {
  return tx.run(sql`
    update connections.sync_states
       set cursor = null, running_since = null, run_id = null, last_completed_at = ${now}, failures_count = 0,
           last_failure_code = null, newest_item_at = ${over.newestItemAt}, newest_item_id = ${over.newestItemId},
           items_count = items_count + ${over.newCount}, activity = ${over.activity},
           every_minutes = ${over.everyMinutes}, next_at = ${over.nextAt}
     where account_id = ${accountId} and resource = ${resource}`);
}

/** Nobody asks any more; where it stopped is kept. */
export function markPaused(tx: Tx, { accountId, resource }: Asked, at: Date) {
  return tx.run(sql`
    update connections.sync_states set running_since = null, run_id = null, next_at = ${at}
     where account_id = ${accountId} and resource = ${resource}`);
}

export interface StateFailure {
  readonly code: string;
  readonly nextAt: Date;
  /** The platform does not know any more where we stopped. */
  readonly forgetsPlace: boolean;
}

export function markFailing(tx: Tx, { accountId, resource }: Asked, failure: StateFailure, now: Date) {
  return tx.run(sql`
    update connections.sync_states
       set running_since = null, run_id = null, failures_count = failures_count + 1,
           last_failure_code = ${failure.code}, last_failed_at = ${now}, next_at = ${failure.nextAt},
           cursor = case when ${failure.forgetsPlace} then null else cursor end
     where account_id = ${accountId} and resource = ${resource}`);
}

export function statesOf(tx: Tx, accountId: AccountId, hourBeganAt: Date) {
  return tx.many(
    SyncState,
    sql`
    select resource, activity, every_minutes, running_since is not null as is_running, cursor is not null as is_part_way,
           items_count::int, newest_item_at, last_started_at, last_completed_at, next_at,
           case when hour_began_at = ${hourBeganAt} then hour_calls_count else 0 end as calls_this_hour,
           failures_count as failures_in_a_row, last_failure_code
      from connections.sync_states where account_id = ${accountId} order by resource`,
  );
}

const Due = z.object({ accountId: AccountId, resource: Resource, nextAt: z.date() });

/** What of open accounts is to be asked for until then, and what was left by somebody who died. */
export function statesDue(tx: Tx, until: Date, deadBefore: Date, limit: number) {
  return tx.many(
    Due,
    sql`
    select s.account_id, s.resource, s.next_at
      from connections.sync_states s
      join connections.accounts a on a.workspace_id = s.workspace_id and a.id = s.account_id
     where s.next_at <= ${until}
       and a.broken_at is null and a.disconnected_at is null
       and (s.run_id is null or s.running_since < ${deadBefore})
     order by s.next_at limit ${limit}`,
  );
}
