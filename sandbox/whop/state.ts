import { ofTomorrow } from '../common/reading.ts';
import { standardSeal } from '../common/sealing.ts';
import type { Courier, Manner } from '../courier.ts';
import type { Kept } from '../keep.ts';
import { digitsOf } from '../people.ts';
import type { World } from '../world.ts';
import { type Plan, type Product, planOf, productsOf } from './catalogue.ts';

export const key = 'sandbox-whop-key';
export const webhookSecret = 'ws_sandbox0123456789abcdef';
export const companyId = 'biz_sandbox00000001';
export const versionUsual = '2026-07-20';
/** From here on a company is called an account in what is told. */
const accountsSince = '2026-08-14';
const dayMs = 86_400_000;

export type Metadata = Readonly<Record<string, unknown>>;

export interface Membership {
  readonly id: string;
  readonly person: string;
  readonly plan: string;
  readonly created_at: string;
  /** What its checkout was told to remember. */
  readonly metadata?: Metadata;
  updated_at?: string;
  status: 'trialing' | 'active' | 'past_due' | 'canceled' | 'completed' | 'expired';
  canceledAt: string | null;
  cancelAtEnd: boolean;
  periodStart: string;
  periodEnd: string | null;
  isCardBad: boolean;
}
export interface Payment {
  readonly id: string;
  readonly membership: string;
  readonly person: string;
  readonly plan: string;
  readonly amount: number;
  readonly created_at: string;
  readonly reason?: 'subscription_create' | 'subscription_cycle' | 'one_time';
  readonly metadata?: Metadata;
  status: 'paid' | 'failed';
  refunded: number;
  disputed?: 'needs_response' | 'won' | 'lost';
}
export interface Checkout {
  readonly id: string;
  readonly plan: string;
  readonly metadata: Metadata;
  readonly redirect_url: string | null;
  readonly created_at: string;
  paidBy: string | null;
}
export interface Refund {
  readonly id: string;
  readonly payment: string;
  readonly amount: number;
  readonly created_at: string;
}
export interface Dispute {
  readonly id: string;
  readonly payment: string;
  readonly amount: number;
  readonly created_at: string;
  status: 'needs_response' | 'won' | 'lost';
  updated_at: string;
}
export interface Hook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly version: string;
  readonly created_at: string;
}
export interface WhopState {
  memberships: Membership[];
  payments: Payment[];
  hooks: Hook[];
  /** Not in worlds that were kept before there were any. */
  products?: Product[];
  plans?: Plan[];
  checkouts?: Checkout[];
  refunds?: Refund[];
  disputes?: Dispute[];
  count: number;
}
export const fresh = (): WhopState => ({ memberships: [], payments: [], hooks: [], count: 0 });

export interface House {
  readonly world: World;
  readonly state: Kept<WhopState>;
  readonly courier: Courier;
}

const minuteMs = 60_000;
export const manner: Manner = {
  // The key is the secret as it is shown, prefix and all.
  sign: (body, at) =>
    standardSeal(Buffer.from(webhookSecret, 'utf8'), body, at, (JSON.parse(body) as { id: string }).id),
  retryAfterMs: [5_000, 5 * minuteMs, 30 * minuteMs, 120 * minuteMs, 300 * minuteMs],
};

export const idOf = ({ state }: House, prefix: string) => {
  state.value.count += 1;
  return `${prefix}_${digitsOf(`whop:${prefix}:${state.value.count}`, 14)}`;
};

export function changed({ world, state }: House): void {
  state.changed();
  world.journal.stirred('whop');
}

export interface Joining {
  readonly person: string;
  readonly plan: string;
  readonly isCardGood: boolean;
  readonly failure: string | undefined;
  readonly metadata?: Metadata;
}

/** Answers what begun, or the payment that failed. */
export function join(house: House, joining: Joining): Membership {
  const { person, plan: planId, isCardGood, failure, metadata = {} } = joining;
  const plan = planOf(house, planId);
  const now = house.world.now();
  const trialDays = plan.days === null ? 0 : (plan.trialDays ?? 0);
  const days = trialDays || plan.days;
  const made: Membership = {
    id: idOf(house, 'mem'),
    person,
    plan: plan.id,
    created_at: now.toISOString(),
    metadata,
    updated_at: now.toISOString(),
    status: plan.days === null ? 'completed' : trialDays > 0 ? 'trialing' : 'active',
    canceledAt: null,
    cancelAtEnd: false,
    periodStart: now.toISOString(),
    periodEnd: days === null ? null : new Date(now.getTime() + days * dayMs).toISOString(),
    isCardBad: !isCardGood,
  };
  const reason = plan.days === null ? 'one_time' : 'subscription_create';
  if (trialDays === 0 && pay(house, made, reason, failure).status === 'failed') return made;
  house.state.value.memberships.unshift(made);
  tell(house, 'membership.activated', membershipFacts(house, made), failure);
  changed(house);
  return made;
}

function pay(
  house: House,
  { id, person, plan, isCardBad, metadata = {} }: Membership,
  reason: NonNullable<Payment['reason']>,
  failure: string | undefined,
): Payment {
  const payment: Payment = {
    id: idOf(house, 'pay'),
    membership: id,
    person,
    plan,
    amount: planOf(house, plan).price,
    ...{ reason, metadata },
    created_at: house.world.now().toISOString(),
    status: isCardBad ? 'failed' : 'paid',
    refunded: 0,
  };
  house.state.value.payments.unshift(payment);
  tell(house, 'payment.created', paymentFacts(house, payment), failure);
  tell(house, isCardBad ? 'payment.failed' : 'payment.succeeded', paymentFacts(house, payment), failure);
  changed(house);
  return payment;
}

