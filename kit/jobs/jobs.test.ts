import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { uuidv7 } from '../ids.ts';
import { work } from '../module.ts';
import { sql } from '../sql.ts';
import { testDatabase } from '../testing/database.ts';
import { eventually, jobsWorld, newWorkspace, noteJob } from './testing.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

describe('sending', () => {
  test('runs a job once its transaction commits, with the workspace it was sent in', async () => {
    const note = noteJob();
    const seen: unknown[] = [];
    await using world = await jobsWorld(db, {
      work: [work(note, async (unit, payload) => void seen.push([unit.workspaceId, payload]))],
    });
    await world.jobs.startWorkers(world.ground);
    const workspace = await newWorkspace(db);

    await world.in(workspace, (ctx) => ctx.enqueue(note, { n: 1 }));

    await eventually(() => assert.deepEqual(seen, [[workspace, { n: 1 }]]));
  });

  test('leaves nothing behind when the transaction rolls back', async () => {
    const note = noteJob();
    await using world = await jobsWorld(db, { work: [work(note, async () => {})] });
    const workspace = await newWorkspace(db);

    await assert.rejects(
      world.in(workspace, async (ctx) => {
        await ctx.enqueue(note, { n: 1 });
        throw new Error('later step');
      }),
      /later step/,
    );

    assert.deepEqual(await world.jobs.unfinished(workspace, note.name, 10), []);
  });

  test('tells whoever counts runs how each of them went', async () => {
    const [good, bad] = [noteJob(), noteJob({ retryLimit: 1 })];
    const seen: string[] = [];
    await using world = await jobsWorld(
      db,
      { work: [work(good, async () => {}), work(bad, () => Promise.reject(new Error('on purpose')))] },
      {
        pollSeconds: 0.05,
        observe: ({ name, outcome }) => {
          // Jobs of the kit itself run beside them.
          if (name === good.name || name === bad.name)
            seen.push(`${name === good.name ? 'good' : 'bad'} ${outcome}`);
        },
      },
    );
    await world.jobs.startWorkers(world.ground);
    const workspace = await newWorkspace(db);

    await world.in(workspace, async (ctx) => {
      await ctx.enqueue(good, { n: 1 });
      await ctx.enqueue(bad, { n: 1 });
    });

    await eventually(() => assert.deepEqual([...seen].sort(), ['bad dead', 'bad retried', 'good completed']));
  });

  test('refuses a payload of another shape', async () => {
    const note = noteJob();
    await using world = await jobsWorld(db, { work: [work(note, async () => {})] });
    const workspace = await newWorkspace(db);

    await assert.rejects(
      world.in(workspace, (ctx) => ctx.enqueue(note, { n: 'one' } as never)),
      /wrong payload/,
    );
  });

  test('refuses a job that no module does', async () => {
    await using world = await jobsWorld(db, {});
    const workspace = await newWorkspace(db);

    await assert.rejects(
      world.in(workspace, (ctx) => ctx.enqueue(noteJob(), { n: 1 })),
      /no module does/,
    );
  });

  test('runs a job that is put off when its time has come, and not before', async () => {
    const note = noteJob();
    const seen: number[] = [];
    await using world = await jobsWorld(db, {
      work: [work(note, async (_, { n }) => void seen.push(n))],
    });
    await world.jobs.startWorkers(world.ground);
    const workspace = await newWorkspace(db);

    await world.in(workspace, async (ctx) => {
      await ctx.enqueue(note, { n: 2 }, { startAfter: new Date(ctx.now.getTime() + 3_600_000) });
      await ctx.enqueue(note, { n: 1 });
    });

    await eventually(async () => {
      const left = await world.jobs.unfinished(workspace, note.name, 10);
      assert.deepEqual([seen, left.map(({ state }) => state)], [[1], ['waiting']]);
    });
  });

  test('takes what a person waits for before what nobody does', async () => {
    const note = noteJob();
    const seen: number[] = [];
    await using world = await jobsWorld(
      db,
      { work: [work(note, async (_, { n }) => void seen.push(n))] },
      { slots: 1 },
    );
    const workspace = await newWorkspace(db);
    await world.in(workspace, async (ctx) => {
      await ctx.enqueue(note, { n: 3 }, { priority: -10 });
      await ctx.enqueue(note, { n: 2 });
      await ctx.enqueue(note, { n: 1 }, { priority: 10 });
    });

    await world.jobs.startWorkers(world.ground);

    await eventually(() => assert.deepEqual(seen, [1, 2, 3]));
  });
});

