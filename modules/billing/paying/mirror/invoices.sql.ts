import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import type { PaymentProviderName } from '../contract.ts';
import { recordsOf } from '../records.sql.ts';

export interface InvoiceRow {
  readonly id: string;
  readonly providerId: string;
  readonly number: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly reason: string;
  readonly status: string;
  readonly totalMicro: number;
  readonly paidMicro: number;
  readonly currency: string;
  readonly attemptCount: number;
  readonly failure: string | undefined;
  readonly nextAttemptAt: Date | undefined;
  readonly periodStartsAt: Date | undefined;
  readonly periodEndsAt: Date | undefined;
  readonly url: string | undefined;
  readonly pdfUrl: string | undefined;
  readonly paidAt: Date | undefined;
  readonly issuedAt: Date;
}

const told = sql`number, subscription_id, reason, status, total_micro, paid_micro, currency, attempt_count, failure,
  next_attempt_at, period_starts_at, period_ends_at, url, pdf_url, paid_at`;
const of = (table: string) =>
  sql.trusted(
    told.text
      .split(',')
      .map((name) => `${table}.${name.trim()}`)
      .join(', '),
  );

interface Place {
  readonly workspaceId: WorkspaceId;
  readonly provider: PaymentProviderName;
  readonly now: Date;
}

/** As the provider has them now; answers those that are new or otherwise than they were. */
export function putInvoices(tx: Tx, { workspaceId, provider, now }: Place, rows: readonly InvoiceRow[]) {
  return tx.many(
    z.object({ id: z.string() }),
    sql`
    insert into billing.invoices as i (workspace_id, provider, id, provider_id, issued_at, created_at, updated_at,
      ${told})
    select ${workspaceId}, ${provider}, r.id, r.provider_id, r.issued_at, ${now}, ${now}, ${of('r')}
      from jsonb_to_recordset(${recordsOf(rows)}::jsonb) as r (id uuid, provider_id text, number text,
             subscription_id text, reason text, status text, total_micro bigint, paid_micro bigint, currency text,
             attempt_count integer, failure text, next_attempt_at timestamptz, period_starts_at timestamptz,
             period_ends_at timestamptz, url text, pdf_url text, paid_at timestamptz, issued_at timestamptz)
     order by r.provider_id
    on conflict (workspace_id, provider, provider_id) do update
      set (${told}) = (select ${of('excluded')})
      where (${of('i')}) is distinct from (${of('excluded')})
    returning i.id`,
  );
}

export interface FailureRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly subscriptionId: string | undefined;
  readonly attemptCount: number;
  readonly reason: string | undefined;
  readonly failedAt: Date;
  readonly resolvedAt: Date | undefined;
}

const Failed = z.object({
  invoiceId: z.string(),
  attemptCount: z.number(),
  resolvedAt: z.date().nullable(),
});

/** BA-34. Answers those that are new or otherwise than they were. What was tried once is not undone by being paid. */
export function putFailures(tx: Tx, { workspaceId, provider, now }: Place, rows: readonly FailureRow[]) {
  return tx.many(
    Failed,
    sql`
    insert into billing.payment_failures as f (workspace_id, provider, id, invoice_id, subscription_id, attempt_count,
      reason, failed_at, resolved_at, created_at, updated_at)
    select ${workspaceId}, ${provider}, r.id, r.invoice_id, r.subscription_id, r.attempt_count, r.reason, r.failed_at,
           r.resolved_at, ${now}, ${now}
      from jsonb_to_recordset(${recordsOf(rows)}::jsonb) as r (id uuid, invoice_id text, subscription_id text,
             attempt_count integer, reason text, failed_at timestamptz, resolved_at timestamptz)
     order by r.invoice_id
    on conflict (workspace_id, provider, invoice_id) do update
      set attempt_count = greatest(f.attempt_count, excluded.attempt_count), reason = excluded.reason,
          resolved_at = excluded.resolved_at
      where (f.attempt_count, f.reason, f.resolved_at)
        is distinct from (greatest(f.attempt_count, excluded.attempt_count), excluded.reason, excluded.resolved_at)
    returning f.invoice_id, f.attempt_count, f.resolved_at`,
  );
}

/** BA-34. Whoever pays on the provider's page makes no attempt of its schedule, so that alone would not say so. */
export function resolveFailures(tx: Tx, { provider, now }: Place) {
  return tx.many(
    z.object({ id: z.string() }),
    sql`
    update billing.payment_failures f set resolved_at = coalesce(i.paid_at, ${now})
      from billing.invoices i
     where f.provider = ${provider} and f.resolved_at is null and i.status = 'paid'
       and i.workspace_id = f.workspace_id and i.provider = f.provider and i.provider_id = f.invoice_id
    returning f.id`,
  );
}
