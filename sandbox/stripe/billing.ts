import { happened } from './events.ts';
import { enterNextPhase } from './schedules.ts';
import { accountId, changed, type Desk, idFor, make, nowFor, type Thing, thingsOf } from './state.ts';

const dayS = 86_400;
const retryAfterS = 3 * dayS;
const attemptsMax = 4;
/** Of one subscription at one look: time that leaps years ahead does not stop the sandbox. */
const periodsAtOnceMax = 24;

/** The cards of the test world, by what their last digits make of a payment. */
export const cards: Readonly<
  Record<string, { brand: string; last4: string; code?: string; decline?: string }>
> = {
  good: { brand: 'visa', last4: '4242' },
  declined: { brand: 'visa', last4: '0002', code: 'card_declined', decline: 'generic_decline' },
  insufficient: { brand: 'visa', last4: '9995', code: 'card_declined', decline: 'insufficient_funds' },
  expired: { brand: 'visa', last4: '0069', code: 'expired_card' },
  'fails-later': { brand: 'visa', last4: '0341' },
  'asks-bank': { brand: 'visa', last4: '3155' },
};

export const periodEnd = (start: number, { interval, interval_count: count }: Thing['recurring']): number => {
  if (interval === 'day' || interval === 'week') return start + count * (interval === 'day' ? 1 : 7) * dayS;
  const at = new Date(start * 1000);
  const months = count * (interval === 'year' ? 12 : 1);
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + months);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(day, last));
  return Math.floor(at.getTime() / 1000);
};

