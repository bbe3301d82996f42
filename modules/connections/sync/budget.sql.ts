import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { PlatformName } from '../platforms/contract.ts';
import type { Asked } from './states.sql.ts';

export interface ReadsLane {
  readonly workspaceId: WorkspaceId;
  readonly platform: PlatformName;
  readonly hourly: number;
  readonly daily: number;
}

const Room = z.object({
  hourCount: z.number(),
  hourBeganAt: z.date().nullable(),
  dayCount: z.number(),
  dayBeganAt: z.date().nullable(),
  heldUntil: z.date().nullable(),
  usagePercent: z.number().nullable(),
  usageAt: z.date().nullable(),
  appHeldUntil: z.date().nullable(),
  appUsagePercent: z.number().nullable(),
  appUsageAt: z.date().nullable(),
});
export type Room = z.infer<typeof Room>;

/** Whoever reads for an account waits for the one before: what is decided by its counts is decided by one at a time. */
export function holdReads(tx: Tx, { accountId }: Pick<Asked, 'accountId'>, lane: ReadsLane, now: Date) {
  return tx.one(
    Room,
    sql`
    insert into connections.send_limits as l (workspace_id, account_id, lane, hourly_limit, daily_limit, created_at, updated_at)
    values (${lane.workspaceId}, ${accountId}, 'reads', ${lane.hourly}, ${lane.daily}, ${now}, ${now})
    on conflict (workspace_id, account_id, lane) do update
       set hourly_limit = excluded.hourly_limit, daily_limit = excluded.daily_limit
    returning hour_count, hour_began_at, day_count, day_began_at, held_until, usage_percent, usage_at,
      (select held_until from connections.app_limits where platform = ${lane.platform}) as app_held_until,
      (select usage_percent from connections.app_limits where platform = ${lane.platform}) as app_usage_percent,
      (select usage_at from connections.app_limits where platform = ${lane.platform}) as app_usage_at`,
  );
}

export interface Windows {
  /** The hour of the account's own reading, in which all it is asked for is counted together. */
  readonly syncHour: Date;
  readonly hourAgo: Date;
  readonly dayAgo: Date;
  /** Null: what has been done is counted, however much it was. */
  readonly callsMax: number | null;
}

const counted = (count: number, w: Pick<Windows, 'hourAgo' | 'dayAgo'>, now: Date) => sql`
  hour_count = ${count} + case when l.hour_began_at > ${w.hourAgo} then l.hour_count else 0 end,
  hour_began_at = case when l.hour_began_at > ${w.hourAgo} then l.hour_began_at else ${now} end,
  day_count = ${count} + case when l.day_began_at > ${w.dayAgo} then l.day_count else 0 end,
  day_began_at = case when l.day_began_at > ${w.dayAgo} then l.day_began_at else ${now} end,
  last_call_at = ${now}`;

/** After `holdReads`, in the same transaction: one that is made. */
export function countRead(
  tx: Tx,
  accountId: Asked['accountId'],
  windows: Pick<Windows, 'hourAgo' | 'dayAgo'>,
  now: Date,
) {
  return tx.run(sql`
    update connections.send_limits l set ${counted(1, windows, now)}
     where l.account_id = ${accountId} and l.lane = 'reads'`);
}

/** After `holdReads`, in the same transaction. Answers 0 when the account has been asked often enough in this hour. */
export function takeCalls(tx: Tx, { accountId, resource }: Asked, count: number, w: Windows, now: Date) {
  return tx.run(sql`
    with asked as (
      select coalesce(sum(hour_calls_count), 0) as count from connections.sync_states
       where account_id = ${accountId} and hour_began_at = ${w.syncHour}
    ), state as (
      update connections.sync_states s
         set hour_calls_count = ${count} + case when s.hour_began_at = ${w.syncHour} then s.hour_calls_count else 0 end,
             hour_began_at = ${w.syncHour}
        from asked
       where s.account_id = ${accountId} and s.resource = ${resource} 
           and (${w.callsMax}::int is null or asked.count + ${count} <= ${w.callsMax}::int)
      returning s.workspace_id
    )
    update connections.send_limits l
       set ${counted(count, w, now)}
      from state
     where l.workspace_id = state.workspace_id and l.account_id = ${accountId} and l.lane = 'reads'`);
}

export interface AccountUsage {
  readonly percent: number | null;
  readonly heldUntil: Date | null;
}

/** What the platform's own headers say. Answers whether it was not held before. */
export function noteUsage(
  tx: Tx,
  { accountId }: Pick<Asked, 'accountId'>,
  { percent, heldUntil }: AccountUsage,
  now: Date,
) {
  return tx.one(
    z.object({ isNewlyHeld: z.boolean() }),
    sql`
    with before as (
      select workspace_id, held_until from connections.send_limits
       where account_id = ${accountId} and lane = 'reads' for update
    ), noted as (
      update connections.send_limits l
         set held_until = greatest(l.held_until, ${heldUntil}),
             usage_percent = coalesce(${percent}, l.usage_percent),
             usage_at = case when ${percent}::int is null then l.usage_at else ${now} end
        from before b
       where l.workspace_id = b.workspace_id and l.account_id = ${accountId} and l.lane = 'reads'
    )
    select coalesce(bool_or(${heldUntil}::timestamptz > ${now} and coalesce(held_until, '-infinity') <= ${now}), false)
             as is_newly_held
      from before`,
  );
}

/** The same of our application, for everybody. */
export function noteAppUsage(tx: Tx, platform: PlatformName, percent: number, now: Date) {
  return tx.run(sql`
    insert into connections.app_limits as a (platform, usage_percent, usage_at, updated_at)
    values (${platform}, ${percent}, ${now}, ${now})
    on conflict (platform) do update set usage_percent = excluded.usage_percent, usage_at = excluded.usage_at
     where coalesce(a.usage_percent, -1) <> excluded.usage_percent or a.usage_at < ${now}::timestamptz - interval '1 m'`);
}
