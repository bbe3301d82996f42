import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, type TestContext, test } from 'node:test';
import { eventually } from '../../../../kit/jobs/testing.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import type { CallKind } from '../contract.ts';
import type { CallRequest, Delivery, SingleEvent } from '../platform.ts';
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
let channel: Connected;
const { signal } = new AbortController();
const ada = { accounts: ['ada'], channel: '@linenandoak' };

before(async () => {
  outside = await ownConnectionsOutside();
  channel = await connectedTo(outside, 'google', 'youtube', ada);
});

const call = (kind: CallKind, request: object, more: Partial<CallRequest> = {}): CallRequest => ({
  id: randomUUID(),
  kind,
  request: request as Record<string, unknown>,
  startedAt: new Date(),
  ...more,
});
const perform = (one: Connected, what: CallRequest) => one.platform.perform(what, one.access, signal);
const findOut = (what: CallRequest) => channel.platform.findOut(what, channel.access, signal);

describe('the door of Google', () => {
  test('offers the channel that was chosen, with a token that can be refreshed', async () => {
    const [candidate, ...others] = await offersOf(outside, 'google', 'youtube', ada);
    assert.equal(others.length, 0);
    assert.equal(candidate!.displayName, 'Linen & Oak');
    assert.match(candidate!.platformAccountId, /^UC[\w-]{22}$/);
    assert.ok(candidate!.tokens.refresh);
    assert.ok(candidate!.tokens.accessExpiresAt! > new Date());
    assert.deepEqual(candidate!.lackingScopes, []);
    assert.ok(candidate!.figures!.followers! > 1_000);

    const door = outside.platforms.doors.get('google')!;
    const now = new Date();
    const held = { ...channel.access, refreshToken: candidate!.tokens.refresh, issuedAt: now, now };
    const fresh = await door.refresh(held, signal);
    assert.notEqual(fresh.access, candidate!.tokens.access);
    assert.equal(fresh.refresh, undefined);
  });

  test('names what was unticked', async () => {
    const [, ...scopes] = outside.platforms.get('youtube')!.scopes;
    const one = { accounts: ['grace'], scopes: scopes.slice(0, 1) };
    const [candidate] = await offersOf(outside, 'google', 'youtube', one);
    assert.deepEqual(candidate!.lackingScopes, [
      'https://www.googleapis.com/auth/youtube.readonly',
      'https://www.googleapis.com/auth/youtube.upload',
      'https://www.googleapis.com/auth/yt-analytics.readonly',
    ]);
  });

  test('offers nothing to who has no channel, and nothing of who unticked everything', async () => {
    const without = { accounts: [`no-channel-${randomUUID()}@sandbox.test`] };
    assert.deepEqual(await offersOf(outside, 'google', 'youtube', without), []);
    const person = { accounts: [`somebody-${randomUUID()}@sandbox.test`], scopes: [] };
    assert.deepEqual(await offersOf(outside, 'google', 'youtube', person), []);
  });

  test('says that a consent was taken back, by them or by us', async () => {
    const email = `somebody-${randomUUID()}@sandbox.test`;
    const one = await connectedTo(outside, 'google', 'youtube', { accounts: [email] });
    const door = outside.platforms.doors.get('google')!;
    const now = new Date();
    const held = { ...one.access, refreshToken: one.candidate.tokens.refresh, issuedAt: now, now };
    await door.revoke!(one.access, signal);
    await assert.rejects(door.refresh(held, signal), (error) => isTrouble(error, 'unauthorized'));
    await assert.rejects(one.platform.profile(one.access, signal), (error) =>
      isTrouble(error, 'unauthorized'),
    );
    await assert.rejects(door.refresh({ ...held, refreshToken: undefined }, signal), (error) =>
      isTrouble(error, 'rejected'),
    );
  });
});

