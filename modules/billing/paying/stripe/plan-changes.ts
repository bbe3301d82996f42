import type Stripe from 'stripe';
import type { StripeClient } from '../../../../providers/stripe/stripe.ts';
import { Trouble } from '../../../../providers/trouble.ts';
import type { PlanChange } from '../provider.ts';
import { ensurePrice, minorOf, planOfPrice } from './prices.ts';
import { itemOf } from './state.ts';

/**
 * At once, with the difference charged; or at the end of what is paid for, by a schedule. What was scheduled before is
 * let go of first, so that changing to the plan one has takes a change back.
 */
export async function changePlan(
  client: StripeClient,
  { subscriptionId, plan, cycle, name, priceMicro, currency, when, key }: PlanChange,
  signal: AbortSignal,
): Promise<void> {
  const subscription = await client.call({ name: 'GET /subscriptions/{id}' }, (stripe) =>
    stripe.subscriptions.retrieve(subscriptionId),
  );
  const item = itemOf(subscription);
  if (!item) throw nothingToChange(subscriptionId);
  const has = planOfPrice(item.price);
  const isSame =
    has?.plan === plan && has.cycle === cycle && item.price.unit_amount === minorOf(priceMicro, currency);
  const price = isSame
    ? item.price.id
    : await ensurePrice(client, { plan, cycle, name, priceMicro, currency });
  signal.throwIfAborted();
  const isLater = when === 'at_period_end' && item.price.id !== price;
  if (isLater) return schedule(client, subscription, { price, plan, cycle, key });
  await letGoOfSchedule(client, subscriptionId, `${key}:release`);
  if (item.price.id === price) return;
  await client.call({ name: 'POST /subscriptions/{id}', isRepeatable: true }, (stripe) =>
    stripe.subscriptions.update(
      subscriptionId,
      {
        items: [{ id: item.id, price }],
        // Changed and paid together, or neither.
        payment_behavior: 'error_if_incomplete',
        proration_behavior: 'always_invoice',
        metadata: { plan, cycle },
      },
      { idempotencyKey: key },
    ),
  );
}

const nothingToChange = (id: string) =>
  new Trouble('rejected', `the subscription ${id} has no item`, {
    provider: 'stripe',
    call: 'GET /subscriptions/{id}',
    code: 'no_item',
  });

interface Next {
  readonly price: string;
  readonly plan: string;
  readonly cycle: string;
  readonly key: string;
}

/**
 * Begun from the subscription as it is; what comes after it is a phase of its own, and then it goes on by itself. One
 * that is there already is written anew, also where an answer was lost between the two calls.
 */
async function schedule(
  { call }: StripeClient,
  subscription: Stripe.Subscription,
  { price, plan, cycle, key }: Next,
): Promise<void> {
  const { id, metadata, schedule: held, trial_end: trialEnd, status } = subscription;
  const item = itemOf(subscription)!;
  const begun =
    held ??
    (await call({ name: 'POST /subscription_schedules', isRepeatable: true }, (stripe) =>
      stripe.subscriptionSchedules.create({ from_subscription: id }, { idempotencyKey: `${key}:schedule` }),
    ));
  const quantity = item.quantity ?? 1;
  await call({ name: 'POST /subscription_schedules/{id}', isRepeatable: true }, (stripe) =>
    stripe.subscriptionSchedules.update(
      typeof begun === 'string' ? begun : begun.id,
      {
        end_behavior: 'release',
        phases: [
          {
            items: [{ price: item.price.id, quantity }],
            start_date: item.current_period_start,
            end_date: item.current_period_end,
            // What is not said of it here is over with it: somebody who tries it would be charged at once.
            ...(status === 'trialing' && trialEnd !== null && { trial_end: trialEnd }),
            metadata,
          },
          {
            items: [{ price, quantity }],
            start_date: item.current_period_end,
            metadata: { ...metadata, plan, cycle },
            proration_behavior: 'none',
          },
        ],
      },
      { idempotencyKey: `${key}:phases` },
    ),
  );
}

/** The subscription goes on as it is. */
export async function letGoOfSchedule(
  { call }: StripeClient,
  subscriptionId: string,
  idempotencyKey: string,
): Promise<void> {
  const { schedule: held } = await call({ name: 'GET /subscriptions/{id}' }, (stripe) =>
    stripe.subscriptions.retrieve(subscriptionId),
  );
  if (!held) return;
  const id = typeof held === 'string' ? held : held.id;
  await call({ name: 'POST /subscription_schedules/{id}/release', isRepeatable: true }, (stripe) =>
    stripe.subscriptionSchedules.release(id, {}, { idempotencyKey }),
  );
}
