import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { buildServer } from '../../../kit/http/server.ts';
import { eventually } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import type { TestWorkspace } from '../../workspaces/testing.ts';
import type { Hook, SingleEvent } from '../platforms/platform.ts';
import { hookBytesMax } from './contract.ts';
import { intakePlugin } from './plugin.ts';
import {
  eventsOf,
  hooksOutside,
  intakeWorkspace,
  jobsWaitingFor,
  message,
  openAccount,
  signed,
  testHook,
} from './testing.ts';

const { challenge: _, ...withoutChallenge } = testHook;
const silent: Hook = { ...withoutChallenge, name: 'silent' };
const nobody = { person: async () => undefined, member: async () => undefined };
const registry = new Registry();

let w: TestWorkspace;
let app: FastifyInstance;
before(async () => {
  w = await intakeWorkspace();
  app = await served({ registry });
});
after(() => app?.close());

/** As the product serves it: with everything else that stands around every request. */
const served = (options: { registry?: Registry; bytesAtOnceMax?: number } = {}) =>
  buildServer({
    ground: w.ground,
    modules: [],
    doorkeeper: nobody,
    publicUrl: 'https://stoa.test',
    limits: { requestsPerMinute: 5 },
    plugins: [intakePlugin(w.ground, hooksOutside(testHook, silent), options)],
  });

function deliver(
  told: readonly SingleEvent[] | Buffer | string,
  { headers, to = app }: { headers?: Record<string, string>; to?: FastifyInstance } = {},
) {
  const payload = typeof told === 'string' || Buffer.isBuffer(told) ? told : JSON.stringify(told);
  return to.inject({ method: 'POST', url: '/hooks/testing', payload, headers: headers ?? signed(payload) });
}

describe('a delivery', () => {
  test('is durable before it is acknowledged, together with the jobs that work it off', async () => {
    const account = await openAccount(w);
    const answer = await deliver([message(account, 1), message(account, 2)]);
    assert.deepEqual([answer.statusCode, answer.body], [200, '']);
    const events = await eventsOf(w, account);
    assert.deepEqual(
      events.map(({ platformEventId, status }) => [platformEventId, status]),
      [
        ['mid.1', 'pending'],
        ['mid.2', 'pending'],
      ],
    );
    assert.equal(await jobsWaitingFor(w, account), 2);
  });

  test('is refused with nothing said and nothing stored when its bytes are not signed right', async () => {
    const account = await openAccount(w);
    const body = JSON.stringify([message(account, 1)]);
    for (const headers of [{}, { 'x-signature': '' }, signed(`${body} `)]) {
      const answer = await deliver(body, { headers: headers as Record<string, string> });
      assert.deepEqual([answer.statusCode, answer.body], [401, '']);
    }
    assert.deepEqual(await eventsOf(w, account), []);
  });

  test('is looked at as bytes: what is no JSON, and says it is something else, is verified all the same', async () => {
    const bytes = Buffer.from([0, 255, 254]);
    for (const type of ['application/json', 'application/atom+xml', 'image/png']) {
      const answer = await deliver(bytes, { headers: { 'x-signature': 'wrong', 'content-type': type } });
      assert.equal(answer.statusCode, 401);
    }
    const empty = await deliver('[]', {
      headers: { ...signed('[]'), 'content-type': 'application/atom+xml' },
    });
    assert.equal(empty.statusCode, 200);
    assert.equal((await deliver('', { headers: {} })).statusCode, 401);
  });

  test('of accounts nobody here has is acknowledged and counted, and nothing of it is stored', async () => {
    const account = await openAccount(w);
    const strangers = ['0', 'of nobody', '', 'x\0y'].map((platformAccountId) => ({
      ...account,
      platformAccountId,
    }));
    const before = await count('nobodys');
    const answer = await deliver([...strangers.map((one) => message(one, 1)), message(account, 1)]);
    assert.equal(answer.statusCode, 200);
    assert.equal((await eventsOf(w, account)).length, 1);
    assert.equal((await count('nobodys')) - before, strangers.length);
  });

  test('of several workspaces is taken apart, each into its own', async () => {
    const other = await intakeWorkspace();
    const [ours, theirs] = [await openAccount(w), await openAccount(other)];
    await deliver([message(ours, 1), message(theirs, 1), message(ours, 2)]);
    assert.equal((await eventsOf(w, ours)).length, 2);
    assert.equal((await eventsOf(other, theirs)).length, 1);
    assert.equal((await eventsOf(w, theirs)).length, 0);
  });

  test('is taken as often as a platform likes, from one address', async () => {
    const account = await openAccount(w);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_unused, n) => deliver([message(account, n)])),
    );
    assert.ok(answers.every(({ statusCode }) => statusCode === 200));
    assert.equal((await eventsOf(w, account)).length, 40);
  });

  test('from another origin, with a cookie of somebody, is neither refused nor believed for it', async () => {
    const account = await openAccount(w);
    const body = JSON.stringify([message(account, 1)]);
    const foreign = { origin: 'https://elsewhere.test', cookie: 'stoa_session=abc' };
    assert.equal((await deliver(body, { headers: { ...foreign, ...signed(body) } })).statusCode, 200);
    assert.equal((await deliver(body, { headers: foreign })).statusCode, 401);
  });

  test('is stored whatever characters it holds, and does not keep its neighbours out', async () => {
    const account = await openAccount(w);
    const strange = '{"text":"a\\u0000b \\ud800 \\ud83d\\ude0a","id":9007199254740993123}';
    const told = [
      message(account, 1),
      message(account, 'x\0y', { conversationKey: 'p\0' }),
      message(account, 3),
    ];
    const body = JSON.stringify(told).replace(
      '{"sender":{"id":"1"},"message":{"mid":"mid.1"',
      `{"odd":${strange},"m":{"mid":"1"`,
    );
    assert.equal((await deliver(body)).statusCode, 200);
    const events = await eventsOf(w, account);
    assert.equal(events.length, 3);
    assert.equal((events[0]!.payload as { odd: { text: string } }).odd.text, 'a\ufffdb \ufffd 😊');
  });

  test('that is larger than is kept is stored in part, and says what was left out', async () => {
    const account = await openAccount(w);
    const lines = Array.from({ length: 9_000 }, (_unused, n) => ({ n, text: 'a line of an order' }));
    const answer = await deliver([message(account, 1, { payload: { id: '7', lines, note: 'kept' } })]);
    assert.equal(answer.statusCode, 200);
    const [event] = await eventsOf(w, account);
    assert.deepEqual(event!.payload, { id: '7', note: 'kept', leftOut: ['lines'] });
  });
});

