import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { AccountId, accountStates } from '../accounts/contract.ts';
import { CallKind, type Lane, PlatformName } from '../platforms/contract.ts';
import { CallId, type Conversation, callStatuses, type HeldReason } from './contract.ts';

const Next = z.object({
  id: CallId,
  accountId: AccountId,
  conversationKey: z.string(),
  kind: CallKind,
  request: z.record(z.string(), z.unknown()),
  status: z.enum(callStatuses),
  priority: z.number(),
  attempts: z.number(),
  notBefore: z.date().nullable(),
  heldReason: z.string().nullable(),
  expiresAt: z.date(),
  startedAt: z.date().nullable(),
  jobId: z.string().nullable(),
  platform: PlatformName,
  platformAccountId: z.string(),
  accountState: z.enum(accountStates),
  appPercent: z.number().nullable(),
});
export type Next = z.infer<typeof Next>;

/** What is under way in a conversation, or else whose turn it is. `believedSince`: older figures say nothing. */
export function nextInConversation(
  tx: Tx,
  { accountId, conversationKey }: Conversation,
  believedSince: Date,
) {
  const ofConversation = sql`account_id = ${accountId} and conversation_key = ${conversationKey}`;
  return tx.maybeOne(
    Next,
    sql`
    with under_way as (
      select * from connections.calls where ${ofConversation} and status in ('sending', 'unknown') limit 1
    ), queued as (
      select * from connections.calls
       where ${ofConversation} and status = 'queued' and not exists (select from under_way)
       order by priority desc, created_at, id limit 1
    )
    select c.id, c.account_id, c.conversation_key, c.kind, c.request, c.status, c.priority,
           c.attempts_count as attempts, c.not_before, c.held_reason, c.expires_at, c.started_at, c.job_id,
           a.platform, a.platform_account_id, l.usage_percent as app_percent,
           case when a.disconnected_at is not null then 'disconnected' when a.broken_at is not null then 'broken'
                else 'open' end as account_state
      from (select * from under_way union all select * from queued) c
      join connections.accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
      left join connections.app_limits l on l.platform = a.platform and l.usage_at > ${believedSince}`,
  );
}

/**
 * Whether it is under way still, once whoever is just settling it has done so. Until the caller's transaction ends
 * nobody settles it, so whoever does then sees what waits behind it.
 */
export function isStillUnderWay(tx: Tx, id: CallId) {
  return tx.maybeOne(
    z.object({ id: CallId }),
    sql`
    select id from connections.calls where id = ${id} and status in ('sending', 'unknown') for update`,
  );
}

