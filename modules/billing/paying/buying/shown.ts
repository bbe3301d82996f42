import type { Ctx } from '../../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../../kit/page.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import { billingError } from '../../contract.ts';
import type { BillingOutside } from '../../outside.ts';
import { authorize } from '../../policy.ts';
import {
  failuresShownMax,
  type Invoice,
  type Paying,
  type Payment,
  type PaymentProviderName,
} from '../contract.ts';
import { customersHere, findCustomer } from '../customers.sql.ts';
import { requireProvider } from './checkouts.ts';
import { ordersWaiting } from './orders.sql.ts';
import * as db from './shown.sql.ts';

const ordersShownMax = 20;

export async function getPaying(ctx: Ctx, { payments }: BillingOutside): Promise<Paying> {
  authorize(ctx, 'billing.read');
  const [here, failures, orders] = await Promise.all([
    customersHere(ctx.tx),
    db.failuresOpen(ctx.tx, failuresShownMax),
    ordersWaiting(ctx.tx, ordersShownMax),
  ]);
  const providers = [...(payments?.values() ?? [])].map(({ name, can }) => ({
    ...{ name, canPortal: can.portal, canChangePlan: can.changePlan },
    isKnownThere: here.some(({ provider }) => provider === name),
  }));
  return { providers, failures, orders };
}

/** A link that is good for a while; nothing of ours changes with it, and no transaction waits for it. */
export async function getPortal(
  ctx: Ctx,
  { provider }: { readonly provider: PaymentProviderName },
  { payments, publicUrl }: BillingOutside,
): Promise<{ url: string }> {
  authorize(ctx, 'billing.manage');
  const there = requireProvider(payments, provider);
  if (!there.portal) throw billingError('nothing_to_pay_with', { provider });
  const known = await findCustomer(ctx.tx, provider);
  if (!known) throw billingError('not_known_there', { provider });
  try {
    return {
      url: await there.portal(known.providerId, `${publicUrl}/w/${ctx.workspaceId}/invoices`, ctx.signal),
    };
  } catch (error) {
    throw isTrouble(error) ? billingError('provider_does_not_answer', { provider }, error) : error;
  }
}

export function listInvoices(ctx: Ctx, page: PageQuery): Promise<Page<Invoice>> {
  authorize(ctx, 'billing.read');
  return db.invoicesByTime(ctx.tx, page);
}

export function listPayments(ctx: Ctx, page: PageQuery): Promise<Page<Payment>> {
  authorize(ctx, 'billing.read');
  return db.paymentsByTime(ctx.tx, page);
}
