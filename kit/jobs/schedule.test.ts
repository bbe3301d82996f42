import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { movableClock } from '../clock.ts';
import type { Ctx, OpenCtx } from '../ctx.ts';
import type { Database } from '../db/database.ts';
import { uuidv7, type WorkspaceId } from '../ids.ts';
import { openLog } from '../log.ts';
import { sql } from '../sql.ts';
import { testDatabase } from '../testing/database.ts';
import { queuesOf } from './queues.ts';
import { scheduler } from './schedule.ts';
import { eventually, jobsWorld, newWorkspace, testModule } from './testing.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const minute = 60_000;
const name = () => `testing.sweep_${uuidv7().slice(-12)}`;

async function workspacesOf(count: number) {
  const ids: WorkspaceId[] = [];
  for (let i = 0; i < count; i++) ids.push(await newWorkspace(db));
  ids.sort();
  const list = async (after: WorkspaceId | undefined, limit: number) =>
    ids.filter((id) => after === undefined || id > after).slice(0, limit);
  return { ids, list };
}

describe('a sweep', () => {
  test('runs once per turn in every workspace, however many processes there are', async () => {
    const { ids, list } = await workspacesOf(3);
    const clock = movableClock(new Date('2026-03-01T10:29:30Z'));
    const ran: string[] = [];
    const sweep = {
      name: name(),
      cron: '30 * * * *',
      run: async (ctx: Ctx) => void ran.push(ctx.workspaceId),
    };
    const sweeps = [sweep];
    const options = { clock, workspaces: list, pollSeconds: 0.02 };
    const worlds = await Promise.all([0, 1, 2].map(() => jobsWorld(db, { sweeps }, options)));
    for (const { jobs, ground } of worlds) await jobs.startWorkers(ground);
    try {
      // The turn before these processes began belongs to nobody else: it is made up for, once.
      await eventually(() => assert.deepEqual([...ran].sort(), ids));

      clock.move(2 * minute);
      await eventually(() => assert.equal(ran.length, 6));
      clock.move(30 * minute);
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert.deepEqual([...ran].sort(), [...ids, ...ids].sort());
      const turns = await db.transaction({ kind: 'owner' }, (tx) =>
        tx.run(sql`select from pgboss.job_common where name = ${`${sweep.name}.everywhere`}`),
      );
      assert.equal(turns, 2);
    } finally {
      for (const { jobs } of worlds) await jobs.drain(1_000);
    }
  });

  test('of the installation runs once per turn, outside any workspace', async () => {
    const clock = movableClock(new Date('2026-03-01T10:29:30Z'));
    const ran: string[] = [];
    const sweep = {
      name: name(),
      cron: '30 * * * *',
      run: async ({ tx, actor }: OpenCtx) => {
        const setting = sql`select current_setting('app.workspace_id') as id`;
        ran.push(`${actor.kind} ${(await tx.one(z.object({ id: z.string() }), setting)).id}`);
      },
    };
    const options = { clock, pollSeconds: 0.02 };
    const worlds = await Promise.all(
      [0, 1].map(() => jobsWorld(db, { installationSweeps: [sweep] }, options)),
    );
    for (const { jobs, ground } of worlds) await jobs.startWorkers(ground);
    try {
      const once = 'system 00000000-0000-0000-0000-000000000000';
      await eventually(() => assert.deepEqual(ran, [once]));
      clock.move(2 * minute);
      await eventually(() => assert.deepEqual(ran, [once, once]));
    } finally {
      for (const { jobs } of worlds) await jobs.drain(1_000);
    }
  });

  test('that breaks in one workspace runs in the others, and is tried again where it broke', async () => {
    const { ids, list } = await workspacesOf(3);
    const clock = movableClock(new Date('2026-03-01T10:00:30Z'));
    const ran: string[] = [];
    let broken = true;
    const run = async (ctx: Ctx) => {
      if (broken && ctx.workspaceId === ids[0]) throw new Error('broken here');
      ran.push(ctx.workspaceId);
    };
    const sweeps = [{ name: name(), cron: '0 * * * *', run }];
    await using world = await jobsWorld(db, { sweeps }, { clock, workspaces: list, pollSeconds: 0.02 });

    await world.jobs.startWorkers(world.ground);

    await eventually(() => assert.deepEqual([...ran].sort(), ids.slice(1)));
    broken = false;
    clock.move(minute);
    await eventually(() => assert.deepEqual([...ran].sort(), ids));
  });

  test('that comes round rarely has no years worked out for it', async () => {
    const sweep = { name: name(), cron: '13 3 2 * *', run: async () => {} };
    const turn = queuesOf([testModule({ sweeps: [sweep] })], undefined).get(`${sweep.name}.everywhere`)!;
    const asked: number[] = [];
    const send = scheduler({
      ...{ db, queues: new Map([[turn.name, turn]]), log: openLog({ name: 'test', level: 'silent' }) },
      now: () => new Date('2026-03-20T10:00:00Z'),
      turnsAfter(_, after, count) {
        asked.push(count);
        const [year, month] = [after.getUTCFullYear(), after.getUTCMonth()];
        return Array.from({ length: count }, (_, i) => new Date(Date.UTC(year, month + 1 + i, 2, 3, 13)));
      },
    });

    await send();
    await send();

    assert.equal(asked.length, 2);
    assert.ok(
      asked.every((count) => count <= 10),
      `${asked} were asked for`,
    );
  });

  test('does not pile up while it waits', async () => {
    const { ids, list } = await workspacesOf(1);
    const clock = movableClock(new Date('2026-03-01T10:00:30Z'));
    const sweep = { name: name(), cron: '* * * * *', run: () => new Promise<void>(() => {}) };
    await using world = await jobsWorld(
      db,
      { sweeps: [sweep] },
      { clock, workspaces: list, pollSeconds: 0.02 },
    );
    await world.jobs.startWorkers(world.ground);

    for (let turn = 0; turn < 4; turn++) {
      clock.move(minute);
      await new Promise((resolve) => setTimeout(resolve, 80));
    }

    const unfinished = await eventually(async () => {
      const found = await world.jobs.unfinished(ids[0]!, sweep.name, 10);
      assert.equal(found.length, 2);
      return found;
    });
    assert.deepEqual(
      unfinished.map(({ state }) => state),
      ['running', 'waiting'],
    );
  });
});