export interface Line {
  readonly price: Thing;
  readonly quantity: number;
}
export const totalOf = (lines: readonly Line[]) =>
  lines.reduce((sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * quantity, 0);

export function cardOf(desk: Desk, customer: string | null, card: string): Thing {
  const { brand, last4 } = cards[card]!;
  return make(desk, 'pm', 'payment_method', {
    type: 'card',
    customer,
    card: { brand, last4, exp_month: 12, exp_year: 2034, country: 'IT', funding: 'credit' },
    metadata: {},
  });
}

/** Tries to take an amount. What came of it is on the intent, and is told. */
export function charge(desk: Desk, facts: Record<string, any>, card: string, kept?: Thing): Thing {
  const { code, decline } = cards[card]!;
  // Only a card that works is kept.
  const owner = code === undefined ? (facts.customer ?? null) : null;
  const method = kept ?? cardOf(desk, owner, card);
  const intent = make(desk, 'pi', 'payment_intent', {
    amount_received: 0,
    payment_method: method.id,
    payment_method_types: ['card'],
    status: 'requires_payment_method',
    latest_charge: null,
    last_payment_error: null,
    metadata: {},
    ...facts,
    client_secret: `${idFor('pi')}_secret_${idFor('s').slice(2, 18)}`,
  });
  const taken = make(desk, 'ch', 'charge', {
    amount: facts.amount,
    amount_refunded: 0,
    currency: facts.currency,
    customer: facts.customer ?? null,
    payment_intent: intent.id,
    payment_method: method.id,
    paid: code === undefined,
    refunded: false,
    disputed: false,
    captured: code === undefined,
    status: code === undefined ? 'succeeded' : 'failed',
    failure_code: code ?? null,
    failure_message: code === undefined ? null : 'Your card was declined.',
    metadata: facts.metadata ?? {},
  });
  intent.latest_charge = taken.id;
  if (code === undefined) {
    Object.assign(intent, { status: 'succeeded', amount_received: intent.amount });
    happened(desk, 'charge.succeeded', taken);
    happened(desk, 'payment_intent.succeeded', intent);
  } else {
    intent.last_payment_error = declinedBy(taken, code, decline);
    happened(desk, 'charge.failed', taken);
    happened(desk, 'payment_intent.payment_failed', intent);
  }
  changed(desk);
  return intent;
}

const declinedBy = (taken: Thing, code: string, decline: string | undefined) => ({
  type: 'card_error',
  code,
  ...(decline && { decline_code: decline }),
  charge: taken.id,
  message: 'Your card was declined.',
});

export function subscribe(
  desk: Desk,
  customer: Thing,
  lines: readonly Line[],
  card: string,
  more: { metadata: object; trialDays?: number },
): { subscription: Thing; invoice: Thing } {
  const start = nowFor(desk, customer.id);
  const trialEnd = more.trialDays ? start + more.trialDays * dayS : null;
  const id = idFor('sub');
  const method = cardOf(desk, customer.id, card);
  const subscription = make(desk, 'sub', 'subscription', {
    id,
    customer: customer.id,
    status: trialEnd === null ? 'active' : 'trialing',
    currency: lines[0]!.price.currency,
    start_date: start,
    billing_cycle_anchor: trialEnd ?? start,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    ended_at: null,
    collection_method: 'charge_automatically',
    default_payment_method: method.id,
    latest_invoice: null,
    schedule: null,
    pause_collection: null,
    trial_start: trialEnd === null ? null : start,
    trial_end: trialEnd,
    test_clock: customer.test_clock ?? null,
    metadata: more.metadata,
    items: itemsOf(id, lines, start, trialEnd),
  });
  happened(desk, 'customer.subscription.created', subscription);
  const invoice = bill(desk, subscription, 'subscription_create', trialEnd === null ? card : 'good', {
    isFree: trialEnd !== null,
  });
  return { subscription, invoice };
}

const itemsOf = (subscription: string, lines: readonly Line[], start: number, trialEnd: number | null) => ({
  object: 'list',
  has_more: false,
  url: `/v1/subscription_items?subscription=${subscription}`,
  data: lines.map(({ price, quantity }) => ({
    id: idFor('si'),
    object: 'subscription_item',
    created: start,
    current_period_start: start,
    current_period_end: trialEnd ?? periodEnd(start, price.recurring),
    metadata: {},
    price,
    quantity,
    subscription,
  })),
});

/** An invoice over the subscription's present period, and the attempt to be paid. */
export function bill(
  desk: Desk,
  subscription: Thing,
  reason: string,
  card: string,
  { isFree = false, difference }: { isFree?: boolean; difference?: number } = {},
): Thing {
  const items: Thing[] = subscription.items.data;
  const amount = difference ?? (isFree ? 0 : totalOf(items as unknown as Line[]));
  const id = idFor('in');
  const invoice = make(desk, 'in', 'invoice', {
    id,
    customer: subscription.customer,
    billing_reason: reason,
    currency: subscription.currency,
    number: `SANDBOX-${String(thingsOf(desk, 'invoice').length + 1).padStart(4, '0')}`,
    status: 'open',
    amount_due: amount,
    amount_paid: 0,
    amount_remaining: amount,
    total: amount,
    subtotal: amount,
    attempt_count: 0,
    attempted: false,
    next_payment_attempt: null,
    collection_method: 'charge_automatically',
    invoice_pdf: null,
    status_transitions: { finalized_at: nowFor(desk, subscription.customer), paid_at: null },
    payments: { object: 'list', data: [], has_more: false, url: '/v1/invoice_payments' },
    hosted_invoice_url: `https://invoice.stripe.com/i/${accountId}/${id}`,
    parent: {
      type: 'subscription_details',
      quote_details: null,
      subscription_details: { subscription: subscription.id, metadata: subscription.metadata },
    },
    lines: {
      object: 'list',
      has_more: false,
      url: `/v1/invoices/${id}/lines`,
      data: linesOf(items, id, isFree, difference),
    },
    metadata: {},
  });
  subscription.latest_invoice = id;
  happened(desk, 'invoice.created', invoice);
  happened(desk, 'invoice.finalized', invoice);
  collect(desk, subscription, invoice, card);
  return invoice;
}

const linesOf = (items: readonly Thing[], invoice: string, isFree: boolean, difference?: number) =>
  items.map((item) => ({
    id: idFor('il'),
    object: 'line_item',
    amount: difference ?? (isFree ? 0 : item.price.unit_amount * item.quantity),
    currency: item.price.currency,
    description: `${item.quantity} × ${item.price.nickname ?? item.price.id}`,
    invoice,
    period: { start: item.current_period_start, end: item.current_period_end },
    pricing: {
      type: 'price_details',
      price_details: { price: item.price.id, product: item.price.product },
      unit_amount_decimal: String(item.price.unit_amount),
    },
    parent: {
      type: 'subscription_item_details',
      subscription_item_details: { subscription: item.subscription, subscription_item: item.id },
    },
    quantity: item.quantity,
    metadata: {},
  }));

/** By which intents it was tried, as the invoice says them when it is asked to. */
function noteAttempt(invoice: Thing, intent: Thing): void {
  invoice.payments.data.unshift({
    id: idFor('inpay'),
    object: 'invoice_payment',
    created: intent.created,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    amount_requested: invoice.amount_due,
    amount_paid: intent.amount_received,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: intent.status === 'succeeded' ? 'paid' : 'open',
  });
}

export function collect(desk: Desk, subscription: Thing, invoice: Thing, card: string): void {
  invoice.attempt_count += 1;
  invoice.attempted = true;
  const { customer, currency, amount_due: amount } = invoice;
  const kept = desk.state.value.things[subscription.default_payment_method];
  const intent = amount === 0 ? undefined : charge(desk, { amount, currency, customer }, card, kept);
  if (intent) noteAttempt(invoice, intent);
  const isPaid = intent === undefined || intent.status === 'succeeded';
  const before = subscription.status;
  if (isPaid) {
    Object.assign(invoice, {
      status: 'paid',
      amount_paid: amount,
      amount_remaining: 0,
      next_payment_attempt: null,
    });
    invoice.status_transitions.paid_at = nowFor(desk, customer);
    if (before === 'past_due') subscription.status = 'active';
    happened(desk, 'invoice.paid', invoice);
    happened(desk, 'invoice.payment_succeeded', invoice);
  } else {
    const isLast = invoice.attempt_count >= attemptsMax;
    invoice.next_payment_attempt = isLast ? null : nowFor(desk, customer) + retryAfterS;
    subscription.status = 'past_due';
    happened(desk, 'invoice.payment_failed', invoice);
    if (isLast) {
      end(desk, subscription);
      return;
    }
  }
  if (subscription.status !== before)
    happened(desk, 'customer.subscription.updated', subscription, { status: before });
  changed(desk);
}

export function end(desk: Desk, subscription: Thing): void {
  const at = nowFor(desk, subscription.customer);
  Object.assign(subscription, {
    status: 'canceled',
    canceled_at: subscription.canceled_at ?? at,
    ended_at: at,
  });
  happened(desk, 'customer.subscription.deleted', subscription);
  changed(desk);
}

/** Whatever time has made due: a next period, another attempt, the end. */
export function renewDue(desk: Desk): void {
  for (const subscription of thingsOf(desk, 'subscription')) {
    for (let i = 0; i < periodsAtOnceMax && renewOnce(desk, subscription); i += 1);
  }
}

const lives = new Set(['active', 'trialing', 'past_due']);

function renewOnce(desk: Desk, subscription: Thing): boolean {
  if (!lives.has(subscription.status)) return false;
  const now = nowFor(desk, subscription.customer);
  const card = cardFor(desk, subscription);
  const open = desk.state.value.things[subscription.latest_invoice];
  if (open?.status === 'open' && open.next_payment_attempt !== null && open.next_payment_attempt <= now) {
    collect(desk, subscription, open, card);
    return true;
  }
  const [first] = subscription.items.data as Thing[];
  if (
    !subscription.cancel_at_period_end &&
    subscription.cancel_at !== null &&
    subscription.cancel_at <= now
  ) {
    end(desk, subscription);
    return false;
  }
  if (first!.current_period_end > now) return false;
  if (subscription.cancel_at_period_end) {
    end(desk, subscription);
    return false;
  }
  const before = { status: subscription.status, items: structuredClone(subscription.items) };
  enterNextPhase(desk, subscription, first!.current_period_end);
  for (const item of subscription.items.data) {
    item.current_period_start = item.current_period_end;
    item.current_period_end = periodEnd(item.current_period_start, item.price.recurring);
  }
  if (subscription.status === 'trialing') subscription.status = 'active';
  happened(desk, 'customer.subscription.updated', subscription, before);
  bill(desk, subscription, 'subscription_cycle', card);
  return true;
}

/** One card works the first time and never again: how it is found out what becomes of whoever stops paying. */
export function cardFor({ state }: Desk, subscription: Thing): string {
  const { last4 } = state.value.things[subscription.default_payment_method]!.card;
  return last4 === cards['fails-later']!.last4 ? 'declined' : cardBy(last4);
}

const cardBy = (last4: string) => Object.keys(cards).find((name) => cards[name]!.last4 === last4) ?? 'good';

export function refund(
  desk: Desk,
  intent: Thing,
  amount: number,
  reason: string | null,
  metadata: object = {},
): Thing {
  const taken = desk.state.value.things[intent.latest_charge]!;
  taken.amount_refunded += amount;
  taken.refunded = taken.amount_refunded === taken.amount;
  const made = make(desk, 're', 'refund', {
    amount,
    charge: taken.id,
    currency: taken.currency,
    payment_intent: intent.id,
    reason,
    status: 'succeeded',
    metadata,
  });
  happened(desk, 'refund.created', made);
  happened(desk, 'charge.refunded', taken, { amount_refunded: taken.amount_refunded - amount });
  return made;
}
