import { ofTomorrow } from '../common/reading.ts';
import { standardSeal } from '../common/sealing.ts';
import type { Courier, Manner } from '../courier.ts';
import type { Kept } from '../keep.ts';
import { digitsOf } from '../people.ts';
import type { World } from '../world.ts';

export const key = 'sandbox-whop-key';
export const webhookSecret = 'ws_sandbox0123456789abcdef';
export const companyId = 'biz_sandbox00000001';
export const versionUsual = '2026-07-20';
/** From here on a company is called an account in what is told. */
const accountsSince = '2026-08-14';
const dayMs = 86_400_000;

export interface Plan {
  readonly id: string;
  readonly product: string;
  readonly title: string;
  readonly price: number;
  readonly days: number | null;
}
export const products = [
  { id: 'prod_sandboxclub', title: 'Linen club', headline: 'First to see what is new.' },
  { id: 'prod_sandboxguide', title: 'The guide to natural fibres', headline: 'Eighty pages, once.' },
] as const;
export const plans: readonly Plan[] = [
  { id: 'plan_clubmonthly', product: 'prod_sandboxclub', title: 'Monthly', price: 9, days: 30 },
  { id: 'plan_clubyearly', product: 'prod_sandboxclub', title: 'Yearly', price: 90, days: 365 },
  { id: 'plan_guideonce', product: 'prod_sandboxguide', title: 'Once', price: 24, days: null },
];

export interface Membership {
  readonly id: string;
  readonly person: string;
  readonly plan: string;
  readonly created_at: string;
  status: 'active' | 'past_due' | 'canceled' | 'completed' | 'expired';
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
  status: 'paid' | 'failed';
  refunded: number;
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

export const planOf = (id: string) => plans.find((plan) => plan.id === id)!;
const idOf = ({ state }: House, prefix: string) => {
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
}

export function join(house: House, { person, plan: planId, isCardGood, failure }: Joining): Membership {
  const plan = planOf(planId);
  const now = house.world.now();
  const made: Membership = {
    id: idOf(house, 'mem'),
    person,
    plan: plan.id,
    created_at: now.toISOString(),
    status: plan.days === null ? 'completed' : 'active',
    canceledAt: null,
    cancelAtEnd: false,
    periodStart: now.toISOString(),
    periodEnd: plan.days === null ? null : new Date(now.getTime() + plan.days * dayMs).toISOString(),
    isCardBad: !isCardGood,
  };
  const payment = pay(house, made, failure);
  if (payment.status === 'failed') return made;
  house.state.value.memberships.unshift(made);
  tell(house, 'membership.activated', membershipFacts(house, made), failure);
  changed(house);
  return made;
}

function pay(
  house: House,
  { id, person, plan, isCardBad }: Membership,
  failure: string | undefined,
): Payment {
  const payment: Payment = {
    id: idOf(house, 'pay'),
    membership: id,
    person,
    plan,
    amount: planOf(plan).price,
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
  Object.assign(one, { status: 'canceled', canceledAt: house.world.now().toISOString() });
  tell(house, 'membership.deactivated', membershipFacts(house, one), failure);
  changed(house);
}

export function leaveAtEnd(house: House, one: Membership): void {
  one.cancelAtEnd = true;
  tell(house, 'membership.cancel_at_period_end_changed', membershipFacts(house, one), undefined);
  changed(house);
}

export function refund(house: House, payment: Payment, failure?: string): void {
  payment.refunded = payment.amount;
  tell(
    house,
    'refund.created',
    {
      id: idOf(house, 'rfnd'),
      amount: payment.amount,
      currency: 'usd',
      payment: { id: payment.id },
      status: 'succeeded',
    },
    failure,
  );
  changed(house);
}

/** What time has made due: a next period, or the end. */
export function renewDue(house: House): void {
  const now = house.world.now().toISOString();
  for (const one of house.state.value.memberships) {
    if (one.status !== 'active' || one.periodEnd === null || one.periodEnd > now) continue;
    if (one.cancelAtEnd) {
      leave(house, one);
      continue;
    }
    const { days } = planOf(one.plan);
    one.periodStart = one.periodEnd;
    one.periodEnd = new Date(Date.parse(one.periodEnd) + days! * dayMs).toISOString();
    if (pay(house, one, undefined).status === 'failed') {
      one.status = 'past_due';
      tell(house, 'membership.deactivated', membershipFacts(house, one), undefined);
    }
    changed(house);
  }
}

function tell(house: House, type: string, data: object, failure: string | undefined): void {
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
  const plan = planOf(one.plan);
  const product = products.find(({ id }) => id === plan.product)!;
  return {
    id: one.id,
    status: one.status,
    created_at: one.created_at,
    updated_at: one.periodStart,
    canceled_at: one.canceledAt,
    cancel_at_period_end: one.cancelAtEnd,
    renewal_period_start: one.periodStart,
    renewal_period_end: one.periodEnd,
    currency: 'usd',
    company: { id: companyId, title: 'Linen & Oak' },
    product: { id: product.id, title: product.title },
    plan: { id: plan.id },
    user: userFacts(house, one.person),
    metadata: {},
    license_key: null,
    manage_url: `https://whop.com/@me/settings/memberships/${one.id}`,
  };
};

export const paymentFacts = (house: House, one: Payment) => ({
  id: one.id,
  status: one.status === 'paid' ? 'paid' : 'open',
  substatus: one.refunded > 0 ? 'refunded' : one.status === 'paid' ? 'succeeded' : 'failed',
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
  product: { id: planOf(one.plan).product },
  user: userFacts(house, one.person),
  failure_message: one.status === 'failed' ? 'Your card was declined.' : null,
  metadata: {},
});
