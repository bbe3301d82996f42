import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { CreditPack, Plan, PlansOnOffer, Subscription } from './contract.ts';
import { isOpen } from './current.sql.ts';

export const planColumns = sql`
  p.slug, p.name, p.description, p.features, p.month_price_micro, p.year_price_micro, p.month_grant_micro,
  p.week_grant_micro, p.trial_days, p.trial_grant_micro, p.is_free, p.is_featured, p.display_order, p.retired_at,
  coalesce((select json_agg(json_build_object('family', l.family, 'period', l.period, 'countMax', l.count_max)
                            order by l.family, l.period)
              from billing.plan_limits l where l.plan = p.slug), '[]') as limits`;

/** SE-18: only those that are offered, and the one that somebody has; in their order. */
export function plansOnOffer(tx: Tx, current: string, limit: number) {
  return tx.many(
    Plan,
    sql`
    select ${planColumns} from billing.plans p
     where p.retired_at is null or p.slug = ${current}
     order by p.display_order, p.slug limit ${limit}`,
  );
}

export const packColumns = sql`slug, name, price_micro, credits_micro, display_order, retired_at`;

export function packsOnOffer(tx: Tx, limit: number) {
  return tx.many(
    CreditPack,
    sql`
    select ${packColumns} from billing.credit_packs
     where retired_at is null order by display_order, slug limit ${limit}`,
  );
}

/** Nobody tries twice, whatever it was that they subscribed to before. */
export function canTry(tx: Tx) {
  return tx.one(
    PlansOnOffer.pick({ canTry: true }),
    sql`select not exists (select from billing.subscriptions) as can_try`,
  );
}

/** The one that says which plan it is first. */
export function openSubscriptions(tx: Tx, now: Date, limit: number) {
  return tx.many(
    Subscription,
    sql`
    select s.id, s.provider, s.plan, s.cycle, s.status, s.price_micro, s.currency, s.period_ends_at, s.trial_ends_at,
           s.ends_at, s.cancelled_at, s.scheduled_plan, s.scheduled_cycle, s.scheduled_at, s.created_at
      from billing.subscriptions s join billing.plans p on p.slug = s.plan
     where ${isOpen(now)}
     order by p.display_order desc, s.created_at desc limit ${limit}`,
  );
}
