import type { Clock } from '../../../../kit/clock.ts';
import {
  openStripe,
  type StripeCall,
  type StripeClient,
  stripeApiVersion,
} from '../../../../providers/stripe/stripe.ts';
import { isTrouble, Trouble } from '../../../../providers/trouble.ts';
import { openWire } from '../../../../providers/wire.ts';
import type {
  CatalogueState,
  ChangedPage,
  Charged,
  PaymentHint,
  PaymentProvider,
  SavedCharge,
} from '../provider.ts';
import { hintsOf, stripeHook } from './hook.ts';
import { closePage, openCheckout } from './pages.ts';
import { changePlan, letGoOfSchedule } from './plan-changes.ts';
import { microOf, minorOf } from './prices.ts';
import { everythingOf } from './state.ts';

export interface StripeCredentials {
  readonly key: string;
  /** Undefined: it is given when Stripe is told where we are, which only the sandbox is by itself. */
  readonly webhookSecret?: string | undefined;
  /** A world to speak with instead. */
  readonly world?: string | undefined;
}

const pageSize = 100;
const catalogueMax = 1_000;

export function openStripePaying(
  { key, webhookSecret, world }: StripeCredentials,
  clock: Clock,
): PaymentProvider {
  const client = openStripe({
    wire: openWire({ provider: 'stripe', world }),
    now: () => clock.now(),
    apiKey: key,
  });
  let secrets: readonly string[] = webhookSecret === undefined ? [] : [webhookSecret];
  const { call } = client;
  return {
    name: 'stripe',
    can: { portal: true, changePlan: true, chargeSaved: true },
    hook: stripeHook(() => secrets),
    async customer({ workspaceId, name, email, key: idempotencyKey }) {
      const made = await call(again('POST /customers'), (stripe) =>
        stripe.customers.create({ name, email, metadata: { workspace_id: workspaceId } }, { idempotencyKey }),
      );
      return made.id;
    },
    checkout: (asked) => openCheckout(client, asked),
    closePage: (pageId) => closePage(client, pageId),
    async portal(customer, returnUrl) {
      const made = await call({ name: 'POST /billing_portal/sessions', isRepeatable: true }, (stripe) =>
        stripe.billingPortal.sessions.create({ customer, return_url: returnUrl }),
      );
      return client.address(made.url);
    },
    changePlan: (asked, signal) => changePlan(client, asked, signal),
    cancel: (subscriptionId, when, idempotencyKey) => cancel(client, subscriptionId, when, idempotencyKey),
    chargeSaved: (asked) => chargeSaved(client, asked),
    async refund({ paymentId: charge, amountMicro, key: idempotencyKey }) {
      await call(again('POST /refunds'), async (stripe) => {
        const { currency } = await stripe.charges.retrieve(charge);
        const amount = amountMicro === undefined ? undefined : minorOf(amountMicro, currency);
        await stripe.refunds.create(
          { charge, ...(amount !== undefined && { amount }), metadata: { order: idempotencyKey } },
          { idempotencyKey },
        );
      });
    },
    everythingOf: (customerId, signal) => everythingOf(client, customerId, signal),
    customerOf: (hint) => customerOf(client, hint),
    changedSince: (since, cursor) => changedSince(client, since, cursor),
    catalogue: () => catalogueOf(client),
    async subscribe(callbackBase) {
      secrets = [await registered(client, `${callbackBase}/hooks/stripe`)];
    },
  };
}

/** With a key it is the same deed however often it is asked for. */
const again = (name: string): StripeCall => ({ name, isRepeatable: true });

type Client = StripeClient;

async function cancel(
  client: Client,
  id: string,
  when: 'now' | 'at_period_end' | 'not_at_all',
  idempotencyKey: string,
): Promise<void> {
  if (when === 'now') return end(client, id, idempotencyKey);
  if (when === 'at_period_end') await letGoOfSchedule(client, id, `${idempotencyKey}:release`);
  const held = await client.call({ name: 'GET /subscriptions/{id}' }, (stripe) =>
    stripe.subscriptions.retrieve(id),
  );
  const isToEnd = held.cancel_at !== null || held.cancel_at_period_end;
  if (when === 'not_at_all' && !isToEnd && held.status !== 'canceled') return;
  // A day that was set by hand is taken away by its own name.
  const isByHand = when === 'not_at_all' && isToEnd && !held.cancel_at_period_end;
  const change = isByHand ? { cancel_at: '' as const } : { cancel_at_period_end: when === 'at_period_end' };
  await client.call(again('POST /subscriptions/{id}'), (stripe) =>
    stripe.subscriptions.update(id, change, { idempotencyKey }),
  );
}

/** What is over already is what was wanted. */
async function end({ call }: Client, id: string, idempotencyKey: string): Promise<void> {
  try {
    await call(again('DELETE /subscriptions/{id}'), (stripe) =>
      stripe.subscriptions.cancel(id, {}, { idempotencyKey }),
    );
  } catch (error) {
    if (!isTrouble(error, 'rejected') || error.facts.code !== 'resource_missing') throw error;
    const { status } = await call({ name: 'GET /subscriptions/{id}' }, (stripe) =>
      stripe.subscriptions.retrieve(id),
    );
    if (status !== 'canceled') throw error;
  }
}

const paymentRequired = 402;

