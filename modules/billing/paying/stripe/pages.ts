import Stripe from 'stripe';
import type { StripeClient } from '../../../../providers/stripe/stripe.ts';
import { isTrouble, Trouble } from '../../../../providers/trouble.ts';
import { type CheckoutAsked, customerGone } from '../provider.ts';
import { ensurePrice, minorOf } from './prices.ts';

export async function openCheckout(
  client: StripeClient,
  asked: CheckoutAsked,
): Promise<{ id: string; url: string }> {
  // With another customer it is another deed.
  const idempotencyKey = `${asked.checkoutId}:${asked.customerId ?? ''}`;
  const whole = await sessionOf(client, asked);
  try {
    const made = await client.call({ name: 'POST /checkout/sessions', isRepeatable: true }, (stripe) =>
      stripe.checkout.sessions.create(whole, { idempotencyKey }),
    );
    return { id: made.id, url: client.address(made.url ?? '') };
  } catch (error) {
    if (!isGone(error)) throw error;
    throw new Trouble('rejected', 'the customer is known to stripe no more', {
      ...error.facts,
      ...{ code: customerGone, cause: error },
    });
  }
}

const isGone = (error: unknown): error is Trouble =>
  isTrouble(error, 'rejected') &&
  error.facts.code === 'resource_missing' &&
  error.facts.cause instanceof Stripe.errors.StripeError &&
  error.facts.cause.param === 'customer';

/** Nobody can pay on it any more, unless somebody was quicker. */
export async function closePage({ call }: StripeClient, pageId: string): Promise<'closed' | 'paid'> {
  try {
    await call({ name: 'POST /checkout/sessions/{id}/expire', isRepeatable: true }, (stripe) =>
      stripe.checkout.sessions.expire(pageId),
    );
    return 'closed';
  } catch (error) {
    if (!isTrouble(error, 'rejected')) throw error;
    const { status } = await call({ name: 'GET /checkout/sessions/{id}' }, (stripe) =>
      stripe.checkout.sessions.retrieve(pageId),
    );
    if (status === 'complete') return 'paid';
    if (status === 'expired') return 'closed';
    throw error;
  }
}

async function sessionOf(
  client: StripeClient,
  { checkoutId, workspaceId, customerId, item, currency, successUrl, cancelUrl }: CheckoutAsked,
): Promise<Stripe.Checkout.SessionCreateParams> {
  const written = { checkout_id: checkoutId, workspace_id: workspaceId };
  const shared = {
    ...(customerId !== undefined && { customer: customerId }),
    client_reference_id: checkoutId,
    // Paid in the currency that was agreed on, and in no other.
    adaptive_pricing: { enabled: false },
    success_url: successUrl,
    cancel_url: cancelUrl,
  };
  return item.kind === 'plan'
    ? {
        ...shared,
        mode: 'subscription',
        line_items: [{ price: await ensurePrice(client, { ...item, currency }), quantity: 1 }],
        metadata: written,
        subscription_data: {
          metadata: { ...written, plan: item.plan, cycle: item.cycle },
          ...(item.trialDays > 0 && { trial_period_days: item.trialDays }),
        },
      }
    : {
        ...shared,
        mode: 'payment',
        line_items: [
          {
            price_data: {
              currency,
              unit_amount: minorOf(item.priceMicro, currency),
              product_data: { name: item.name },
            },
            quantity: 1,
          },
        ],
        metadata: written,
        // Kept, so that credits can be bought by themselves later, where somebody says so.
        payment_intent_data: { metadata: written, setup_future_usage: 'off_session' },
      };
}
