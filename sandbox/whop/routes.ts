import { bearerOf, jsonOf } from '../common/reading.ts';
import { isOwnAddress } from '../common/returning.ts';
import { isSame } from '../common/sealing.ts';
import { type Answer, json, page, Refusal, type Request, type Route, seeOther } from '../http.ts';
import { many } from '../page.ts';
import { digitsOf } from '../people.ts';
import { failureOfTelling, onAFaultyWire, wireFailures } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import { plansOf, productsOf, routeOf } from './catalogue.ts';
import {
  checkoutFacts,
  checkoutPages,
  checkoutsOf,
  postCheckout,
  postProduct,
  productFacts,
} from './checkout.ts';
import { listed } from './listing.ts';
import { overviewPage, toJoin } from './page.ts';
import { decide, dispute, disputeFacts, leftOf, refund, refundFacts } from './returns.ts';
import {
  changed,
  companyId,
  type Dispute,
  fresh,
  type Hook,
  type House,
  join,
  key,
  leave,
  leaveAtEnd,
  type Membership,
  manner,
  membershipFacts,
  mend,
  type Payment,
  paymentFacts,
  renewDue,
  versionUsual,
  webhookSecret,
} from './state.ts';

const lookAgainMs = 1_000;
const firstDay = '2026-01-01T00:00:00.000Z';

/** Memberships that are sold, renewed and left, and what is told of them. */
export async function whop(world: World): Promise<Part> {
  const state = await world.keep('whop', fresh);
  const house: House = { world, state, courier: world.post.courier('whop', manner) };
  const timer = setInterval(() => renewDue(house), lookAgainMs).unref();
  return {
    name: 'whop',
    title: 'Whop',
    summary: 'Memberships: people join, renew, fail to pay and leave.',
    gauge: () => many(state.value.memberships.length, 'membership'),
    stage: (person) => toJoin(house, person),
    failures: wireFailures,
    routes: [...onTheWire(house), ...forPeople(house)],
    reset: () => state.reset(),
    close: () => clearInterval(timer),
  };
}

function refused(
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  const made = json({ error: { type, message } }, status);
  return { ...made, headers: { ...made.headers, ...headers } };
}

const notFound = () => refused(404, 'not_found', 'This resource does not exist.');

type Handle = (request: Request) => Promise<Answer> | Answer;

function onTheWire(house: House): Route[] {
  const { world, state } = house;
  const guarded =
    (handle: Handle): Handle =>
    (request) => {
      if (!isSame(bearerOf(request), key)) return refused(401, 'unauthorized', 'The API key is not valid.');
      const version = request.headers['api-version-date'];
      if (version !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(String(version)))
        return refused(400, 'bad_request', 'Api-Version-Date is not a date.');
      renewDue(house);
      return handle(request);
    };
  const routes = wireRoutes(house);
  const faces = {
    rateLimited: () => refused(429, 'rate_limited', 'Too many requests.', { 'retry-after': '2' }),
    serverError: () => refused(500, 'internal_server_error', 'Something went wrong.'),
    expiredToken: () => refused(401, 'unauthorized', 'The API key is not valid.'),
  };
  return onAFaultyWire(
    world,
    'whop',
    faces,
    ({ params }) => state.value.memberships.find(({ id }) => id === params.id)?.person ?? '',
    ['api.whop.com', 'sandbox-api.whop.com'].flatMap((host) =>
      routes.map(([method, path, handle]) => ({
        method,
        path: `/${host}/api/v1${path}`,
        handle: guarded(handle),
      })),
    ),
  );
}

const one =
  <T extends { readonly id: string }>(all: () => readonly T[], say: (found: T) => unknown): Handle =>
  ({ params }) => {
    const found = all().find(({ id }) => id === params.id);
    return found ? json(say(found)) : notFound();
  };

