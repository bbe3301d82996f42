import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { movableClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { say } from '../events/say.ts';
import { eventually, jobsWorld, newWorkspace } from '../jobs/testing.ts';
import { sql } from '../sql.ts';
import { testDatabase } from '../testing/database.ts';
import { type Ear, openHub, placeAfter } from './hub.ts';
import { noted, streamWorld } from './testing.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

describe('the live stream', () => {
  test('tells every browser in the workspace what was published, and nobody else', async () => {
    await using world = await streamWorld(db);
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
    await using world = await streamWorld(db);
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
    await using world = await streamWorld(db);
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
    await using world = await streamWorld(db);
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
    await using world = await streamWorld(db);
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
    await using world = await streamWorld(db, { gatherMs: 300 });
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
    await using world = await streamWorld(db);
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
    await using world = await streamWorld(db);
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
    await using world = await streamWorld(db, {}, { clock });
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
    await using world = await streamWorld(db);
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
    await using world = await streamWorld(db, { heartbeatMs: 20 });
    const [here, elsewhere] = [await world.newPlace(), await world.newPlace()];
    const listener = await world.open(here);
    await listener.began();
    const first = listener.lastId();

    await world.publish(elsewhere, 1);

    await eventually(() => assert.notEqual(listener.lastId(), first));
    assert.deepEqual(listener.numbers(), []);
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
