import { isOwnAddress } from '../common/returning.ts';
import { secretOf } from '../common/sealing.ts';
import { end, refund, renewDue } from './billing.ts';
import { changeSubscription } from './changing.ts';
import { customerFacts, expire, linesOf, openSession, priceFrom, productFacts } from './checkout.ts';
import { invalid, missing, noSuch, StripeProblem } from './errors.ts';
import { happened } from './events.ts';
import { fieldsOf, isTrue, listOf, type Params, textOf } from './form.ts';
import { payWithKept } from './kept-cards.ts';
import { openPortal } from './portal.ts';
import { openSchedule, releaseSchedule, rewriteSchedule } from './schedules.ts';
import { accountId, apiVersion, changed, type Desk, make, type Thing, thingsOf } from './state.ts';

export interface Resource {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `customers/:id` */
  readonly path: string;
  /** Every parameter it takes. */
  readonly takes: readonly string[];
  readonly handle: (desk: Desk, params: Params, id: string) => Thing | Listed | Deleted;
}
/** A list that is still whole; it is cut into pages when it is answered. */
export interface Listed {
  readonly url: string;
  readonly all: readonly Thing[];
}
type Deleted = { readonly id: string; readonly object: string; readonly deleted: true };

const at = (
  method: Resource['method'],
  path: string,
  takes: string,
  handle: Resource['handle'],
): Resource => ({ method, path, takes: takes.split(' ').filter(Boolean), handle });

function find(desk: Desk, object: string, id: string): Thing {
  const found = desk.state.value.things[id];
  if (found?.object !== object || found.isDeleted) throw noSuch(object.replace('.', ' '), id);
  return found;
}

const get = (path: string, object: string) =>
  at('GET', `${path}/:id`, '', (desk, _, id) => find(desk, object, id));

/** A list, narrowed down by whichever of its parameters are the same on the thing. */
const list = (path: string, object: string, filters = '') =>
  at('GET', path, filters, (desk, params) => ({
    url: `/v1/${path}`,
    all: thingsOf(desk, object).filter((one) =>
      filters.split(' ').every((name) => {
        const wanted = params[name];
        if (name === '' || wanted === undefined || !(name in one)) return true;
        return String(one[name]) === wanted;
      }),
    ),
  }));

/** Changes what may be changed, and says what it was before. */
function update(path: string, object: string, takes: string, event: string | undefined): Resource {
  return at('POST', `${path}/:id`, takes, (desk, params, id) => {
    const thing = find(desk, object, id);
    const previous: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(params)) {
      previous[name] = thing[name];
      if (name === 'metadata') thing.metadata = merged(thing.metadata, fieldsOf(value));
      else if (value === 'true' || value === 'false') thing[name] = value === 'true';
      else thing[name] = value === '' ? null : value;
    }
    changed(desk);
    if (event !== undefined && Object.keys(previous).length > 0) happened(desk, event, thing, previous);
    return thing;
  });
}

/** An empty value takes the key away. */
const merged = (before: object, given: Params) =>
  Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== ''));

function created(desk: Desk, event: string, thing: Thing): Thing {
  happened(desk, event, thing);
  return thing;
}

const remove = (path: string, object: string, event?: string) =>
  at('DELETE', `${path}/:id`, '', (desk, _, id) => {
    const thing = find(desk, object, id);
    delete desk.state.value.things[id];
    changed(desk);
    if (event) happened(desk, event, thing);
    return { id, object, deleted: true };
  });

const customers: readonly Resource[] = [
  at('POST', 'customers', 'name email description phone metadata test_clock', (desk, params) => {
    const clock = textOf(params.test_clock);
    if (clock !== undefined) find(desk, 'test_helpers.test_clock', clock);
    return created(desk, 'customer.created', make(desk, 'cus', 'customer', customerFacts(params)));
  }),
  list('customers', 'customer', 'email test_clock'),
  get('customers', 'customer'),
  update('customers', 'customer', 'name email description phone metadata', 'customer.updated'),
  remove('customers', 'customer', 'customer.deleted'),
];

