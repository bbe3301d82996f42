import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { UserId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import type { Open } from './commissions.sql.ts';
import { Commission, CommissionId, Payout, type PayoutId, type PayoutMethod } from './contract.ts';

/** The installation sees them too: see affiliates.sql.ts. */
const here = sql`workspace_id = (select app.current_workspace_id())`;
const columns = sql`
  id, month, through_at, method, earned_micro, taken_back_micro, amount_micro, lines_count, paid_at, reference,
  created_at`;

export function findPayout(tx: Tx, id: PayoutId) {
  return tx.maybeOne(Payout, sql`select ${columns} from billing.payouts where ${here} and id = ${id}`);
}

export function findPayoutOfMonth(tx: Tx, month: string) {
  return tx.maybeOne(Payout, sql`select ${columns} from billing.payouts where ${here} and month = ${month}`);
}

export interface NewPayout {
  readonly workspaceId: WorkspaceId;
  readonly id: PayoutId;
  readonly month: string | null;
  readonly throughAt: Date;
  readonly method: PayoutMethod;
  readonly payoutEmail: string | null;
  readonly earnedMicro: number;
  readonly takenBackMicro: number;
  readonly lines: readonly Open[];
  readonly by: UserId | null;
  /** Of credits, which are paid at once. */
  readonly paidAt: Date | null;
  readonly now: Date;
}

/** The statement, its lines, and each commission counted as far as it is now: all of it or nothing. */
export function insertPayout(tx: Tx, p: NewPayout) {
  const [ids, amounts] = [p.lines.map(({ id }) => id), p.lines.map(({ openMicro }) => openMicro)];
  return tx.one(
    Payout,
    sql`
    with lines as (
      select * from unnest(${ids}::uuid[], ${amounts}::bigint[]) as line (commission_id, amount_micro)),
    made as (
      insert into billing.payouts (workspace_id, id, month, through_at, method, payout_email, earned_micro,
        taken_back_micro, amount_micro, lines_count, made_by, paid_at, created_at, updated_at)
      values (${p.workspaceId}, ${p.id}, ${p.month}, ${p.throughAt}, ${p.method}, ${p.payoutEmail}, ${p.earnedMicro},
        ${p.takenBackMicro}, ${p.earnedMicro - p.takenBackMicro}, ${p.lines.length}, ${p.by}, ${p.paidAt}, ${p.now},
        ${p.now})
      returning ${columns}),
    listed as (
      insert into billing.payout_lines (workspace_id, payout_id, commission_id, amount_micro)
      select ${p.workspaceId}, ${p.id}, commission_id, amount_micro from lines),
    counted as (
      update billing.commissions c
         set settled_micro = c.settled_micro + line.amount_micro, paid_at = coalesce(c.paid_at, ${p.paidAt})
        from lines line
       where c.workspace_id = ${p.workspaceId} and c.id = line.commission_id)
    select ${columns} from made`,
  );
}

/** Answers 0 where somebody did before. */
export function markPaid(tx: Tx, id: PayoutId, by: UserId, reference: string | null, now: Date) {
  return tx.run(sql`
    update billing.payouts set paid_at = ${now}, paid_by = ${by}, reference = ${reference}
     where id = ${id} and paid_at is null`);
}

export function markCommissionsPaid(tx: Tx, id: PayoutId, now: Date) {
  return tx.run(sql`
    update billing.commissions c set paid_at = ${now}
      from billing.payout_lines l
     where l.payout_id = ${id} and c.workspace_id = l.workspace_id and c.id = l.commission_id and c.paid_at is null`);
}

const newest = keyset({ createdAt: 'desc', id: 'desc' });

export function payoutsByTime(tx: Tx, page: PageQuery) {
  return newest.page(
    tx,
    Payout,
    page,
    (where, order) => sql`select ${columns} from billing.payouts where ${here} and ${where} ${order}`,
  );
}

const Line = Commission.pick({
  referralNo: true,
  month: true,
  paidFor: true,
  sourceMicro: true,
  ratePpm: true,
}).extend({ commissionId: CommissionId, amountMicro: z.coerce.number().int() });
const inOrder = keyset({ commissionId: 'asc' }, 'l');

export function linesOf(tx: Tx, id: PayoutId, page: PageQuery) {
  return inOrder.page(
    tx,
    Line,
    page,
    (where, order) => sql`
    select l.commission_id, l.amount_micro, r.no as referral_no,
           date_trunc('month', c.received_at at time zone 'UTC')::date as month, c.paid_for, c.source_micro, c.rate_ppm
      from billing.payout_lines l
      join billing.commissions c on c.workspace_id = l.workspace_id and c.id = l.commission_id
      join billing.referrals r on r.workspace_id = c.workspace_id and r.id = c.referral_id
     where l.payout_id = ${id} and ${where}
     ${order}`,
  );
}
