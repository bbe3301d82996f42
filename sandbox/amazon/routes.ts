import { isOwnAddress } from '../common/returning.ts';
import { type Answer, json, page, Refusal, type Request, type Route, seeOther } from '../http.ts';
import { html, layout, many, shortTime } from '../page.ts';
import { onAFaultyWire, wireFailures } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import { called, item, listing, participations, patch, refused, search } from './api.ts';
import { ask, decide, token } from './login.ts';
import { app, fresh, type State, sellers } from './state.ts';

/** Sellers who let an app in, their catalogue and listings, and how often one may ask. */
export async function amazon(world: World): Promise<Part> {
  const state = await world.keep('amazon', fresh);
  return {
    name: 'amazon',
    title: 'Amazon',
    summary: 'The Selling Partner API: consent, catalogue, listings, and its quotas.',
    gauge: () => many(state.value.grants.filter(({ isRevoked }) => !isRevoked).length, 'consent'),
    failures: wireFailures,
    routes: [...onTheWire(world, state), ...forPeople(world, state)],
    reset: () => state.reset(),
  };
}

function onTheWire(world: World, state: State): Route[] {
  const faces = {
    rateLimited: () =>
      refused(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.', {
        'x-amzn-ratelimit-limit': '2.0',
      }),
    serverError: () => refused(500, 'InternalFailure', 'We encountered an internal error. Please try again.'),
    expiredToken: ({ url }: Request) =>
      url.pathname.endsWith('/token')
        ? json(
            {
              error: 'invalid_grant',
              error_description: 'The request has an invalid grant parameter : refresh_token.',
            },
            400,
          )
        : refused(403, 'Unauthorized', 'The access token you provided has expired.'),
  };
  const sellerOf = ({ headers }: Request) =>
    state.value.tokens.find(({ access }) => access === headers['x-amz-access-token'])?.seller ?? '';
  return onAFaultyWire(
    world,
    'amazon',
    faces,
    (request) => `${sellerOf(request)} ${request.params.sku ?? ''}`,
    [
      {
        method: 'POST',
        path: '/api.amazon.com/auth/o2/token',
        handle: (request) => token(world, state, request),
      },
      {
        method: 'GET',
        path: '/:host/catalog/2022-04-01/items',
        handle: called(world, state, 'catalog', search),
      },
      {
        method: 'GET',
        path: '/:host/catalog/2022-04-01/items/:asin',
        handle: called(world, state, 'catalog', item),
      },
      {
        method: 'GET',
        path: '/:host/listings/2021-08-01/items/:seller/:sku',
        handle: called(world, state, 'listings', listing),
      },
      {
        method: 'PATCH',
        path: '/:host/listings/2021-08-01/items/:seller/:sku',
        handle: called(world, state, 'listings', patch(world, state)),
      },
      {
        method: 'GET',
        path: '/:host/sellers/v1/marketplaceParticipations',
        handle: called(world, state, 'sellers', participations),
      },
    ],
  );
}

function forPeople(world: World, state: State): Route[] {
  return [
    { method: 'GET', path: '/:host/apps/authorize/consent', handle: (request) => ask(world, state, request) },
    {
      method: 'POST',
      path: '/:host/apps/authorize/consent',
      handle: (request) => decide(world, state, request),
    },
    {
      method: 'GET',
      path: '/amazon',
      handle: ({ wantsPage }) =>
        wantsPage ? page(overviewPage(world, state)) : json({ ...state.value, sellers }),
    },
    { method: 'POST', path: '/amazon/app', handle: (request) => configure(world, state, request) },
    { method: 'POST', path: '/amazon/play/:act', handle: (request) => play(world, state, request) },
  ];
}

async function configure(world: World, state: State, request: Request): Promise<Answer> {
  const { redirect_uri: redirectUri = '' } = await request.fields();
  if (!isOwnAddress(redirectUri)) throw new Refusal(400, 'Addresses are on this machine.');
  state.value.redirectUri = redirectUri;
  return done(world, state, request, { redirectUri });
}

/** `expire` ends every access token of a seller; `revoke` takes the consent back. */
async function play(world: World, state: State, request: Request): Promise<Answer> {
  const { seller } = await request.fields();
  const { act } = request.params;
  if (act !== 'expire' && act !== 'revoke') throw new Refusal(404, 'Nothing is played under this name.');
  state.value.tokens = state.value.tokens.filter((one) => one.seller !== seller);
  if (act === 'revoke')
    for (const grant of state.value.grants) if (grant.seller === seller) grant.isRevoked = true;
  return done(world, state, request, { done: true });
}

function done(world: World, state: State, request: Request, facts: object): Answer {
  state.changed();
  world.journal.stirred('amazon');
  return request.wantsPage ? seeOther('/amazon') : json(facts);
}

function overviewPage(world: World, state: State) {
  const { grants, submissions, redirectUri } = state.value;
  return layout({
    title: 'Amazon',
    here: '/amazon',
    now: world.now(),
    live: 'amazon',
    body: html`
<h1>Amazon</h1>
<p class="lead">Sellers, a small catalogue, and quotas as narrow as the real ones: two searches a second. The
application is <code>${app.applicationId}</code>.</p>
<h2>Sellers</h2>
<ul class="rows">${sellers.map(({ id, name, region }) => {
      const held = grants.find((grant) => grant.seller === id && !grant.isRevoked);
      const act = (what: string, label: string) => html`
<form method="post" action="/amazon/play/${what}"><input type="hidden" name="seller" value="${id}">
<button class="quiet">${label}</button></form>`;
      return html`
<li class="row shop-row"><span class="grow"><b>${name}</b><small>${id} · ${region.toUpperCase()}</small></span>
<span class="tag">${held ? 'has consented' : 'has not consented'}</span>
${held && [act('expire', 'Expire the token'), act('revoke', 'Take consent back')]}</li>`;
    })}</ul>
<h2>What the app changed</h2>
${
  submissions.length === 0
    ? html`<p class="empty">Nothing was submitted.</p>`
    : html`<ul class="rows">${submissions.map(
        ({ sku, at, patches }) => html`
<li class="row"><span class="grow"><b>${sku}</b><small>${JSON.stringify(patches)}</small></span>
<span class="num">${shortTime(at)}</span></li>`,
      )}</ul>`
}
<h2>The app's own configuration</h2>
<form method="post" action="/amazon/app" class="shop-form">
<label>Sellers come back to<input name="redirect_uri" value="${redirectUri}" placeholder="http://localhost:4100/…"></label>
<button class="quiet">Save</button></form>`,
  });
}
