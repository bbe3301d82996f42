import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Database } from '../db/database.ts';
import type { WorkspaceId } from '../ids.ts';
import { work } from '../module.ts';
import { testDatabase } from '../testing/database.ts';
import { queuesOf } from './queues.ts';
import { eventually, jobsWorld, newWorkspace, noteJob, testModule } from './testing.ts';
import { takeJobs } from './workers.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const turn = (ms = 2) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Several processes that take from the same queue, as far as the database can tell. */
async function pollers(
  count: number,
  ...args: Parameters<typeof jobsWorld> extends [any, ...infer R] ? R : never
) {
  const worlds = await Promise.all(Array.from({ length: count }, () => jobsWorld(db, ...args)));
  return {
    first: worlds[0]!,
    start: () => Promise.all(worlds.map(({ jobs, ground }) => jobs.startWorkers(ground))),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(worlds.map(({ jobs }) => jobs.drain(1_000)));
    },
  };
}

/** How many of one workspace ran at the same time at most. */
function gauge() {
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  let done = 0;
  return {
    most: (workspace: string) => most.get(workspace) ?? 0,
    done: () => done,
    async around(workspace: string, fn: () => Promise<void>) {
      now.set(workspace, (now.get(workspace) ?? 0) + 1);
      most.set(workspace, Math.max(most.get(workspace) ?? 0, now.get(workspace)!));
      await fn();
      now.set(workspace, now.get(workspace)! - 1);
      done++;
    },
  };
}

describe('perWorkspaceMax', () => {
  test('is never exceeded, however many processes take jobs', async () => {
    const note = noteJob({ perWorkspaceMax: 2 });
    const running = gauge();
    // The first of each workspace waits for a second beside it, so that two meet however slow the machine is.
    const meet = async (workspace: string) => {
      while (running.most(workspace) < 2) await turn();
      await turn(5);
    };
    await using all = await pollers(
      6,
      { work: [work(note, ({ workspaceId: id }) => running.around(id, () => meet(id)))] },
      { pollSeconds: 0.02, slots: 8 },
    );
    const workspaces = [await newWorkspace(db), await newWorkspace(db), await newWorkspace(db)];
    for (const workspace of workspaces) {
      await all.first.in(workspace, async (ctx) => {
        for (let n = 0; n < 40; n++) await ctx.enqueue(note, { n });
      });
    }

    await all.start();

    await eventually(() => assert.equal(running.done(), 120), 30_000);
    assert.deepEqual(workspaces.map(running.most), [2, 2, 2]);
  });
});

describe('one claim', () => {
  const installation = { kind: 'installation' } as const;
  const laneOf = (note: ReturnType<typeof noteJob>, priority = 0) => {
    const queue = queuesOf([testModule({ work: [work(note, async () => {})] })], undefined).get(note.name)!;
    return { key: 'lane', queue, priority };
  };
  const options = (limit: number) => ({ limit, servedLast: new Map<string, string>(), aheadMs: 0 });

  test('counts what another one took, though that is not committed yet', async () => {
    const note = noteJob({ perWorkspaceMax: 2 });
    await using world = await jobsWorld(db, { work: [work(note, async () => {})] });
    const workspace = await newWorkspace(db);
    for (const priority of [0, 0, 0, 10, 10, 10]) {
      await world.in(workspace, (ctx) => ctx.enqueue(note, { n: priority }, { priority }));
    }

    const claim = () => db.transaction(installation, (tx) => takeJobs(tx, laneOf(note, 10), options(2)));
    let second: ReturnType<typeof claim> | undefined;
    const first = await db.transaction(installation, async (tx) => {
      const taken = await takeJobs(tx, laneOf(note), options(2));
      second = claim();
      await turn(100);
      return taken;
    });

    assert.deepEqual([first.length, (await second!).length], [2, 0]);
  });

  test('takes the first of every workspace before the second of any', async () => {
    const note = noteJob();
    await using world = await jobsWorld(db, { work: [work(note, async () => {})] });
    const workspaces = [await newWorkspace(db), await newWorkspace(db), await newWorkspace(db)];
    for (const workspace of workspaces) {
      for (let n = 0; n < 6; n++) await world.in(workspace, (ctx) => ctx.enqueue(note, { n }));
    }

    const taken = await db.transaction(installation, (tx) => takeJobs(tx, laneOf(note), options(6)));

    const of = (workspace: string) => taken.filter(({ workspaceId }) => workspaceId === workspace).length;
    assert.deepEqual(workspaces.map(of), [2, 2, 2]);
  });
});

