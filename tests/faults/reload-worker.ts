import { systemClock } from '../../kit/clock.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { policyOf } from '../../kit/module.ts';
import { billing } from '../../modules/billing/index.ts';
import type { Charged, SavedCharge } from '../../modules/billing/paying/provider.ts';
import { houseOf } from '../../modules/billing/reloading/testing/house.ts';
import { Trouble } from '../../providers/trouble.ts';

/** A worker that buys credits; who takes the money is in the process of the test. */
const [url, houseUrl] = process.argv.slice(2);
const log = openLog({ name: 'stoa-worker', level: 'info' });
const db = await openDatabase({ url: url!, log });
const modules = [billing];
const house = houseOf('stripe', async (asked: SavedCharge, signal) => {
  const sent = fetch(houseUrl!, { method: 'POST', body: JSON.stringify(asked), signal });
  const answer = await sent.catch((cause) => {
    throw new Trouble('unknown_outcome', 'nobody answered', { provider: 'test', call: 'POST /', cause });
  });
  return (await answer.json()) as Charged;
});
const jobs = await openJobs({
  ...{ db, log, modules, clock: systemClock },
  workspaces: async () => [],
  pollSeconds: 0.2,
  heartbeatSeconds: 6,
  outside: {
    payments: new Map([['stripe', house]]),
    mail: { send: async () => {} },
    brand: { name: 'Stoa', url: 'http://stoa.test' },
    publicUrl: 'http://stoa.test',
  },
});
await jobs.startWorkers({ db, outlets: jobs.outlets, clock: systemClock, log, policy: policyOf(modules) });
process.stdout.write('worker ready\n');
