import { cards, charge, type Line, subscribe, totalOf } from './billing.ts';
import { invalid, missing, noSuch, StripeProblem } from './errors.ts';
import { happened } from './events.ts';
import { fieldsOf, listOf, type Params, textOf } from './form.ts';
import { changed, type Desk, idFor, make, type Thing } from './state.ts';

const sessionLivesS = 24 * 3600;

export function openSession(desk: Desk, params: Params): Thing {
  const mode = modeIn(desk, params);
  const lines = mode === 'setup' ? [] : linesIn(desk, params, mode);
  const id = idFor('cs_test');
  const total = totalOf(lines);
  const session = make(desk, 'cs_test', 'checkout.session', {
    id,
    mode,
    status: 'open',
    payment_status: mode === 'setup' ? 'no_payment_required' : 'unpaid',
    url: `https://checkout.stripe.com/c/pay/${id}`,
    success_url: textOf(params.success_url),
    cancel_url: textOf(params.cancel_url) ?? null,
    client_reference_id: textOf(params.client_reference_id) ?? null,
    currency: lines[0]?.price.currency ?? null,
    amount_subtotal: lines.length > 0 ? total : null,
    amount_total: lines.length > 0 ? total : null,
    customer: textOf(params.customer) ?? null,
    customer_email: textOf(params.customer_email) ?? null,
    customer_details: null,
    metadata: fieldsOf(params.metadata),
    payment_intent: null,
    subscription: null,
    setup_intent: null,
    invoice: null,
    payment_method_types: ['card'],
    locale: textOf(params.locale) ?? null,
    // On, unless it is said otherwise.
    adaptive_pricing: { enabled: textOf(fieldsOf(params.adaptive_pricing).enabled) !== 'false' },
  });
  session.expires_at = Number(textOf(params.expires_at) ?? session.created + sessionLivesS);
  const trial = textOf(fieldsOf(params.subscription_data).trial_period_days);
  // Not part of what is answered: what the page needs to carry it through.
  make(desk, 'plan', 'sandbox.plan', {
    id: `plan_${id}`,
    lines: lines.map(({ price, quantity }) => ({ price: price.id, quantity })),
    trialDays: trial === undefined ? 0 : Number(trial),
    metadata: fieldsOf(
      fieldsOf(params[mode === 'subscription' ? 'subscription_data' : 'payment_intent_data']).metadata,
    ),
  });
  return session;
}

/** What kind of session is asked for, once what is said of it makes sense. */
function modeIn(desk: Desk, params: Params): string {
  const mode = textOf(params.mode);
  if (mode === undefined) throw missing('mode');
  if (!['payment', 'subscription', 'setup'].includes(mode))
    throw invalid('mode', 'Invalid mode: must be one of payment, subscription, or setup');
  if (textOf(params.success_url) === undefined) throw missing('success_url');
  for (const name of ['success_url', 'cancel_url'])
    if (params[name] !== undefined && !isUrl(textOf(params[name])))
      throw invalid(name, 'Not a valid URL', 'url_invalid');
  const customer = textOf(params.customer);
  if (customer !== undefined && desk.state.value.things[customer]?.object !== 'customer')
    throw noSuch('customer', customer, 400, 'customer');
  if (customer !== undefined && params.customer_email !== undefined)
    throw invalid(
      'customer_email',
      'You may only specify one of these parameters: customer, customer_email.',
    );
  return mode;
}

const isUrl = (text: string | undefined) =>
  text !== undefined && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

function linesIn(desk: Desk, params: Params, mode: string): Line[] {
  const items = listOf(params.line_items);
  if (items.length === 0) throw missing('line_items');
  const lines = items.map((item, i) => {
    const { price: priceId, price_data: data, quantity = '1', ...unknown } = fieldsOf(item);
    const strange = Object.keys(unknown).find((name) => !['adjustable_quantity', 'tax_rates'].includes(name));
    const at = `line_items[${i}]`;
    if (strange !== undefined)
      throw invalid(
        `${at}[${strange}]`,
        `Received unknown parameter: ${at}[${strange}]`,
        'parameter_unknown',
      );
    const count = Number(quantity);
    if (!Number.isInteger(count) || count < 1)
      throw invalid(
        `${at}[quantity]`,
        'This value must be greater than or equal to 1.',
        'parameter_invalid_integer',
      );
    const price =
      data === undefined ? desk.state.value.things[String(priceId)] : priceFrom(desk, fieldsOf(data), at);
    if (price?.object !== 'price') throw noSuch('price', String(priceId), 400, `${at}[price]`);
    if (!price.active)
      throw invalid(
        `${at}[price]`,
        `The price specified is inactive. This field only accepts active prices.`,
      );
    return { price, quantity: count };
  });
  const recurs = lines.some(({ price }) => price.recurring !== null);
  if (mode === 'payment' && recurs)
    throw invalid(
      'mode',
      'You must provide at least one recurring price in `subscription` mode when using prices.',
    );
  if (mode === 'subscription' && !recurs)
    throw invalid('line_items', 'You must provide at least one recurring price in `subscription` mode.');
  return lines;
}

