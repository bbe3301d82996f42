import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, type TestContext, test } from 'node:test';
import { eventually } from '../../../../kit/jobs/testing.ts';
import type { SingleEvent } from '../platform.ts';
import {
  type Connected,
  connectedTo,
  failing,
  ownConnectionsOutside,
  play,
  pullAll,
  type TestConnectionsOutside,
} from '../testing.ts';

let outside: TestConnectionsOutside;
let instagram: Connected;
let linked: Connected;
let page: Connected;
const { signal } = new AbortController();

before(async () => {
  outside = await ownConnectionsOutside();
  instagram = await connectedTo(outside, 'instagram', 'instagram', { accounts: ['linen.and.oak'] });
  const accounts = ['atelier-vintage', 'atelier.vintage'];
  linked = await connectedTo(outside, 'facebook', 'instagram', { accounts });
  page = await connectedTo(outside, 'facebook', 'messenger', { accounts });
});

const all = () => [
  { one: instagram, handle: 'linen.and.oak' },
  { one: linked, handle: 'atelier.vintage' },
  { one: page, handle: 'atelier-vintage' },
];
const somebody = () => `somebody-${randomUUID()}`;
const identityOf = ({
  platform,
  platformAccountId,
  eventId,
  kind,
  conversationKey,
  personId,
}: SingleEvent) => ({
  platform,
  platformAccountId,
  eventId,
  kind,
  conversationKey,
  personId,
});

