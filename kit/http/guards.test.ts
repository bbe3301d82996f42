import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { endpoint, route } from './endpoint.ts';
import { addressKey } from './limits.ts';
import { notesOwner, notesServer } from './testing.ts';

const post = (url: string) => ({ method: 'POST', url, payload: { body: 'hello' } }) as const;

const postDoor = endpoint({
  method: 'POST',
  path: '/door',
  audience: 'anybody',
  summary: 'Knock',
  body: { open: z.boolean() },
  reply: z.object({ session: z.string().nullable() }),
  limit: { count: 3, seconds: 60 },
});
const door = [
  route(postDoor, async (_ctx, { body, http }) => {
    http.setSession(body.open ? 'new token' : undefined, 3600);
    return { session: http.sessionToken ?? null };
  }),
];
const knock = (open: boolean) => ({ method: 'POST', url: '/api/door', payload: { open } }) as const;

describe('a write with a session cookie', () => {
  test('is done only when it comes from our own pages', async () => {
    const { app, url, token } = await notesOwner();
    const statusWith = async (headers: Record<string, string>) =>
      (
        await app.inject({
          ...post(url),
          headers: { host: 'stoa.test', cookie: `stoa_session=${token}`, ...headers },
        })
      ).statusCode;

    assert.equal(await statusWith({ origin: 'http://stoa.test' }), 201);
    assert.equal(await statusWith({ 'sec-fetch-site': 'same-origin' }), 201);
    assert.equal(await statusWith({}), 403);
    assert.equal(await statusWith({ origin: 'http://evil.test' }), 403);
    assert.equal(await statusWith({ origin: 'http://stoa.test.evil.test' }), 403);
    assert.equal(await statusWith({ origin: 'http://stoa.test:8080' }), 403);
    assert.equal(await statusWith({ origin: 'null' }), 403);
    assert.equal(await statusWith({ origin: 'http://evil.test', 'sec-fetch-site': 'same-origin' }), 403);
    assert.equal(await statusWith({ 'sec-fetch-site': 'same-site' }), 403);
    assert.equal(await statusWith({ 'sec-fetch-site': 'none' }), 403);
  });

  test('is measured against the public address where there is one', async () => {
    const { app, url, token } = await notesOwner({ publicUrl: 'https://stoa.example/' });
    const statusWith = async (origin: string) =>
      (
        await app.inject({
          ...post(url),
          headers: { host: 'inside:4100', cookie: `__Host-stoa_session=${token}`, origin },
        })
      ).statusCode;

    assert.equal(await statusWith('https://stoa.example'), 201);
    assert.equal(await statusWith('http://stoa.example'), 403);
    assert.equal(await statusWith('http://inside:4100'), 403);
  });

  test('does not count when a token is shown beside it', async () => {
    const { app, url, token, ask } = await notesOwner();

    assert.equal((await ask({ ...post(url), headers: { origin: 'http://evil.test' } })).statusCode, 201);
    const made = {
      authorization: 'Bearer made-up',
      cookie: `stoa_session=${token}`,
      origin: 'http://evil.test',
    };
    assert.equal((await app.inject({ ...post(url), headers: made })).statusCode, 401);
  });

  test('cannot be smuggled in by signing somebody else in', async () => {
    const { app } = await notesServer({ extra: door });

    const reply = await app.inject({ ...knock(true), headers: { origin: 'http://evil.test' } });

    assert.equal(reply.json().code, 'stoa.foreign_origin');
    assert.equal(reply.headers['set-cookie'], undefined);
  });
});

describe('the session cookie', () => {
  test('cannot be read by scripts, sent across sites, or over an open line', async () => {
    const open = await notesServer({ extra: door });
    const tls = await notesServer({ extra: door, publicUrl: 'https://stoa.example' });

    assert.equal(
      (await open.app.inject(knock(true))).headers['set-cookie'],
      'stoa_session=new%20token; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600',
    );
    assert.equal(
      (await tls.app.inject(knock(true))).headers['set-cookie'],
      '__Host-stoa_session=new%20token; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600',
    );
    assert.match(
      String((await open.app.inject(knock(false))).headers['set-cookie']),
      /^stoa_session=; .*Max-Age=0$/,
    );
  });

  test('is not set when the work behind it was refused', async () => {
    const extra = [
      route(postDoor, async (_ctx, { http }) => {
        http.setSession('too early');
        throw new Error('later step');
      }),
    ];
    const { app } = await notesServer({ extra });

    const reply = await app.inject(knock(true));

    assert.deepEqual([reply.statusCode, reply.headers['set-cookie']], [500, undefined]);
  });

  test('is found among others, and nonsense is none', async () => {
    const { app } = await notesServer({ extra: door });
    const seen = async (cookie: string) =>
      (
        await app.inject({
          ...knock(true),
          remoteAddress: `10.0.0.${cookie.length}`,
          headers: { cookie, 'sec-fetch-site': 'same-origin' },
        })
      ).json().session;

    assert.equal(await seen('a=1; stoa_session=one%20two; b=2'), 'one two');
    assert.equal(await seen('xstoa_session=1; stoa_session_=2'), null);
    assert.equal(await seen('stoa_session=%E0%A4%A'), null);
  });
});

