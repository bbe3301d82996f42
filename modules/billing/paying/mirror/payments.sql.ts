import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { Micro } from '../../models/contract.ts';
import { PaymentId, type PaymentProviderName } from '../contract.ts';
import { recordsOf } from '../records.sql.ts';

const Part = z.object({
  paymentId: PaymentId,
  providerId: z.string(),
  amountMicro: Micro,
  creditsMicro: Micro,
  turnsCount: z.number(),
  reason: z.string().nullable(),
  at: z.date(),
  status: z.enum(['open', 'won', 'lost']).nullable(),
  isGone: z.boolean(),
});
const Known = z.object({
  id: PaymentId,
  providerId: z.string(),
  status: z.string(),
  creditsMicro: Micro,
  takenMicro: Micro,
  refundedMicro: Micro,
  disputedMicro: Micro,
});
export type Known = z.infer<typeof Known>;

/** What is here of payments, by the provider's ids. */
export function paymentsKnown(tx: Tx, provider: PaymentProviderName, providerIds: readonly string[]) {
  return tx.many(
    Known,
    sql`
    select id, provider_id, status, credits_micro, taken_micro, refunded_micro, disputed_micro
      from billing.payments
     where provider = ${provider} and provider_id = any (${providerIds}::text[])`,
  );
}

/** What went back of them: refunds have no status of their own. */
export function partsOf(tx: Tx, paymentIds: readonly PaymentId[]) {
  return tx.many(
    Part,
    sql`
    select payment_id, provider_id, amount_micro, credits_micro, turns_count, reason, refunded_at as at, null as status,
           gone_at is not null as is_gone
      from billing.refunds where payment_id = any (${paymentIds}::uuid[])
    union all
    select payment_id, provider_id, amount_micro, credits_micro, turns_count, reason, opened_at, status, false
      from billing.disputes where payment_id = any (${paymentIds}::uuid[])`,
  );
}

const Agreed = z.object({
  id: z.string(),
  priceMicro: Micro,
  creditsMicro: Micro,
  currency: z.string(),
  plan: z.string().nullable(),
});
export type Agreed = z.infer<typeof Agreed>;

/** What was agreed on before it was paid. */
export function checkoutsAgreed(tx: Tx, ids: readonly string[]) {
  return tx.many(
    Agreed,
    sql`
    select id, price_micro, credits_micro, currency, plan from billing.checkouts where id = any (${ids}::uuid[])`,
  );
}

export interface PaymentRow {
  readonly id: PaymentId;
  readonly providerId: string;
  readonly intentId: string | undefined;
  readonly customerId: string;
  readonly invoiceId: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly checkoutId: string | undefined;
  readonly paidFor: string;
  readonly kind: string;
  readonly plan: string | undefined;
  readonly status: string;
  readonly amountMicro: number;
  readonly currency: string;
  readonly creditsMicro: number;
  readonly refundedMicro: number;
  readonly disputedMicro: number;
  readonly takenMicro: number;
  readonly paygBeforeMicro: number | undefined;
  readonly paygAfterMicro: number | undefined;
  readonly failure: string | undefined;
  readonly paidAt: Date;
  readonly refundedAt: Date | undefined;
}

interface Place {
  readonly workspaceId: WorkspaceId;
  readonly provider: PaymentProviderName;
  readonly now: Date;
}

const columns = sql`id, provider_id, intent_id, customer_id, invoice_id, subscription_id, checkout_id, paid_for, kind,
  plan, status, amount_micro, currency, credits_micro, refunded_micro, disputed_micro, taken_micro, payg_before_micro,
  payg_after_micro, failure, paid_at, refunded_at`;

