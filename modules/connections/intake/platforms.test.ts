import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import fastify, { type FastifyInstance } from 'fastify';
import { systemClock } from '../../../kit/clock.ts';
import type { TestWorkspace } from '../../workspaces/testing.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { openPlatforms } from '../platforms/open.ts';
import { sandboxCredentials } from '../platforms/testing.ts';
import { intakePlugin } from './plugin.ts';
import { eventsOf, intakeWorkspace, openAccount } from './testing.ts';

/* The platforms' own ways of signing, byte by byte, from the address to the table. */

const secrets = sandboxCredentials('http://127.0.0.1:1');
let w: TestWorkspace;
let app: FastifyInstance;
let account: Awaited<ReturnType<typeof openAccount>>;
before(async () => {
  w = await intakeWorkspace();
  account = await openAccount(w);
  const platforms = openPlatforms({
    credentials: secrets,
    clock: systemClock,
    hookTokens: () => ['our-word'],
  });
  app = fastify();
  await intakePlugin(w.ground, { platforms } as ConnectionsOutside)(app);
  await app.ready();
});
after(() => app?.close());

type Headers = Record<string, string>;
const post = (path: string, payload: Buffer | string, headers: Headers) =>
  app.inject({ method: 'POST', url: `/hooks/${path}`, payload, headers });
const hmac = (algorithm: 'sha1' | 'sha256', secret: string, raw: string | Buffer, as: 'hex' | 'base64') =>
  createHmac(algorithm, secret).update(raw).digest(as);

/** ASCII with everything else escaped, as it is on the wire. */
const wire = (body: unknown) =>
  JSON.stringify(body)
    .replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');
const toldByMeta = (mid: string) => ({
  object: 'instagram',
  entry: [
    {
      id: account.platformAccountId,
      time: 1_763_683_200_123,
      messaging: [
        {
          sender: { id: '900100200300' },
          recipient: { id: account.platformAccountId },
          timestamp: 1_763_683_199_456,
          message: { mid, text: 'Café à Rome? 😊 https://a.test/' },
        },
      ],
    },
  ],
});

const meta = (raw: string | Buffer, secret = secrets.meta.instagramApp!.secret): Headers => ({
  'x-hub-signature-256': `sha256=${hmac('sha256', secret, raw, 'hex')}`,
});