/** A name is of one price, active or not, unless it is to be given to the new one. */
function takeName(desk: Desk, params: Params): void {
  const name = textOf(params.lookup_key);
  const owner = name && thingsOf(desk, 'price').find((one) => one.lookup_key === name);
  if (!owner) return;
  if (!isTrue(params.transfer_lookup_key))
    throw invalid(
      'lookup_key',
      `A price (\`${owner.id}\`) already uses that lookup key.`,
      'resource_already_exists',
    );
  owner.lookup_key = null;
}

const catalogue: readonly Resource[] = [
  at('POST', 'products', 'name description active images metadata default_price_data', (desk, params) => {
    if (textOf(params.name) === undefined) throw missing('name');
    const product = make(desk, 'prod', 'product', productFacts(params));
    const usual = params.default_price_data;
    if (usual !== undefined)
      product.default_price = priceFrom(desk, { ...fieldsOf(usual), product: product.id }).id;
    return created(desk, 'product.created', product);
  }),
  list('products', 'product', 'active'),
  get('products', 'product'),
  update('products', 'product', 'name description active images metadata default_price', 'product.updated'),
  at(
    'POST',
    'prices',
    'currency unit_amount product product_data recurring nickname lookup_key transfer_lookup_key active metadata',
    (desk, params) => {
      takeName(desk, params);
      return created(desk, 'price.created', priceFrom(desk, params));
    },
  ),
  at('GET', 'prices', 'active product type currency lookup_keys', (desk, params) => {
    const keys = listOf(params.lookup_keys);
    const same = (one: Thing, name: string) =>
      params[name] === undefined || String(one[name]) === params[name];
    return {
      url: '/v1/prices',
      all: thingsOf(desk, 'price').filter(
        (one) =>
          ['active', 'product', 'type', 'currency'].every((name) => same(one, name)) &&
          (keys.length === 0 || keys.includes(one.lookup_key)),
      ),
    };
  }),
  get('prices', 'price'),
  // What it costs never changes: another amount is another price.
  update('prices', 'price', 'active nickname metadata lookup_key', 'price.updated'),
];

const sessionTakes =
  'mode success_url cancel_url line_items customer customer_email client_reference_id metadata locale expires_at ' +
  'subscription_data payment_intent_data allow_promotion_codes automatic_tax billing_address_collection ' +
  'payment_method_types customer_creation adaptive_pricing';

const checkout: readonly Resource[] = [
  at('POST', 'checkout/sessions', sessionTakes, openSession),
  list('checkout/sessions', 'checkout.session', 'customer payment_intent subscription status'),
  get('checkout/sessions', 'checkout.session'),
  at('POST', 'checkout/sessions/:id/expire', '', (desk, _, id) => {
    const session = find(desk, 'checkout.session', id);
    if (session.status !== 'open')
      throw new StripeProblem(400, `Only Checkout Sessions with a status in ["open"] can be expired.`);
    expire(desk, session);
    return session;
  }),
  at('GET', 'checkout/sessions/:id/line_items', '', (desk, _, id) => ({
    url: `/v1/checkout/sessions/${id}/line_items`,
    all: lineItems(desk, find(desk, 'checkout.session', id)),
  })),
];

export const lineItems = (desk: Pick<Desk, 'state'>, session: Thing): Thing[] =>
  linesOf(desk, session).map(({ price, quantity }, i) => ({
    id: `li_${session.id.slice(8, 20)}${i}`,
    object: 'item',
    created: session.created,
    amount_subtotal: price.unit_amount * quantity,
    amount_total: price.unit_amount * quantity,
    currency: price.currency,
    description: desk.state.value.things[price.product]?.name ?? '',
    price,
    quantity,
  }));