/** What was booked for it stays as it was booked; what went back of it is as it is now. */
export function putPayments(tx: Tx, { workspaceId, provider, now }: Place, rows: readonly PaymentRow[]) {
  return tx.many(
    z.object({ id: z.string() }),
    sql`
    insert into billing.payments as p (workspace_id, provider, created_at, updated_at, ${columns})
    select ${workspaceId}, ${provider}, ${now}, ${now}, ${columns}
      from jsonb_to_recordset(${recordsOf(rows)}::jsonb) as r (id uuid, provider_id text, intent_id text,
             customer_id text, invoice_id text, subscription_id text, checkout_id uuid, paid_for text, kind text,
             plan text, status text, amount_micro bigint, currency text, credits_micro bigint, refunded_micro bigint,
             disputed_micro bigint, taken_micro bigint, payg_before_micro bigint, payg_after_micro bigint,
             failure text, paid_at timestamptz, refunded_at timestamptz)
     order by provider_id
    on conflict (workspace_id, provider, provider_id) do update
      set status = excluded.status, credits_micro = excluded.credits_micro,
          refunded_micro = excluded.refunded_micro, disputed_micro = excluded.disputed_micro,
          taken_micro = excluded.taken_micro, failure = excluded.failure, refunded_at = excluded.refunded_at,
          payg_before_micro = coalesce(p.payg_before_micro, excluded.payg_before_micro),
          payg_after_micro = coalesce(p.payg_after_micro, excluded.payg_after_micro),
          paid_at = case when p.status = 'failed' then excluded.paid_at else p.paid_at end
      where (p.status, p.credits_micro, p.refunded_micro, p.disputed_micro, p.taken_micro)
        is distinct from (excluded.status, excluded.credits_micro, excluded.refunded_micro, excluded.disputed_micro,
          excluded.taken_micro)
    returning p.id`,
  );
}

export interface PartRow {
  readonly id: string;
  readonly paymentId: PaymentId;
  readonly providerId: string;
  readonly amountMicro: number;
  readonly creditsMicro: number;
  readonly turnsCount: number;
  readonly reason: string | undefined;
  readonly at: Date;
}

export function putRefunds(
  tx: Tx,
  { workspaceId, provider, now }: Place,
  rows: readonly (PartRow & { readonly isGone: boolean })[],
) {
  return tx.run(sql`
    insert into billing.refunds (workspace_id, provider, id, payment_id, provider_id, amount_micro, credits_micro,
      turns_count, reason, refunded_at, gone_at, created_at)
    select ${workspaceId}, ${provider}, r.id, r.payment_id, r.provider_id, r.amount_micro, r.credits_micro,
           r.turns_count, r.reason, r.at, case when r.is_gone then ${now}::timestamptz end, ${now}
      from jsonb_to_recordset(${recordsOf(rows)}::jsonb) as r (id uuid, payment_id uuid, provider_id text,
             amount_micro bigint, credits_micro bigint, turns_count integer, reason text, at timestamptz,
             is_gone boolean)
    on conflict (workspace_id, provider, provider_id) do update
      set amount_micro = excluded.amount_micro, credits_micro = excluded.credits_micro,
          turns_count = excluded.turns_count, gone_at = excluded.gone_at`);
}

export function putDisputes(
  tx: Tx,
  { workspaceId, provider, now }: Place,
  rows: readonly (PartRow & { readonly status: string })[],
) {
  return tx.run(sql`
    insert into billing.disputes (workspace_id, provider, id, payment_id, provider_id, amount_micro, credits_micro,
      turns_count, status, reason, opened_at, closed_at, created_at, updated_at)
    select ${workspaceId}, ${provider}, r.id, r.payment_id, r.provider_id, r.amount_micro, r.credits_micro,
           r.turns_count, r.status, r.reason, r.at, case when r.status <> 'open' then ${now}::timestamptz end,
           ${now}, ${now}
      from jsonb_to_recordset(${recordsOf(rows)}::jsonb) as r (id uuid, payment_id uuid, provider_id text,
             amount_micro bigint, credits_micro bigint, turns_count integer, status text, reason text, at timestamptz)
    on conflict (workspace_id, provider, provider_id) do update
      set status = excluded.status, amount_micro = excluded.amount_micro, credits_micro = excluded.credits_micro,
          turns_count = excluded.turns_count, closed_at = excluded.closed_at`);
}

/** What can be spent of what was bought, after whatever was booked in this transaction. */
export function paygNow(tx: Tx) {
  return tx.maybeOne(z.object({ micro: Micro }), sql`select payg_micro as micro from billing.balances`);
}