describe('what is pulled of a channel', () => {
  test('are its videos with their counters, newest first', async () => {
    const { id } = await play(outside, 'google', 'upload', {
      channel: 'linenandoak',
      title: 'How oat is dyed',
    });
    const videos = await pullAll(channel, 'posts');
    const fresh = videos.find(({ itemId }) => itemId === id);
    assert.equal((fresh!.payload as { title: string }).title, 'How oat is dyed');
    assert.ok(videos.some(({ payload }) => (payload as { viewCount?: number }).viewCount! > 0));
  });

  test('are its comments, those below them also where there are many, and what became of one', async () => {
    const { id: video } = await play(outside, 'google', 'upload', {
      channel: 'linenandoak',
      title: 'Questions',
    });
    const top = await play(outside, 'google', 'comment', { person: 'nora', video, text: 'How much?' });
    const below: unknown[] = [];
    for (let i = 0; i < 8; i++) {
      const reply = { person: 'yuki', comment: top.id, text: `Answer ${i}` };
      below.push((await play(outside, 'google', 'reply', reply)).id);
    }
    const comments = await pullAll(channel, 'comments');
    const ofThread = comments.filter(({ conversationKey }) => conversationKey === `comment/${top.id}`);
    assert.deepEqual(new Set(ofThread.map(({ itemId }) => itemId)), new Set([top.id, ...below]));
    assert.equal(ofThread.find(({ itemId }) => itemId === top.id)!.eventId, `comment/${top.id}`);

    const { time } = outside.sandbox.world;
    time.value.offsetMs += 5_000;
    const since = new Date(outside.sandbox.world.now().getTime() - 2_000);
    await play(outside, 'google', 'edit-comment', { comment: top.id, text: 'How much is it?' });
    const [edit, ...others] = await pullAll(channel, 'comments', { since });
    assert.equal(others.length, 0);
    assert.equal(edit!.kind, 'edit');
    assert.match(edit!.eventId!, new RegExp(`^comment/${top.id}/edit/\\d+$`));
  });

  test('are its figures by day and by video', async () => {
    const [byDay, byVideo] = await pullAll(channel, 'metrics');
    assert.equal((byDay!.payload as { of: string }).of, 'channel');
    assert.ok((byDay!.payload as { rows: unknown[] }).rows.length > 3);
    assert.ok((byVideo!.payload as { rows: unknown[] }).rows.length > 0);
  });
});

describe('a comment on YouTube', () => {
  const asked = async () => {
    const { id: video } = await play(outside, 'google', 'upload', {
      channel: 'linenandoak',
      title: 'Comments',
    });
    return play(outside, 'google', 'comment', { person: 'nora', video, text: 'How much?' });
  };

  test('is answered, and an answer with a lost reply is found, also below an answer', async () => {
    const top = await asked();
    const below = await play(outside, 'google', 'reply', {
      person: 'yuki',
      comment: top.id,
      text: 'I ask too',
    });
    for (const { id } of [top, below]) {
      const answer = call('comment_reply', { commentId: id, text: `80, ${randomUUID()}` });
      assert.deepEqual(await findOut(answer), { outcome: 'not_done' });
      await assert.rejects(perform(failing(outside, channel, 'lost-answer'), answer), (error) =>
        isTrouble(error, 'unknown_outcome'),
      );
      assert.equal((await findOut(answer)).outcome, 'done');
    }
  });

  test('is hidden and shown; deleted as far as the platform lets us, and as often as we say', async () => {
    const { id } = await asked();
    await perform(channel, call('hide_comment', { commentId: id, hidden: true }));
    await perform(channel, call('hide_comment', { commentId: id, hidden: false }));
    await perform(channel, call('delete_comment', { commentId: id }));
    const { platformId } = await perform(
      channel,
      call('comment_reply', { commentId: (await asked()).id, text: 'Ours' }),
    );
    const remove = call('delete_comment', { commentId: platformId });
    await perform(channel, remove);
    await perform(channel, remove);
    await assert.rejects(perform(channel, call('message', { to: '1', text: 'x' })), (error) =>
      isTrouble(error, 'rejected'),
    );
  });

  test('waits for midnight in California when the day is spent', async () => {
    const { id } = await asked();
    await play(outside, 'google', 'quota', { left: 0 });
    try {
      await assert.rejects(perform(channel, call('comment_reply', { commentId: id, text: 'x' })), (error) => {
        assert.ok(isTrouble(error, 'rate_limited'));
        assert.ok(error.facts.until! > new Date());
        return true;
      });
    } finally {
      await play(outside, 'google', 'quota', { left: 10_000 });
    }
  });
});

