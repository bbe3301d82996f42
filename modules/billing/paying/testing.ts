import { systemClock } from '../../../kit/clock.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { SubscriptionId } from '../plans/contract.ts';
import type { Walk } from '../walk.ts';
import { CheckoutId, PaymentId, PaymentOrderId } from './contract.ts';
import { insertCustomer } from './customers.sql.ts';
import type {
  CustomerState,
  InvoiceState,
  PaymentProvider,
  PaymentProviders,
  PaymentState,
  SubscriptionState,
} from './provider.ts';
import { openStripePaying } from './stripe/stripe.ts';

export const emptyState = (customerId: string): CustomerState => ({
  ...{ customerId, subscriptions: [], invoices: [], payments: [] },
});

const noon = new Date('2027-03-01T12:00:00Z');
/** Minutes after a noon, as a provider's times are. */
export const minute = (n: number) => new Date(noon.getTime() + n * 60_000);

export const aPayment = (id: string, part: Partial<PaymentState> = {}): PaymentState => ({
  ...{ id, invoiceId: undefined, subscriptionId: undefined, checkoutId: undefined },
  ...{ paidFor: 'credits', status: 'paid', amountMicro: 1_000_000, currency: 'usd', failure: undefined },
  ...{ refunds: [], disputes: [], at: noon },
  ...part,
});

export const anInvoice = (id: string, part: Partial<InvoiceState> = {}): InvoiceState => ({
  ...{ id, number: undefined, subscriptionId: undefined, reason: 'first', status: 'paid' },
  ...{ totalMicro: 1_900_000, paidMicro: 1_900_000, currency: 'usd', attemptCount: 1, failure: undefined },
  ...{ nextAttemptAt: undefined, periodStartsAt: noon, periodEndsAt: minute(44_640) },
  ...{ url: `https://pay.stoa.test/${id}`, pdfUrl: undefined, createdAt: noon, paidAt: noon },
  ...part,
});

export const aSubscription = (id: string, part: Partial<SubscriptionState> = {}): SubscriptionState => ({
  ...{ id, plan: 'starter', cycle: 'month', status: 'active', quantity: 1, priceMicro: 1_900_000 },
  ...{ currency: 'usd', periodStartsAt: noon, periodEndsAt: minute(44_640), trialStartsAt: undefined },
  ...{ trialEndsAt: undefined, endsAt: undefined, cancelledAt: undefined, endedAt: undefined },
  ...{ scheduled: undefined, createdAt: noon },
  ...part,
});

/** Somebody who takes money and does just what a test says: what it has is what `everythingOf` answers. */
export function scriptedProvider(part: Partial<PaymentProvider> = {}) {
  const states = new Map<string, CustomerState>();
  const asked: { readonly call: string; readonly key: string }[] = [];
  const note = (call: string, key: string) => void asked.push({ call, key });
  const provider: PaymentProvider = {
    name: 'stripe',
    can: { portal: true, changePlan: true, chargeSaved: false },
    hook: { refuse: () => undefined, split: () => [] },
    async customer({ workspaceId, key }) {
      note('customer', key);
      return `cus_${workspaceId}`;
    },
    async checkout({ checkoutId }) {
      note('checkout', checkoutId);
      return { id: `cs_${checkoutId}`, url: `https://pay.stoa.test/${checkoutId}` };
    },
    portal: async (customerId) => `https://pay.stoa.test/portal/${customerId}`,
    changePlan: async ({ when, plan, priceMicro, key }) =>
      note(`changePlan ${plan} ${when} ${priceMicro}`, key),
    cancel: async (_, when, key) => note(`cancel ${when}`, key),
    refund: async ({ amountMicro, key }) => note(`refund ${amountMicro ?? 'all'}`, key),
    everythingOf: async (customerId) => states.get(customerId) ?? emptyState(customerId),
    customerOf: async ({ customerId }) => customerId,
    changedSince: async () => ({ hints: [], next: undefined }),
    ...part,
  };
  return { provider, states, asked, payments: new Map([[provider.name, provider]]) };
}

type Place = Pick<Walk, 'ground' | 'workspaceId'>;
const inside = <T>({ ground, workspaceId }: Place, fn: Parameters<typeof workIn<T>>[3]) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);

/** Known at the provider, as by the first page that was asked for. */
export async function knownThere(place: Place, providerId = `cus_${place.workspaceId}`): Promise<string> {
  const { workspaceId } = place;
  await inside(place, ({ tx, now }) =>
    insertCustomer(tx, { workspaceId, provider: 'stripe', providerId, email: undefined, now }),
  );
  return providerId;
}

