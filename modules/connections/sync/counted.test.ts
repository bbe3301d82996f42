import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { intakeWorkspace } from '../intake/testing.ts';
import { ownConnectionsOutside, type TestConnectionsOutside } from '../platforms/testing.ts';
import { runSync } from './run.ts';
import { connectInstagram, newRunId, unitOf } from './testing.ts';

let outside: TestConnectionsOutside;
before(async () => {
  outside = await ownConnectionsOutside();
});

test('a fetch of comments is one use when it is done, and a profile that is looked at is none', async () => {
  const w = await intakeWorkspace();
  w.ground.clock.set(new Date());
  const { id: accountId } = await connectInstagram(w, outside);
  const used = () =>
    w.system.work(({ tx }) =>
      tx.many(
        z.object({ id: z.string(), meter: z.string(), subjectType: z.string() }),
        sql`select id, meter, subject_type from billing.usage_events`,
      ),
    );
  const before = await used();
  assert.deepEqual(
    before.filter(({ meter }) => meter !== 'comment_fetch'),
    [],
  );
  await runSync(unitOf(w), { accountId, resource: 'profile', why: 'asked' }, outside);
  assert.deepEqual(await used(), before);
  const jobId = newRunId();
  for (let n = 0; n < 2; n++)
    await runSync(unitOf(w, jobId), { accountId, resource: 'comments', why: 'asked' }, outside);
  const known = new Set(before.map(({ id }) => id));
  assert.deepEqual(
    (await used()).filter(({ id }) => !known.has(id)),
    [{ id: jobId, meter: 'comment_fetch', subjectType: 'sync_run' }],
  );
});
