import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import { sql } from '../../../../kit/sql.ts';
import { Micro } from '../../models/contract.ts';
import { type PaymentProviderName, paymentProviders } from '../contract.ts';

export interface InvoiceName {
  readonly provider: PaymentProviderName;
  /** The provider's. */
  readonly invoiceId: string;
}

const Untold = z.object({
  attempt: z.number(),
  toldAttempt: z.number(),
  reason: z.string().nullable(),
  dueMicro: Micro,
  currency: z.string(),
  nextAttemptAt: z.date().nullable(),
  planName: z.string().nullable(),
});
export type Untold = z.infer<typeof Untold>;

/** What was given up can be paid still; what was taken back is nobody's to pay. */
const isDue = sql`f.resolved_at is null and f.told_attempt < f.attempt_count and i.status in ('open', 'uncollectible')`;
const withInvoice = sql`billing.payment_failures f
      join billing.invoices i
        on i.workspace_id = f.workspace_id and i.provider = f.provider and i.provider_id = f.invoice_id`;

/** None where people know of its last attempt, or where it is paid by now. Nobody else writes about it meanwhile. */
export function holdUntold(tx: Tx, { provider, invoiceId }: InvoiceName) {
  return tx.maybeOne(
    Untold,
    sql`
    select f.attempt_count as attempt, f.told_attempt, f.reason, i.total_micro - i.paid_micro as due_micro, i.currency,
           i.next_attempt_at, p.name as plan_name
      from ${withInvoice}
      left join billing.subscriptions s
        on s.workspace_id = f.workspace_id and s.provider = f.provider and s.provider_id = f.subscription_id
      left join billing.plans p on p.slug = s.plan
     where f.provider = ${provider} and f.invoice_id = ${invoiceId} and ${isDue}
       for no key update of f`,
  );
}

export function markTold(tx: Tx, { provider, invoiceId }: InvoiceName, attempt: number) {
  return tx.run(sql`
    update billing.payment_failures set told_attempt = ${attempt}
     where provider = ${provider} and invoice_id = ${invoiceId}`);
}

/** Nobody was told after all. Not where somebody has begun to write about a later attempt. */
export function letGo(
  tx: Tx,
  { provider, invoiceId }: InvoiceName,
  { attempt, toldAttempt }: Pick<Untold, 'attempt' | 'toldAttempt'>,
) {
  return tx.run(sql`
    update billing.payment_failures set told_attempt = ${toldAttempt}
     where provider = ${provider} and invoice_id = ${invoiceId} and told_attempt = ${attempt}`);
}

/** Takes no input: those nobody was written to about. */
export function failuresUntold(tx: Tx, limit: number) {
  return tx.many(
    z.object({ provider: z.enum(paymentProviders), invoiceId: z.string() }),
    sql`
    select f.provider, f.invoice_id from ${withInvoice} where ${isDue} order by f.failed_at limit ${limit}`,
  );
}
