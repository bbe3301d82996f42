import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Scripted, scripted, secondsAfterNoon, troubleOf } from '../oauth/testing.ts';
import { openAmazon } from './amazon.ts';
import { openAmazonLogin, readSellerConsent } from './login.ts';

const italy = 'APJ6JRA9NG5V4';
async function amazon(t: TestContext, ...answers: readonly Scripted[]) {
  const { outside, heard } = await scripted(t, 'amazon', ...answers);
  const options = { ...outside, region: 'eu', accessToken: 'Atza|1', userAgent: 'Stoa/1.0' } as const;
  return { api: openAmazon(options), heard };
}

describe('login with Amazon', () => {
  const known = {
    client: { id: 'amzn1.application-oa2-client.x', secret: 'shh' },
    applicationId: 'amzn1.sp.solution.x',
  };

  test('asks a seller for consent where they sell', async (t) => {
    const { outside, world } = await scripted(t, 'amazon');
    const login = openAmazonLogin({ ...outside, ...known });
    const url = new URL(login.consentAddress({ region: 'eu', state: 's', isDraft: true }));
    assert.equal(
      url.origin + url.pathname,
      `${world}/sellercentral-europe.amazon.com/apps/authorize/consent`,
    );
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      application_id: 'amzn1.sp.solution.x',
      state: 's',
      version: 'beta',
    });
    const back = 'spapi_oauth_code=c&selling_partner_id=A1&state=s&mws_auth_token=x';
    assert.deepEqual(readSellerConsent(new URLSearchParams(back)), { code: 'c', sellerId: 'A1', state: 's' });
    assert.equal(readSellerConsent(new URLSearchParams('state=s')), undefined);
  });

  test('gives tokens for a code, a refresh token, and for itself', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'amazon',
      { json: { access_token: 'Atza|1', refresh_token: 'Atzr|1', token_type: 'bearer', expires_in: 3600 } },
      { json: { access_token: 'Atza|2', refresh_token: 'Atzr|1', token_type: 'bearer', expires_in: 3600 } },
      { json: { access_token: 'Atza|3', token_type: 'bearer', expires_in: 3600 } },
      {
        status: 400,
        json: { error: 'invalid_grant', error_description: 'The request has an invalid grant' },
      },
      { status: 400, json: { error: 'unauthorized_client' } },
    );
    const login = openAmazonLogin({ ...outside, ...known });
    assert.equal(secondsAfterNoon((await login.exchange({ code: 'c' })).expiresAt), 3600);
    await login.refresh('Atzr|1');
    await login.grantless('sellingpartnerapi::notifications');
    await troubleOf(login.refresh('Atzr|1'), 'unauthorized');
    await troubleOf(login.refresh('Atzr|1'), 'rejected');
    assert.equal(heard[1]!.line, 'POST /api.amazon.com/auth/o2/token');
    assert.deepEqual(
      heard.slice(0, 3).map(({ body }) => new URLSearchParams(body).get('grant_type')),
      ['authorization_code', 'refresh_token', 'client_credentials'],
    );
  });
});

