import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { Micro } from '../models/contract.ts';
import type { PaymentProviderName } from '../paying/contract.ts';

const Here = z.object({
  providerId: z.string(),
  amountMicro: Micro,
  currency: z.string(),
  returnedMicro: Micro,
  /** What it should come to in the ledger, by its own row. */
  creditsMicro: Micro,
  /** What it comes to there. */
  bookedMicro: Micro,
});
export type Here = z.infer<typeof Here>;

/**
 * Payments of one workspace, each with what the ledger has of it: what it gave, less what was taken back. What was
 * bought by itself was booked by the payment's key before there was a payment, and is about the reload.
 */
export function paymentsWithLedger(tx: Tx, provider: PaymentProviderName, limit: number) {
  return tx.many(
    Here,
    sql`
    select p.provider_id, p.amount_micro, p.currency,
           least(p.amount_micro, p.refunded_micro + p.disputed_micro) as returned_micro,
           p.credits_micro - p.taken_micro as credits_micro,
           coalesce((select sum(case when e.from_account in ('purchases', 'refunds') then e.amount_micro
                                     when e.to_account = 'refunds' then -e.amount_micro else 0 end)
                       from (select t.id from billing.ledger_transactions t
                              where t.workspace_id = p.workspace_id
                                and t.key = 'buy:' || p.provider || ':' || p.provider_id
                             union
                             select t.id from billing.ledger_transactions t
                              where t.workspace_id = p.workspace_id and t.subject_type = 'payment'
                                and t.subject_id = p.id) booked
                       join billing.ledger_entries e
                         on e.workspace_id = p.workspace_id and e.transaction_id = booked.id),
                    0)::bigint as booked_micro
      from billing.payments p
     where p.provider = ${provider} and p.status <> 'failed'
     order by p.paid_at desc, p.id desc limit ${limit}`,
  );
}

const Subscribed = z.object({ providerId: z.string(), status: z.string(), plan: z.string() });

export function subscriptionsHere(tx: Tx, provider: PaymentProviderName, limit: number) {
  return tx.many(
    Subscribed,
    sql`
    select provider_id, status, plan from billing.subscriptions where provider = ${provider}
     order by created_at desc limit ${limit}`,
  );
}