export interface Taking {
  readonly workspaceId: WorkspaceId;
  readonly call: Pick<Next, 'id' | 'platform'>;
  readonly lane: Lane;
  /** Where no other limit is stored for the account. */
  readonly limits: { readonly hourly: number; readonly daily: number };
  /** How full the platform says it is may be what, for this one still to go. Null: whatever it says. */
  readonly usagePercentMax: number | null;
  readonly jobId: string;
  readonly now: Date;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The platform counts over the last hour; what it said is asked again well before that is over. */
const usageBelievedMs = 10 * 60_000;

export const believedSince = (now: Date) => new Date(now.getTime() - usageBelievedMs);

const Began = z.object({ isBegun: z.boolean() });

/**
 * Takes one from the limits and begins the call: both, or neither. Whoever else wants of the same limits waits for the
 * row, so however many do, no more begin than there is room for.
 */
export function takeAndBegin(tx: Tx, taking: Taking) {
  const { workspaceId, call, lane, limits, jobId, now } = taking;
  return tx.one(
    Began,
    sql`
    with head as (
      select account_id from connections.calls where id = ${call.id} and status = 'queued' for update
    ), taken as (
      insert into connections.send_limits as l (workspace_id, account_id, lane, hourly_limit, daily_limit,
        hour_began_at, hour_count, day_began_at, day_count, last_call_at, created_at, updated_at)
      select ${workspaceId}, account_id, ${lane}, ${limits.hourly}::int, ${limits.daily}::int,
             ${now}::timestamptz, 1, ${now}::timestamptz, 1, ${now}::timestamptz, ${now}::timestamptz,
             ${now}::timestamptz
        from head where not exists (select from connections.app_limits l where platform = ${call.platform}
                                       and not (${hasRoom(taking)}))
      on conflict (workspace_id, account_id, lane) do update
         set ${counted('hour', now, hourMs)}, ${counted('day', now, dayMs)}, last_call_at = excluded.last_call_at
       where ${hasRoom(taking)} and ${isWithin('hour', now, hourMs)} and ${isWithin('day', now, dayMs)}
      returning account_id
    ), shared as (
      insert into connections.app_shares as l (workspace_id, platform, hour_began_at, hour_count)
      select ${workspaceId}, ${call.platform}, ${now}::timestamptz, 1 from taken
      on conflict (workspace_id, platform) do update set ${counted('hour', now, hourMs)}
    ), begun as (
      update connections.calls
         set status = 'sending', attempts_count = attempts_count + 1, started_at = ${now}, job_id = ${jobId},
             not_before = null, held_reason = null
       where id = ${call.id} and exists (select from taken)
      returning id
    )
    select exists (select from begun) as is_begun`,
  );
}

const hasRoom = ({ usagePercentMax, now }: Taking): Sql => sql`
  coalesce(l.held_until <= ${now}, true)
  and (${usagePercentMax}::int is null or coalesce(l.usage_at <= ${believedSince(now)}, true)
       or coalesce(l.usage_percent < ${usagePercentMax}::int, true))`;

type Window = 'hour' | 'day';
const column = (window: Window, name: 'began_at' | 'count') => sql.id(`${window}_${name}`);
const isOver = (window: Window, now: Date, ms: number) =>
  sql`coalesce(l.${column(window, 'began_at')} <= ${new Date(now.getTime() - ms)}, true)`;
const limitOf = { hour: sql`l.hourly_limit`, day: sql`l.daily_limit` };

const isWithin = (window: Window, now: Date, ms: number): Sql =>
  sql`(${isOver(window, now, ms)} or l.${column(window, 'count')} < ${limitOf[window]})`;

/** A window begins with its first call, and the next one with the first call after it. */
const counted = (window: Window, now: Date, ms: number): Sql => sql`
  ${column(window, 'began_at')} = case when ${isOver(window, now, ms)} then ${now}::timestamptz
                                       else l.${column(window, 'began_at')} end,
  ${column(window, 'count')} = case when ${isOver(window, now, ms)} then 1
                                    else l.${column(window, 'count')} + 1 end`;

const Standing = z.object({
  hourlyLimit: z.number().nullable(),
  hourBeganAt: z.date().nullable(),
  hourCount: z.number().nullable(),
  dailyLimit: z.number().nullable(),
  dayBeganAt: z.date().nullable(),
  dayCount: z.number().nullable(),
  heldUntil: z.date().nullable(),
  usagePercent: z.number().nullable(),
  usageAt: z.date().nullable(),
  appHeldUntil: z.date().nullable(),
  appPercent: z.number().nullable(),
  appUsageAt: z.date().nullable(),
});
export type Standing = z.infer<typeof Standing>;

/** How the limits stand, for whoever found no room. */
export function findStanding(tx: Tx, call: Pick<Next, 'accountId' | 'platform'>, lane: Lane) {
  return tx.one(
    Standing,
    sql`
    select l.hourly_limit, l.hour_began_at, l.hour_count, l.daily_limit, l.day_began_at, l.day_count, l.held_until,
           l.usage_percent, l.usage_at, p.held_until as app_held_until, p.usage_percent as app_percent,
           p.usage_at as app_usage_at
      from (values (1)) one
      left join connections.send_limits l on l.account_id = ${call.accountId} and l.lane = ${lane}
      left join connections.app_limits p on p.platform = ${call.platform}`,
  );
}

/** Says that a window is full, unless that was said of this one. Answers 1 when it is the first time. */
export function markExceeded(tx: Tx, accountId: AccountId, lane: Lane, since: Date, now: Date) {
  return tx.run(sql`
    update connections.send_limits set exceeded_at = ${now}
     where account_id = ${accountId} and lane = ${lane} and coalesce(exceeded_at < ${since}, true)`);
}

/** It waits, and nothing of it is counted. */
export function markHeld(tx: Tx, id: CallId, reason: HeldReason, notBefore: Date) {
  return tx.run(sql`
    update connections.calls set held_reason = ${reason}, not_before = ${notBefore}
     where id = ${id} and status = 'queued'`);
}

/** It is too late for it. Answers 0 when somebody else said so, or it is under way. */
export function markExpired(tx: Tx, id: CallId, now: Date) {
  return tx.run(sql`
    update connections.calls
       set status = 'failed', failure_code = 'expired', settled_at = ${now}, not_before = null, held_reason = null
     where id = ${id} and status = 'queued'`);
}

const Shares = z.object({ ownCount: z.number(), count: z.number(), workspacesCount: z.number() });

/** What everybody had of the application in the last hour. Asked for in the scope of the installation. */
export function sharesOf(tx: Tx, workspaceId: WorkspaceId, call: Pick<Next, 'platform'>, now: Date) {
  return tx.one(
    Shares,
    sql`
    select coalesce(sum(hour_count), 0)::int as count, count(*)::int as workspaces_count,
           coalesce(sum(hour_count) filter (where workspace_id = ${workspaceId}), 0)::int as own_count
      from connections.app_shares
     where platform = ${call.platform} and hour_began_at > ${new Date(now.getTime() - hourMs)}`,
  );
}