describe('the hook of YouTube', () => {
  test('answers the hub, hears of a video, and takes nothing that is not signed for that channel', async (t) => {
    const heard = await hearing(t);
    const { until } = await channel.platform.hooks.subscribe(channel.access, heard.url, signal);
    assert.ok(until! > new Date());
    await eventually(() => assert.equal(heard.askedCount(), 1));
    const { id } = await play(outside, 'google', 'upload', { channel: 'linenandoak', title: 'Told' });
    const [event] = await eventually(() => {
      const told = heard.events.filter(({ payload }) => (payload as { videoId: string }).videoId === id);
      assert.equal(told.length, 1);
      return told;
    });
    assert.equal(event!.platform, 'youtube');
    assert.equal(event!.kind, 'video');
    assert.equal(event!.platformAccountId, channel.access.platformAccountId);
    assert.equal(event!.conversationKey, `video/${id}`);
    assert.match(event!.eventId!, new RegExp(`^video/${id}/\\d+$`));

    const hook = outside.platforms.hooks.get('youtube')!;
    const [genuine] = heard.deliveries;
    assert.equal(hook.refuse(genuine!), undefined);
    const changed = { ...genuine!, raw: Buffer.concat([genuine!.raw, Buffer.from(' ')]) };
    assert.equal(hook.refuse(changed), 'signature_wrong');
    assert.equal(hook.refuse({ ...genuine!, headers: {} }), 'header_missing');
    for (const [name, value] of [
      ['channel', 'UCaaaaaaaaaaaaaaaaaaaaaa'],
      ['token', 'of-somebody-else'],
      ['token', ''],
    ] as const) {
      const query = new URLSearchParams(genuine!.query);
      query.set(name, value);
      assert.equal(hook.refuse({ ...genuine!, query }), 'address_not_ours');
    }
    const bySomebody = `sha1=${createHmac('sha1', 'guessed').update(genuine!.raw).digest('hex')}`;
    assert.equal(hook.refuse({ ...genuine!, headers: { 'x-hub-signature': bySomebody } }), 'signature_wrong');
  });

  test('makes nothing of what another channel’s news say, and never throws', async (t) => {
    const heard = await hearing(t);
    await channel.platform.hooks.subscribe(channel.access, heard.url, signal);
    await eventually(() => assert.equal(heard.askedCount(), 1));
    await play(outside, 'google', 'upload', { channel: 'linenandoak', title: 'Whose' });
    await eventually(() => assert.equal(heard.deliveries.length, 1));
    const hook = outside.platforms.hooks.get('youtube')!;
    const [genuine] = heard.deliveries;
    const query = new URLSearchParams({ channel: 'UCaaaaaaaaaaaaaaaaaaaaaa' });
    assert.deepEqual(hook.split({ ...genuine!, query }), []);
    for (const raw of ['', '<feed>', '{"a":1}'])
      assert.deepEqual(hook.split({ ...genuine!, raw: Buffer.from(raw) }), []);
    assert.equal(
      hook.challenge!(new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '1' })),
      undefined,
    );
  });
});

async function hearing(t: TestContext) {
  const events: SingleEvent[] = [];
  const deliveries: Delivery[] = [];
  let askedCount = 0;
  const hook = outside.platforms.hooks.get('youtube')!;
  const server = createServer(async (request, response) => {
    const { searchParams: query } = new URL(request.url!, 'http://localhost');
    if (request.method === 'GET') {
      askedCount += 1;
      return response.end(hook.challenge!(query));
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = request.headers as Record<string, string>;
    const delivery = { raw: Buffer.concat(chunks), headers, query, now: new Date() };
    assert.equal(hook.refuse(delivery), undefined);
    deliveries.push(delivery);
    events.push(...hook.split(delivery));
    return response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks/youtube`, events, deliveries, askedCount: () => askedCount };
}