function wireRoutes(house: House): readonly (readonly [string, string, Handle])[] {
  const { state } = house;
  const memberships = () => state.value.memberships;
  const payments = () => state.value.payments;
  const sayMembership = (found: (typeof state.value.memberships)[number]) => membershipFacts(house, found);
  const sayPayment = (found: (typeof state.value.payments)[number]) => paymentFacts(house, found);
  const sayCheckout = (found: ReturnType<typeof checkoutsOf>[number]) => checkoutFacts(house, found);
  const sayDispute = (found: Parameters<typeof disputeFacts>[1]) => disputeFacts(house, found);
  const list = (request: Request, all: Parameters<typeof listed>[1]) => listed(request, all, refused);
  return [
    ['GET', '/products', (request) => list(request, productsOf(house).map(productFacts))],
    ['POST', '/products', (request) => postProduct(house, request, refused)],
    ['GET', '/products/:id', (request) => productByIdOrRoute(house, request)],
    ['GET', '/plans', (request) => list(request, plansOf(house).map(planFacts))],
    ['GET', '/plans/:id', one(() => plansOf(house), planFacts)],
    ['POST', '/checkout_configurations', (request) => postCheckout(house, request, refused)],
    ['GET', '/checkout_configurations', (request) => list(request, checkoutsOf(house).map(sayCheckout))],
    ['GET', '/checkout_configurations/:id', one(() => checkoutsOf(house), sayCheckout)],
    ['GET', '/memberships', (request) => list(request, memberships().map(sayMembership))],
    ['GET', '/memberships/:id', one(memberships, sayMembership)],
    ['POST', '/memberships/:id/cancel', (request) => cancel(house, request)],
    ['POST', '/memberships/:id/uncancel', (request) => uncancel(house, request)],
    ['GET', '/payments', (request) => list(request, payments().map(sayPayment))],
    ['GET', '/payments/:id', one(payments, sayPayment)],
    ['POST', '/payments/:id/refund', (request) => giveBack(house, request)],
    ['GET', '/refunds', (request) => list(request, (state.value.refunds ?? []).map(refundFacts))],
    ['GET', '/disputes', (request) => list(request, (state.value.disputes ?? []).map(sayDispute))],
    ['POST', '/webhooks', (request) => hook(house, request)],
    ['GET', '/webhooks', (request) => list(request, state.value.hooks.map(hookFacts))],
    ['DELETE', '/webhooks/:id', (request) => unhook(house, request)],
  ];
}

function productByIdOrRoute(house: House, { params }: Request): Answer {
  const found = productsOf(house).find((one) => one.id === params.id || routeOf(one) === params.id);
  return found ? json(productFacts(found)) : notFound();
}

const planFacts = ({ id, product, title, price, days }: ReturnType<typeof plansOf>[number]) => ({
  id,
  title,
  product: { id: product },
  company: { id: companyId },
  plan_type: days === null ? 'one_time' : 'renewal',
  initial_price: days === null ? price : 0,
  renewal_price: days === null ? 0 : price,
  billing_period: days,
  currency: 'usd',
  purchase_url: `https://whop.com/checkout/${id}`,
  created_at: firstDay,
});

const hookFacts = ({ id, url, events, version, created_at }: Hook) => ({
  id,
  url,
  events,
  enabled: true,
  api_version: 'v1',
  api_version_date: version,
  created_at,
});

async function cancel(house: House, request: Request): Promise<Answer> {
  const found = house.state.value.memberships.find(({ id }) => id === request.params.id);
  if (!found) return notFound();
  const mode = (await jsonOf(request))?.cancellation_mode ?? 'at_period_end';
  if (mode !== 'immediate' && mode !== 'at_period_end')
    return refused(400, 'bad_request', 'cancellation_mode must be immediate or at_period_end');
  if (!['active', 'trialing', 'past_due'].includes(found.status))
    return refused(400, 'bad_request', 'This membership has ended.');
  if (mode === 'immediate') leave(house, found);
  else leaveAtEnd(house, found);
  return json(membershipFacts(house, found));
}

function uncancel(house: House, { params }: Request): Answer {
  const found = house.state.value.memberships.find(({ id }) => id === params.id);
  if (!found) return notFound();
  if (!found.cancelAtEnd || found.status === 'canceled')
    return refused(400, 'bad_request', 'This membership is not set to cancel.');
  leaveAtEnd(house, found, false);
  return json(membershipFacts(house, found));
}

async function giveBack(house: House, request: Request): Promise<Answer> {
  const found = house.state.value.payments.find(({ id }) => id === request.params.id);
  if (!found) return notFound();
  const amount = (await jsonOf(request).catch(() => undefined))?.partial_amount ?? leftOf(found);
  if (found.status !== 'paid' || typeof amount !== 'number' || amount <= 0 || amount > leftOf(found))
    return refused(400, 'bad_request', 'This payment cannot be refunded.');
  refund(house, found, amount);
  return json(paymentFacts(house, found));
}