/** A page to pay for credits on, which is open. */
export async function anOpenCheckout(
  place: Place,
  { priceMicro = 1_000_000, creditsMicro = 1_200_000 }: { priceMicro?: number; creditsMicro?: number } = {},
): Promise<CheckoutId> {
  const id = newId(CheckoutId);
  await inside(place, ({ tx, workspaceId, now }) =>
    tx.run(sql`
      insert into billing.checkouts (workspace_id, id, provider, kind, name, price_micro, credits_micro, state,
        provider_ref, url, opened_at, created_at, updated_at)
      values (${workspaceId}, ${id}, 'stripe', 'credits', 'Credits', ${priceMicro}, ${creditsMicro}, 'open',
        ${`cs_${id}`}, ${`https://pay.stoa.test/${id}`}, ${now}, ${now}, ${now})`),
  );
  return id;
}

/** A page to pay for a plan on, which is open. */
export async function anOpenPlanPage(place: Place, minutesAgo = 1): Promise<CheckoutId> {
  const id = newId(CheckoutId);
  await inside(place, ({ tx, workspaceId, now }) => {
    const at = new Date(now.getTime() - minutesAgo * 60_000);
    return tx.run(sql`
      insert into billing.checkouts (workspace_id, id, provider, kind, plan, cycle, name, price_micro, credits_micro,
        state, provider_ref, url, opened_at, created_at, updated_at)
      values (${workspaceId}, ${id}, 'stripe', 'plan', 'pro', 'month', 'Pro', 4900000, 0, 'open', ${`cs_${id}`},
        ${`https://pay.stoa.test/${id}`}, ${at}, ${at}, ${at})`);
  });
  return id;
}

/** Subscribed to at the provider, as it was mirrored. */
export async function subscribedThere(place: Place, plan = 'starter') {
  const id = newId(SubscriptionId);
  const providerId = `sub_${id}`;
  await inside(place, ({ tx, workspaceId, now }) =>
    tx.run(sql`
      insert into billing.subscriptions (workspace_id, id, provider, provider_id, plan, cycle, status, price_micro,
        seen_at, created_at, updated_at)
      values (${workspaceId}, ${id}, 'stripe', ${providerId}, ${plan}, 'month', 'active', 1900000, ${now}, ${now},
        ${now})`),
  );
  return { id, providerId };
}

/** Paid there, as it was mirrored; it gave nothing. */
export async function paidThere(place: Place, currency = 'usd'): Promise<PaymentId> {
  const id = newId(PaymentId);
  await inside(place, ({ tx, workspaceId, now }) =>
    tx.run(sql`
      insert into billing.payments (workspace_id, id, provider, provider_id, customer_id, paid_for, kind, status,
        amount_micro, currency, paid_at, created_at, updated_at)
      values (${workspaceId}, ${id}, 'stripe', ${`ch_${id}`}, ${`cus_${workspaceId}`}, 'credits', 'payg_purchase',
        'paid', 1000000, ${currency}, ${now}, ${now}, ${now})`),
  );
  return id;
}

/** The sandbox's, as a demo has them. */
export const paymentsIn = (world: string): PaymentProviders =>
  new Map([['stripe', openStripePaying({ key: 'sk_test_sandbox', world }, systemClock)]]);

/** Known at the sandbox's. */
async function knownInSandbox(w: Walk): Promise<void> {
  const { workspaceId } = w;
  const there = paymentsIn(w.outside.sandbox.url).get('stripe')!;
  const asked = { workspaceId, name: 'Ada', email: 'ada@people.test', key: `sample:${workspaceId}` };
  const providerId = await there.customer(asked, AbortSignal.timeout(askedForMs));
  await inside(w, ({ tx, now }) =>
    insertCustomer(tx, { workspaceId, provider: 'stripe', providerId, email: asked.email, now }),
  );
}
const askedForMs = 10_000;

const of = '/w/:workspaceId/billing';

/** A good input for every route of this part. */
export const payingSamples: Samples<Walk> = {
  [`GET ${of}/paying` as const]: async () => ({}),
  [`PUT ${of}/checkouts/:checkoutId` as const]: async () => ({
    params: { checkoutId: newId(CheckoutId) },
    body: { item: { kind: 'plan', plan: 'pro', cycle: 'month' } },
    makesId: true,
  }),
  [`GET ${of}/checkouts/:checkoutId` as const]: async (w: Walk) => ({
    params: { checkoutId: await anOpenCheckout(w) },
  }),
  [`GET ${of}/portal` as const]: async (w: Walk) => {
    await knownInSandbox(w);
    return { query: { provider: 'stripe' } };
  },
  [`PUT ${of}/payment-orders/:orderId` as const]: async (w: Walk) => ({
    params: { orderId: newId(PaymentOrderId) },
    body: {
      asked: {
        kind: 'cancel',
        subscriptionId: (await subscribedThere(w)).id,
        moment: 'at_period_end',
        reason: 'We close for the winter.',
      },
    },
  }),
  [`GET ${of}/invoices` as const]: async () => ({}),
  [`GET ${of}/payments` as const]: async () => ({}),
};
