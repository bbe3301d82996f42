import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Database } from '../db/database.ts';
import { work } from '../module.ts';
import { testDatabase, testDatabaseUrl, testServerUrl } from '../testing/database.ts';
import { startProcess } from '../testing/processes.ts';
import { eventually, jobsWorld, newWorkspace, noteJob } from './testing.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const options = { pollSeconds: 0.1, heartbeatSeconds: 1 };
const program = new URL('./testing-worker.ts', import.meta.url).pathname;

test('a job whose worker is killed in the middle of it runs again elsewhere', async (t) => {
  if (!testServerUrl) return t.skip('the embedded database belongs to one process');
  const note = noteJob({ inOrderBy: () => 'one', perWorkspaceMax: 1 });
  const ran: number[] = [];
  await using world = await jobsWorld(
    db,
    { work: [work(note, async (_, { n }) => void ran.push(n))] },
    options,
  );
  const workspace = await newWorkspace(db);
  const args = [program, await testDatabaseUrl(), note.name];
  const victim = startProcess({ name: 'worker', command: process.execPath, args });
  await victim.said(/ready/);
  await world.in(workspace, async (ctx) => {
    await ctx.enqueue(note, { n: 1 });
    await ctx.enqueue(note, { n: 2 });
  });
  await victim.said(/taken/);

  await victim.kill();
  await world.jobs.startWorkers(world.ground);

  await eventually(() => assert.deepEqual(ran, [1, 2]), 20_000);
});

test('a worker that is alive keeps its job, however long that takes', async () => {
  const note = noteJob();
  let runs = 0;
  const slow = work(note, async () => {
    runs++;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
  });
  await using one = await jobsWorld(db, { work: [slow] }, options);
  await using other = await jobsWorld(db, { work: [slow] }, options);
  const workspace = await newWorkspace(db);
  await one.jobs.startWorkers(one.ground);
  await other.jobs.startWorkers(other.ground);

  await one.in(workspace, (ctx) => ctx.enqueue(note, { n: 1 }));

  await eventually(async () => {
    assert.equal(runs, 1);
    assert.deepEqual(await one.jobs.unfinished(workspace, note.name, 1), []);
  });
  assert.equal(runs, 1);
});
