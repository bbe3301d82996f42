import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { planNow } from '../plans/current.sql.ts';
import { type UsePeriod, usePeriods } from './contract.ts';

/** Something that may not be gone beyond in a period: a count of a plan, or money. */
export interface Bound {
  /** Of meters; `*`: all together. */
  readonly family: string;
  /** A member's id; empty: all of the workspace. */
  readonly scope: string;
  readonly period: UsePeriod;
  readonly countMax: number | null;
  readonly maxMicro: number | null;
}

/** Every family, where money is bounded. */
export const allFamilies = '*';

const Figure = z.coerce.number().int();
const Stand = z.object({
  family: z.string(),
  scope: z.string(),
  period: z.enum(usePeriods),
  startsAt: z.date(),
  endsAt: z.date(),
  countMax: Figure.nullable(),
  maxMicro: Figure.nullable(),
  usedCount: Figure,
  usedMicro: Figure,
  isOver: z.boolean(),
});
export type Stand = z.infer<typeof Stand>;

export interface Step {
  readonly workspaceId: WorkspaceId;
  /** By whose clock days, weeks and months begin. */
  readonly timezone: string;
  readonly at: Date;
  readonly quantity: number;
  readonly micro: number;
}

/**
 * Where each of these stands, and whether so much more would be beyond it. What is not kept is counted. One that has
 * begun goes on until its end, or whoever moves to where it is just after midnight would have another day.
 */
const standOf = (bounds: readonly Bound[], { timezone, at, quantity, micro }: Step): Sql => sql`
    select w.family, w.scope, w.period, w.count_max, w.max_micro, coalesce(a.starts_at, w.starts_at) as starts_at,
           coalesce(a.ends_at, w.ends_at) as ends_at, coalesce(a.used_count, since.quantity) as used_count,
           coalesce(a.used_micro, since.micro) as used_micro,
           coalesce(coalesce(a.used_count, since.quantity) + ${quantity}::bigint > w.count_max, false)
             or coalesce(${micro}::bigint > 0
                  and coalesce(a.used_micro, since.micro) + ${micro}::bigint > w.max_micro, false) as is_over
      from (
        select b.family, b.scope, b.period, b.count_max, b.max_micro,
               date_trunc(b.period, clock.at) at time zone ${timezone}::text as starts_at,
               (date_trunc(b.period, clock.at) + ('1 ' || b.period)::interval) at time zone ${timezone}::text as ends_at
          from unnest(${bounds.map(({ family }) => family)}::text[], ${bounds.map(({ scope }) => scope)}::text[],
                      ${bounds.map(({ period }) => period)}::text[], ${bounds.map((b) => b.countMax)}::bigint[],
                      ${bounds.map((b) => b.maxMicro)}::bigint[]) b (family, scope, period, count_max, max_micro),
               (select ${at}::timestamptz at time zone ${timezone}::text as at) clock
        -- Reckoned first: within the walls an index is not gone by what is reckoned beside its rows.
        offset 0) w
      left join lateral (
        select k.family, k.starts_at, k.ends_at, k.used_count, k.used_micro
          from billing.allowances k
         where k.family = w.family and k.scope = w.scope and k.period = w.period
           and k.starts_at <= ${at} and k.ends_at > ${at}
         order by k.starts_at desc limit 1) a on true
      left join lateral (
        select coalesce(sum(u.quantity), 0)::bigint as quantity, coalesce(sum(u.micro), 0)::bigint as micro
          from (select e.family, e.member_id, e.quantity::bigint as quantity, e.week_micro + e.month_micro
                       + e.bonus_micro + e.payg_micro + e.owed_micro + e.unlimited_micro - e.refunded_micro as micro
                  from billing.usage_events e
                 where a.family is null and e.created_at >= w.starts_at and e.created_at < w.ends_at
                   and e.status = 'completed'
                union all
                select o.family, o.member_id, o.quantity, o.estimate_micro from billing.open_uses o
                 where a.family is null and o.created_at >= w.starts_at and o.created_at < w.ends_at
                   and o.forgotten_at is null) u
         where (w.family = '*' or u.family = w.family) and (w.scope = '' or u.member_id::text = w.scope)) since
        on true`;

export function standsOf(tx: Tx, bounds: readonly Bound[], step: Step) {
  return tx.many(Stand, sql`${standOf(bounds, step)} order by family, scope, period`);
}

/**
 * Counts so much more where none of them would be gone beyond, and nothing at all where one would: looked at and
 * counted in one statement, so that of two who would take the last one, one gets it. `whatever`: it has been used.
 */
export function count(tx: Tx, bounds: readonly Bound[], step: Step, whatever: boolean) {
  const { workspaceId, quantity, micro } = step;
  return tx.many(
    Stand,
    sql`
    with stands as materialized (${standOf(bounds, step)}),
    counted as (
      insert into billing.allowances as a (workspace_id, family, scope, period, starts_at, ends_at, used_count,
        used_micro)
      select ${workspaceId}, family, scope, period, starts_at, ends_at, used_count + ${quantity}::bigint,
             used_micro + ${micro}::bigint
        from stands
       where ${whatever} or not exists (select from stands s where s.is_over)
      on conflict (workspace_id, family, scope, period, starts_at) do update
        set used_count = a.used_count + ${quantity}::bigint, used_micro = a.used_micro + ${micro}::bigint)
    select * from stands order by family, scope, period`,
  );
}

export interface Change {
  readonly family: string;
  readonly scope: string;
  /** When it began: what is kept of that day, that week and that month has it. */
  readonly at: Date;
  readonly quantity: number;
  readonly micro: number;
}

/** Moves what was counted for something, wherever it was. */
export const moved = ({ family, scope, at, quantity, micro }: Change): Sql => sql`
    update billing.allowances
       set used_count = greatest(0, used_count + ${quantity}::bigint),
           used_micro = greatest(0, used_micro + ${micro}::bigint)
     where family in (${family}, '*') and scope in ('', ${scope}) and starts_at <= ${at} and ends_at > ${at}
       and (${quantity}::bigint <> 0 or ${micro}::bigint <> 0)`;

export const move = (tx: Tx, change: Change) => tx.run(moved(change));

/** What was counted while there was a cap: between two of them nobody counted. */
export function dropSpending(tx: Tx, scope: string) {
  return tx.run(sql`delete from billing.allowances where family = '*' and scope = ${scope}`);
}

/** What was counted for a plan: the one that is now may limit what that did not, and so nobody counted. */
export function dropPlanCounts(tx: Tx) {
  return tx.run(sql`delete from billing.allowances where family <> '*'`);
}

/** What nothing limits any more, and so nobody counts on: if it is limited again, it is counted anew. */
export function dropUnbounded(tx: Tx, now: Date) {
  return tx.run(sql`
    with plan as materialized (${planNow(now)})
    delete from billing.allowances a
     where case when a.family = '*'
                then not exists (select from billing.caps k
                                  where coalesce(k.member_id::text, '') = a.scope and k.period = a.period)
                else not exists (select from billing.plan_limits l
                                  where l.plan = (select slug from plan) and l.family = a.family
                                    and l.period = a.period) end`);
}

/** Of times long past. */
export function dropBefore(tx: Tx, before: Date) {
  return tx.run(sql`delete from billing.allowances where ends_at < ${before}`);
}
