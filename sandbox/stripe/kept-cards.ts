import { cards, charge } from './billing.ts';
import { invalid, missing, noSuch, StripeProblem } from './errors.ts';
import { fieldsOf, isTrue, type Params, textOf } from './form.ts';
import type { Desk, Thing } from './state.ts';

/** A card that is kept is charged while nobody is there. Some want their owner to be asked. */
export function payWithKept(desk: Desk, params: Params): Thing {
  const amount = Number(textOf(params.amount));
  if (!Number.isSafeInteger(amount) || amount < 1)
    throw invalid('amount', 'Invalid positive integer', 'parameter_invalid_integer');
  const currency = textOf(params.currency);
  if (currency === undefined) throw missing('currency');
  if (!isTrue(params.confirm)) throw invalid('confirm', 'Here, a payment is confirmed when it is made.');
  const customer = textOf(params.customer);
  const id = textOf(params.payment_method);
  const method = desk.state.value.things[id ?? ''];
  if (method?.object !== 'payment_method') throw noSuch('payment_method', id ?? '', 400, 'payment_method');
  if (method.customer !== customer)
    throw invalid('payment_method', 'The provided PaymentMethod is not attached to this customer.');
  const card = keptCard(method);
  if (card === 'asks-bank' && isTrue(params.off_session))
    throw new StripeProblem(402, 'Your card was declined. This transaction requires authentication.', {
      type: 'card_error',
      code: 'authentication_required',
      decline_code: 'authentication_required',
    });
  const description = textOf(params.description) ?? null;
  const facts = { amount, currency, customer, description, metadata: fieldsOf(params.metadata) };
  const intent = charge(desk, facts, card, method);
  if (intent.status === 'succeeded') return intent;
  const { code, decline } = cards[card]!;
  throw new StripeProblem(402, 'Your card was declined.', {
    type: 'card_error',
    code,
    decline_code: decline,
    payment_intent: intent,
  });
}

const laterDeclined = '0341';
/** What a kept card does by its last digits, once it was kept. */
export function keptCard({ card: { last4 } }: Thing): string {
  if (last4 === laterDeclined) return 'declined';
  return Object.keys(cards).find((name) => cards[name]!.last4 === last4) ?? 'good';
}
