import { planOf } from './catalogue.ts';
import {
  changed,
  type Dispute,
  type House,
  idOf,
  type Payment,
  paymentFacts,
  type Refund,
  tell,
} from './state.ts';

/** Given back: all that is left of it, or a part. */
export function refund(house: House, payment: Payment, amount: number, failure?: string): Refund {
  const made: Refund = {
    id: idOf(house, 'rfnd'),
    ...{ payment: payment.id, amount, created_at: house.world.now().toISOString() },
  };
  payment.refunded = inCents(payment.refunded + amount);
  house.state.value.refunds = [made, ...(house.state.value.refunds ?? [])];
  tell(house, 'refund.created', refundFacts(made), failure);
  changed(house);
  return made;
}

export const leftOf = ({ amount, refunded }: Payment): number => inCents(amount - refunded);
const inCents = (amount: number) => Math.round(amount * 100) / 100;

/** A bank takes it back, until somebody has decided. */
export function dispute(house: House, payment: Payment, failure?: string): Dispute {
  const now = house.world.now().toISOString();
  const made: Dispute = {
    id: idOf(house, 'dspt'),
    ...{ payment: payment.id, amount: leftOf(payment), created_at: now, updated_at: now },
    status: 'needs_response',
  };
  payment.disputed = 'needs_response';
  house.state.value.disputes = [made, ...(house.state.value.disputes ?? [])];
  tell(house, 'dispute.created', disputeFacts(house, made), failure);
  changed(house);
  return made;
}

export function decide(house: House, one: Dispute, status: 'won' | 'lost', failure?: string): void {
  Object.assign(one, { status, updated_at: house.world.now().toISOString() });
  paymentOf(house, one).disputed = status;
  tell(house, 'dispute.updated', disputeFacts(house, one), failure);
  changed(house);
}

const paymentOf = ({ state }: House, one: { readonly payment: string }): Payment =>
  state.value.payments.find(({ id }) => id === one.payment)!;

export const refundFacts = ({ id, payment, amount, created_at }: Refund) => ({
  ...{ id, amount, created_at, currency: 'usd', provider: 'stripe', status: 'succeeded' },
  payment: { id: payment },
});

export const disputeFacts = (house: House, one: Dispute) => {
  const payment = paymentOf(house, one);
  return {
    ...{ id: one.id, amount: one.amount, currency: 'usd', status: one.status, reason: 'fraudulent' },
    ...{ created_at: one.created_at, updated_at: one.updated_at, inquiry: false },
    payment: { id: payment.id },
    plan_id: payment.plan,
    product_id: planOf(house, payment.plan).product,
    account_id: paymentFacts(house, payment).company.id,
  };
};