describe('an account that is connected', () => {
  test('is known at the first event after it, though it was asked for in vain before', async () => {
    const account = await openAccount(w);
    const later = { ...account, platformAccountId: `${account.platformAccountId}7` };
    assert.equal((await deliver([message(later, 1)])).statusCode, 200);
    const opened = await openAccount(w, later);
    await eventually(async () => {
      await deliver([message(later, 2)]);
      assert.equal((await eventsOf(w, opened)).length, 1);
    }, 5_000);
  });

  test('is no longer known once it is disconnected', async () => {
    const account = await openAccount(w);
    await deliver([message(account, 1)]);
    await w.system.work(({ tx }) =>
      tx.run(sql`delete from connections.account_routes where account_id = ${account.id}`),
    );
    let n = 1;
    await eventually(async () => {
      const before = (await eventsOf(w, account)).length;
      n += 1;
      await deliver([message(account, n)]);
      assert.equal((await eventsOf(w, account)).length, before);
    }, 5_000);
  });

  test('may go with its workspace between two deliveries: the next is acknowledged and not stored', async () => {
    const other = await intakeWorkspace();
    const [gone, account] = [await openAccount(other), await openAccount(w)];
    await deliver([message(gone, 1)]);
    // Past the trigger, so that nobody hears of it.
    await w.ground.db.transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(sql`alter table connections.account_routes disable trigger account_routes_500_announce`);
      await tx.run(sql`delete from workspaces.workspaces where id = ${other.workspaceId}`);
      await tx.run(sql`alter table connections.account_routes enable trigger account_routes_500_announce`);
    });
    const answer = await deliver([message(gone, 2), message(account, 1)]);
    assert.equal(answer.statusCode, 200);
    assert.equal((await eventsOf(w, account)).length, 1);
  });
});

describe('the address', () => {
  test('is there for platforms that are known, and for no other', async () => {
    const unknown = await app.inject({
      method: 'POST',
      url: '/hooks/myspace',
      payload: '[]',
      headers: signed('[]'),
    });
    assert.equal(unknown.statusCode, 404);
    assert.equal((await app.inject({ url: '/hooks/myspace' })).statusCode, 404);
    assert.equal((await app.inject({ method: 'POST', url: '/api/hooks/testing' })).statusCode, 404);
  });

  test('takes POST, and GET where the platform asks whether it is ours', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH'] as const) {
      const answer = await app.inject({ method, url: '/hooks/testing' });
      assert.equal(answer.statusCode, 405);
      assert.match(String(answer.headers.allow), /POST/);
    }
    const silence = await app.inject({ url: '/hooks/silent' });
    assert.deepEqual([silence.statusCode, silence.headers.allow], [405, 'POST']);
  });

  test('answers a challenge with its exact text, and refuses one that does not know our word', async () => {
    const right = await app.inject({ url: '/hooks/testing?token=right&challenge=00123%20%3Cb%3E' });
    assert.deepEqual([right.statusCode, right.body], [200, '00123 <b>']);
    assert.match(String(right.headers['content-type']), /^text\/plain/);
    for (const query of ['', '?token=wrong&challenge=1', '?token=right']) {
      const answer = await app.inject({ url: `/hooks/testing${query}` });
      assert.deepEqual([answer.statusCode, answer.body], [403, '']);
    }
  });

  test('takes so many bytes in one delivery and no more', async () => {
    const most = `[${' '.repeat(hookBytesMax - 2)}]`;
    assert.equal((await deliver(most)).statusCode, 200);
    assert.equal((await deliver(`${most} `)).statusCode, 413);
  });

  test('asks a platform to come again when there is no room for its bytes, and has room again afterwards', async () => {
    const small = await served({ bytesAtOnceMax: 1_000 });
    const large = `[${' '.repeat(1_200)}]`;
    const refused = await deliver(large, { to: small });
    assert.equal(refused.statusCode, 503);
    assert.ok(Number(refused.headers['retry-after']) > 0);
    const body = `[${' '.repeat(700)}]`;
    for (let i = 0; i < 5; i++) assert.equal((await deliver(body, { to: small })).statusCode, 200);
    await small.close();
  });
});

async function count(whose: 'ours' | 'nobodys'): Promise<number> {
  const { values } = await registry.getSingleMetric('stoa_hook_events_total')!.get();
  return values.find(({ labels }) => labels.whose === whose)?.value ?? 0;
}
