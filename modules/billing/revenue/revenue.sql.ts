import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { type UserId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { soldIn } from '../paying/contract.ts';
import {
  type Difference,
  PaymentOfWorkspace,
  PlanHolders,
  Reconciliation,
  ReconciliationSummary,
  RevenueMonth,
  refundsShownMax,
} from './contract.ts';

export interface Period {
  readonly from: string;
  readonly until: string;
}

/** BA-35, SE-15: payments of one workspace that came about, by month and by the plan they were for. */
export function revenueByMonth(tx: Tx, { from, until }: Period) {
  return tx.many(
    RevenueMonth,
    sql`
    select to_char(paid_at at time zone 'UTC', 'YYYY-MM') as month, plan, currency, count(*)::int as payments,
           sum(amount_micro)::bigint as paid_micro,
           sum(least(amount_micro, refunded_micro + disputed_micro))::bigint as returned_micro
      from billing.payments
     where status <> 'failed' and paid_at >= ${from}::date and paid_at < ${until}::date + 1
     group by 1, plan, currency`,
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

const paymentsNewestFirst = keyset({ paidAt: 'desc', id: 'desc' }, 'p');

/** Payments of one workspace, each with what was decided to give back of it. */
export function paymentsWithRefunds(tx: Tx, page: PageQuery) {
  return paymentsNewestFirst.page(
    tx,
    PaymentOfWorkspace,
    page,
    (where, order) => sql`
    select p.id, p.provider, p.provider_id, p.kind, p.plan, p.status, p.amount_micro, p.currency, p.credits_micro,
           p.refunded_micro, p.disputed_micro, p.taken_micro, p.failure, p.paid_at,
           case p.status when 'failed' then 0 else greatest(0, p.amount_micro - p.refunded_micro - (
             select coalesce(sum(coalesce(o.amount_micro, p.amount_micro)), 0)::bigint from billing.payment_orders o
              where o.workspace_id = p.workspace_id and o.payment_id = p.id and o.state = 'queued')) end as left_micro,
           (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'amountMicro', r.amount_micro, 'state', r.state,
                     'failure', r.failure, 'createdAt', r.created_at) order by r.created_at desc, r.id desc), '[]')
              from (select o.id, o.amount_micro, o.state, o.failure, o.created_at from billing.payment_orders o
                     where o.workspace_id = p.workspace_id and o.payment_id = p.id
                     order by o.created_at desc, o.id desc limit ${refundsShownMax}) r) as refunds
      from billing.payments p where ${where} ${order}`,
  );
}

const head = sql`id, provider, state, customers_count, payments_count, started_at, finished_at`;
const shown = sql`${head}, differences`;
const newestFirst = keyset({ startedAt: 'desc', id: 'desc' });

export function reconciliationsByTime(tx: Tx, page: PageQuery) {
  return newestFirst.page(
    tx,
    ReconciliationSummary,
    page,
    (where, order) => sql`
    select ${head}, jsonb_array_length(differences) as differences_count
      from billing.reconciliations where ${where} ${order}`,
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

/** In the scope of the installation. `places` are all workspaces there are. */
export function namesOf(tx: Tx, places: Sql, ids: readonly WorkspaceId[]) {
  return tx.many(
    z.object({ id: WorkspaceId, name: z.string() }),
    sql`select w.id, w.name from (${places}) w where w.id = any (${ids}::uuid[])`,
  );
}

/** How far it is. Begun anew, it counts from the beginning. */
export function markCompared(tx: Tx, id: string, { customers, payments }: Counted) {
  return tx.run(sql`
    update billing.reconciliations set customers_count = ${customers}, payments_count = ${payments}
     where id = ${id} and state = 'running'`);
}

interface Counted {
  readonly customers: number;
  readonly payments: number;
}

export function markReconciled(
  tx: Tx,
  id: string,
  found: Counted & { readonly differences: readonly Difference[] },
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
