import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { type UserId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { soldIn } from '../paying/contract.ts';
import {
  type ComparisonFailure,
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

const head = sql`id, provider, state, customers_count, payments_count, asks_count, failure, started_at, finished_at`;
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
    insert into billing.reconciliations (id, provider, started_by, started_at, heard_at)
    values (${id}, ${provider}, ${by}, ${now}, ${now}) returning ${shown}`,
  );
}

/** In the scope of the installation. `places` are all workspaces there are. */
export function namesOf(tx: Tx, places: Sql, ids: readonly WorkspaceId[]) {
  return tx.many(
    z.object({ id: WorkspaceId, name: z.string() }),
    sql`select w.id, w.name from (${places}) w where w.id = any (${ids}::uuid[])`,
  );
}

const UnderWay = Reconciliation.extend({ lookedThrough: z.string().nullable() });

/** What is still under way, with where it was. */
export function resumeReconciliation(tx: Tx, id: string, now: Date) {
  return tx.maybeOne(
    UnderWay,
    sql`
    update billing.reconciliations set heard_at = ${now} where id = ${id} and state = 'running'
    returning ${shown}, looked_through`,
  );
}

/** How far it is. Begun anew, it goes on behind the customer it came to. */
export interface Compared {
  readonly customers: number;
  readonly payments: number;
  readonly differences: readonly Difference[];
  readonly lookedThrough: string;
  /** Questions in a row to which there was no answer. */
  readonly asks: number;
}

const comparedSoFar = ({ customers, payments, differences, lookedThrough, asks }: Compared, now: Date) => sql`
           customers_count = ${customers}, payments_count = ${payments}, looked_through = ${lookedThrough},
           differences = ${JSON.stringify(differences)}::jsonb, asks_count = ${asks}, heard_at = ${now}`;

export function markCompared(tx: Tx, id: string, far: Compared, now: Date) {
  return tx.run(sql`
    update billing.reconciliations
       set ${comparedSoFar(far, now)}
     where id = ${id} and state = 'running'`);
}

export function markReconciled(tx: Tx, id: string, far: Compared, now: Date) {
  return tx.run(sql`
    update billing.reconciliations
       set state = 'done', finished_at = ${now},
           ${comparedSoFar(far, now)}
     where id = ${id} and state = 'running'`);
}

export function markNotReconciled(tx: Tx, id: string, failure: ComparisonFailure, now: Date) {
  return tx.run(sql`
    update billing.reconciliations set state = 'failed', failure = ${failure}, finished_at = ${now}
     where id = ${id} and state = 'running'`);
}

/** Whose job is lost, or never came to its end. */
export function markForgotten(tx: Tx, before: Date, now: Date) {
  return tx.run(sql`
    update billing.reconciliations set state = 'failed', failure = 'interrupted', finished_at = ${now}
     where id in (select id from billing.reconciliations where state = 'running' and heard_at < ${before}
                   order by heard_at limit 100)`);
}
