import { systemClock } from '../../kit/clock.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { policyOf } from '../../kit/module.ts';
import { billing } from '../../modules/billing/index.ts';
import { paymentsIn } from '../../modules/billing/paying/testing.ts';

/** A worker that opens pages to pay on, looks up what was paid, and tells what was decided; to the sandbox's Stripe. */
const [url, world] = process.argv.slice(2);
const log = openLog({ name: 'stoa-worker', level: 'info' });
const db = await openDatabase({ url: url!, log });
const modules = [billing];
const jobs = await openJobs({
  ...{ db, log, modules, clock: systemClock },
  workspaces: async () => [],
  pollSeconds: 0.2,
  heartbeatSeconds: 6,
  outside: {
    payments: paymentsIn(world!),
    mail: { send: async () => {} },
    brand: { name: 'Stoa', url: 'http://stoa.test' },
    publicUrl: 'http://stoa.test',
  },
});
await jobs.startWorkers({ db, outlets: jobs.outlets, clock: systemClock, log, policy: policyOf(modules) });
process.stdout.write('worker ready\n');
