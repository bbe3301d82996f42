import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { CreditPack, Plan, type PlanLimit } from '../plans/contract.ts';
import { packColumns, planColumns } from '../plans/offering.sql.ts';

export function allPlans(tx: Tx, limit: number) {
  return tx.many(
    Plan,
    sql`select ${planColumns} from billing.plans p order by p.display_order, p.slug limit ${limit}`,
  );
}

/** Whoever changes plans does so one after the other: which of them is free is decided among all. */
export function holdPlans(tx: Tx) {
  return tx.many(
    z.object({ slug: z.string(), isFree: z.boolean() }),
    sql`select slug, is_free from billing.plans order by slug for update`,
  );
}

export function findPlan(tx: Tx, slug: string) {
  return tx.maybeOne(Plan, sql`select ${planColumns} from billing.plans p where p.slug = ${slug}`);
}

export type GivenPlan = Omit<Plan, 'limits' | 'retiredAt'>;

export function putPlan(tx: Tx, p: GivenPlan, now: Date) {
  return tx.run(sql`
    insert into billing.plans (slug, name, description, features, month_price_micro, year_price_micro, month_grant_micro,
      week_grant_micro, trial_days, trial_grant_micro, is_free, is_featured, display_order, created_at, updated_at)
    values (${p.slug}, ${p.name}, ${p.description}, ${p.features}::text[], ${p.monthPriceMicro}, ${p.yearPriceMicro},
      ${p.monthGrantMicro}, ${p.weekGrantMicro}, ${p.trialDays}, ${p.trialGrantMicro}, ${p.isFree}, ${p.isFeatured},
      ${p.displayOrder}, ${now}, ${now})
    on conflict (slug) do update
      set name = excluded.name, description = excluded.description, features = excluded.features,
          month_price_micro = excluded.month_price_micro, year_price_micro = excluded.year_price_micro,
          month_grant_micro = excluded.month_grant_micro, week_grant_micro = excluded.week_grant_micro,
          trial_days = excluded.trial_days, trial_grant_micro = excluded.trial_grant_micro,
          is_free = excluded.is_free, is_featured = excluded.is_featured, display_order = excluded.display_order,
          updated_at = excluded.updated_at`);
}

export function takeFreeFrom(tx: Tx, slug: string, now: Date) {
  return tx.run(sql`update billing.plans set is_free = false, updated_at = ${now} where slug = ${slug}`);
}

/** As given, and no other. */
export function putLimits(tx: Tx, slug: string, limits: readonly PlanLimit[]) {
  const each = <T>(pick: (limit: PlanLimit) => T) => limits.map(pick);
  return tx.run(sql`
    with given as (
      select * from unnest(${each(({ family }) => family)}::text[], ${each(({ period }) => period)}::text[],
        ${each(({ countMax }) => countMax)}::bigint[]) as g (family, period, count_max)),
    gone as (
      delete from billing.plan_limits l
       where l.plan = ${slug} and not exists (select from given g where g.family = l.family and g.period = l.period))
    insert into billing.plan_limits (plan, family, period, count_max)
    select ${slug}, g.family, g.period, g.count_max from given g
    on conflict (plan, family, period) do update set count_max = excluded.count_max`);
}

export function setPlanRetired(tx: Tx, slug: string, at: Date | null, now: Date) {
  return tx.run(sql`update billing.plans set retired_at = ${at}, updated_at = ${now} where slug = ${slug}`);
}

export function allPacks(tx: Tx, limit: number) {
  return tx.many(
    CreditPack,
    sql`select ${packColumns} from billing.credit_packs order by display_order, slug limit ${limit}`,
  );
}

export function holdPacks(tx: Tx) {
  return tx.many(CreditPack, sql`select ${packColumns} from billing.credit_packs order by slug for update`);
}

export function putPack(tx: Tx, p: Omit<CreditPack, 'retiredAt'>, now: Date) {
  return tx.one(
    CreditPack,
    sql`
    insert into billing.credit_packs (slug, name, price_micro, credits_micro, display_order, created_at, updated_at)
    values (${p.slug}, ${p.name}, ${p.priceMicro}, ${p.creditsMicro}, ${p.displayOrder}, ${now}, ${now})
    on conflict (slug) do update
      set name = excluded.name, price_micro = excluded.price_micro, credits_micro = excluded.credits_micro,
          display_order = excluded.display_order, updated_at = excluded.updated_at
    returning ${packColumns}`,
  );
}

export function setPackRetired(tx: Tx, slug: string, at: Date | null, now: Date) {
  return tx.one(
    CreditPack,
    sql`
    update billing.credit_packs set retired_at = ${at}, updated_at = ${now} where slug = ${slug}
    returning ${packColumns}`,
  );
}