export function priceFrom(desk: Desk, params: Params, at = ''): Thing {
  const currency = textOf(params.currency);
  const name = (field: string) => (at === '' ? field : `${at}[price_data][${field}]`);
  if (currency === undefined) throw missing(name('currency'));
  if (!/^[a-z]{3}$/i.test(currency)) throw invalid(name('currency'), `Invalid currency: ${currency}.`);
  const amount = Number(textOf(params.unit_amount));
  if (!Number.isSafeInteger(amount) || amount < 0)
    throw invalid(name('unit_amount'), 'Invalid integer: unit_amount', 'parameter_invalid_integer');
  const known = textOf(params.product);
  if (known !== undefined && desk.state.value.things[known]?.object !== 'product')
    throw noSuch('product', known, 400, name('product'));
  const made = fieldsOf(params.product_data);
  if (known === undefined && textOf(made.name) === undefined) throw missing(name('product'));
  const product = known ?? make(desk, 'prod', 'product', productFacts(made)).id;
  const recurring = params.recurring === undefined ? null : fieldsOf(params.recurring);
  if (recurring && !['day', 'week', 'month', 'year'].includes(String(recurring.interval)))
    throw invalid(
      `${name('recurring')}[interval]`,
      'Invalid interval: must be one of day, month, week, or year',
    );
  return make(desk, 'price', 'price', {
    active: at === '' ? params.active !== 'false' : true,
    billing_scheme: 'per_unit',
    currency: currency.toLowerCase(),
    lookup_key: textOf(params.lookup_key) ?? null,
    metadata: fieldsOf(params.metadata),
    nickname: textOf(params.nickname) ?? null,
    product,
    recurring: recurring && {
      interval: recurring.interval,
      interval_count: Number(recurring.interval_count ?? 1),
      usage_type: 'licensed',
    },
    type: recurring ? 'recurring' : 'one_time',
    unit_amount: amount,
    unit_amount_decimal: String(amount),
  });
}

export const productFacts = (params: Params) => ({
  active: params.active !== 'false',
  name: textOf(params.name),
  description: textOf(params.description) ?? null,
  default_price: null,
  images: listOf(params.images),
  metadata: fieldsOf(params.metadata),
  updated: 0,
});

export const linesOf = ({ state }: Pick<Desk, 'state'>, session: Thing): Line[] =>
  (state.value.things[`plan_${session.id}`]?.lines ?? []).map(
    (line: { price: string; quantity: number }) => ({
      price: state.value.things[line.price]!,
      quantity: line.quantity,
    }),
  );

export interface Payer {
  readonly email: string;
  readonly name: string;
  readonly card: string;
}

/** Somebody pays on the page. Throws the card's refusal, after which they may try another. */
export function pay(desk: Desk, session: Thing, { email, name, card }: Payer): void {
  if (session.status !== 'open') throw new StripeProblem(400, `This session is ${session.status}.`);
  const things = desk.state.value.things;
  const plan = things[`plan_${session.id}`]!;
  const lines = linesOf(desk, session);
  const customer = session.customer ? things[session.customer]! : undefined;
  const needsCustomer = session.mode !== 'payment';
  const refusal = cards[card];
  if (!refusal) throw new StripeProblem(400, 'There is no such card.');
  if (session.mode === 'payment') {
    const facts = {
      amount: session.amount_total,
      currency: session.currency,
      customer: customer?.id ?? null,
      receipt_email: email,
      metadata: plan.metadata,
    };
    const intent = charge(desk, facts, card);
    session.payment_intent = intent.id;
    if (intent.status !== 'succeeded') throw declined(refusal, intent);
  } else if (refusal.code !== undefined) throw declined(refusal, undefined);
  const payer = customer ?? (needsCustomer ? newCustomer(desk, email, name) : undefined);
  if (session.mode === 'subscription') {
    const more = { metadata: plan.metadata, trialDays: plan.trialDays };
    const { subscription, invoice } = subscribe(desk, payer!, lines, card, more);
    Object.assign(session, { subscription: subscription.id, invoice: invoice.id });
  }
  if (session.mode === 'setup') session.setup_intent = idFor('seti');
  Object.assign(session, {
    status: 'complete',
    payment_status: session.mode === 'setup' || session.amount_total === 0 ? 'no_payment_required' : 'paid',
    customer: payer?.id ?? null,
    customer_details: {
      email,
      name,
      phone: null,
      address: { country: 'IT' },
      tax_exempt: 'none',
      tax_ids: [],
    },
    url: null,
  });
  happened(desk, 'checkout.session.completed', session);
  changed(desk);
}

function newCustomer(desk: Desk, email: string, name: string): Thing {
  const made = make(desk, 'cus', 'customer', customerFacts({ email, name }));
  happened(desk, 'customer.created', made);
  return made;
}

export const customerFacts = (params: Params) => ({
  address: null,
  balance: 0,
  currency: null,
  default_source: null,
  delinquent: false,
  description: textOf(params.description) ?? null,
  email: textOf(params.email) ?? null,
  invoice_settings: {
    custom_fields: null,
    default_payment_method: null,
    footer: null,
    rendering_options: null,
  },
  invoice_prefix: idFor('x').slice(2, 10).toUpperCase(),
  metadata: fieldsOf(params.metadata),
  name: textOf(params.name) ?? null,
  phone: textOf(params.phone) ?? null,
  preferred_locales: [],
  shipping: null,
  test_clock: textOf(params.test_clock) ?? null,
});

const declined = ({ code, decline }: (typeof cards)[string], intent: Thing | undefined) =>
  new StripeProblem(402, 'Your card was declined.', {
    type: 'card_error',
    code,
    decline_code: decline,
    payment_intent: intent,
  });

/** Sessions that nobody paid in time. */
export function expireDue(desk: Desk, sessions: readonly Thing[], nowS: number): void {
  for (const session of sessions)
    if (session.status === 'open' && session.expires_at <= nowS) expire(desk, session);
}

export function expire(desk: Desk, session: Thing): void {
  Object.assign(session, { status: 'expired', url: null });
  happened(desk, 'checkout.session.expired', session);
  changed(desk);
}
