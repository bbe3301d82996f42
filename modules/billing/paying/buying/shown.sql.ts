import type { Tx } from '../../../../kit/db/database.ts';
import { keyset } from '../../../../kit/db/page.ts';
import type { PageQuery } from '../../../../kit/page.ts';
import { sql } from '../../../../kit/sql.ts';
import { Invoice, Paying, Payment } from '../contract.ts';

const invoicesNewestFirst = keyset({ issuedAt: 'desc', id: 'desc' });
const paymentsNewestFirst = keyset({ paidAt: 'desc', id: 'desc' });

export function invoicesByTime(tx: Tx, page: PageQuery) {
  return invoicesNewestFirst.page(
    tx,
    Invoice,
    page,
    (where, order) => sql`
    select id, provider, number, reason, status, total_micro, paid_micro, currency, attempt_count, failure,
           next_attempt_at, period_starts_at, period_ends_at, url, pdf_url, issued_at, paid_at
      from billing.invoices where ${where} ${order}`,
  );
}

export function paymentsByTime(tx: Tx, page: PageQuery) {
  return paymentsNewestFirst.page(
    tx,
    Payment,
    page,
    (where, order) => sql`
    select id, provider, provider_id, kind, plan, status, amount_micro, currency, credits_micro, refunded_micro,
           disputed_micro, taken_micro, failure, paid_at
      from billing.payments where ${where} ${order}`,
  );
}

/** What is still to be collected. An invoice that was given up is nobody's to pay. */
export function failuresOpen(tx: Tx, limit: number) {
  return tx.many(
    Paying.shape.failures.element,
    sql`
    select f.provider, f.reason, f.attempt_count, f.failed_at, i.url as invoice_url, i.total_micro as amount_micro,
           i.currency, i.next_attempt_at
      from billing.payment_failures f
      join billing.invoices i
        on i.workspace_id = f.workspace_id and i.provider = f.provider and i.provider_id = f.invoice_id
     where f.resolved_at is null and i.status = 'open'
     order by f.failed_at desc limit ${limit}`,
  );
}