async function hook(house: House, request: Request): Promise<Answer> {
  const body = await jsonOf(request);
  if (!body || typeof body.url !== 'string') return refused(400, 'bad_request', 'url is required');
  if (!isOwnAddress(body.url)) return refused(400, 'bad_request', 'url is not on this machine');
  const events = body.events ?? [];
  if (!Array.isArray(events)) return refused(400, 'bad_request', 'events must be a list');
  const { hooks } = house.state.value;
  const made: Hook = {
    id: `hook_${digitsOf(`whop:hook:${hooks.length}:${body.url}`, 14)}`,
    url: body.url,
    events: events.map(String),
    version: String(body.api_version_date ?? request.headers['api-version-date'] ?? versionUsual),
    created_at: house.world.now().toISOString(),
  };
  hooks.unshift(made);
  changed(house);
  return json({ ...hookFacts(made), webhook_secret: webhookSecret });
}

function unhook(house: House, { params }: Request): Answer {
  const { hooks } = house.state.value;
  const at = hooks.findIndex(({ id }) => id === params.id);
  if (at === -1) return notFound();
  hooks.splice(at, 1);
  changed(house);
  return json(true);
}

function forPeople(house: House): Route[] {
  return [
    {
      method: 'GET',
      path: '/whop',
      handle: ({ wantsPage }) =>
        wantsPage
          ? page(overviewPage(house))
          : json({ ...house.state.value, products: productsOf(house), plans: plansOf(house) }),
    },
    ...checkoutPages(house),
    { method: 'POST', path: '/whop/play/:act', handle: (request) => play(house, request) },
  ];
}

/** `join`, `leave`, `fail-next`, `mend`, `refund`, `refund-half`, `dispute`, `win` and `lose`, as forms and as JSON. */
async function play(house: House, request: Request): Promise<Answer> {
  const { world, state } = house;
  const fields = await request.fields();
  const failure = failureOfTelling(world, 'whop', fields.person ?? '', request);
  const done = (facts: object) =>
    request.wantsPage ? seeOther(fields.back?.startsWith('/?') ? fields.back : '/whop') : json(facts);
  if (request.params.act === 'join') {
    const plan = plansOf(house).find(({ id }) => id === fields.plan);
    if (!plan || !world.people.find(fields.person ?? '')) throw new Refusal(400, 'Who joins what?');
    const made = join(house, {
      person: fields.person!,
      plan: plan.id,
      isCardGood: fields.card !== 'declined',
      failure,
    });
    return done({ membership: made.id });
  }
  const membership = state.value.memberships.find(({ id }) => id === fields.membership);
  if (!membership) throw new Refusal(404, 'There is no such membership.');
  const deed = deeds[request.params.act!];
  if (!deed) throw new Refusal(404, 'Nothing is played under this name.');
  deed(house, membership, failure);
  return done({ done: true });
}

type Deed = (house: House, membership: Membership, failure: string | undefined) => void;
const deeds: Readonly<Record<string, Deed>> = {
  leave,
  mend,
  'fail-next': (house, membership) => {
    membership.isCardBad = true;
    changed(house);
  },
  refund: (house, membership, failure) => {
    const paid = paidOf(house, membership);
    refund(house, paid, leftOf(paid), failure);
  },
  'refund-half': (house, membership, failure) => {
    const paid = paidOf(house, membership);
    refund(house, paid, Math.ceil(leftOf(paid) * 50) / 100, failure);
  },
  dispute: (house, membership, failure) => void dispute(house, paidOf(house, membership), failure),
  win: (house, membership, failure) => decide(house, openDisputeOf(house, membership), 'won', failure),
  lose: (house, membership, failure) => decide(house, openDisputeOf(house, membership), 'lost', failure),
};

/** The last that was paid, of which something is left that nobody disputes. */
function paidOf({ state }: House, { id }: Membership): Payment {
  const paid = state.value.payments.find(
    (one) => one.membership === id && one.status === 'paid' && leftOf(one) > 0 && !one.disputed,
  );
  if (!paid) throw new Refusal(409, 'There is nothing to give back.');
  return paid;
}

function openDisputeOf({ state }: House, { id }: Membership): Dispute {
  const theirs = state.value.payments.filter(({ membership }) => membership === id).map((one) => one.id);
  const open = state.value.disputes?.find(
    ({ payment, status }) => status === 'needs_response' && theirs.includes(payment),
  );
  if (!open) throw new Refusal(409, 'Nothing is disputed.');
  return open;
}
