import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { Micro } from '../models/contract.ts';
import { PaymentId, paidFor, paymentProviders, soldIn } from '../paying/contract.ts';
import { recordsOf } from '../paying/records.sql.ts';
import { rateAt } from './affiliates.sql.ts';
import type { Route } from './referrals.sql.ts';

const Paid = z.object({
  id: PaymentId,
  provider: z.enum(paymentProviders),
  paymentId: z.string(),
  paidFor: z.enum(paidFor),
  paidMicro: Micro,
  returnedMicro: Micro,
  paidAt: z.coerce.date(),
});
export type Paid = z.infer<typeof Paid>;

const newestFirst = keyset({ paidAt: 'desc', id: 'desc' });

/** What was paid here since then, with all that went back of it so far: in dollars, of which shares are. */
export function paymentsSince(tx: Tx, since: Date, page: PageQuery) {
  return newestFirst.page(
    tx,
    Paid,
    page,
    (where, order) => sql`
    select id, provider, provider_id as payment_id, paid_for, amount_micro as paid_micro, paid_at,
           least(amount_micro, refunded_micro + disputed_micro) as returned_micro
      from billing.payments
     where ${where} and paid_at >= ${since} and status <> 'failed' and currency = ${soldIn} ${order}`,
  );
}

const Returned = z.object({
  returnedMicro: Micro,
  isDisputed: z.boolean(),
  /** When something moved last, as far as anybody said. */
  movedAt: z.date().nullable(),
});

/** What went back of one by now. */
export function returnOf(tx: Tx, id: PaymentId) {
  return tx.one(
    Returned,
    sql`
    select least(p.amount_micro, p.refunded_micro + p.disputed_micro) as returned_micro,
           p.disputed_micro > 0 as is_disputed,
           greatest(p.refunded_at, (select max(greatest(d.opened_at, d.closed_at)) from billing.disputes d
                                     where d.workspace_id = p.workspace_id and d.payment_id = p.id)) as moved_at
      from billing.payments p
     where p.id = ${id}`,
  );
}

const Missed = z.object({
  id: PaymentId,
  hasNone: z.boolean(),
  knownMicro: Micro,
  knownAt: z.date().nullable(),
});
export type Missed = z.infer<typeof Missed>;

/**
 * In the affiliate's workspace: of which of these there is no commission, though there is a share of them, and of which
 * something else went back than is known here. Each is looked up by itself: an affiliate of years has many more of
 * both.
 */
export function missedAmong(tx: Tx, { attributedAt, endsAt }: Route, payments: readonly Paid[]) {
  return tx.many(
    Missed,
    sql`
    select p.id, c.id is null as has_none, coalesce(r.returned_micro, 0) as known_micro, r.said_at as known_at
      from jsonb_to_recordset(${recordsOf(payments)}::jsonb) as p (id uuid, provider text, payment_id text,
             paid_micro bigint, returned_micro bigint, paid_at timestamptz)
      left join lateral (select id from billing.commissions
                          where provider = p.provider and payment_id = p.payment_id limit 1) c on true
      left join lateral (select returned_micro, said_at from billing.commission_returns
                          where provider = p.provider and payment_id = p.payment_id limit 1) r on true
     where (c.id is not null and coalesce(r.returned_micro, 0) <> p.returned_micro)
        or (c.id is null and p.paid_at >= date_trunc('second', ${attributedAt}::timestamptz) and p.paid_at < ${endsAt}
            and p.paid_micro * (${rateAt(sql`greatest(p.paid_at, ${attributedAt})`)})::numeric >= 1000000)
     order by p.paid_at, p.id`,
  );
}
