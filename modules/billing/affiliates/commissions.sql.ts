import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { AffiliateSums, Commission, CommissionId, type ReferralId, type ReversalReason } from './contract.ts';

export interface NewCommission {
  readonly workspaceId: WorkspaceId;
  readonly id: CommissionId;
  readonly referralId: ReferralId;
  readonly sourceWorkspaceId: WorkspaceId;
  readonly provider: string;
  readonly paymentId: string;
  readonly paidFor: string;
  readonly sourceMicro: number;
  readonly ratePpm: number;
  readonly commissionMicro: number;
  readonly receivedAt: Date;
  readonly clearsAt: Date;
  readonly now: Date;
}

/** Answers 0 where this payment was counted before. */
export function insertCommission(tx: Tx, c: NewCommission) {
  return tx.run(sql`
    insert into billing.commissions (workspace_id, id, referral_id, source_workspace_id, provider, payment_id, paid_for,
      source_micro, rate_ppm, commission_micro, received_at, clears_at, created_at, updated_at)
    values (${c.workspaceId}, ${c.id}, ${c.referralId}, ${c.sourceWorkspaceId}, ${c.provider}, ${c.paymentId},
      ${c.paidFor}, ${c.sourceMicro}, ${c.ratePpm}, ${c.commissionMicro}, ${c.receivedAt}, ${c.clearsAt}, ${c.now},
      ${c.now})
    on conflict (workspace_id, provider, payment_id) do nothing`);
}

export interface Returned {
  readonly provider: string;
  readonly paymentId: string;
  readonly paidMicro: number;
  readonly returnedMicro: number;
  readonly reason: ReversalReason;
  readonly saidAt: Date;
}

/**
 * Answers 0 where something newer was said of this payment. Two that were said at the same moment have an order too: a
 * dispute is won after it was lost sight of, and more has gone back than less.
 */
export function putReturn(tx: Tx, workspaceId: WorkspaceId, r: Returned) {
  return tx.run(sql`
    insert into billing.commission_returns as kept (workspace_id, provider, payment_id, paid_micro, returned_micro,
      reason, said_at)
    values (${workspaceId}, ${r.provider}, ${r.paymentId}, ${r.paidMicro}, ${r.returnedMicro}, ${r.reason}, ${r.saidAt})
    on conflict (workspace_id, provider, payment_id) do update
      set paid_micro = excluded.paid_micro, returned_micro = excluded.returned_micro, reason = excluded.reason,
          said_at = excluded.said_at
      where (excluded.said_at, excluded.reason = 'dispute_won', excluded.returned_micro, excluded.reason)
          > (kept.said_at, kept.reason = 'dispute_won', kept.returned_micro, kept.reason)`);
}

/**
 * What is known to have gone back of a payment is taken back of its commission, in proportion. It follows from what was
 * said last alone, so it may be done any number of times. Answers 0 while there is no such commission, or no such word.
 */
export function takeBack(tx: Tx, provider: string, paymentId: string) {
  return tx.run(sql`
    update billing.commissions c
       set returned_micro = least(r.returned_micro, c.source_micro),
           reversed_micro = floor(c.commission_micro::numeric * least(r.returned_micro, c.source_micro)
                                  / c.source_micro),
           reversed_at = r.said_at, reversal_reason = r.reason
      from billing.commission_returns r
     where c.provider = ${provider} and c.payment_id = ${paymentId}
       and r.workspace_id = c.workspace_id and r.provider = c.provider and r.payment_id = c.payment_id`);
}

/** SE-29. Answers how many. */
export function clearDue(tx: Tx, now: Date, limit: number) {
  return tx.run(sql`
    update billing.commissions c set cleared_at = ${now}
      from (select workspace_id, id from billing.commissions
             where cleared_at is null and clears_at <= ${now} order by clears_at limit ${limit}) due
     where c.workspace_id = due.workspace_id and c.id = due.id`);
}

const Open = z.object({ id: CommissionId, openMicro: z.coerce.number().int() });
export type Open = z.infer<typeof Open>;

/**
 * What was taken back of what had been paid comes first, so that no limit hides it, and whenever that had cleared. Then
 * what comes to most: of many small ones no statement might ever be made, however much stood behind them.
 */
export function openCommissions(tx: Tx, throughAt: Date, limit: number) {
  const open = sql`select id, open_micro from billing.commissions where cleared_at is not null`;
  return tx.many(
    Open,
    sql`
    select *
      from ((${open} and open_micro < 0 order by open_micro, id limit ${limit})
            union all
            (${open} and open_micro > 0 and clears_at <= ${throughAt}
              order by open_micro desc, id desc limit ${limit})) lines
     order by open_micro > 0, abs(open_micro) desc
     limit ${limit}`,
  );
}

const newest = keyset({ receivedAt: 'desc', id: 'desc' }, 'c');

export function commissionsByTime(tx: Tx, page: PageQuery) {
  return newest.page(
    tx,
    Commission,
    page,
    (where, order) => sql`
    select c.id, r.no as referral_no, date_trunc('month', c.received_at at time zone 'UTC')::date as month, c.paid_for,
           c.source_micro, c.rate_ppm, c.commission_micro, c.reversed_micro, c.status, c.clears_at, c.reversal_reason,
           c.received_at
      from billing.commissions c
      join billing.referrals r on r.workspace_id = c.workspace_id and r.id = c.referral_id
     where ${where}
     ${order}`,
  );
}

/** More than this is said as this. */
const payingCountMax = 10_000;

/** The installation sees payouts too: see affiliates.sql.ts. */
const here = sql`workspace_id = (select app.current_workspace_id())`;

/** Of what is under way each figure; of what is over, what statements came to. */
export function sumsOf(tx: Tx) {
  return tx.one(
    AffiliateSums,
    sql`
    select coalesce((select no from billing.referrals order by no desc limit 1), 0) as referrals_count,
           (select count(*)::int from (select from billing.referrals where first_paid_at is not null
                                        limit ${payingCountMax}) paying) as paying_count,
           coalesce((select sum(open_micro) from billing.commissions where cleared_at is null), 0)::bigint
             as pending_micro,
           coalesce((select sum(open_micro) from billing.commissions
                      where open_micro <> 0 and cleared_at is not null), 0)::bigint as open_micro,
           coalesce((select sum(amount_micro) from billing.payouts where ${here} and paid_at is null), 0)::bigint
             as due_payout_micro,
           coalesce((select sum(amount_micro) from billing.payouts where ${here} and paid_at is not null), 0)::bigint
             as paid_micro`,
  );
}