describe('fairness', () => {
  test('a workspace with one job does not wait for another with thousands', async () => {
    const note = noteJob();
    const order: WorkspaceId[] = [];
    await using world = await jobsWorld(
      db,
      { work: [work(note, async (unit) => void order.push(unit.workspaceId))] },
      { slots: 4 },
    );
    const [greedy, modest] = [await newWorkspace(db), await newWorkspace(db)];
    await world.in(greedy, async (ctx) => {
      for (let n = 0; n < 2_000; n++) await ctx.enqueue(note, { n });
    });
    await world.in(modest, (ctx) => ctx.enqueue(note, { n: 0 }));

    await world.jobs.startWorkers(world.ground);

    await eventually(() => assert.ok(order.includes(modest)));
    assert.ok(order.indexOf(modest) < 10, `it was number ${order.indexOf(modest)}`);
  });

  test('many workspaces are served in turn', async () => {
    const note = noteJob();
    const order: WorkspaceId[] = [];
    await using world = await jobsWorld(
      db,
      { work: [work(note, async (unit) => void order.push(unit.workspaceId))] },
      { slots: 2 },
    );
    const workspaces: WorkspaceId[] = [];
    for (let i = 0; i < 12; i++) workspaces.push(await newWorkspace(db));
    for (const workspace of workspaces) {
      await world.in(workspace, async (ctx) => {
        for (let n = 0; n < 5; n++) await ctx.enqueue(note, { n });
      });
    }

    await world.jobs.startWorkers(world.ground);

    await eventually(() => assert.equal(order.length, 60));
    for (const workspace of workspaces) {
      const third = order.map((ran, at) => (ran === workspace ? at : -1)).filter((at) => at >= 0)[2]!;
      assert.ok(third < 40, `the third of a workspace came as number ${third} of 60`);
    }
  });
});

describe('inOrderBy', () => {
  test('jobs of one key run one at a time and in the order they were sent, in all processes', async () => {
    const note = noteJob({ inOrderBy: ({ n }) => String(n % 3) });
    const seen = new Map<number, number[]>([0, 1, 2].map((key) => [key, []]));
    const running = gauge();
    await using all = await pollers(
      4,
      {
        work: [
          work(note, (_, { n }) =>
            running.around(String(n % 3), async () => {
              await turn(Math.random() * 6);
              seen.get(n % 3)!.push(n);
            }),
          ),
        ],
      },
      { pollSeconds: 0.02 },
    );
    const workspace = await newWorkspace(db);
    await all.start();

    for (let n = 0; n < 60; n++) await all.first.in(workspace, (ctx) => ctx.enqueue(note, { n }));

    await eventually(() => assert.equal(running.done(), 60), 30_000);
    for (const [key, ran] of seen) {
      assert.equal(running.most(String(key)), 1);
      assert.deepEqual(
        ran,
        [...ran].sort((a, b) => a - b),
      );
    }
  });

  test('of transactions that began in another order than they wrote, the order of writing counts', async (t) => {
    if (db.kind === 'embedded') return t.skip('one transaction at a time');
    const note = noteJob({ inOrderBy: () => 'one' });
    const seen: number[] = [];
    await using world = await jobsWorld(db, { work: [work(note, async (_, { n }) => void seen.push(n))] });
    const workspace = await newWorkspace(db);

    await world.in(workspace, async (early) => {
      await early.tx.run({ text: 'select 1', values: [], name: 'one' } as never);
      await world.in(workspace, (late) => late.enqueue(note, { n: 1 }));
      await early.enqueue(note, { n: 2 });
    });
    await world.jobs.startWorkers(world.ground);

    await eventually(() => assert.deepEqual(seen, [1, 2]));
  });

  test('a failing job holds back those behind it until it is given up, and no other key', async () => {
    const note = noteJob({ inOrderBy: ({ n }) => (n < 10 ? 'broken' : 'sound'), retryLimit: 1 });
    const seen: number[] = [];
    await using world = await jobsWorld(
      db,
      {
        work: [
          work(note, async (_, { n }) => {
            seen.push(n);
            if (n === 1) throw new Error('broken');
          }),
        ],
      },
      { pollSeconds: 0.05 },
    );
    const workspace = await newWorkspace(db);
    await world.in(workspace, async (ctx) => {
      for (const n of [1, 2, 3, 11, 12]) await ctx.enqueue(note, { n });
    });

    await world.jobs.startWorkers(world.ground);

    await eventually(() => assert.equal(seen.length, 6));
    assert.deepEqual(
      seen.filter((n) => n < 10),
      [1, 1, 2, 3],
    );
    assert.deepEqual(
      seen.filter((n) => n > 10),
      [11, 12],
    );
    assert.ok(seen.indexOf(12) < seen.lastIndexOf(1), 'the sound key did not wait');
  });
});