describe('a seller', () => {
  test('finds things in the catalogue of its region', async (t) => {
    const { api, heard } = await amazon(
      t,
      {
        headers: { 'x-amzn-ratelimit-limit': '2.0' },
        json: {
          numberOfResults: 12,
          pagination: { nextToken: 'n1' },
          items: [
            { asin: 'B0LINEN001', summaries: [{ marketplaceId: italy, itemName: 'Lino è' }], more: {} },
          ],
        },
      },
      { json: { asin: 'B0LINEN001' } },
    );
    const found = await api.searchCatalog({ marketplaceIds: [italy], keywords: ['lino', 'letto'] });
    assert.deepEqual(found, {
      items: [
        {
          asin: 'B0LINEN001',
          summaries: [{ marketplaceId: italy, itemName: 'Lino è' }],
          images: [],
          productTypes: [],
        },
      ],
      nextPageToken: 'n1',
      foundCount: 12,
      usage: { perSecond: 2 },
    });
    assert.equal(heard[0]!.line, 'GET /sellingpartnerapi-eu.amazon.com/catalog/2022-04-01/items');
    assert.equal(heard[0]!.query.keywords, 'lino,letto');
    assert.deepEqual(
      [heard[0]!.headers['x-amz-access-token'], heard[0]!.headers['user-agent']],
      ['Atza|1', 'Stoa/1.0'],
    );
    assert.deepEqual((await api.catalogItem('B0LINEN001', [italy])).usage, {});
    await assert.rejects(
      api.searchCatalog({ marketplaceIds: [italy], keywords: Array(21).fill('x') }),
      RangeError,
    );
  });

  test('reads its listings and where it sells', async (t) => {
    const { api, heard } = await amazon(
      t,
      {
        json: {
          sku: 'L/1 é',
          summaries: [
            {
              marketplaceId: italy,
              asin: 'B0',
              status: ['BUYABLE'],
              lastUpdatedDate: '2026-11-20T10:00:00Z',
            },
          ],
          issues: [{ code: '90220', message: 'size is required', severity: 'ERROR' }],
        },
      },
      {
        json: {
          payload: [
            {
              marketplace: { id: italy, name: 'Amazon.it', countryCode: 'IT', defaultCurrencyCode: 'EUR' },
              participation: { isParticipating: true, hasSuspendedListings: false },
            },
          ],
        },
      },
    );
    const { listing } = await api.listing('A1', 'L/1 é', [italy]);
    assert.deepEqual(listing.summaries[0]!.lastUpdatedDate, new Date('2026-11-20T10:00:00Z'));
    assert.equal(
      heard[0]!.line,
      'GET /sellingpartnerapi-eu.amazon.com/listings/2021-08-01/items/A1/L%2F1%20%C3%A9',
    );
    assert.deepEqual((await api.marketplaces()).marketplaces, [
      {
        id: italy,
        name: 'Amazon.it',
        countryCode: 'IT',
        defaultCurrencyCode: 'EUR',
        isParticipating: true,
        hasSuspendedListings: false,
      },
    ]);
  });

  test('waits for one more call to run into the bucket, as fast as that one fills', async (t) => {
    const quota = { errors: [{ code: 'QuotaExceeded', message: 'You exceeded your quota', details: '' }] };
    const { api } = await amazon(
      t,
      { status: 429, json: quota, headers: { 'x-amzn-ratelimit-limit': '0.1' } },
      { status: 429, json: quota },
      { status: 429, json: quota },
      { status: 429, headers: { 'retry-after': '7' } },
    );
    const calls = [
      () => api.catalogItem('B0', [italy]),
      () => api.catalogItem('B0', [italy]),
      () => api.marketplaces(),
      () => api.marketplaces(),
    ];
    const pauses: number[] = [];
    for (const call of calls)
      pauses.push(secondsAfterNoon((await troubleOf(call(), 'rate_limited')).facts.until));
    assert.deepEqual(pauses, [10, 1, 62.5, 7]);
  });

  test('is refused by status, and a dead token is one that has to be connected again', async (t) => {
    const unauthorized = {
      errors: [{ code: 'Unauthorized', message: 'Access to requested resource is denied.' }],
    };
    const cases = [
      [{ status: 403, json: unauthorized, headers: { 'x-amzn-requestid': 'r1' } }, 'unauthorized'],
      [{ status: 400, json: { errors: [{ code: 'InvalidInput', message: 'x' }] } }, 'rejected'],
      [{ status: 404, json: { errors: [] } }, 'rejected'],
      [{ status: 503 }, 'unavailable'],
      [{ json: { asin: '' } }, 'unavailable'],
      [{ isCut: true }, 'unavailable'],
    ] as const;
    const { api } = await amazon(t, ...cases.map(([answer]) => answer));
    const traces: (string | undefined)[] = [];
    for (const [, kind] of cases)
      traces.push((await troubleOf(api.catalogItem('B0', [italy]), kind)).facts.trace);
    assert.equal(traces[0], 'r1');
  });
});
