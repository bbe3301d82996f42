import { pictureOf } from '../common/picture.ts';
import { type Answer, json, page, Refusal, type Request, type Route } from '../http.ts';
import { many } from '../page.ts';
import { onAFaultyWire, wireFailures } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import { graphql } from './admin.ts';
import { ask, decide, token } from './oauth.ts';
import { overviewPage, shopPage, shopsToBrowse } from './pages.ts';
import { configure, play, redactWhatIsDue } from './play.ts';
import { fresh, type State, shopAt, shopsOf } from './state.ts';
import { livingSubscriptions, openTelling } from './webhooks.ts';

const lookAgainMs = 1_000;
const own = [
  {
    name: 'throttled',
    trigger: 'a shop named throttled',
    does: 'answers 200 with nothing but that the points are spent',
  },
  {
    name: 'empty-page',
    trigger: 'a shop named empty-page',
    does: 'starts every list with an empty page that has a next one',
  },
];

/** Shops with an Admin API, an app that is installed in them, and people who buy. */
export async function shopify(world: World): Promise<Part> {
  const state = await world.keep('shopify', fresh);
  openTelling(world);
  const timer = setInterval(() => redactWhatIsDue(world, state), lookAgainMs).unref();
  return {
    name: 'shopify',
    title: 'Shopify',
    summary: 'Shops, their Admin API and their webhooks; people browse and buy.',
    gauge: () =>
      many(
        Object.values(state.value.shops).reduce((sum, { orders }) => sum + orders.length, 0),
        'order',
      ),
    stage: (person) => shopsToBrowse(world, state, person),
    failures: [...wireFailures, ...own],
    routes: [...onTheWire(world, state), ...forPeople(world, state)],
    reset: () => state.reset(),
    close: () => clearInterval(timer),
  };
}

function onTheWire(world: World, state: State): Route[] {
  const faces = {
    rateLimited: () => ({
      ...json({ errors: 'Exceeded 2 calls per second for api client.' }, 429),
      headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '2.0' },
    }),
    serverError: () => json({ errors: 'Internal Server Error' }, 500),
    expiredToken: ({ url }: Request) =>
      url.pathname.endsWith('/access_token')
        ? json({ error: 'invalid_grant', error_description: 'The token is not valid any more.' }, 400)
        : json(
            { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
            401,
          ),
  };
  const api: Route[] = [
    {
      method: 'POST',
      path: '/:shop/admin/oauth/access_token',
      handle: (request) => token(world, state, request),
    },
    {
      method: 'POST',
      path: '/:shop/admin/api/:version/graphql.json',
      handle: (request) => graphql(world, state, request),
    },
  ];
  return onAFaultyWire(world, 'shopify', faces, ({ params }) => params.shop!.split('.')[0]!, api);
}

function forPeople(world: World, state: State): Route[] {
  const at = (method: string, path: string, handle: Route['handle']): Route => ({ method, path, handle });
  return [
    at('GET', '/:shop/admin/oauth/authorize', (request) => ask(world, state, request)),
    at('POST', '/:shop/admin/oauth/authorize', (request) => decide(world, state, request)),
    at('GET', '/shopify', (request) =>
      request.wantsPage ? page(overviewPage(world, state)) : json(overview(world, state)),
    ),
    at('POST', '/shopify/app', (request) => configure(world, state, request)),
    at('POST', '/shopify/play/:act', (request) => play(world, state, request)),
    at('GET', '/shopify/:shop/pictures/:handle', (request) => picture(world, state, request)),
    at('GET', '/cdn.shopify.com/s/files/1/:id/:file', ({ params }) =>
      drawn(params.file!.replace(/\.png$/, '')),
    ),
    at('GET', '/shopify/:shop', (request) => front(world, state, request)),
  ];
}

const overview = (world: World, state: State) => ({
  app: state.value.app,
  shops: shopsOf(world, state).map((shop) => ({
    ...shop,
    subscriptions: livingSubscriptions(world, shop),
  })),
});

function front(world: World, state: State, { params, url }: Request): Answer {
  const shop = shopAt(world, state, params.shop!);
  if (!shop) throw new Refusal(404, 'There is no such shop here.');
  const person = world.people.find(url.searchParams.get('as') ?? '') ?? world.people.all()[0]!;
  return page(shopPage(world, shop, person));
}

async function picture(world: World, state: State, { params }: Request): Promise<Answer> {
  const handle = params.handle!;
  if (!shopAt(world, state, params.shop!)?.products.some((product) => product.handle === handle))
    throw new Refusal(404, 'The shop does not have this.');
  return drawn(handle);
}

const drawn = async (handle: string): Promise<Answer> => ({
  headers: { 'content-type': 'image/png', 'cache-control': 'max-age=3600' },
  body: await pictureOf(handle, { width: 480, height: 320 }),
});
