import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fastify, { type FastifyInstance } from 'fastify';
import type { TestWorkspace } from '../../workspaces/testing.ts';
import type { SingleEvent } from '../platforms/platform.ts';
import { intakePlugin } from './plugin.ts';
import { takeIn } from './storing.ts';
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

let w: TestWorkspace;
let url: string;
const apps: FastifyInstance[] = [];
before(async () => {
  w = await intakeWorkspace();
  url = await serve();
});
after(() => Promise.all(apps.map((app) => app.close())));

/** A process of its own, as far as the database can tell. */
async function serve(): Promise<string> {
  const app = fastify();
  apps.push(app);
  await intakePlugin(w.ground, hooksOutside(testHook))(app);
  return app.listen({ port: 0, host: '127.0.0.1' });
}

async function deliver(told: readonly SingleEvent[], to = url): Promise<number> {
  const body = JSON.stringify(told);
  const answer = await fetch(`${to}/hooks/testing`, { method: 'POST', body, headers: signed(body) });
  await answer.arrayBuffer();
  return answer.status;
}

const system = <T>(fn: Parameters<typeof w.system.work<T>>[0]) => w.system.work(fn);
/** Without an id of the platform's own. */
const seen = (account: Parameters<typeof message>[0], payload: unknown, more: Partial<SingleEvent> = {}) =>
  message(account, 1, { eventId: undefined, kind: 'seen', payload, ...more });

describe('an event that is told again', () => {
  test('SE-36 SS-74 SE-40 is one event by its id on the platform, whatever else it says the second time', async () => {
    const account = await openAccount(w);
    const first = message(account, 1);
    const again = {
      ...first,
      payload: { message: 'in other words' },
      at: new Date(),
      conversationKey: 'other',
    };
    assert.equal(await deliver([first, first]), 200);
    assert.equal(await deliver([again]), 200);
    const [event, ...others] = await eventsOf(w, account);
    assert.deepEqual(others, []);
    assert.deepEqual(event!.payload, first.payload);
    assert.equal(await jobsWaitingFor(w, account), 1);
  });

  test('SE-35 is one event by what it says where it has no id, in whatever order its fields come', async () => {
    const account = await openAccount(w);
    await deliver([seen(account, { read: { watermark: 7, by: ['x', 'y'] }, at: 1 })]);
    await deliver([seen(account, { at: 1, read: { by: ['x', 'y'], watermark: 7 } })]);
    assert.equal((await eventsOf(w, account)).length, 1);
  });

  test('SE-35 is another event where it says something else, or the same of something else', async () => {
    const [one, other] = [await openAccount(w), await openAccount(w)];
    await deliver([
      seen(one, { read: { watermark: 7 } }),
      seen(one, { read: { watermark: '7' } }),
      seen(one, { read: [{ watermark: 7 }] }),
      seen(one, { read: { watermark: 7 } }, { kind: 'delivered' }),
      seen(other, { read: { watermark: 7 } }),
    ]);
    assert.equal((await eventsOf(w, one)).length, 4);
    assert.equal((await eventsOf(w, other)).length, 1);
  });

  test('SE-35 is the same though it is delivered at another time', async () => {
    const account = await openAccount(w);
    await deliver([seen(account, { read: 1 }, { at: new Date('2026-01-01T00:00:00Z') })]);
    await deliver([seen(account, { read: 1 }, { at: new Date('2026-01-02T00:00:00Z') })]);
    assert.equal((await eventsOf(w, account)).length, 1);
  });

  test('that has no id has happened once more when it is told after longer than platforms deliver', async () => {
    const own = await intakeWorkspace();
    const account = await openAccount(own);
    const days = async (count: number) => {
      own.ground.clock.move(count * 86_400_000);
      const flagged = seen(account, { event: 'FLAGGED' }, { kind: 'account_update' });
      return own.system.work((ctx) => takeIn(ctx, account, [flagged], 'webhook'));
    };
    assert.equal(await days(0), 1);
    for (let day = 0; day < 3; day++) assert.equal(await days(1), 0);
    assert.equal(await days(9), 1);
  });

  test('SE-151 is two events where two platforms, two kinds or two accounts have the same id', async () => {
    const [instagram, messenger] = [await openAccount(w), await openAccount(w, { platform: 'messenger' })];
    const second = await openAccount(w);
    await deliver([
      message(instagram, 'same'),
      message(messenger, 'same'),
      message(second, 'same'),
      message(instagram, 'same', { kind: 'seen' }),
    ]);
    const counts = await Promise.all([instagram, messenger, second].map((one) => eventsOf(w, one)));
    assert.deepEqual(
      counts.map(({ length }) => length),
      [2, 1, 1],
    );
  });

  test('with an id that is longer than is kept is still one, and not the same as another', async () => {
    const account = await openAccount(w);
    const long = 'x'.repeat(5_000);
    await deliver([message(account, `${long}1`), message(account, `${long}2`)]);
    await deliver([message(account, `${long}1`)]);
    assert.equal((await eventsOf(w, account)).length, 2);
  });

  test('is one event and one job when it comes fifty times over eight connections to two processes', async () => {
    const account = await openAccount(w);
    const urls = [url, await serve()];
    const tells = Array.from({ length: 50 }, (_, i) => i);
    const workers = Array.from({ length: 8 }, async (_, n) => {
      for (let i = tells.pop(); i !== undefined; i = tells.pop()) {
        assert.equal(await deliver([message(account, 'storm')], urls[n % 2]!), 200);
      }
    });
    await Promise.all(workers);
    assert.equal((await eventsOf(w, account)).length, 1);
    assert.equal(await jobsWaitingFor(w, account), 1);
  });

  test('is no deadlock where two processes are told the same many in another order', async () => {
    const account = await openAccount(w);
    const urls = [url, await serve()];
    const many = Array.from({ length: 200 }, (_, n) => message(account, `d${n}`));
    for (let round = 0; round < 4; round++) {
      const some = many.map((one) => ({ ...one, eventId: `${one.eventId} ${round}` }));
      const statuses = await Promise.all([deliver(some, urls[0]!), deliver(some.toReversed(), urls[1]!)]);
      assert.deepEqual(statuses, [200, 200]);
    }
    assert.equal((await eventsOf(w, account)).length, 800);
  });
});

