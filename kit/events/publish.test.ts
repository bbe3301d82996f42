import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Database } from '../db/database.ts';
import { uuidv7 } from '../ids.ts';
import { eventually, jobsWorld, Note, newWorkspace } from '../jobs/testing.ts';
import { listener } from '../module.ts';
import { sql } from '../sql.ts';
import { testDatabase } from '../testing/database.ts';
import { event } from './event.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const noted = event({ name: 'testing.noted', payload: Note, key: ({ n }) => String(n % 2) });
const newName = (part: string) => `testing.${part}_${uuidv7().slice(-12)}`;

describe('publish', () => {
  test('writes the event and one job per listener in the transaction of the caller, or none of them', async () => {
    const names = [newName('first'), newName('second')];
    await using world = await jobsWorld(db, {
      listeners: names.map((name) => listener(name, noted, async () => {})),
    });
    const workspace = await newWorkspace(db);
    const written = async () => ({
      events: await world.in(workspace, ({ tx }) => tx.run(sql`select from app.events`)),
      jobs: (await Promise.all(names.map((name) => world.jobs.unfinished(workspace, name, 9)))).map(
        (jobs) => jobs.length,
      ),
    });

    await assert.rejects(
      world.in(workspace, async (ctx) => {
        await ctx.publish(noted, { n: 1 });
        throw new Error('later step');
      }),
    );
    assert.deepEqual(await written(), { events: 0, jobs: [0, 0] });

    await world.in(workspace, (ctx) => ctx.publish(noted, { n: 1 }));
    assert.deepEqual(await written(), { events: 1, jobs: [1, 1] });
  });

  test('refuses a payload that is not the event’s', async () => {
    await using world = await jobsWorld(db, {});
    const workspace = await newWorkspace(db);
    await assert.rejects(world.in(workspace, (ctx) => ctx.publish(noted, { n: 'one' } as never)));
  });

  test('is refused in a workspace that the transaction is not for', async () => {
    await using world = await jobsWorld(db, {});
    const [here, there] = [await newWorkspace(db), await newWorkspace(db)];
    await assert.rejects(
      world.in(here, ({ tx, now }) => world.jobs.outlets.publish(tx, there, now, noted, { n: 1 })),
      /row-level security/,
    );
  });
});

describe('listeners', () => {
  test('hear each event of a key in order, one at a time, each listener with its own place and retries', async () => {
    const heard: Record<string, number[]> = { steady: [], failing: [] };
    const [steady, failing] = [newName('steady'), newName('failing')];
    let failures = 0;
    await using world = await jobsWorld(
      db,
      {
        listeners: [
          listener(steady, noted, async (_, { n }) => void heard.steady!.push(n)),
          listener(failing, noted, async (_, { n }) => {
            if (n === 2 && failures++ < 1) throw new Error('not now');
            heard.failing!.push(n);
          }),
        ],
      },
      { pollSeconds: 0.05 },
    );
    await world.jobs.startWorkers(world.ground);
    const workspace = await newWorkspace(db);

    for (const n of [2, 1, 4, 3, 6, 5]) await world.in(workspace, (ctx) => ctx.publish(noted, { n }));

    await eventually(() => assert.equal(heard.failing!.length + heard.steady!.length, 12), 20_000);
    for (const numbers of Object.values(heard)) {
      assert.deepEqual(
        numbers.filter((n) => n % 2 === 0),
        [2, 4, 6],
      );
      assert.deepEqual(
        numbers.filter((n) => n % 2 === 1),
        [1, 3, 5],
      );
    }
    assert.ok(
      heard.failing!.indexOf(5) < heard.failing!.indexOf(2),
      'another key did not wait for the failing one',
    );
  });
});

test('no event is changed once it is written, not even by the server', async () => {
  await using world = await jobsWorld(db, {});
  const workspace = await newWorkspace(db);
  await world.in(workspace, (ctx) => ctx.publish(noted, { n: 1 }));
  await assert.rejects(
    world.in(workspace, ({ tx }) => tx.run(sql`update app.events set name = 'testing.other'`)),
    /permission denied/,
  );
});