describe('rate limits', () => {
  test('are per session, and say when to come again', async () => {
    const { ask, url, signIn, workspaceId } = await notesOwner({ limits: { requestsPerMinute: 3 } });
    const colleague = await signIn(workspaceId);

    const replies = [await ask({ url }), await ask({ url }), await ask({ url }), await ask({ url })];

    assert.deepEqual(
      replies.map(({ statusCode }) => statusCode),
      [200, 200, 200, 429],
    );
    assert.deepEqual(
      replies.map(({ headers }) => headers['ratelimit-remaining']),
      ['2', '1', '0', '0'],
    );
    const refused = replies[3]!;
    assert.equal(refused.json().code, 'stoa.rate_limited');
    assert.ok(Number(refused.headers['retry-after']) >= 1);
    assert.equal(refused.headers['ratelimit-limit'], '3');
    assert.equal((await colleague.ask({ url })).statusCode, 200);
  });

  test('are per address for strangers, who cannot make themselves new by making tokens up', async () => {
    const { app, ask, url, lookups } = await notesOwner({ limits: { requestsPerMinute: 3 } });
    await ask({ url, remoteAddress: '10.1.1.1' });
    const made = (token: number, remoteAddress: string) =>
      app.inject({ url, remoteAddress, headers: { authorization: `Bearer made-up-${token}` } });

    const tried = [];
    for (let i = 0; i < 6; i++) tried.push((await made(i, '10.1.1.1')).statusCode);
    const asked = lookups();

    assert.deepEqual(tried, [401, 401, 401, 429, 429, 429]);
    assert.equal((await made(7, '10.1.1.1')).statusCode, 429);
    assert.equal(lookups(), asked, 'a stranger who is over the limit is not even looked up');
    assert.equal(
      (await ask({ url, remoteAddress: '10.1.1.1' })).statusCode,
      200,
      'somebody known at that address is',
    );
    assert.equal((await made(8, '10.2.2.2')).statusCode, 401);
  });

  test('of one endpoint are its own, and a cookie is no way around them', async () => {
    const { app } = await notesServer({ extra: door });
    const statuses = [];
    for (let i = 0; i < 5; i++) {
      const headers = { cookie: `stoa_session=made-up-${i}`, 'sec-fetch-site': 'same-origin' };
      statuses.push((await app.inject({ ...knock(true), headers })).statusCode);
    }

    assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
    assert.equal((await app.inject({ url: '/api/openapi.json' })).statusCode, 200);
  });

  test('believe a forwarded address only of the proxy in front of us', async () => {
    const plain = await notesServer({ limits: { requestsPerMinute: 1 } });
    const proxied = await notesServer({ limits: { requestsPerMinute: 1 }, trustProxy: 1 });
    const statuses = async ({ app }: typeof plain, forwarded: string[]) => {
      const replies = [];
      for (const address of forwarded) {
        replies.push(await app.inject({ url: '/api/openapi.json', headers: { 'x-forwarded-for': address } }));
      }
      return replies.map(({ statusCode }) => statusCode);
    };

    assert.deepEqual(await statuses(plain, ['1.1.1.1', '2.2.2.2']), [200, 429]);
    assert.deepEqual(await statuses(proxied, ['1.1.1.1', '2.2.2.2']), [200, 200]);
    // What stands further left, the caller wrote.
    assert.deepEqual(await statuses(proxied, ['9.9.9.1, 3.3.3.3', '9.9.9.2, 3.3.3.3']), [200, 429]);
  });

  test('take a household for one caller', () => {
    assert.equal(addressKey('2001:db8:1:2:aaaa::1'), addressKey('2001:0db8:0001:0002::ffff'));
    assert.notEqual(addressKey('2001:db8:1:2::1'), addressKey('2001:db8:1:3::1'));
    assert.equal(addressKey('::ffff:10.0.0.1'), addressKey('10.0.0.1'));
    assert.notEqual(addressKey('10.0.0.1'), addressKey('10.0.0.2'));
    assert.equal(addressKey('::1'), addressKey('0:0:0:0:0:0:0:1'));
  });
});

describe('every answer', () => {
  test('carries the headers that keep a browser from being too helpful', async () => {
    const { app, ask, url } = await notesOwner();
    for (const reply of [
      await ask({ url }),
      await app.inject({ url }),
      await app.inject({ url: '/nowhere' }),
    ]) {
      assert.equal(reply.headers['x-content-type-options'], 'nosniff');
      assert.equal(reply.headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
      assert.equal(reply.headers['cross-origin-opener-policy'], 'same-origin');
      assert.equal(reply.headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(reply.headers['strict-transport-security'], undefined);
      assert.ok(
        reply.headers['referrer-policy'] &&
          reply.headers['permissions-policy'] &&
          reply.headers['x-request-id'],
      );
    }
  });

  test('of the API is kept by nobody', async () => {
    const { app, ask, url } = await notesOwner();
    assert.equal((await ask(post(url))).headers['cache-control'], 'private, no-store');
    assert.equal((await app.inject({ url })).headers['cache-control'], 'private, no-store');
  });

  test('over TLS says to stay there', async () => {
    const { app } = await notesServer({ publicUrl: 'https://stoa.example' });
    assert.match(
      String((await app.inject({ url: '/nowhere' })).headers['strict-transport-security']),
      /^max-age=31536000/,
    );
  });
});
