import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { isTrouble } from '../../../../providers/trouble.ts';
import type { CallKind } from '../contract.ts';
import type { Pulled } from '../platform.ts';
import {
  type Connected,
  connectedTo,
  failing,
  offersOf,
  ownConnectionsOutside,
  play,
  pullAll,
  type TestConnectionsOutside,
} from '../testing.ts';

let outside: TestConnectionsOutside;
const { signal } = new AbortController();
const dayMs = 86_400_000;

before(async () => {
  outside = await ownConnectionsOutside();
});

/** Somebody's own shop, where nobody else of this file goes. */
async function shopOf(name: string) {
  const shop = await connectedTo(outside, 'google', 'google', { accounts: [`${name}@sandbox.test`] });
  const place = shop.access.platformAccountId;
  const review = async (fields: object = {}) =>
    (await play(outside, 'google', 'review', { person: 'nora', place, stars: 4, ...fields })).id as string;
  return { shop, place, review };
}
const perform = ({ platform, access }: Connected, kind: CallKind, request: object) =>
  platform.perform(callOf(kind, request), access, signal);
const callOf = (kind: CallKind, request: object) => ({
  ...{ id: 'call', kind, request: request as Record<string, unknown>, startedAt: undefined },
});
const idsOf = (items: readonly Pulled[]) => items.map(({ itemId }) => itemId);
const standingIn = (items: readonly Pulled[]) =>
  items.filter(({ kind }) => kind === 'metrics').map(({ payload }) => payload as any);

describe('the door of Google, asked for places', () => {
  test('offers all that somebody looks after, told apart, and says which are not verified', async () => {
    const offers = await offersOf(outside, 'google', 'google', { accounts: ['ada@sandbox.test'] });
    assert.deepEqual(
      offers.map(({ platform, displayName, blockedBy, lackingScopes }) => [
        ...[platform, displayName, blockedBy, lackingScopes.length],
      ]),
      [
        ['google', 'Linen & Oak, Hamburg', undefined, 0],
        ['google', 'Linen & Oak, Porto', undefined, 0],
        ['google', 'Linen & Oak Workshop, Hamburg', 'not_verified', 0],
      ],
    );
    const [{ accountKind, biography, parentPlatformId, tokens }] = offers as [any];
    assert.deepEqual([accountKind, biography], ['location', 'Deichstraße 9, 20459, Hamburg']);
    assert.match(parentPlatformId, /^\d+$/);
    assert.ok(tokens.refresh);
  });

  test('looks for no channel, and asked for a channel for no place', async () => {
    const places = await offersOf(outside, 'google', 'google', { accounts: ['both@sandbox.test'] });
    const channels = await offersOf(outside, 'google', 'youtube', { accounts: ['both@sandbox.test'] });
    assert.deepEqual(
      [places, channels].map((all) => all.map(({ platform }) => platform)),
      [['google'], ['youtube']],
    );
  });

  test('offers nothing to whoever looks after nothing, or said no to just that', async () => {
    const none = { accounts: ['no-place@sandbox.test'] };
    assert.deepEqual(await offersOf(outside, 'google', 'google', none), []);
    const unticked = { accounts: ['unticked@sandbox.test'], scopes: [] };
    assert.deepEqual(await offersOf(outside, 'google', 'google', unticked), []);
  });

  test('leaves the other places open when one is left', async () => {
    const [one, other] = await offersOf(outside, 'google', 'google', { accounts: ['ada@sandbox.test'] });
    const door = outside.platforms.doors.get('google')!;
    const { shop } = await shopOf('left-alone');
    const access = { ...shop.access, token: one!.tokens.access, parentPlatformId: one!.parentPlatformId };
    await door.revoke!(access, signal);
    const still = { ...access, platformAccountId: other!.platformAccountId, token: other!.tokens.access };
    assert.equal((await shop.platform.profile(still, signal)).displayName, 'Linen & Oak, Porto');
  });
});