const money: readonly Resource[] = [
  at('GET', 'subscriptions', 'customer status', (desk, { customer, status }) => ({
    url: '/v1/subscriptions',
    // Those that are over are left out unless they are asked for.
    all: thingsOf(desk, 'subscription').filter(
      (one) =>
        (customer === undefined || one.customer === customer) &&
        (status === 'all' || (status === undefined ? one.status !== 'canceled' : one.status === status)),
    ),
  })),
  get('subscriptions', 'subscription'),
  at(
    'POST',
    'subscriptions/:id',
    'cancel_at cancel_at_period_end metadata items proration_behavior payment_behavior default_payment_method',
    (desk, params, id) => changeSubscription(desk, find(desk, 'subscription', id), params),
  ),
  at('POST', 'subscription_schedules', 'from_subscription', openSchedule),
  get('subscription_schedules', 'subscription_schedule'),
  at('POST', 'subscription_schedules/:id', 'phases end_behavior metadata', (desk, params, id) =>
    rewriteSchedule(desk, find(desk, 'subscription_schedule', id), params),
  ),
  at('POST', 'subscription_schedules/:id/release', '', (desk, _, id) =>
    releaseSchedule(desk, find(desk, 'subscription_schedule', id)),
  ),
  at('DELETE', 'subscriptions/:id', '', (desk, _, id) => {
    const subscription = find(desk, 'subscription', id);
    if (subscription.status === 'canceled') throw noSuch('subscription', id);
    end(desk, subscription);
    return subscription;
  }),
  list('invoices', 'invoice', 'customer status'),
  get('invoices', 'invoice'),
  list('payment_intents', 'payment_intent', 'customer'),
  get('payment_intents', 'payment_intent'),
  list('charges', 'charge', 'customer payment_intent'),
  get('charges', 'charge'),
  at(
    'POST',
    'payment_intents',
    'amount currency customer payment_method off_session confirm description metadata',
    payWithKept,
  ),
  get('payment_methods', 'payment_method'),
  at('GET', 'payment_methods', 'customer type', (desk, { customer }) => ({
    url: '/v1/payment_methods',
    all: thingsOf(desk, 'payment_method').filter((one) => one.customer !== null && one.customer === customer),
  })),
  list('refunds', 'refund', 'charge payment_intent'),
  get('refunds', 'refund'),
  list('disputes', 'dispute', 'charge payment_intent'),
  get('disputes', 'dispute'),
  at('POST', 'billing_portal/sessions', 'customer return_url', openPortal),
  at('POST', 'refunds', 'charge payment_intent amount reason metadata', (desk, params) => {
    const charged = textOf(params.charge);
    const id =
      charged === undefined ? textOf(params.payment_intent) : find(desk, 'charge', charged).payment_intent;
    if (id === undefined) throw missing('payment_intent');
    const intent = find(desk, 'payment_intent', id);
    const taken = desk.state.value.things[intent.latest_charge]!;
    const left = taken.amount - taken.amount_refunded;
    const amount = Number(textOf(params.amount) ?? left);
    if (left === 0)
      throw invalid('payment_intent', 'Charge has already been refunded.', 'charge_already_refunded');
    if (!Number.isInteger(amount) || amount < 1 || amount > left)
      throw invalid(
        'amount',
        `Refund amount is greater than unrefunded amount on charge`,
        'amount_too_large',
      );
    return refund(desk, intent, amount, textOf(params.reason) ?? null, fieldsOf(params.metadata));
  }),
];

const endpointsMax = 16;