describe('a job that fails', () => {
  test('is tried again and then kept as a dead letter, which can be sent once more', async () => {
    const note = noteJob({ retryLimit: 1 });
    let attempts = 0;
    let mended = false;
    const done = gate();
    await using world = await jobsWorld(
      db,
      {
        work: [
          work(note, async () => {
            attempts++;
            if (!mended) throw new Error('the printer is on fire');
            done.open();
          }),
        ],
      },
      { pollSeconds: 0.05 },
    );
    await world.jobs.startWorkers(world.ground);
    const workspaceId = await newWorkspace(db);

    await world.in(workspaceId, (ctx) => ctx.enqueue(note, { n: 1 }));

    const letter = await eventually(async () => {
      const { items } = await world.jobs.listDeadLetters({ workspaceId, limit: 10 });
      assert.equal(items.length, 1);
      return items[0]!;
    });
    assert.equal(attempts, 2);
    assert.deepEqual(
      [letter.name, letter.attempts, letter.error, letter.data],
      [note.name, 2, 'the printer is on fire', { workspaceId, payload: { n: 1 } }],
    );

    mended = true;
    assert.equal(await world.jobs.retryDeadLetter(letter.id), true);
    await done.opened;
    assert.equal(await world.jobs.retryDeadLetter(letter.id), false);
    assert.deepEqual((await world.jobs.listDeadLetters({ workspaceId, limit: 10 })).items, []);
  });

  test('is stopped when it takes longer than it may', async () => {
    const note = noteJob({ retryLimit: 0, timeoutSeconds: 1 });
    let reason: unknown;
    await using world = await jobsWorld(db, {
      work: [
        work(note, async (unit) => {
          await new Promise<void>((resolve) => unit.signal.addEventListener('abort', () => resolve()));
          reason = unit.signal.reason;
          await assert.rejects(unit.work(async () => {}));
        }),
      ],
    });
    await world.jobs.startWorkers(world.ground);
    const workspaceId = await newWorkspace(db);

    await world.in(workspaceId, (ctx) => ctx.enqueue(note, { n: 1 }));

    await eventually(async () =>
      assert.equal((await world.jobs.listDeadLetters({ workspaceId, limit: 1 })).items.length, 1),
    );
    assert.match(String(reason), /timed out/);
  });
});

describe('oncePer', () => {
  test('waiting jobs with the same key are one, and with another key are not', async () => {
    const note = noteJob({ oncePer: ({ n }) => String(n) });
    await using world = await jobsWorld(db, { work: [work(note, async () => {})] });
    const [one, two] = [await newWorkspace(db), await newWorkspace(db)];

    for (const n of [1, 1, 2, 1]) await world.in(one, (ctx) => ctx.enqueue(note, { n }));
    await world.in(two, (ctx) => ctx.enqueue(note, { n: 1 }));

    assert.equal((await world.jobs.unfinished(one, note.name, 10)).length, 2);
    assert.equal((await world.jobs.unfinished(two, note.name, 10)).length, 1);
  });

  test('whoever runs it sees what the last one who sent it did, though it was waiting before', async (t) => {
    if (db.kind === 'embedded') return t.skip('one session: nothing can happen between');
    const workspace = await newWorkspace(db);
    const note = noteJob({ oncePer: () => 'one' });
    const names: string[] = [];
    const Name = z.object({ name: z.string() });
    await using world = await jobsWorld(
      db,
      {
        work: [
          work(note, async (unit) => {
            const row = await unit.work(({ tx }) =>
              tx.one(Name, sql`select name from workspaces.workspaces where id = ${unit.workspaceId}`),
            );
            names.push(row.name);
          }),
        ],
      },
      { pollSeconds: 0.05 },
    );
    await world.in(workspace, (ctx) => ctx.enqueue(note, { n: 1 }));

    await world.in(workspace, async (ctx) => {
      await ctx.tx.run(sql`update workspaces.workspaces set name = 'Changed' where id = ${workspace}`);
      await ctx.enqueue(note, { n: 1 });
      // The workers come while the change is not committed yet: the job must not run on what was before it.
      await world.jobs.startWorkers(world.ground);
      await new Promise((resolve) => setTimeout(resolve, 300));
    });

    await eventually(() => assert.ok(names.length > 0));
    assert.equal(names[0], 'Changed');
  });
});