describe('reviews', () => {
  test('are told in all their states, newest first, and as far as they are not known', async () => {
    const { shop, review } = await shopOf('in-all-states');
    const id = await review({ text: 'Fine' });
    const first = (await pullAll(shop, 'comments')).filter(({ kind }) => kind === 'comment');
    assert.deepEqual(idsOf(first), [id]);
    assert.deepEqual(
      [(first[0]!.payload as any).rating, (first[0]!.payload as any).text, first[0]!.conversationKey],
      [4, 'Fine', `comment/${id}`],
    );
    await review({ stars: 1, text: 'Not fine' });
    await perform(shop, 'comment_reply', { commentId: id, text: 'Oh.' });
    const second = await pullAll(shop, 'comments');
    assert.deepEqual(idsOf(second), [id, `${id}/reply`]);
    assert.notEqual(second[0]!.eventId, first[0]!.eventId);
    assert.equal((second[1]!.payload as any).answers, id);
    const later = new Date(Date.now() + dayMs);
    assert.deepEqual(await pullAll(shop, 'comments', { since: later }), []);
    const bare = await pullAll(failing(outside, shop, 'empty-page'), 'comments');
    assert.deepEqual(idsOf(bare), idsOf(second));
  });

  test('that are not there any more are missing where they stood, of all pages', async () => {
    const { shop, review } = await shopOf('all-of-them');
    const [first, second] = [await review(), await review({ person: 'jonas', stars: 2 })];
    await play(outside, 'google', 'answer-review', { review: first, text: 'Thanks' });
    const [standing] = standingIn(await pullAll(shop, 'metrics'));
    assert.deepEqual(
      [standing.averageRating, standing.total, standing.from, standing.reviews],
      [
        ...[3, 2, null],
        [
          { id: second, isAnswered: false },
          { id: first, isAnswered: true },
        ],
      ],
    );
    await play(outside, 'google', 'delete-review', { review: first });
    const [after] = standingIn(await pullAll(shop, 'metrics'));
    assert.deepEqual(after.reviews, [{ id: second, isAnswered: false }]);
  });

  test('say nothing of what lies between two pages while something is deleted', async () => {
    const { shop, review } = await shopOf('between-pages');
    await review();
    const pull = shop.platform.pull!.metrics!;
    const startedAt = new Date(Date.now() + 1_000).toISOString();
    const cursor = { after: Buffer.from('0').toString('base64url'), until: startedAt, startedAt };
    const from = { since: undefined, now: new Date() };
    const whole = await pull(shop.access, { cursor: { ...cursor, total: 1 }, ...from }, signal);
    const moved = await pull(shop.access, { cursor: { ...cursor, total: 2 }, ...from }, signal);
    const [one, other] = [...standingIn(whole.items), ...standingIn(moved.items)];
    assert.deepEqual([one.until, one.from], [startedAt, null]);
    assert.ok(other.until < startedAt);
  });

  test('leave no gap where a page is empty and not the last', async () => {
    const { shop, review } = await shopOf('an-empty-page');
    await review();
    const [empty, whole] = standingIn(await pullAll(failing(outside, shop, 'empty-page'), 'metrics'));
    assert.deepEqual([empty.reviews, empty.from], [[], empty.until]);
    assert.deepEqual([whole.until, whole.reviews.length], [empty.from, 1]);
  });

  test('have one answer: it is written anew, found again, and taken back', async () => {
    const { shop, place, review } = await shopOf('one-answer');
    const id = await review();
    const there = async () => {
      const shown = await fetch(`${outside.sandbox.url}/google/places/${place}`);
      return ((await shown.json()) as any).reviews[0].answer?.text as string | undefined;
    };
    const answer = (text: string) => ({ commentId: id, text });
    const done = { platformId: `${id}/reply` };
    assert.deepEqual(await perform(shop, 'comment_reply', answer('Thanks')), done);
    assert.deepEqual(await perform(shop, 'comment_reply', answer('Thank you')), done);
    assert.equal(await there(), 'Thank you');
    const find = (text: string) =>
      shop.platform.findOut(callOf('comment_reply', answer(text)), shop.access, signal);
    assert.deepEqual(await find('Thank you'), { outcome: 'done', ...done });
    assert.deepEqual(await find('Thanks'), { outcome: 'not_done' });
    for (const _ of [1, 2]) await perform(shop, 'delete_comment', { commentId: done.platformId });
    assert.equal(await there(), undefined);
    for (const [kind, request] of [
      ['delete_comment', { commentId: id }],
      ['hide_comment', { commentId: id, hidden: true }],
      ['private_reply', answer('Hello')],
    ] as const)
      await assert.rejects(perform(shop, kind, request), (error) => isTrouble(error, 'rejected'));
  });

  test('are not read of a place that is not verified any more, and wait for a quota', async () => {
    const { shop, place } = await shopOf('unverified-later');
    await play(outside, 'google', 'verify', { place, verified: 'no' });
    await assert.rejects(pullAll(shop, 'comments'), (error) => isTrouble(error, 'rejected'));
    const spent = failing(outside, shop, 'quota-spent');
    await assert.rejects(pullAll(spent, 'comments'), (error) => isTrouble(error, 'rate_limited'));
  });
});
