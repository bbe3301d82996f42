import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { event } from '../events/event.ts';
import { eventually, newWorkspace } from '../jobs/testing.ts';
import { testDatabase } from '../testing/database.ts';
import { streamWorld } from './testing.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

describe('the door of the stream', () => {
  test('is closed to strangers: 401 to nobody, 404 where they have no place', async () => {
    await using world = await streamWorld(db);
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
    await using world = await streamWorld(db, { checkMs: 20 });
    const here = await world.newPlace();
    const listener = await world.open(here);
    await listener.began();

    world.places.delete(here);

    await eventually(() => assert.equal(listener.over(), true));
    assert.equal(listener.heard.at(-1)!.name, 'gone');
  });

  test('lets one person have only so many streams', async () => {
    await using world = await streamWorld(db, { perPersonMax: 2 });
    const here = await world.newPlace();
    const [one] = [await world.open(here), await world.open(here)];

    assert.equal((await world.open(here)).status, 429);

    one.close();
    await eventually(() => assert.equal(world.stream.stats().open, 1));
    assert.equal((await world.open(here)).status, 200);
  });

  test('cuts who does not read, and the others hear everything', async () => {
    await using world = await streamWorld(db, { unreadBytesMax: 64 * 1024 });
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
    const world = await streamWorld(db);
    const here = await world.newPlace();
    const listener = await world.open(here);
    await listener.began();

    await world[Symbol.asyncDispose]();

    await eventually(() => assert.equal(listener.over(), true));
  });
});
