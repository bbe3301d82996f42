import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type Outside, openOutside } from './testing.ts';

const dayMs = 86_400_000;
const hubAddress = 'https://pubsubhubbub.appspot.com/subscribe';
let outside: Outside;
let listener: Awaited<ReturnType<typeof openSubscriber>>;
let topic: string;
before(async () => {
  outside = await openOutside();
  listener = await openSubscriber();
  const [{ id }] = (await outside.about()).accounts[1].channels;
  topic = `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${id}`;
});
after(async () => {
  listener.close();
  await outside.close();
});

const subscribe = (more: Record<string, string> = {}) =>
  outside.form(hubAddress, {
    'hub.callback': listener.url,
    'hub.mode': 'subscribe',
    'hub.topic': topic,
    'hub.verify': 'sync',
    'hub.secret': 'sésame',
    ...more,
  });
const upload = (title: string, more = {}) =>
  outside.play('upload', { channel: 'tinyatelier', title, ...more });

describe('a subscription', () => {
  test('counts once the callback has answered its challenge, for as long as was asked', async () => {
    const answer = await subscribe({ 'hub.lease_seconds': '86400', 'hub.verify_token': 'mine' });
    assert.equal(answer.status, 204);
    const asked = listener.asked.at(-1)!;
    assert.deepEqual(
      [
        asked.get('hub.mode'),
        asked.get('hub.topic'),
        asked.get('hub.lease_seconds'),
        asked.get('hub.verify_token'),
      ],
      ['subscribe', topic, '86400', 'mine'],
    );
    assert.equal((await outside.about()).hub.length, 1);
    await subscribe();
    assert.equal((await outside.about()).hub.length, 1, 'the same again renews it');
  });

  test('does not count when the callback disagrees, and is refused when it makes no sense', async () => {
    for (const answers of ['404 with the challenge', '200 with other words'] as const) {
      listener.answers = answers;
      assert.equal((await subscribe({ 'hub.callback': `${listener.url}other` })).status, 409, answers);
    }
    listener.answers = 'yes';
    assert.equal((await outside.about()).hub.length, 1);
    const wrongs: Record<string, string>[] = [
      { 'hub.mode': 'publish' },
      { 'hub.callback': 'nowhere' },
      { 'hub.callback': 'https://elsewhere.example/hooks' },
      { 'hub.topic': 'https://www.youtube.com/xml/feeds/videos.xml?channel_id=UCnobody' },
      { 'hub.topic': 'https://evil.test/feed' },
      { 'hub.lease_seconds': 'long' },
      { 'hub.secret': 'x'.repeat(201) },
    ];
    for (const wrong of wrongs) assert.equal((await subscribe(wrong)).status, 400, JSON.stringify(wrong));
  });

  test('is told of a new video, signed over the very bytes', async () => {
    await subscribe();
    const { body } = await upload('Knots & “bows” ✨');
    const { text, headers } = await listener.next();
    assert.match(text, new RegExp(`<yt:videoId>${body.id}</yt:videoId>`));
    assert.match(text, /<title>Knots &amp; “bows” ✨<\/title>/);
    const signature = createHmac('sha1', 'sésame').update(text).digest('hex');
    assert.equal(headers['x-hub-signature'], `sha1=${signature}`);
    assert.match(headers['content-type']!, /^application\/atom\+xml/);
    assert.match(headers.link!, /rel="hub"/);
  });

  test('is told of a new title and of what is gone, and nothing of what is hidden', async () => {
    const { body } = await upload('First title');
    await listener.next();
    await outside.play('edit-video', { video: body.id, title: 'Second title' });
    assert.match((await listener.next()).text, /<title>Second title</);
    await outside.play('delete-video', { video: body.id });
    assert.match((await listener.next()).text, new RegExp(`<at:deleted-entry ref="yt:video:${body.id}"`));
    await upload('Hidden', { privacy: 'unlisted' });
    await upload('Shown');
    assert.match((await listener.next()).text, /<title>Shown</);
  });

  test('is told of a date when it is reached', async () => {
    const publishAt = new Date(outside.world.now().getTime() + dayMs).toISOString();
    const { body } = await upload('Tomorrow', { publishAt });
    assert.ok(!outside.world.post.parcels().some(({ about }) => about.includes('Tomorrow')));
    outside.move(dayMs);
    const { text } = await listener.next();
    assert.match(text, new RegExp(body.id));
    assert.ok(text.includes(`<published>${publishAt.slice(0, 19)}+00:00</published>`));
  });

  test('is told again after it did not listen, and nothing more once it has ended', async () => {
    await subscribe();
    listener.status = 500;
    await upload('Again');
    await listener.next();
    listener.status = 200;
    outside.move(60_000);
    assert.match((await listener.next()).text, /<title>Again</);
    await subscribe({ 'hub.mode': 'unsubscribe' });
    assert.deepEqual((await outside.about()).hub, []);
    await subscribe({ 'hub.lease_seconds': '60' });
    outside.move(61_000);
    await upload('Nobody hears');
    assert.ok(!outside.world.post.parcels().some(({ about }) => about.includes('Nobody')));
  });

  test('is told fifty times, and of things nobody described, by name', async () => {
    await subscribe();
    outside.world.failures.arm('google', 'unknown-fields', 1);
    await upload('Strange');
    assert.match((await listener.next()).text, /<entry>\s*<yt:fieldOfTomorrow/);
    outside.world.failures.arm('google', 'duplicate-storm', 1);
    await upload('Storm');
    const all = new Set<string>();
    for (let i = 0; i < 50; i += 1) all.add((await listener.next()).text);
    assert.equal(all.size, 1);
  });

  test('is not asked whether it is meant when the hub keeps silent', async () => {
    const before = listener.asked.length;
    const headers = { 'x-sandbox-failure': 'hub-silent' };
    const fields = { 'hub.callback': listener.url, 'hub.mode': 'subscribe', 'hub.topic': topic };
    assert.equal((await outside.form(hubAddress, fields, headers)).status, 202);
    assert.equal(listener.asked.length, before);
  });
});

describe('the feed', () => {
  test('shows the newest of a channel’s videos, and none that is hidden', async () => {
    const text = await (await fetch(outside.at(topic))).text();
    assert.match(text, /<yt:channelId>UC/);
    assert.ok(text.includes('Warping the big loom'));
    assert.ok(!text.includes('Hidden'));
    assert.equal((await fetch(outside.at(topic.slice(0, -3)))).status, 404);
  });
});

/** Answers the hub's challenge, and keeps what it is told. */
async function openSubscriber() {
  const heard: { text: string; headers: Record<string, string> }[] = [];
  const asked: URLSearchParams[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const query = new URL(request.url!, 'http://subscriber').searchParams;
    if (request.method === 'GET') {
      asked.push(query);
      const words = state.answers === '200 with other words' ? 'yes' : query.get('hub.challenge');
      response.writeHead(state.answers === '404 with the challenge' ? 404 : 200).end(words);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.writeHead(state.status).end();
    heard.push({
      text: Buffer.concat(chunks).toString(),
      headers: request.headers as Record<string, string>,
    });
    waiting.shift()?.();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const state = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    asked,
    answers: 'yes' as 'yes' | '404 with the challenge' | '200 with other words',
    status: 200,
    next: async () => {
      if (heard.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      return heard.shift()!;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return state;
}
