import { bearerOf, jsonOf, sliceAfter } from '../common/reading.ts';
import { isOwnAddress } from '../common/returning.ts';
import { isSame } from '../common/sealing.ts';
import { type Answer, json, page, Refusal, type Request, type Route, seeOther } from '../http.ts';
import { many } from '../page.ts';
import { digitsOf } from '../people.ts';
import { failureOfTelling, onAFaultyWire, wireFailures } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import { overviewPage, toJoin } from './page.ts';
import {
  changed,
  companyId,
  fresh,
  type Hook,
  type House,
  join,
  key,
  leave,
  leaveAtEnd,
  manner,
  membershipFacts,
  paymentFacts,
  plans,
  products,
  refund,
  renewDue,
  versionUsual,
  webhookSecret,
} from './state.ts';

const lookAgainMs = 1_000;
const pageMax = 100;
const pageUsual = 20;
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
  const one =
    <T extends { readonly id: string }>(all: () => readonly T[], say: (found: T) => unknown): Handle =>
    ({ params }) => {
      const found = all().find(({ id }) => id === params.id);
      return found ? json(say(found)) : notFound();
    };
  const memberships = () => state.value.memberships;
  const payments = () => state.value.payments;
  const sayMembership = (found: (typeof state.value.memberships)[number]) => membershipFacts(house, found);
  const sayPayment = (found: (typeof state.value.payments)[number]) => paymentFacts(house, found);
  const routes: readonly (readonly [string, string, Handle])[] = [
    ['GET', '/products', (request) => listed(request, products.map(productFacts))],
    ['GET', '/products/:id', one(() => products, productFacts)],
    ['GET', '/plans', (request) => listed(request, plans.map(planFacts))],
    ['GET', '/plans/:id', one(() => plans, planFacts)],
    ['GET', '/memberships', (request) => listed(request, memberships().map(sayMembership))],
    ['GET', '/memberships/:id', one(memberships, sayMembership)],
    ['POST', '/memberships/:id/cancel', (request) => cancel(house, request)],
    ['GET', '/payments', (request) => listed(request, payments().map(sayPayment))],
    ['GET', '/payments/:id', one(payments, sayPayment)],
    ['POST', '/payments/:id/refund', (request) => giveBack(house, request)],
    ['POST', '/webhooks', (request) => hook(house, request)],
    ['GET', '/webhooks', (request) => listed(request, state.value.hooks.map(hookFacts))],
    ['DELETE', '/webhooks/:id', (request) => unhook(house, request)],
  ];
  const faces = {
    rateLimited: () => refused(429, 'rate_limited', 'Too many requests.', { 'retry-after': '2' }),
    serverError: () => refused(500, 'internal_server_error', 'Something went wrong.'),
    expiredToken: () => refused(401, 'unauthorized', 'The API key is not valid.'),
  };
  return onAFaultyWire(
    world,
    'whop',
    faces,
    ({ params }) => memberships().find(({ id }) => id === params.id)?.person ?? '',
    ['api.whop.com', 'sandbox-api.whop.com'].flatMap((host) =>
      routes.map(([method, path, handle]) => ({
        method,
        path: `/${host}/api/v1${path}`,
        handle: guarded(handle),
      })),
    ),
  );
}

const productFacts = ({ id, title, headline }: (typeof products)[number]) => ({
  id,
  title,
  headline,
  visibility: 'visible',
  route: id.slice(5),
  company: { id: companyId, title: 'Linen & Oak' },
  member_count: 0,
  created_at: firstDay,
  updated_at: firstDay,
});

const planFacts = ({ id, product, title, price, days }: (typeof plans)[number]) => ({
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

const listTakes = new Set([
  'first',
  'after',
  'last',
  'before',
  'company_id',
  'account_id',
  'direction',
  'order',
]);

/** Newest first, by cursor; what belongs to another company is nobody's here. */
function listed({ url }: Request, all: readonly { readonly id: string }[]): Answer {
  const asked = url.searchParams;
  const strange = [...asked.keys()].find((name) => !listTakes.has(name));
  if (strange !== undefined) return refused(400, 'bad_request', `Unknown parameter: ${strange}`);
  const company = asked.get('company_id') ?? asked.get('account_id');
  if (company !== null && company !== companyId)
    return refused(403, 'forbidden', 'This company is not yours.');
  const limit = Number(asked.get('first') ?? asked.get('last') ?? pageUsual);
  if (!Number.isInteger(limit) || limit < 1 || limit > pageMax)
    return refused(400, 'bad_request', `first must be between 1 and ${pageMax}`);
  const [after, before] = [asked.get('after') ?? undefined, asked.get('before') ?? undefined];
  const slice = sliceAfter(all, { limit, after, before });
  if (!slice) return refused(400, 'bad_request', 'Invalid cursor.');
  const isBackwards = before !== undefined && after === undefined;
  return json({
    data: slice.data,
    page_info: {
      start_cursor: slice.data[0]?.id ?? null,
      end_cursor: slice.data.at(-1)?.id ?? null,
      has_next_page: isBackwards || slice.hasMore,
      has_previous_page: isBackwards ? slice.hasMore : after !== undefined,
    },
  });
}

async function cancel(house: House, request: Request): Promise<Answer> {
  const found = house.state.value.memberships.find(({ id }) => id === request.params.id);
  if (!found) return notFound();
  const mode = (await jsonOf(request))?.cancellation_mode ?? 'at_period_end';
  if (mode !== 'immediate' && mode !== 'at_period_end')
    return refused(400, 'bad_request', 'cancellation_mode must be immediate or at_period_end');
  if (found.status !== 'active' && found.status !== 'past_due')
    return refused(400, 'bad_request', 'This membership has ended.');
  if (mode === 'immediate') leave(house, found);
  else leaveAtEnd(house, found);
  return json(membershipFacts(house, found));
}

function giveBack(house: House, { params }: Request): Answer {
  const found = house.state.value.payments.find(({ id }) => id === params.id);
  if (!found) return notFound();
  if (found.status !== 'paid' || found.refunded > 0)
    return refused(400, 'bad_request', 'This payment cannot be refunded.');
  refund(house, found);
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
        wantsPage ? page(overviewPage(house)) : json({ ...house.state.value, products, plans }),
    },
    { method: 'GET', path: '/whop.com/checkout/:plan', handle: () => seeOther('/whop') },
    { method: 'POST', path: '/whop/play/:act', handle: (request) => play(house, request) },
  ];
}

/** `join`, `leave`, `fail-next` and `refund`, as forms and as JSON. */
async function play(house: House, request: Request): Promise<Answer> {
  const { world, state } = house;
  const fields = await request.fields();
  const failure = failureOfTelling(world, 'whop', fields.person ?? '', request);
  const done = (facts: object) =>
    request.wantsPage ? seeOther(fields.back?.startsWith('/?') ? fields.back : '/whop') : json(facts);
  if (request.params.act === 'join') {
    const plan = plans.find(({ id }) => id === fields.plan);
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
  if (request.params.act === 'leave') leave(house, membership, failure);
  else if (request.params.act === 'fail-next') {
    membership.isCardBad = true;
    changed(house);
  } else if (request.params.act === 'refund') {
    const paid = state.value.payments.find(
      (one) => one.membership === membership.id && one.status === 'paid' && one.refunded === 0,
    );
    if (!paid) throw new Refusal(409, 'There is nothing to give back.');
    refund(house, paid, failure);
  } else throw new Refusal(404, 'Nothing is played under this name.');
  return done({ done: true });
}