const outside: readonly Resource[] = [
  at('POST', 'webhook_endpoints', 'url enabled_events description api_version metadata', (desk, params) => {
    const url = textOf(params.url);
    const events = listOf(params.enabled_events);
    if (url === undefined) throw missing('url');
    if (!isOwnAddress(url)) throw invalid('url', 'Invalid URL: nothing leaves this machine.', 'url_invalid');
    if (events.length === 0) throw missing('enabled_events');
    if (thingsOf(desk, 'webhook_endpoint').length >= endpointsMax)
      throw new StripeProblem(400, `You have reached the maximum of ${endpointsMax} test webhook endpoints.`);
    const endpoint = make(desk, 'we', 'webhook_endpoint', {
      api_version: textOf(params.api_version) ?? null,
      application: null,
      description: textOf(params.description) ?? null,
      enabled_events: events,
      metadata: fieldsOf(params.metadata),
      status: 'enabled',
      url,
    });
    const secret = secretOf('whsec_');
    desk.state.value.secrets[endpoint.id] = secret;
    return { ...endpoint, secret };
  }),
  list('webhook_endpoints', 'webhook_endpoint'),
  get('webhook_endpoints', 'webhook_endpoint'),
  at(
    'POST',
    'webhook_endpoints/:id',
    'url enabled_events description disabled metadata',
    (desk, params, id) => {
      const endpoint = find(desk, 'webhook_endpoint', id);
      if (params.url !== undefined && !isOwnAddress(String(params.url)))
        throw invalid('url', 'Invalid URL: nothing leaves this machine.', 'url_invalid');
      const { disabled, ...rest } = params;
      if (disabled !== undefined) endpoint.status = isTrue(disabled) ? 'disabled' : 'enabled';
      Object.assign(endpoint, rest);
      changed(desk);
      return endpoint;
    },
  ),
  remove('webhook_endpoints', 'webhook_endpoint'),
  at('GET', 'events', 'type types', (desk, params) => {
    const types = listOf(params.types);
    return {
      url: '/v1/events',
      all: desk.state.value.events.filter(
        ({ type }) =>
          (params.type === undefined || params.type === type) && (types.length === 0 || types.includes(type)),
      ),
    };
  }),
  at('GET', 'events/:id', '', (desk, _, id) => {
    const event = desk.state.value.events.find((one) => one.id === id);
    if (!event) throw noSuch('event', id);
    return event;
  }),
  at('GET', 'account', '', () => ({
    id: accountId,
    object: 'account',
    created: 0,
    business_profile: { name: 'Linen & Oak', url: null },
    charges_enabled: true,
    country: 'IT',
    default_currency: 'eur',
    details_submitted: true,
    email: 'owner@linen-and-oak.test',
    payouts_enabled: true,
    settings: { dashboard: { display_name: 'Linen & Oak', timezone: 'Europe/Rome' } },
    type: 'standard',
    api_version: apiVersion,
  })),
];

const clocks: readonly Resource[] = [
  at('POST', 'test_helpers/test_clocks', 'frozen_time name', (desk, params) => {
    const frozen = Number(textOf(params.frozen_time));
    if (!Number.isSafeInteger(frozen)) throw missing('frozen_time');
    return make(desk, 'clock', 'test_helpers.test_clock', {
      frozen_time: frozen,
      name: textOf(params.name) ?? null,
      status: 'ready',
      deletes_after: frozen + 30 * 86_400,
    });
  }),
  list('test_helpers/test_clocks', 'test_helpers.test_clock'),
  get('test_helpers/test_clocks', 'test_helpers.test_clock'),
  at('POST', 'test_helpers/test_clocks/:id/advance', 'frozen_time', (desk, params, id) => {
    const clock = find(desk, 'test_helpers.test_clock', id);
    const next = Number(textOf(params.frozen_time));
    if (!Number.isSafeInteger(next)) throw missing('frozen_time');
    if (next <= clock.frozen_time)
      throw invalid('frozen_time', 'A test clock only goes forward.', 'test_clock_invalid');
    const answered = { ...clock, frozen_time: next, status: 'advancing' };
    clock.frozen_time = next;
    renewDue(desk);
    happened(desk, 'test_helpers.test_clock.ready', clock);
    return answered;
  }),
  remove('test_helpers/test_clocks', 'test_helpers.test_clock'),
];

export const resources: readonly Resource[] = [
  ...customers,
  ...catalogue,
  ...checkout,
  ...money,
  ...outside,
  ...clocks,
];
