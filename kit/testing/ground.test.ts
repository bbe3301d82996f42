import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { newWorkspace, noteJob, testModule } from '../jobs/testing.ts';
import { work } from '../module.ts';
import { sql } from '../sql.ts';
import { workIn } from '../work.ts';
import { testGround } from './ground.ts';

const hourMs = 3_600_000;

test('a job is put off by the clock of the ground it is sent from, whoever moved another before', async () => {
  const note = noteJob();
  const modules = [testModule({ work: [work(note, async () => {})] })];
  (await testGround(modules)).clock.move(10 * hourMs);
  const ground = await testGround(modules);
  const workspaceId = await newWorkspace(ground.db);

  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    ctx.enqueue(note, { n: 1 }, { startAfter: new Date(ctx.now.getTime() + hourMs) }),
  );

  const { seconds } = await ground.db.reader({ kind: 'owner' }).one(
    z.object({ seconds: z.number() }),
    sql`select extract(epoch from start_after - created_on)::float as seconds
          from pgboss.job_common where name = ${note.name}`,
  );
  assert.equal(Math.round(seconds), hourMs / 1000);
});
