import { leadingTo } from '../common/returning.ts';
import { type Answer, json, page, Refusal, type Request, type Route, seeOther } from '../http.ts';
import { many } from '../page.ts';
import { failureOfTelling, onAFaultyWire, wireFailures } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import { answer, type Counter } from './api.ts';
import { renewDue } from './billing.ts';
import { expireDue } from './checkout.ts';
import { problemAnswer, StripeProblem } from './errors.ts';
import { mannerOf } from './events.ts';
import { nested, textOf } from './form.ts';
import { bankPage, closedPage, overviewPage, payPage, toBePaid } from './pages.ts';
import { billingRoutes, deeds, payHere, refusing, sessionAt } from './playing.ts';
import { type Desk, fresh, idFor, nowFor, type Thing, thingsOf } from './state.ts';

const lookAgainMs = 1_000;
const own = [
  {
    name: 'key-in-use',
    trigger: 'arm it, or send it as header',
    does: 'answers 409: another request uses the idempotency key',
  },
];

/** Payments: an API, a page to pay on, subscriptions that renew as time goes on, and what is told of it all. */
export async function stripe(world: World): Promise<Part> {
  const state = await world.keep('stripe', fresh);
  const courier = world.post.courier('stripe', mannerOf(world, state));
  const counter: Counter = { world, state, courier };
  const timer = setInterval(() => {
    renewDue(deskOf(counter, undefined));
    expireDue(deskOf(counter, undefined), thingsOf({ state }, 'checkout.session'), nowFor({ world, state }));
  }, lookAgainMs).unref();
  return {
    name: 'stripe',
    title: 'Stripe',
    summary: 'Payments: checkout, cards that fail, subscriptions that renew with time.',
    gauge: () => many(thingsOf({ state }, 'checkout.session').length, 'checkout'),
    stage: (person) => toBePaid(state, person),
    failures: [...wireFailures, ...own],
    routes: [...onTheWire(counter), ...forPeople(counter)],
    reset: () => state.reset(),
    close: () => clearInterval(timer),
  };
}

/** For what people and time do: no request caused it. */
const deskOf = (counter: Counter, failure: string | undefined): Desk => ({
  ...counter,
  cause: { id: null, idempotency_key: null },
  failure,
});

function onTheWire(counter: Counter): Route[] {
  const refused = (status: number, message: string, facts = {}, headers = {}) => {
    const made = problemAnswer(new StripeProblem(status, message, facts), idFor('req'));
    return { ...made, headers: { ...made.headers, 'request-id': idFor('req'), ...headers } };
  };
  const faces = {
    rateLimited: () =>
      refused(
        429,
        'Request rate limit exceeded.',
        { code: 'rate_limit' },
        { 'stripe-should-retry': 'true', 'retry-after': '2', 'stripe-rate-limited-reason': 'global-rate' },
      ),
    serverError: () => refused(500, 'An unexpected error occurred.', { type: 'api_error' }),
    expiredToken: () =>
      refused(401, 'Expired API Key provided: sk_test_****dbox', { code: 'api_key_expired' }),
  };
  return onAFaultyWire(counter.world, 'stripe', faces, (request) => subjectOf(counter, request), [
    { method: '*', path: '/api.stripe.com/v1/*', handle: (request) => answer(counter, request) },
  ]);
}

/** Whom a request is about: the customer who is named in it, or known by an id in it. */
async function subjectOf({ state }: Counter, request: Request): Promise<string> {
  const params = nested((await request.body()).toString('utf8'));
  const ids = [textOf(params.customer), ...(request.params.rest ?? '').split('/')];
  const known = ids.map((id) => state.value.things[id ?? '']);
  const owners = known.map((one) => state.value.things[one?.customer ?? ''] ?? one);
  const words = [
    params.email,
    params.name,
    params.customer_email,
    ...owners.flatMap((one) => [one?.email, one?.name]),
  ];
  return words.filter((word) => typeof word === 'string').join(' ');
}

function forPeople(counter: Counter): Route[] {
  const { world, state } = counter;
  return [
    {
      method: 'GET',
      path: '/stripe',
      handle: ({ wantsPage }) =>
        wantsPage
          ? page(overviewPage(world, state))
          : json({ things: state.value.things, events: state.value.events.length }),
    },
    { method: 'GET', path: '/checkout.stripe.com/c/pay/:id', handle: (request) => show(counter, request) },
    { method: 'POST', path: '/checkout.stripe.com/c/pay/:id', handle: (request) => decide(counter, request) },
    { method: 'POST', path: '/stripe/play/:act', handle: (request) => play(counter, request) },
    ...billingRoutes(counter, () => deskOf(counter, undefined)),
  ];
}

function show(counter: Counter, { params, url }: Request): Answer {
  const session = sessionAt(counter, params.id!);
  const person = counter.world.people.find(url.searchParams.get('as') ?? '');
  return drawn(counter, session, person);
}

function drawn(
  { world, state }: Counter,
  session: Thing,
  person?: Parameters<typeof payPage>[3]['person'],
  problem?: string,
) {
  if (session.status !== 'open') return page(closedPage(world, session));
  const shown = page(
    payPage(world, state, session, { person, ...(problem !== undefined && { problem }) }),
    problem === undefined ? 200 : 402,
  );
  return toBoth(shown, session);
}

const toBoth = (shown: Answer, session: Thing) =>
  [session.success_url, session.cancel_url]
    .filter((address) => address !== null)
    .reduce(
      (answered, address) => leadingTo(answered, address.replaceAll('{CHECKOUT_SESSION_ID}', '')),
      shown,
    );

async function decide(counter: Counter, request: Request): Promise<Answer> {
  const session = sessionAt(counter, request.params.id!);
  const fields = await request.fields();
  if (session.status !== 'open') return page(closedPage(counter.world, session), 409);
  if (fields.answer === 'cancel') return seeOther(session.cancel_url ?? '/stripe');
  if (fields.card === 'asks-bank' && fields.bank === undefined)
    return toBoth(page(bankPage(counter.world, session, fields)), session);
  if (fields.bank === 'no') return drawn(counter, session, undefined, 'Your bank did not agree.');
  try {
    const { email = '', name = '' } = fields;
    const failure = failureOfTelling(counter.world, 'stripe', `${email} ${name}`, request);
    payHere({ desk: deskOf(counter, failure), fields }, session);
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error;
    return drawn(counter, session, undefined, error.message);
  }
  return seeOther(session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id));
}

/** `pay`, what becomes of a subscription and what becomes of a payment, as forms and as JSON. */
async function play(counter: Counter, request: Request): Promise<Answer> {
  const fields = await request.fields();
  const { email = '', name = '' } = fields;
  const desk = deskOf(counter, failureOfTelling(counter.world, 'stripe', `${email} ${name}`, request));
  const deed = deeds[request.params.act!];
  if (!deed) throw new Refusal(404, 'Nothing is played under this name.');
  await refusing(() => deed({ counter, desk, fields, request }));
  return request.wantsPage ? seeOther('/stripe') : json({ done: true });
}