export function leave(house: House, one: Membership, failure?: string): void {
  touch(house, one, { status: 'canceled', canceledAt: one.canceledAt ?? house.world.now().toISOString() });
  tell(house, 'membership.deactivated', membershipFacts(house, one), failure);
  changed(house);
}

export function leaveAtEnd(house: House, one: Membership, isLeaving = true): void {
  touch(house, one, {
    cancelAtEnd: isLeaving,
    canceledAt: isLeaving ? house.world.now().toISOString() : null,
  });
  tell(house, 'membership.cancel_at_period_end_changed', membershipFacts(house, one), undefined);
  changed(house);
}

/** With what was changed, and when. */
const touch = ({ world }: House, one: Membership, change: Partial<Membership>) =>
  Object.assign(one, change, { updated_at: world.now().toISOString() });

/** What time has made due: a next period, or the end. */
export function renewDue(house: House): void {
  const now = house.world.now().toISOString();
  for (const one of house.state.value.memberships) {
    if (!isRunning(one) || one.periodEnd === null || one.periodEnd > now) continue;
    if (one.cancelAtEnd) {
      leave(house, one);
      continue;
    }
    const { days } = planOf(house, one.plan);
    const periodEnd = new Date(Date.parse(one.periodEnd) + days! * dayMs).toISOString();
    const isPaid = pay(house, one, 'subscription_cycle', undefined).status === 'paid';
    const status = isPaid ? 'active' : 'past_due';
    touch(house, one, { periodStart: one.periodEnd, periodEnd, status });
    if (!isPaid) tell(house, 'membership.deactivated', membershipFacts(house, one), undefined);
    changed(house);
  }
}

const isRunning = ({ status }: Membership) => status === 'active' || status === 'trialing';

/** With another card: what was open is paid now. */
export function mend(house: House, one: Membership): void {
  touch(house, one, { isCardBad: false });
  const open = house.state.value.payments.find(
    (paid) => paid.membership === one.id && paid.status === 'failed',
  );
  if (one.status === 'past_due' && open) {
    open.status = 'paid';
    touch(house, one, { status: 'active' });
    tell(house, 'payment.succeeded', paymentFacts(house, open), undefined);
    tell(house, 'membership.activated', membershipFacts(house, one), undefined);
  }
  changed(house);
}

export function tell(house: House, type: string, data: object, failure: string | undefined): void {
  for (const { url, events, version } of house.state.value.hooks) {
    if (events.length > 0 && !events.includes(type)) continue;
    const owner = version >= accountsSince ? { account_id: companyId } : { company_id: companyId };
    house.courier.send({
      url,
      about: type,
      failure,
      body: JSON.stringify({
        ...(failure === 'unknown-fields' && ofTomorrow),
        id: idOf(house, 'msg'),
        api_version: 'v1',
        api_version_date: version,
        type,
        timestamp: house.world.now().toISOString(),
        ...owner,
        data: failure === 'unknown-fields' ? { ...ofTomorrow, ...data } : data,
      }),
    });
  }
}

export const userFacts = ({ world }: House, person: string) => ({
  id: `user_${digitsOf(`whop:${person}`, 14)}`,
  name: world.people.find(person)?.name ?? person,
  username: person,
  email: `${person}@people.test`,
});

export const membershipFacts = (house: House, one: Membership) => {
  const plan = planOf(house, one.plan);
  const product = productsOf(house).find(({ id }) => id === plan.product)!;
  return {
    id: one.id,
    status: one.status,
    created_at: one.created_at,
    updated_at: one.updated_at ?? one.periodStart,
    canceled_at: one.canceledAt,
    cancel_at_period_end: one.cancelAtEnd,
    renewal_period_start: one.periodStart,
    renewal_period_end: one.periodEnd,
    currency: 'usd',
    company: { id: companyId, title: 'Linen & Oak' },
    product: { id: product.id, title: product.title },
    plan: { id: plan.id },
    user: userFacts(house, one.person),
    metadata: one.metadata ?? {},
    license_key: null,
    manage_url: `https://whop.com/@me/settings/memberships/${one.id}`,
  };
};

export const paymentFacts = (house: House, one: Payment) => ({
  id: one.id,
  status: one.status === 'paid' ? 'paid' : 'open',
  substatus: substatusOf(one),
  billing_reason: one.reason ?? null,
  created_at: one.created_at,
  paid_at: one.status === 'paid' ? one.created_at : null,
  total: one.amount,
  subtotal: one.amount,
  usd_total: one.amount,
  refunded_amount: one.refunded,
  currency: 'usd',
  company: { id: companyId, title: 'Linen & Oak' },
  membership: { id: one.membership },
  plan: { id: one.plan },
  product: { id: planOf(house, one.plan).product },
  user: userFacts(house, one.person),
  failure_message: one.status === 'failed' ? 'Your card was declined.' : null,
  metadata: one.metadata ?? {},
});

function substatusOf({ status, refunded, amount, disputed }: Payment): string {
  if (disputed) return `dispute_${disputed}`;
  if (refunded > 0) return refunded < amount ? 'partially_refunded' : 'refunded';
  return status === 'paid' ? 'succeeded' : 'failed';
}
