import assert from 'node:assert/strict';
import { movableClock } from '../../../kit/clock.ts';
import type { AdminCtx, OpenCtx } from '../../../kit/ctx.ts';
import type { Database } from '../../../kit/db/database.ts';
import { installationId } from '../../../kit/ids.ts';
import { eventually, jobsWorld } from '../../../kit/jobs/testing.ts';
import { testStart } from '../../../kit/testing/ground.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { openCtxOf } from '../../../kit/work.ts';
import { newAdministrator } from '../testing.ts';
import { applicationsWork } from './background.ts';
import { asAdministrator } from './testing.ts';

/** A ground whose mails are written and sent, for tests that read them. */
export async function mailingWorld(db: Database) {
  const outside = { ...(await testOutside()), settleIn: async () => {} };
  const clock = movableClock(testStart);
  const { jobs, ground, ...rest } = await jobsWorld(db, { work: applicationsWork }, { outside, clock });
  await jobs.startWorkers(ground);
  const ownerId = await newAdministrator(db, clock.now());
  return {
    ...rest,
    ground,
    clock,
    outside,
    ownerId,
    asAdministrator: <T>(work: (ctx: AdminCtx) => Promise<T>) => asAdministrator({ ground, ownerId }, work),
    asNobody: <T>(work: (ctx: OpenCtx) => Promise<T>) =>
      db.transaction({ kind: 'installation' }, (tx) =>
        work(openCtxOf(ground, tx, { actor: { kind: 'nobody' } })),
      ),
    /** Every mail there is for an address once nothing is left to be sent, newest first. */
    async mailsTo(address: string) {
      await eventually(async () => {
        for (const { job } of applicationsWork)
          assert.deepEqual(await jobs.unfinished(installationId, job.name, 1), [], job.name);
      });
      return outside.mailsTo(address);
    },
  };
}
