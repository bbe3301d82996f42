import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { soldIn } from '../paying/contract.ts';
import { type Difference, PlanHolders, Reconciliation, RevenueLine } from './contract.ts';

export interface Period {
  readonly from: string;
  readonly until: string;
}

/** BA-35, SE-15: payments of one workspace that came about, by the plan they were for. */
export function revenueByPlan(tx: Tx, { from, until }: Period) {
  return tx.many(
    RevenueLine,
    sql`
    select plan, currency, 1 as workspaces, count(*)::int as payments,
           sum(amount_micro)::bigint as paid_micro,
           sum(least(amount_micro, refunded_micro + disputed_micro))::bigint as returned_micro
      from billing.payments
     where status <> 'failed' and paid_at >= ${from}::date and paid_at < ${until}::date + 1
     group by plan, currency`,
  );
}

/** What one workspace pays for now. */
export function holdersByPlan(tx: Tx, now: Date) {
  return tx.many(
    PlanHolders,
    sql`
    select plan, 1 as workspaces,
           coalesce(sum(case cycle when 'year' then price_micro / 12 else price_micro end)
             filter (where currency = ${soldIn}), 0)::bigint as month_micro
      from billing.subscriptions
     where provider <> 'house' and status in ('active', 'past_due') and (ends_at is null or ends_at > ${now})
     group by plan`,
  );
}

const shown = sql`id, provider, state, customers_count, payments_count, differences, started_at, finished_at`;
const newestFirst = keyset({ startedAt: 'desc', id: 'desc' });

export function reconciliationsByTime(tx: Tx, page: PageQuery) {
  return newestFirst.page(
    tx,
    Reconciliation,
    page,
    (where, order) => sql`select ${shown} from billing.reconciliations where ${where} ${order}`,
  );
}

export function findReconciliation(tx: Tx, id: string) {
  return tx.maybeOne(Reconciliation, sql`select ${shown} from billing.reconciliations where id = ${id}`);
}

export function insertReconciliation(
  tx: Tx,
  { id, provider, by, now }: { id: string; provider: string; by: UserId; now: Date },
) {
  return tx.one(
    Reconciliation,
    sql`
    insert into billing.reconciliations (id, provider, started_by, started_at)
    values (${id}, ${provider}, ${by}, ${now}) returning ${shown}`,
  );
}

export function markReconciled(
  tx: Tx,
  id: string,
  found: { customers: number; payments: number; differences: readonly Difference[] },
  now: Date,
) {
  return tx.run(sql`
    update billing.reconciliations
       set state = 'done', customers_count = ${found.customers}, payments_count = ${found.payments},
           differences = ${JSON.stringify(found.differences)}::jsonb, finished_at = ${now}
     where id = ${id} and state = 'running'`);
}

/** Whose job is lost, or never came to its end. */
export function markForgotten(tx: Tx, before: Date, now: Date) {
  return tx.run(sql`
    update billing.reconciliations set state = 'failed', finished_at = ${now}
     where id in (select id from billing.reconciliations where state = 'running' and started_at < ${before}
                   order by started_at desc limit 100)`);
}
