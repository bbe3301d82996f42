import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { caller, type Outside, openOutside, playing, read } from '../testing.ts';

const scope = 'https://www.googleapis.com/auth/business.manage';
const accountsUrl = 'https://mybusinessaccountmanagement.googleapis.com/v1/accounts';
const informationUrl = 'https://mybusinessbusinessinformation.googleapis.com/v1';
const readMask = 'name,title,storefrontAddress,metadata';

let outside: Outside;
let ada: ReturnType<typeof caller>;
before(async () => {
  outside = await openOutside();
  ada = await callerOf('ada');
});
after(() => outside.close());

const callerOf = async (who: string) =>
  caller(outside, (await outside.connect(who, { query: { scope } })).access_token);

async function locationsOf(by: ReturnType<typeof caller>): Promise<any[]> {
  const [{ name }] = (await by.get(accountsUrl)).body.accounts;
  const { body } = await by.get(`${informationUrl}/${name}/locations`, { readMask });
  return (body.locations ?? []).map((location: any) => ({ ...location, account: name }));
}

/** Somebody's own shop, where nobody else of this file goes. */
async function shopOf(who: string) {
  const by = await callerOf(`${who}@sandbox.test`);
  const [location] = await locationsOf(by);
  const reviews = `https://mybusiness.googleapis.com/v4/${location.account}/${location.name}/reviews`;
  const place = location.name.slice('locations/'.length);
  const review = async (fields: object) =>
    (await outside.play('review', { person: 'nora', place, stars: 4, ...fields })).body.id as string;
  const all = async (query: Record<string, string> = {}) => (await by.get(reviews, query)).body;
  return { by, place, reviews, review, all };
}

describe('places', () => {
  test('are found by the accounts of whoever signed in, and say whether they are verified', async () => {
    const found = await locationsOf(ada);
    assert.deepEqual(
      found.map(({ title, storefrontAddress, metadata }) => [
        ...[title, storefrontAddress.locality, metadata.hasVoiceOfMerchant],
      ]),
      [
        ['Linen & Oak', 'Hamburg', true],
        ['Linen & Oak', 'Porto', true],
        ['Linen & Oak Workshop', 'Hamburg', undefined],
      ],
    );
    const one = await ada.get(`${informationUrl}/${found[1].name}`, { readMask: 'title' });
    assert.deepEqual(one.body, { title: 'Linen & Oak' });
  });

  test('are nobody else’s, and are told by what is asked for alone', async () => {
    const [{ name, account }] = await locationsOf(ada);
    const grace = await callerOf('grace');
    assert.equal((await grace.get(`${informationUrl}/${name}`, { readMask })).status, 404);
    assert.equal((await grace.get(`${informationUrl}/${account}/locations`, { readMask })).status, 404);
    assert.equal((await ada.get(`${informationUrl}/${name}`)).status, 400);
    assert.equal((await ada.get(`${informationUrl}/${name}`, { readMask: 'phone' })).status, 400);
  });

  test('may not be spoken for before they are verified, nor with another permission', async () => {
    const shop = await shopOf('not-verified-shop');
    assert.deepEqual((await shop.by.get(shop.reviews)).status, 403);
    await outside.play('verify', { place: shop.place, verified: 'yes' });
    assert.equal((await shop.by.get(shop.reviews)).status, 200);
    const viewer = caller(outside, (await outside.connect('not-verified-shop')).access_token);
    assert.equal((await viewer.get(shop.reviews)).status, 403);
    assert.deepEqual(await locationsOf(await callerOf('no-place@sandbox.test')), []);
  });
});

describe('a review', () => {
  test('is one of each person: another takes its place, and is the newest then', async () => {
    const shop = await shopOf('one-each');
    const first = await shop.review({ text: 'Fine.' });
    outside.move(1_000);
    await shop.review({ person: 'jonas', stars: 5 });
    outside.move(1_000);
    assert.equal(await shop.review({ stars: 2, text: 'Not so fine.' }), first);
    const { reviews, averageRating, totalReviewCount } = await shop.all();
    assert.deepEqual([averageRating, totalReviewCount], [3.5, 2]);
    const [newest, older] = reviews;
    assert.deepEqual(
      [newest.reviewId, newest.starRating, newest.comment, newest.reviewer.displayName],
      [first, 'TWO', 'Not so fine.', 'Nora Lindqvist'],
    );
    assert.ok(newest.updateTime > newest.createTime);
    assert.deepEqual([older.starRating, older.comment], ['FIVE', undefined]);
    await outside.play('delete-review', { review: first });
    assert.equal((await shop.by.get(`${shop.reviews}/${first}`)).status, 404);
  });

  test('has one answer, which is written anew and taken back', async () => {
    const shop = await shopOf('one-answer');
    const id = await shop.review({});
    const put = (comment: unknown) =>
      shop.by.call('PUT', `${shop.reviews}/${id}/reply`, {}, { body: { comment } });
    for (const comment of ['', 7, 'ü'.repeat(2_049)]) assert.equal((await put(comment)).status, 400);
    await put('Thanks.');
    assert.equal((await put('Thank you.')).body.comment, 'Thank you.');
    const answerOf = async () => (await shop.by.get(`${shop.reviews}/${id}`)).body.reviewReply;
    assert.equal((await answerOf()).comment, 'Thank you.');
    const takeBack = () => shop.by.call('DELETE', `${shop.reviews}/${id}/reply`);
    assert.deepEqual([(await takeBack()).status, (await takeBack()).status], [200, 404]);
    assert.equal(await answerOf(), undefined);
  });

  test('comes in pages, of which one may be empty, and in no more than the quota allows', async () => {
    const shop = await shopOf('in-pages');
    for (const person of ['nora', 'jonas', 'yuki']) await shop.review({ person });
    const first = await shop.all({ pageSize: '2' });
    const second = await shop.all({ pageSize: '2', pageToken: first.nextPageToken });
    assert.deepEqual([first.reviews.length, second.reviews.length, second.nextPageToken], [2, 1, undefined]);
    const empty = await shop.by.get(shop.reviews, {}, playing('empty-page'));
    assert.equal(empty.body.reviews, undefined);
    assert.equal((await shop.all({ pageToken: empty.body.nextPageToken })).reviews.length, 3);
    assert.equal((await shop.by.get(shop.reviews, {}, playing('quota-spent'))).status, 429);
    assert.equal((await shop.by.get(shop.reviews, {}, playing('rate-limited'))).status, 429);
  });

  test('is shown on the page of its place, to people and to programs', async () => {
    const shop = await shopOf('on-a-page');
    await shop.review({ stars: 5, text: 'So good' });
    const html = async (path: string) =>
      (await fetch(`${outside.url}${path}`, { headers: { accept: 'text/html' } })).text();
    const shown = await html(`/google/places/${shop.place}`);
    for (const words of ['5 of 5 stars', 'So good', 'Nora Lindqvist'])
      assert.ok(shown.includes(words), words);
    const told = await read(await fetch(`${outside.url}/google/places/${shop.place}`));
    assert.equal(told.body.reviews[0].text, 'So good');
    assert.ok((await html('/google')).includes('not verified'));
  });
});
