import { bill, cardFor, cards, periodEnd } from './billing.ts';
import { invalid, noSuch, StripeProblem } from './errors.ts';
import { happened } from './events.ts';
import { fieldsOf, isTrue, listOf, type Params, textOf } from './form.ts';
import { changed, type Desk, nowFor, type Thing } from './state.ts';

/** What a subscription is changed to, by whoever asks: another price, an end, words of their own. */
export function changeSubscription(desk: Desk, subscription: Thing, params: Params): Thing {
  if (subscription.status === 'canceled') throw noSuch('subscription', subscription.id);
  const before: Record<string, unknown> = {};
  if (params.metadata !== undefined) {
    before.metadata = subscription.metadata;
    const merged = { ...subscription.metadata, ...fieldsOf(params.metadata) };
    subscription.metadata = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
  }
  if (params.cancel_at_period_end !== undefined) {
    if (subscription.schedule !== null)
      throw new StripeProblem(
        400,
        'The subscription is managed by the subscription schedule, and updating any cancelation behavior is not allowed.',
      );
    before.cancel_at_period_end = subscription.cancel_at_period_end;
    endLater(desk, subscription, isTrue(params.cancel_at_period_end));
  }
  if (params.cancel_at !== undefined) {
    before.cancel_at = subscription.cancel_at;
    // A day somebody chose; an empty one takes it away.
    const at = textOf(params.cancel_at);
    Object.assign(subscription, {
      cancel_at: at ? Number(at) : null,
      cancel_at_period_end: false,
      canceled_at: at ? nowFor(desk, subscription.customer) : null,
    });
  }
  const method = textOf(params.default_payment_method);
  if (method !== undefined) {
    if (desk.state.value.things[method]?.object !== 'payment_method')
      throw noSuch('payment_method', method, 400, 'default_payment_method');
    before.default_payment_method = subscription.default_payment_method;
    subscription.default_payment_method = method;
  }
  if (params.items !== undefined) {
    before.items = structuredClone(subscription.items);
    exchange(desk, subscription, params);
  }
  changed(desk);
  if (Object.keys(before).length > 0) happened(desk, 'customer.subscription.updated', subscription, before);
  return subscription;
}

function endLater(desk: Desk, subscription: Thing, isLast: boolean): void {
  // A day that somebody chose is not taken away by this.
  if (!isLast && !subscription.cancel_at_period_end) return;
  const [item] = subscription.items.data as Thing[];
  Object.assign(subscription, {
    cancel_at_period_end: isLast,
    cancel_at: isLast ? item!.current_period_end : null,
    canceled_at: isLast ? nowFor(desk, subscription.customer) : null,
  });
}

/** One price for another. What is left of the old one's time is reckoned against the new one, and billed at once. */
function exchange(desk: Desk, subscription: Thing, params: Params): void {
  const asked = fieldsOf(listOf(params.items)[0]);
  const item = (subscription.items.data as Thing[]).find(({ id }) => id === asked.id);
  if (!item) throw noSuch('subscription item', String(asked.id), 400, 'items[0][id]');
  const price = desk.state.value.things[String(asked.price)];
  if (price?.object !== 'price') throw noSuch('price', String(asked.price), 400, 'items[0][price]');
  if (price.recurring === null) throw invalid('items[0][price]', 'The price is not recurring.');
  const card = cardFor(desk, subscription);
  const isBilled = params.proration_behavior === 'always_invoice';
  const { code, decline } = cards[card]!;
  if (isBilled && code !== undefined && params.payment_behavior === 'error_if_incomplete')
    throw new StripeProblem(402, 'Your card was declined.', {
      type: 'card_error',
      code,
      decline_code: decline,
    });
  const now = nowFor(desk, subscription.customer);
  const whole = item.current_period_end - item.current_period_start;
  const left = Math.max(0, item.current_period_end - now) / whole;
  const unused = Math.round(item.price.unit_amount * item.quantity * left);
  const isOtherCycle = item.price.recurring.interval !== price.recurring.interval;
  item.price = price;
  if (isOtherCycle)
    Object.assign(item, { current_period_start: now, current_period_end: periodEnd(now, price.recurring) });
  const due = price.unit_amount * item.quantity * (isOtherCycle ? 1 : left);
  if (isBilled && subscription.status !== 'trialing')
    bill(desk, subscription, 'subscription_update', card, {
      difference: Math.max(0, Math.round(due) - unused),
    });
}
