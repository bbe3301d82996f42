import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, test } from 'node:test';
import Fastify from 'fastify';
import { z } from 'zod';
import { movableClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { event } from '../events/event.ts';
import { say } from '../events/say.ts';
import type { Doorkeeper } from '../http/doorkeeper.ts';
import { MemberId, newId, UserId, type WorkspaceId } from '../ids.ts';
import { eventually, jobsWorld, Note, newWorkspace } from '../jobs/testing.ts';
import { sql } from '../sql.ts';
import { testDatabase } from '../testing/database.ts';
import { type Ear, openHub, placeAfter } from './hub.ts';
import { readSse, type SseMessage } from './sse.ts';
import { registerStream, type StreamOptions } from './stream.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const noted = event({ name: 'testing.noted', payload: Note });

/** A server with the stream alone, and a door that lets one person in, where they are a member. */
async function streamWorld(
  options: Partial<StreamOptions> = {},
  worldOptions: Parameters<typeof jobsWorld>[2] = {},
) {
  const world = await jobsWorld(db, {}, worldOptions);
  const places = new Set<string>();
  const userId = newId(UserId);
  const doorkeeper: Doorkeeper = {
    person: async ({ bearer }) => (bearer === 'known' ? { userId } : undefined),
    member: async ({ bearer }, workspaceId) =>
      bearer === 'known' && places.has(workspaceId)
        ? { kind: 'member', userId, memberId: newId(MemberId), role: 'viewer' }
        : undefined,
  };
  const app = Fastify();
  app.setErrorHandler((error, _, reply) =>
    reply.status(error instanceof AppError ? error.status : 500).send(),
  );
  const stream = await registerStream(app, { ground: world.ground, doorkeeper, gatherMs: 2, ...options });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;

  const newPlace = async () => {
    const workspace = await newWorkspace(db);
    places.add(workspace);
    return workspace;
  };
  const publish = (workspace: WorkspaceId, n: number) =>
    world.in(workspace, (ctx) => ctx.publish(noted, { n }));
  const open = (workspace: string, after?: string, bearer = 'known') =>
    listenTo(port, workspace, after, bearer);
  return {
    ...world,
    stream,
    places,
    newPlace,
    publish,
    open,
    app,
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await world.jobs.drain(0);
    },
  };
}