describe('long work', () => {
  test('shows how far it is, and stops when it is cancelled, wherever it runs', async () => {
    const note = noteJob();
    let stoppedBy: unknown;
    const halfway = gate();
    await using worker = await jobsWorld(db, {
      work: [
        work(note, async (unit) => {
          await unit.progress(5, 10, 'half of it');
          halfway.open();
          await new Promise<void>((resolve) => unit.signal.addEventListener('abort', () => resolve()));
          stoppedBy = unit.signal.reason;
        }),
      ],
    });
    await using elsewhere = await jobsWorld(db, { work: [work(note, async () => {})] });
    await worker.jobs.startWorkers(worker.ground);
    const workspace = await newWorkspace(db);
    await elsewhere.in(workspace, (ctx) => ctx.enqueue(note, { n: 1 }));
    await halfway.opened;

    const [running] = await elsewhere.jobs.unfinished(workspace, note.name, 1);
    assert.deepEqual(
      [running!.state, running!.progress],
      ['running', { done: 5, of: 10, note: 'half of it' }],
    );
    const stranger = await newWorkspace(db);
    assert.equal(await elsewhere.jobs.cancel(stranger, running!.id), false);
    assert.equal(await elsewhere.jobs.cancel(workspace, running!.id), true);

    await eventually(() => assert.match(String(stoppedBy), /cancelled/));
    assert.equal((await elsewhere.jobs.status(workspace, running!.id))?.state, 'cancelled');
    assert.equal(await elsewhere.jobs.cancel(workspace, running!.id), false);
  });
});

describe('draining', () => {
  test('lets what runs finish, and gives back what does not', async () => {
    const note = noteJob();
    const started: number[] = [];
    const finish = gate();
    const world = await jobsWorld(db, {
      work: [
        work(note, async (unit, { n }) => {
          started.push(n);
          if (n === 1) return finish.opened;
          await new Promise<void>((resolve) => unit.signal.addEventListener('abort', () => resolve()));
        }),
      ],
    });
    await world.jobs.startWorkers(world.ground);
    const workspace = await newWorkspace(db);
    await world.in(workspace, async (ctx) => {
      await ctx.enqueue(note, { n: 1 });
      await ctx.enqueue(note, { n: 2 });
    });
    await eventually(() => assert.equal(started.length, 2));

    const drained = world.jobs.drain(300);
    finish.open();
    await drained;

    const left = await world.jobs.unfinished(workspace, note.name, 10);
    assert.deepEqual(
      left.map(({ state, attempts }) => [state, attempts]),
      [['waiting', 0]],
    );
  });
});

test('counts what waits, runs and is dead', async () => {
  const note = noteJob();
  await using world = await jobsWorld(db, { work: [work(note, async () => {})] });
  const workspace = await newWorkspace(db);
  for (const n of [1, 2, 3]) await world.in(workspace, (ctx) => ctx.enqueue(note, { n }));

  const depth = (await world.jobs.stats()).find(({ name }) => name === note.name)!;

  assert.deepEqual([depth.waiting, depth.running, depth.dead], [3, 0, 0]);
});

test('two jobs of one name are refused when the process starts', async () => {
  const note = noteJob();
  const twice = [work(note, async () => {}), work(note, async () => {})];
  await assert.rejects(jobsWorld(db, { work: twice }), new RegExp(`named ${note.name}`));
  assert.ok(uuidv7());
});