describe('takeIn', () => {
  test('takes what was asked for through the same door, and answers how much of it nobody had told', async () => {
    const account = await openAccount(w);
    await deliver([message(account, 1), message(account, 2)]);
    const found = [1, 2, 3, 4, 4].map((n) => message(account, n));
    assert.equal(await system((ctx) => takeIn(ctx, account, found, 'sync')), 2);
    assert.equal(await system((ctx) => takeIn(ctx, account, found, 'sync')), 0);
    assert.equal(await system((ctx) => takeIn(ctx, account, [], 'sync')), 0);
    await deliver([message(account, 4)]);
    assert.deepEqual(
      (await eventsOf(w, account)).map(({ source }) => source),
      ['webhook', 'webhook', 'sync', 'sync'],
    );
  });

  test('leaves nothing behind when the caller fails after it, jobs and receipts included', async () => {
    const account = await openAccount(w);
    const failing = system(async (ctx) => {
      await takeIn(ctx, account, [message(account, 1)], 'sync');
      throw new Error('later step');
    });
    await assert.rejects(failing, /later step/);
    assert.equal(await system((ctx) => takeIn(ctx, account, [message(account, 1)], 'sync')), 1);
    assert.equal(await jobsWaitingFor(w, account), 1);
  });

  test('takes thousands at once, in pieces', async () => {
    const account = await openAccount(w);
    const many = Array.from({ length: 1_200 }, (_, n) => message(account, n));
    assert.equal(await system((ctx) => takeIn(ctx, account, many, 'sync')), 1_200);
    assert.equal(await jobsWaitingFor(w, account), 1_200);
  });
});
