import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { moveClock, openParts } from '../common/testing.ts';
import { amazon } from './routes.ts';
import { app } from './state.ts';

let parts: Awaited<ReturnType<typeof openParts>>;
before(async () => {
  parts = await openParts(amazon);
});
after(() => parts.close());

const eu = 'sellingpartnerapi-eu.amazon.com';
const italy = 'APJ6JRA9NG5V4';
const secondMs = 1_000;
const wish = (part: Record<string, string> = {}) =>
  new URLSearchParams({
    application_id: app.applicationId,
    state: 'st',
    redirect_uri: 'http://localhost:4100/amazon',
    ...part,
  }).toString();
const consent = async (seller = 'A1LINENANDOAK0', query = wish()) => {
  const answer = await fetch(`${parts.url}/sellercentral-europe.amazon.com/apps/authorize/consent`, {
    method: 'POST',
    body: new URLSearchParams({ query, seller }),
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? 'http://none').searchParams;
};
const token = async (fields: Record<string, string>) => {
  const answer = await fetch(`${parts.url}/api.amazon.com/auth/o2/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: app.clientId, client_secret: app.secret, ...fields }),
  });
  return { status: answer.status, json: (await answer.json()) as any };
};
const login = async (seller?: string) =>
  (await token({ grant_type: 'authorization_code', code: (await consent(seller)).get('spapi_oauth_code')! }))
    .json;
const call = async (access: string, path: string, host = eu, init: RequestInit = {}) => {
  const answer = await fetch(`${parts.url}/${host}${path}`, {
    ...init,
    headers: { 'x-amz-access-token': access, 'content-type': 'application/json' },
  });
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as any };
};
const catalog = (query: string) => `/catalog/2022-04-01/items?marketplaceIds=${italy}&${query}`;

describe('consent', () => {
  test('brings a code that works once, for five minutes, and a token for an hour', async () => {
    const back = await consent();
    assert.deepEqual([back.get('state'), back.get('selling_partner_id')], ['st', 'A1LINENANDOAK0']);
    const code = { grant_type: 'authorization_code', code: back.get('spapi_oauth_code')! };
    assert.equal((await token({ ...code, client_secret: 'x' })).json.error, 'invalid_client');
    const { json } = await token(code);
    assert.equal(json.expires_in, 3600);
    assert.equal((await token(code)).json.error, 'invalid_grant');
    const late = (await consent()).get('spapi_oauth_code')!;
    moveClock(parts.world, 301 * secondMs);
    assert.equal((await token({ ...code, code: late })).json.error, 'invalid_grant');
    moveClock(parts.world, 3600 * secondMs);
    assert.equal((await call(json.access_token, '/sellers/v1/marketplaceParticipations')).status, 403);
    const renewed = await token({ grant_type: 'refresh_token', refresh_token: json.refresh_token });
    assert.equal(
      (await call(renewed.json.access_token, '/sellers/v1/marketplaceParticipations')).status,
      200,
    );
  });

  test('is asked of sellers for the app alone, and leads nowhere but to this machine', async () => {
    assert.equal((await consent('A0NOBODY')).size, 0);
    assert.equal((await consent('A1LINENANDOAK0', wish({ application_id: 'x' }))).size, 0);
    assert.equal((await consent('A1LINENANDOAK0', wish({ redirect_uri: 'https://evil.test' }))).size, 0);
  });

  test('that is taken back ends every token', async () => {
    const { access_token: access, refresh_token: refresh } = await login('A2TINYATELIER0');
    await fetch(`${parts.url}/amazon/play/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ seller: 'A2TINYATELIER0' }),
    });
    assert.equal(
      (await call(access, '/sellers/v1/marketplaceParticipations', 'sellingpartnerapi-na.amazon.com')).status,
      403,
    );
    assert.equal(
      (await token({ grant_type: 'refresh_token', refresh_token: refresh })).json.error,
      'invalid_grant',
    );
  });
});

describe('the API', () => {
  test('finds what is in the catalogue, page by page, and refuses two searches too many in a second', async () => {
    const { access_token: access } = await login();
    const first = await call(access, catalog('keywords=linen&pageSize=2&includedData=summaries,images'));
    assert.deepEqual([first.json.numberOfResults, first.json.items.length], [3, 2]);
    const { nextToken } = first.json.pagination;
    const second = await call(access, catalog(`keywords=linen&pageSize=2&pageToken=${nextToken}`));
    assert.deepEqual([second.json.items.length, second.json.pagination.nextToken], [1, undefined]);
    const third = await call(access, catalog('keywords=linen'));
    assert.deepEqual([third.status, third.json.errors[0].code], [429, 'QuotaExceeded']);
    assert.equal(third.headers.get('x-amzn-ratelimit-limit'), '2.0');
    moveClock(parts.world, 2 * secondMs);
    assert.equal(
      (await call(access, catalog('identifiers=4006381333931&identifiersType=EAN'))).json.items[0].asin,
      'B0SANDBX01',
    );
  });

  test('refuses what it does not know, and calls to the wrong region', async () => {
    const { access_token: access } = await login();
    for (const query of [
      'colour=red',
      'keywords=a&identifiers=b',
      'identifiers=b',
      'keywords=a&pageSize=21',
    ]) {
      moveClock(parts.world, 2 * secondMs);
      assert.equal((await call(access, catalog(query))).status, 400, query);
    }
    assert.equal((await call(access, catalog('keywords=a'), 'sellingpartnerapi-na.amazon.com')).status, 403);
    assert.equal((await call('wrong', catalog('keywords=a'))).status, 403);
  });

  test('shows and takes changes of own listings alone; accepted is not done', async () => {
    const { access_token: access } = await login();
    const path = '/listings/2021-08-01/items/A1LINENANDOAK0/LIN-DRS';
    assert.equal(
      (await call(access, `${path}?marketplaceIds=${italy}`)).json.offers[0].price.amount,
      '129.00',
    );
    const body = (op: string) =>
      JSON.stringify({ productType: 'DRESS', patches: [{ op, path: '/attributes/item_name', value: [] }] });
    const change = (op: string, query = '') =>
      call(access, path + query, eu, { method: 'PATCH', body: body(op) });
    assert.equal((await change('replace')).json.status, 'ACCEPTED');
    assert.equal((await change('replace', '?mode=VALIDATION_PREVIEW')).json.status, 'VALID');
    assert.equal((await change('shout')).json.status, 'INVALID');
    const other = await call(
      access,
      `/listings/2021-08-01/items/A2TINYATELIER0/LIN-DRS?marketplaceIds=${italy}`,
    );
    assert.equal(other.status, 403);
  });
});

test('shows its pages to people', async () => {
  for (const path of ['/amazon', `/sellercentral.amazon.com/apps/authorize/consent?${wish()}`]) {
    const answer = await fetch(parts.url + path, { headers: { accept: 'text/html' } });
    assert.equal(answer.status, 200, path);
    assert.match(await answer.text(), /<h1>/);
  }
});
