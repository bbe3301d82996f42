import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Scripted, scripted, secondsAfterNoon, troubleOf } from '../oauth/testing.ts';
import { openBusiness } from './business.ts';

const place = { accountId: '101', locationId: '202' };

async function business(t: TestContext, ...answers: readonly Scripted[]) {
  const { outside, heard } = await scripted(t, 'google', ...answers);
  return { business: openBusiness({ ...outside, accessToken: 'ya29' }), heard };
}
const refusal = (code: number, error: object): Scripted => ({
  status: code,
  json: { error: { code, message: 'No.', ...error } },
});

describe('places', () => {
  test('are read by account, with what says whether they may be spoken for', async (t) => {
    const { business: api, heard } = await business(
      t,
      { json: { accounts: [{ name: 'accounts/101', accountName: 'Linen' }], nextPageToken: 'more' } },
      {
        json: {
          locations: [
            {
              name: 'locations/202',
              title: 'Linen',
              storefrontAddress: {
                addressLines: ['Deichstraße 9'],
                postalCode: '20459',
                locality: 'Hamburg',
              },
              metadata: { hasVoiceOfMerchant: true, placeId: 'ChIJ', mapsUri: 'https://maps.test/1' },
            },
            { name: 'locations/203' },
          ],
        },
      },
    );
    const { accounts, nextPageToken } = await api.accounts();
    assert.deepEqual([accounts, nextPageToken], [[{ name: '101', accountName: 'Linen' }], 'more']);
    assert.deepEqual((await api.locations('101', { pageToken: 'p' })).locations, [
      {
        ...{ id: '202', title: 'Linen', address: 'Deichstraße 9, 20459, Hamburg', locality: 'Hamburg' },
        ...{ placeId: 'ChIJ', mapsUrl: 'https://maps.test/1', isVerified: true },
      },
      { id: '203', isVerified: false },
    ]);
    assert.equal(heard[0]!.headers.authorization, 'Bearer ya29');
    const [, second] = heard;
    assert.equal(second!.line, 'GET /mybusinessbusinessinformation.googleapis.com/v1/accounts/101/locations');
    assert.deepEqual(
      [second!.query.readMask, second!.query.pageToken],
      ['name,title,storefrontAddress,metadata', 'p'],
    );
  });
});

describe('reviews', () => {
  test('are read with stars, words and the answer, and with stars alone', async (t) => {
    const { business: api, heard } = await business(t, {
      json: {
        reviews: [
          {
            reviewId: 'r1',
            reviewer: { displayName: 'Ada' },
            starRating: 'TWO',
            comment: 'Late.',
            createTime: '2026-11-20T10:00:00.123456789Z',
            updateTime: '2026-11-20T11:00:00Z',
            reviewReply: { comment: 'Sorry.', updateTime: '2026-11-20T12:00:00Z' },
          },
          { reviewId: 'r2', starRating: 'STAR_RATING_UNSPECIFIED', reviewer: null },
        ],
        averageRating: 3.5,
        totalReviewCount: 2,
        nextPageToken: 'more',
      },
    });
    const page = await api.reviews(place);
    assert.deepEqual(page.items, [
      {
        ...{ id: 'r1', authorName: 'Ada', rating: 2, text: 'Late.' },
        createdAt: new Date('2026-11-20T10:00:00.123Z'),
        updatedAt: new Date('2026-11-20T11:00:00Z'),
        answer: { text: 'Sorry.', updatedAt: new Date('2026-11-20T12:00:00Z') },
      },
      { id: 'r2' },
    ]);
    assert.deepEqual([page.averageRating, page.totalReviewCount, page.nextPageToken], [3.5, 2, 'more']);
    assert.equal(heard[0]!.line, 'GET /mybusiness.googleapis.com/v4/accounts/101/locations/202/reviews');
    assert.equal(heard[0]!.query.orderBy, 'updateTime desc');
  });

  test('are none where Google says nothing else, which is how it says that; and not where it says something', async (t) => {
    const answers = [{}, { message: 'Back in a moment' }, { nextPageToken: 'more' }, { totalReviewCount: 0 }];
    const { business: api } = await business(t, ...answers.map((json) => ({ json })), {
      status: 203,
      json: {},
    });
    const totals = [];
    for (let nth = 0; nth <= answers.length; nth += 1)
      totals.push((await api.reviews(place)).totalReviewCount);
    assert.deepEqual(totals, [0, undefined, undefined, 0, undefined]);
  });

  test('are read in the words of whoever wrote them, without Google’s translation', async (t) => {
    const comments = [
      '(Translated by Google) Very nice\n\n(Original)\nMolto bello',
      'Molto bello\n\n(Translated by Google)\nVery nice',
      'Molto bello',
    ];
    const reviews = comments.map((comment, i) => ({ reviewId: `r${i}`, comment }));
    const { business: api } = await business(t, { json: { reviews } });
    for (const { text } of (await api.reviews(place)).items) assert.equal(text, 'Molto bello');
  });

  test('are answered and unanswered where they stand', async (t) => {
    const { business: api, heard } = await business(t, { json: { comment: 'Thanks.' } }, { json: {} });
    await api.answer(place, 'r/1', 'Thanks.');
    await api.takeAnswerBack(place, 'r1');
    const reviews = '/mybusiness.googleapis.com/v4/accounts/101/locations/202/reviews';
    assert.deepEqual(
      heard.map(({ line }) => line),
      [`PUT ${reviews}/r%2F1/reply`, `DELETE ${reviews}/r1/reply`],
    );
    assert.deepEqual(JSON.parse(heard[0]!.body), { comment: 'Thanks.' });
  });
});

describe('what is refused', () => {
  test('is told apart by its reason', async (t) => {
    const byDay = { message: "Quota exceeded for limit 'Requests per day'.", status: 'RESOURCE_EXHAUSTED' };
    const { business: api } = await business(
      t,
      refusal(429, { status: 'RESOURCE_EXHAUSTED' }),
      refusal(429, byDay),
      refusal(403, { details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }] }),
      refusal(401, { status: 'UNAUTHENTICATED' }),
      refusal(403, { status: 'PERMISSION_DENIED' }),
      refusal(404, { status: 'NOT_FOUND' }),
    );
    const ask = () => api.reviews(place);
    assert.equal(secondsAfterNoon((await troubleOf(ask(), 'rate_limited')).facts.until), 60);
    // Midnight in California, in November.
    assert.equal(secondsAfterNoon((await troubleOf(ask(), 'rate_limited')).facts.until), 20 * 3_600);
    for (const kind of ['unauthorized', 'unauthorized', 'rejected', 'rejected'] as const)
      await troubleOf(ask(), kind);
  });

  test('an answer that got lost may be sent again: it takes the place of itself', async (t) => {
    const { business: api } = await business(t, { isCut: true }, refusal(500, { status: 'INTERNAL' }));
    await troubleOf(api.answer(place, 'r1', 'Thanks.'), 'unavailable');
    await troubleOf(api.answer(place, 'r1', 'Thanks.'), 'unavailable');
  });
});