async function chargeSaved({ call }: Client, asked: SavedCharge): Promise<Charged> {
  const method = await savedCard(call, asked.customerId);
  if (method === undefined) return { state: 'needs_person', code: 'no_card' };
  const { checkoutId, workspaceId, currency } = asked;
  try {
    const intent = await call(again('POST /payment_intents'), (stripe) =>
      stripe.paymentIntents.create(
        {
          amount: minorOf(asked.amountMicro, currency),
          currency,
          customer: asked.customerId,
          payment_method: method,
          description: asked.description,
          off_session: true,
          confirm: true,
          metadata: { checkout_id: checkoutId, workspace_id: workspaceId },
        },
        { idempotencyKey: asked.key },
      ),
    );
    // What is answered again by the same key is what it was then.
    const { latest_charge: charge, status } =
      intent.status === 'succeeded'
        ? intent
        : await call({ name: 'GET /payment_intents/{id}' }, (stripe) =>
            stripe.paymentIntents.retrieve(intent.id),
          );
    if (status === 'processing') throw underWay();
    if (status !== 'succeeded') return { state: 'needs_person', code: status };
    return { state: 'paid', paymentId: typeof charge === 'string' ? charge : (charge?.id ?? intent.id) };
  } catch (error) {
    if (!isTrouble(error, 'rejected') || error.facts.status !== paymentRequired) throw error;
    const code = error.facts.code ?? 'card_declined';
    if (code.startsWith('authentication_required')) return { state: 'needs_person', code };
    return { state: 'declined', code, message: 'The card was declined.' };
  }
}

/** Nobody knows yet what comes of it: asked for again, it is the same deed. */
const underWay = () =>
  new Trouble('unavailable', 'stripe is still taking a payment', {
    ...{ provider: 'stripe', call: 'POST /payment_intents', code: 'processing' },
  });

/** The one a person chose; else one that a subscription is paid with; else any that is kept. */
async function savedCard(call: Client['call'], customer: string): Promise<string | undefined> {
  const known = await call({ name: 'GET /customers/{id}' }, (stripe) => stripe.customers.retrieve(customer));
  const chosen = known.deleted ? undefined : known.invoice_settings?.default_payment_method;
  if (chosen) return typeof chosen === 'string' ? chosen : chosen.id;
  const kept = await call({ name: 'GET /payment_methods' }, (stripe) =>
    stripe.paymentMethods.list({ customer, type: 'card', limit: 1 }),
  );
  return kept.data[0]?.id;
}

async function customerOf({ call }: Client, hint: PaymentHint): Promise<string | undefined> {
  if (hint.customerId !== undefined) return hint.customerId;
  const id = hint.objectId ?? '';
  try {
    const found = id.startsWith('ch_')
      ? await call({ name: 'GET /charges/{id}' }, (stripe) => stripe.charges.retrieve(id))
      : id.startsWith('pi_')
        ? await call({ name: 'GET /payment_intents/{id}' }, (stripe) => stripe.paymentIntents.retrieve(id))
        : undefined;
    const customer = found?.customer;
    return typeof customer === 'string' ? customer : customer?.id;
  } catch (error) {
    if (isTrouble(error, 'rejected')) return undefined;
    throw error;
  }
}

/** Newest first: what happens meanwhile is before the first page, and is asked for the next time. */
async function changedSince({ call }: Client, since: Date, cursor: string | undefined): Promise<ChangedPage> {
  const page = await call({ name: 'GET /events' }, (stripe) =>
    stripe.events.list({
      created: { gte: Math.floor(since.getTime() / 1000) },
      limit: pageSize,
      ...(cursor !== undefined && { starting_after: cursor }),
    }),
  );
  return {
    hints: page.data.flatMap(hintsOf),
    next: page.has_more ? page.data.at(-1)?.id : undefined,
  };
}

const intervals = ['day', 'week', 'month', 'year'] as const;

async function catalogueOf({ call }: Client): Promise<CatalogueState> {
  const products = await call({ name: 'GET /products' }, (stripe) =>
    stripe.products.list({ limit: pageSize }).autoPagingToArray({ limit: catalogueMax }),
  );
  const prices = await call({ name: 'GET /prices' }, (stripe) =>
    stripe.prices.list({ limit: pageSize }).autoPagingToArray({ limit: catalogueMax }),
  );
  return {
    products: products.map((one) => ({
      ...{ id: one.id, name: one.name, description: one.description ?? undefined, image: one.images[0] },
      ...{ isActive: one.active, metadata: one.metadata },
    })),
    prices: prices.map((one) => ({
      id: one.id,
      productId: typeof one.product === 'string' ? one.product : one.product.id,
      description: one.nickname ?? undefined,
      lookupKey: one.lookup_key ?? undefined,
      amountMicro: microOf(one.unit_amount ?? 0, one.currency),
      currency: one.currency,
      every: intervals.find((known) => known === one.recurring?.interval),
      intervalCount: one.recurring?.interval_count ?? 1,
      trialDays: one.recurring?.trial_period_days ?? 0,
      ...{ isActive: one.active, metadata: one.metadata },
    })),
  };
}

/** A secret is shown once, when the endpoint is made: one that was made before is made anew. */
async function registered({ call }: Client, url: string): Promise<string> {
  const { data } = await call({ name: 'GET /webhook_endpoints' }, (stripe) =>
    stripe.webhookEndpoints.list({ limit: pageSize }),
  );
  for (const { id } of data.filter((one) => one.url === url))
    await call({ name: 'DELETE /webhook_endpoints/{id}' }, (stripe) => stripe.webhookEndpoints.del(id));
  const made = await call({ name: 'POST /webhook_endpoints' }, (stripe) =>
    stripe.webhookEndpoints.create({ url, enabled_events: ['*'], api_version: stripeApiVersion }),
  );
  return made.secret ?? '';
}