async function listenTo(port: number, workspace: string, after: string | undefined, bearer: string) {
  const request = get({
    port,
    host: '127.0.0.1',
    path: `/api/stream?workspace=${workspace}`,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(after === undefined ? {} : { 'last-event-id': after }),
    },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const heard: SseMessage[] = [];
  let lastId = after ?? '';
  let over = false;
  response.on('error', () => {});
  const read = readSse(
    (message) => {
      heard.push(message);
    },
    (id) => {
      lastId = id;
    },
  );
  response.setEncoding('utf8').on('data', read);
  response.on('close', () => {
    over = true;
  });
  return {
    status: response.statusCode,
    response,
    heard,
    lastId: () => lastId,
    over: () => over,
    numbers: () =>
      heard
        .filter(({ name }) => name === 'message')
        .map(({ data }) => (JSON.parse(data) as any).payload.n as number),
    began: () => eventually(() => assert.ok(heard.length > 0)),
    close: () => request.destroy(),
  };
}

describe('the live stream', () => {
  test('tells every browser in the workspace what was published, and nobody else', async () => {
    await using world = await streamWorld();
    const [here, there] = [await world.newPlace(), await world.newPlace()];
    const [one, two, other] = await Promise.all([world.open(here), world.open(here), world.open(there)]);
    await Promise.all([one.began(), two.began(), other.began()]);

    await world.publish(here, 1);
    await world.publish(there, 9);
    await world.publish(here, 2);

    await eventually(() =>
      assert.deepEqual([one.numbers(), two.numbers(), other.numbers()], [[1, 2], [1, 2], [9]]),
    );
    const { name, payload } = JSON.parse(one.heard.at(-1)!.data);
    assert.deepEqual([name, payload], ['testing.noted', { n: 2 }]);
  });

  test('says nothing of what was rolled back', async () => {
    await using world = await streamWorld();
    const here = await world.newPlace();
    const listener = await world.open(here);
    await listener.began();

    await assert.rejects(
      world.in(here, async (ctx) => {
        await ctx.publish(noted, { n: 1 });
        throw new Error('later step');
      }),
    );
    await world.publish(here, 2);

    await eventually(() => assert.deepEqual(listener.numbers(), [2]));
  });

  test('misses nothing and says nothing twice to those who come and go while much happens', async () => {
    await using world = await streamWorld();
    const here = await world.newPlace();
    const total = 150;
    let published = 0;
    const publishing = (async () => {
      for (; published < total; published++) await world.publish(here, published);
    })();
    const heard: number[] = [];
    const start = await world.open(here, '0.0.99999999999');
    start.close();

    let after = start.lastId();
    const first = await world.open(here);
    await first.began();
    after = first.lastId();
    first.close();
    const from = published;
    while (heard.length === 0 || heard.at(-1) !== total - 1) {
      const visit = await world.open(here, after);
      await eventually(() => assert.ok(visit.numbers().length > 0));
      visit.close();
      heard.push(...visit.numbers());
      after = visit.lastId();
    }
    await publishing;

    const expected = Array.from({ length: total - heard[0]! }, (_, i) => heard[0]! + i);
    assert.deepEqual(heard, expected);
    assert.ok(heard[0]! <= from);
  });

  test('of two transactions, the one that takes its number first and commits last is not missed', async (t) => {
    if (db.kind === 'embedded') return t.skip('one transaction at a time');
    await using world = await streamWorld();
    const here = await world.newPlace();
    const live = await world.open(here);
    await live.began();
    const before = live.lastId();

    let catchingUp: Awaited<ReturnType<typeof world.open>> | undefined;
    await world.in(here, async (slow) => {
      await slow.publish(noted, { n: 1 });
      await world.publish(here, 2);
      // Whoever comes now must not be led past the one that is not committed yet.
      catchingUp = await world.open(here, before);
      await catchingUp.began();
      await new Promise((resolve) => setTimeout(resolve, 100));
    });

    await eventually(() => assert.deepEqual(live.numbers(), [1, 2]));
    await eventually(() => assert.deepEqual(catchingUp!.numbers(), [1, 2]));
    const again = await world.open(here, live.lastId());
    await again.began();
    await world.publish(here, 3);
    await eventually(() => assert.deepEqual(again.numbers(), [3]));
  });

  test('what had to wait for another transaction is told when that ends, though nobody says that it did', async (t) => {
    if (db.kind === 'embedded') return t.skip('one transaction at a time');
    await using world = await streamWorld();
    const [here, elsewhere] = [await world.newPlace(), await world.newPlace()];
    const live = await world.open(here);
    await live.began();

    await world.in(elsewhere, async ({ tx }) => {
      await tx.run(sql`update workspaces.workspaces set name = 'Slow' where id = ${elsewhere}`);
      await world.publish(here, 1);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });

    await eventually(() => assert.deepEqual(live.numbers(), [1]));
  });

  test('who comes while news is gathered hears it once', async () => {
    await using world = await streamWorld({ gatherMs: 300 });
    const here = await world.newPlace();
    const first = await world.open(here);
    await first.began();
    await world.publish(here, 1);

    const second = await world.open(here, first.lastId());
    await eventually(() => assert.deepEqual(second.numbers(), [1]));
    await eventually(() => assert.deepEqual(first.numbers(), [1]));
    await world.publish(here, 2);

    await eventually(() =>
      assert.deepEqual(
        [first.numbers(), second.numbers()],
        [
          [1, 2],
          [1, 2],
        ],
      ),
    );
  });

  test('nobody joins who was told less than the others', async () => {
    await using world = await streamWorld();
    const here = await world.newPlace();
    const hub = await openHub({
      db,
      clock: world.ground.clock,
      log: world.ground.log,
      gatherMs: 1,
      heartbeatMs: 60_000,
    });
    const place = placeAfter(await hub.read(here, undefined));
    const heard: string[] = [];
    const first: Ear = { workspaceId: here, place, tell: (text) => heard.push(text) };
    const late: Ear = { workspaceId: here, place, tell: () => {} };
    assert.equal(hub.join(first), true);
    await world.publish(here, 1);
    await eventually(() => assert.equal(heard.length, 1));

    assert.equal(hub.join(late), false);
    const reading = await hub.read(here, late.place);
    assert.equal(reading.told.length, 1);
    late.place = placeAfter(reading);
    assert.equal(hub.join(late), true);
    await hub.close();
  });

  test('leads a long absence through in pieces, without a hole', async () => {
    await using world = await streamWorld();
    const here = await world.newPlace();
    const early = await world.open(here);
    await early.began();
    const left = early.lastId();
    early.close();
    await world.in(here, async (ctx) => {
      for (let n = 0; n < 1_234; n++) await ctx.publish(noted, { n });
    });

    const back = await world.open(here, left);

    await eventually(() => assert.equal(back.numbers().length, 1_234));
    assert.deepEqual(
      back.numbers(),
      Array.from({ length: 1_234 }, (_, n) => n),
    );
  });

  test('says reset when what was missed is not kept any more, or comes from another database', async () => {
    const clock = movableClock(new Date());
    await using world = await streamWorld({}, { clock });
    const here = await world.newPlace();
    const early = await world.open(here);
    await early.began();
    const left = early.lastId();
    clock.move(80 * 3_600_000);

    for (const after of [left, '99999999999999.1.99999999999', 'nonsense']) {
      const back = await world.open(here, after);
      await back.began();
      assert.equal(back.heard[0]!.name, 'reset');
      back.close();
    }
    const fresh = await world.open(here);
    await fresh.began();
    assert.equal(fresh.heard[0]!.name, 'hello');
  });

  test('carries what is only worth saying now, without keeping it', async () => {
    await using world = await streamWorld();
    const here = await world.newPlace();
    const listener = await world.open(here);
    await listener.began();

    await world.in(here, (ctx) =>
      say(ctx.tx, { workspaceId: here, name: 'testing.typing', payload: { n: 1 } }),
    );

    const said = await eventually(() => {
      const found = listener.heard.find(({ name }) => name === 'saying');
      assert.ok(found);
      return JSON.parse(found.data);
    });
    assert.deepEqual([said.name, said.payload], ['testing.typing', { n: 1 }]);
    const late = await world.open(here, listener.lastId());
    await late.began();
    await world.publish(here, 1);
    await eventually(() => assert.deepEqual(late.numbers(), [1]));
    assert.equal(
      late.heard.some(({ name }) => name === 'saying'),
      false,
    );
  });

  test('moves the id of those who hear nothing, so that they are never away for too long', async () => {
    await using world = await streamWorld({ heartbeatMs: 20 });
    const [here, elsewhere] = [await world.newPlace(), await world.newPlace()];
    const listener = await world.open(here);
    await listener.began();
    const first = listener.lastId();

    await world.publish(elsewhere, 1);

    await eventually(() => assert.notEqual(listener.lastId(), first));
    assert.deepEqual(listener.numbers(), []);
  });
});

describe('the door of the stream', () => {
  test('is closed to strangers: 401 to nobody, 404 where they have no place', async () => {
    await using world = await streamWorld();
    const here = await world.newPlace();
    const elsewhere = await newWorkspace(db);

    const statuses = [];
    for (const [workspace, bearer] of [
      [here, 'unknown'],
      [elsewhere, 'known'],
      ['nonsense', 'known'],
    ]) {
      statuses.push((await world.open(workspace!, undefined, bearer)).status);
    }
    assert.deepEqual(statuses, [401, 404, 404]);
  });

  test('closes behind a member who was removed', async () => {
    await using world = await streamWorld({ checkMs: 20 });
    const here = await world.newPlace();
    const listener = await world.open(here);
    await listener.began();

    world.places.delete(here);

    await eventually(() => assert.equal(listener.over(), true));
    assert.equal(listener.heard.at(-1)!.name, 'gone');
  });

  test('lets one person have only so many streams', async () => {
    await using world = await streamWorld({ perPersonMax: 2 });
    const here = await world.newPlace();
    const [one] = [await world.open(here), await world.open(here)];

    assert.equal((await world.open(here)).status, 429);

    one.close();
    await eventually(() => assert.equal(world.stream.stats().open, 1));
    assert.equal((await world.open(here)).status, 200);
  });

  test('cuts who does not read, and the others hear everything', async () => {
    await using world = await streamWorld({ unreadBytesMax: 64 * 1024 });
    const here = await world.newPlace();
    const [asleep, awake] = [await world.open(here), await world.open(here)];
    await Promise.all([asleep.began(), awake.began()]);
    asleep.response.pause();
    const wide = event({ name: 'testing.wide', payload: z.object({ n: z.number(), filling: z.string() }) });

    const filling = 'x'.repeat(15_000);
    let n = 0;
    await eventually(async () => {
      await world.in(here, async (ctx) => {
        for (let i = 0; i < 50; i++) await ctx.publish(wide, { n: n++, filling });
      });
      await eventually(() => assert.equal(awake.numbers().length, n));
      assert.equal(world.stream.stats().open, 1);
    }, 60_000);
  });

  test('ends every stream when the server stops', async () => {
    const world = await streamWorld();
    const here = await world.newPlace();
    const listener = await world.open(here);
    await listener.began();

    await world[Symbol.asyncDispose]();

    await eventually(() => assert.equal(listener.over(), true));
  });
});

test('events are purged by age, and only those', async () => {
  const { deleteEventsBefore } = await import('../events/events.sql.ts');
  await using world = await jobsWorld(db, {});
  const here = await newWorkspace(db);
  await world.in(here, (ctx) => ctx.publish(noted, { n: 1 }));
  const all = sql`select from app.events`;

  await world.in(here, ({ tx, now }) => deleteEventsBefore(tx, new Date(now.getTime() - 60_000), 100));
  assert.equal(await world.in(here, ({ tx }) => tx.run(all)), 1);
  await world.in(here, ({ tx, now }) => deleteEventsBefore(tx, new Date(now.getTime() + 60_000), 100));
  assert.equal(await world.in(here, ({ tx }) => tx.run(all)), 0);
});