describe('what Meta signs', () => {
  test('is taken over its escaped bytes, with either application’s secret', async () => {
    for (const [mid, secret] of [
      ['one', secrets.meta.instagramApp!.secret],
      ['two', secrets.meta.app!.secret],
    ] as const) {
      const raw = wire(toldByMeta(mid));
      assert.match(raw, /\\u00e9.*\\ud83d\\ude0a.*\\\//);
      assert.equal((await post('meta', raw, meta(raw, secret))).statusCode, 200);
    }
    const events = await eventsOf(w, account);
    assert.deepEqual(
      events.map(({ platformEventId }) => platformEventId),
      ['one', 'two'],
    );
    const { text } = (events[0]!.payload as { message: { text: string } }).message;
    assert.equal(text, 'Café à Rome? 😊 https://a.test/');
  });

  test('is refused with any other byte, secret, header or form, and nothing of it is stored', async () => {
    const raw = wire(toldByMeta('never'));
    const right = meta(raw)['x-hub-signature-256']!;
    const refused: [string | Buffer, Headers][] = [
      [raw, {}],
      [raw, { 'x-hub-signature-256': '' }],
      [raw, { 'x-hub-signature-256': right.slice(0, -1) }],
      [raw, { 'x-hub-signature-256': right.replace('sha256=', 'sha1=') }],
      [raw, { 'x-hub-signature': `sha1=${hmac('sha1', secrets.meta.instagramApp!.secret, raw, 'hex')}` }],
      [raw, meta(raw, 'another secret')],
      [raw, meta(raw, secrets.shopify.secret)],
      [`${raw}\n`, meta(raw)],
      [raw.replace('never', 'nevex'), meta(raw)],
      [JSON.stringify(toldByMeta('never')), meta(raw)],
      [Buffer.alloc(0), meta(raw)],
    ];
    for (const [payload, headers] of refused) {
      const answer = await post('meta', payload, headers);
      assert.deepEqual([answer.statusCode, answer.body], [401, '']);
    }
    const ids = (await eventsOf(w, account)).map(({ platformEventId }) => platformEventId);
    assert.ok(!ids.some((id) => id?.startsWith('neve')));
  });

  test('may be anything once it is signed: what cannot be read is acknowledged and is no event', async () => {
    for (const raw of ['', '{', 'null', '[]', '{"object":"instagram","entry":"x"}', '\u0000', '"😊"']) {
      const answer = await post('meta', raw, meta(raw));
      assert.equal(answer.statusCode, 200);
    }
  });

  test('asks with our word whether the address is ours', async () => {
    const ask = (token: string) =>
      app.inject({ url: `/hooks/meta?hub.mode=subscribe&hub.challenge=00123&hub.verify_token=${token}` });
    assert.deepEqual([(await ask('our-word')).statusCode, (await ask('our-word')).body], [200, '00123']);
    assert.deepEqual([(await ask('other')).statusCode, (await ask('other')).body], [403, '']);
  });
});

describe('what Shopify signs', () => {
  const shopify = (
    raw: string,
    shop: string,
    more: Headers = {},
    secret = secrets.shopify.secret,
  ): Headers => ({
    'x-shopify-hmac-sha256': hmac('sha256', secret, raw, 'base64'),
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': shop,
    'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    'x-shopify-triggered-at': '2026-01-05T08:59:00.123Z',
    ...more,
  });
  const raw = String.raw`{"id":820982911946154508,"note":"caf\u00e9 \/ d\u00e9j\u00e0 vu"}`;

  test('is taken over its bytes, once, with numbers as long as they come', async () => {
    const shop = await openAccount(w, {
      platform: 'shopify',
      platformAccountId: 'linen-and-oak.myshopify.com',
    });
    for (let i = 0; i < 2; i++)
      assert.equal((await post('shopify', raw, shopify(raw, shop.platformAccountId))).statusCode, 200);
    const [event, ...others] = await eventsOf(w, shop);
    assert.deepEqual(others, []);
    assert.equal(event!.kind, 'order');
    assert.match(JSON.stringify(event!.payload), /"820982911946154508"/);
  });

  test('is refused with any other byte, secret, header or form, and nothing of it is stored', async () => {
    const shop = await openAccount(w, { platform: 'shopify', platformAccountId: 'other-shop.myshopify.com' });
    const name = shop.platformAccountId;
    const hex = { 'x-shopify-hmac-sha256': hmac('sha256', secrets.shopify.secret, raw, 'hex') };
    const { 'x-shopify-hmac-sha256': _, ...unsigned } = shopify(raw, name);
    const refused: [string, Headers][] = [
      [raw, unsigned],
      [raw, shopify(raw, name, hex)],
      [raw, shopify(raw, name, {}, 'another secret')],
      [raw, shopify(raw, name, {}, secrets.meta.app!.secret)],
      [`${raw} `, shopify(raw, name)],
      [JSON.stringify(JSON.parse(raw)), shopify(raw, name)],
    ];
    for (const [payload, headers] of refused)
      assert.equal((await post('shopify', payload, headers)).statusCode, 401);
    assert.deepEqual(await eventsOf(w, shop), []);
  });
});

describe('what a hub of YouTube signs', () => {
  const channelId = 'UC1234567890123456789012';
  const sealOf = (what: string, of: string) =>
    createHmac('sha256', 'our-word').update(`${what} ${of}`).digest('base64url');
  const address = (of = channelId, token = sealOf('address', channelId)) =>
    `youtube?channel=${of}&token=${token}`;
  const feed = `<?xml version="1.0" encoding="UTF-8"?>
    <feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom">
      <entry><id>yt:video:dQw4w9WgXcQ</id><yt:videoId>dQw4w9WgXcQ</yt:videoId><yt:channelId>${channelId}</yt:channelId>
        <title>Café – 😊</title><published>2026-01-05T08:00:00+00:00</published><updated>2026-01-05T08:01:00+00:00</updated>
      </entry></feed>`;
  const signedBy = (secret: string, body = feed): Headers => ({
    'x-hub-signature': `sha1=${hmac('sha1', secret, body, 'hex')}`,
    'content-type': 'application/atom+xml',
  });

  test('is taken at the address that was made for the channel, and nowhere else', async () => {
    const channel = await openAccount(w, { platform: 'youtube', platformAccountId: channelId });
    const right = signedBy(sealOf('secret', channelId));
    const other = 'UC9999999999999999999999';
    const refused: [string, string, Headers][] = [
      ['youtube', feed, right],
      [address(other), feed, right],
      [address(channelId, 'x'), feed, right],
      [address(), feed, {}],
      [address(), feed, { 'x-hub-signature': right['x-hub-signature']!.replace('sha1', 'sha256') }],
      [address(), feed, signedBy(sealOf('secret', other))],
      [address(), feed.replace('Café', 'Cafe'), right],
    ];
    for (const [path, body, headers] of refused)
      assert.equal((await post(path, body, headers)).statusCode, 401, path);
    assert.deepEqual(await eventsOf(w, channel), []);
    for (let i = 0; i < 2; i++) assert.equal((await post(address(), feed, right)).statusCode, 200);
    const [event, ...others] = await eventsOf(w, channel);
    assert.deepEqual([event?.kind, others], ['video', []]);
  });
});

/** One thing that happened, and the three shapes in which Instagram tells it. */
interface Told {
  readonly n: number;
  readonly kind: 'message' | 'standby' | 'comment';
  readonly shape: number;
}
const told = fc.record<Told>({
  n: fc.nat(30),
  kind: fc.constantFrom('message', 'standby', 'comment'),
  shape: fc.nat(2),
});

function entryOf({ n, kind, shape }: Told, run: string) {
  const id = account.platformAccountId;
  const around = { id, time: 1_763_683_200 + n };
  if (kind === 'comment') {
    const value = { id: `${run}${n}`, from: { id: '7' }, text: 'price?', media: { id: '18' } };
    return shape === 0
      ? { ...around, field: 'comments', value }
      : { ...around, changes: [{ field: 'comments', value }] };
  }
  const item = {
    sender: { id: '9' },
    recipient: { id },
    timestamp: 1_763_683_199_456,
    message: { mid: `${run}${n}` },
  };
  if (shape === 0) return { ...around, changes: [{ field: 'messages', value: item }] };
  if (shape === 1) return { ...around, field: 'messages', value: item };
  return { ...around, [kind === 'standby' ? 'standby' : 'messaging']: [item] };
}
const keyOf = ({ n, kind }: Told) => (kind === 'comment' ? `comment ${n}` : `message ${n}`);

describe('a thousand random deliveries', () => {
  test('store exactly the different events, however they are batched, wrapped, repeated and shuffled', async () => {
    const batches = fc.sample(fc.array(fc.array(told, { maxLength: 12 }), { maxLength: 5 }), {
      numRuns: 250,
      seed: 7,
    });
    let deliveries = 0;
    for (const [run, batch] of batches.entries()) {
      account = await openAccount(w);
      const again = batch.toReversed();
      const bodies = [...batch, ...again].map((all) =>
        wire({ object: 'instagram', entry: all.map((one) => entryOf(one, `${run}.`)) }),
      );
      const answers = await Promise.all(bodies.map((raw) => post('meta', raw, meta(raw))));
      assert.ok(answers.every(({ statusCode }) => statusCode === 200));
      deliveries += bodies.length;
      const stored = (await eventsOf(w, account)).map(
        ({ kind, platformEventId }) =>
          `${kind === 'comment' ? 'comment' : 'message'} ${platformEventId!.split('.').at(-1)}`,
      );
      assert.deepEqual(stored.sort(), [...new Set(batch.flat().map(keyOf))].sort());
    }
    assert.ok(deliveries >= 1_000, `only ${deliveries} deliveries`);
  });
});