describe('what is pulled', () => {
  test('of messages is the very events that webhooks tell, ours and theirs', async (t) => {
    const heard = await hearing(t);
    for (const { one, handle } of all()) {
      const person = somebody();
      await one.platform.hooks.subscribe(one.access, heard.url, signal);
      const { from, mid } = await play(outside, 'meta', 'message', {
        account: handle,
        person,
        text: 'Hello ✨',
      });
      const request = { to: String(from), text: 'Good morning' };
      const { platformId } = await one.platform.perform(
        { id: randomUUID(), kind: 'message', request, startedAt: new Date() },
        one.access,
        signal,
      );
      const wanted = [String(mid), platformId!];
      const told = await eventually(() => {
        const events = heard.events.filter(({ eventId }) => wanted.includes(eventId!));
        assert.equal(events.length, 2, handle);
        return events;
      });
      const pulled = (await pullAll(one, 'messages')).filter(({ eventId }) => wanted.includes(eventId!));
      const byId = (events: readonly SingleEvent[]) =>
        events.map(identityOf).toSorted((a, b) => a.eventId!.localeCompare(b.eventId!));
      assert.deepEqual(byId(pulled), byId(told));
      assert.deepEqual(new Set(pulled.map(({ kind }) => kind)), new Set(['message', 'echo']));
    }
  });

  test('of comments is the very events that webhooks tell, with the answers to them', async (t) => {
    const heard = await hearing(t);
    for (const { one, handle } of all()) {
      const person = somebody();
      await one.platform.hooks.subscribe(one.access, heard.url, signal);
      const first = await play(outside, 'meta', 'comment', { account: handle, person, text: 'How much?' });
      const below = { account: handle, person, comment: first.id, text: 'And in S?' };
      const second = await play(outside, 'meta', 'reply', below);
      const ids = [String(first.id), String(second.id)];
      const told = await eventually(() => {
        const events = heard.events.filter(({ eventId }) => ids.some((id) => eventId?.includes(id)));
        assert.equal(events.length, 2, handle);
        return events;
      });
      const pulled = (await pullAll(one, 'comments')).filter(({ itemId }) => ids.includes(itemId));
      const byId = (events: readonly SingleEvent[]) =>
        events.map(identityOf).toSorted((a, b) => a.eventId!.localeCompare(b.eventId!));
      assert.deepEqual(byId(pulled), byId(told));
      assert.equal(pulled[1]!.conversationKey, pulled[0]!.conversationKey);
    }
  });

  test('begins after what is known', async () => {
    const { sandbox } = outside;
    await play(outside, 'meta', 'comment', { account: 'linen.and.oak', person: somebody(), text: 'Before' });
    await play(outside, 'meta', 'message', { account: 'linen.and.oak', person: somebody(), text: 'Before' });
    const { time } = sandbox.world;
    // The platform counts whole seconds.
    time.value.offsetMs += 5_000;
    const since = new Date(sandbox.world.now().getTime() - 2_000);
    const comment = await play(outside, 'meta', 'comment', {
      account: 'linen.and.oak',
      person: somebody(),
      text: 'After',
    });
    const message = await play(outside, 'meta', 'message', {
      account: 'linen.and.oak',
      person: somebody(),
      text: 'After',
    });
    assert.deepEqual(
      (await pullAll(instagram, 'comments', { since })).map(({ itemId }) => itemId),
      [comment.id],
    );
    assert.deepEqual(
      (await pullAll(instagram, 'messages', { since })).map(({ itemId }) => itemId),
      [message.mid],
    );
  });

  test('of posts is what was published, newest first', async () => {
    for (const { one, handle } of all()) {
      const { id } = await play(outside, 'meta', 'publish', { account: handle, caption: 'New today' });
      const posts = await pullAll(one, 'posts');
      assert.equal(posts[0]!.itemId, id);
      assert.ok(posts.length > 1);
      assert.deepEqual(
        [...posts].sort((a, b) => b.at!.getTime() - a.at!.getTime()),
        posts,
      );
    }
  });

  test('of the profile is how the account is now', async () => {
    for (const { one } of all()) {
      const [item, ...others] = await pullAll(one, 'profile');
      assert.equal(others.length, 0);
      assert.equal(
        (item!.payload as { platformAccountId: string }).platformAccountId,
        item!.platformAccountId,
      );
    }
  });

  test('of figures is the account’s and those of its posts', async () => {
    const items = await pullAll(instagram, 'metrics');
    assert.equal(items[0]!.itemId, 'account');
    assert.ok(items.length > 2);
    for (const { payload, kind } of items) {
      assert.equal(kind, 'metrics');
      assert.ok((payload as { metrics: unknown[] }).metrics.length > 0);
    }
  });

  test('goes on after a page that is empty, and begins anew from a cursor that nobody understands', async () => {
    const items = await pullAll(instagram, 'posts');
    const { posts } = instagram.platform.pull!;
    const from = { cursor: { queue: 'broken' }, since: undefined, now: new Date() };
    const again = await posts!(instagram.access, from, signal);
    assert.equal(again.items[0]!.itemId, items[0]!.itemId);
    assert.deepEqual(await pullAll(failing(outside, instagram, 'empty-page'), 'posts'), items);
  });

  test('keeps ids that no double holds', async () => {
    const account = await play(outside, 'meta', 'account', { platform: 'instagram', name: 'big-ids' });
    const big = await connectedTo(outside, 'instagram', 'instagram', { accounts: ['big-ids'] });
    assert.equal(big.candidate.platformAccountId, account.id);
    assert.ok(BigInt(big.candidate.platformAccountId) > 2n ** 53n);
    const { id } = await play(outside, 'meta', 'publish', { account: 'big-ids', caption: 'Big' });
    const post = { account: 'big-ids', person: somebody(), text: 'Big?', post: id };
    const comment = await play(outside, 'meta', 'comment', post);
    const [found] = await pullAll(big, 'comments');
    assert.equal(found!.itemId, comment.id);
    assert.ok(BigInt(found!.itemId) > 2n ** 53n);
    const request = { commentId: found!.itemId, hidden: true };
    const hide = { id: randomUUID(), kind: 'hide_comment', request, startedAt: new Date() } as const;
    await big.platform.perform(hide, big.access, signal);
    assert.equal((await big.platform.findOut(hide, big.access, signal)).outcome, 'done');
  });
});

/** Listens where the applications have their webhooks sent, as the hook does: verified on the bytes, then split. */
async function hearing(t: TestContext) {
  const events: SingleEvent[] = [];
  const hook = outside.platforms.hooks.get('meta')!;
  const server = createServer(async (request, response) => {
    const { searchParams: query } = new URL(request.url!, 'http://localhost');
    if (request.method === 'GET') return response.end(hook.challenge!(query));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = request.headers as Record<string, string>;
    const delivery = { raw: Buffer.concat(chunks), headers, query, now: new Date() };
    assert.equal(hook.refuse(delivery), undefined);
    events.push(...hook.split(delivery));
    return response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const done = await outside.platforms.subscribeApps(url, signal);
  assert.deepEqual(
    done.map(({ failure }) => failure),
    done.map(() => undefined),
  );
  return { url, events };
}
