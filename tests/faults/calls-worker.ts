import { systemClock } from '../../kit/clock.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { policyOf } from '../../kit/module.ts';
import { openVault, parseKeyRing } from '../../kit/vault.ts';
import { testPlatformAt } from '../../modules/connections/calls/testing-server.ts';
import { connections } from '../../modules/connections/index.ts';

/** A worker that makes calls of connections, on a platform that is in the process of the test. */
const [url, platformUrl, keys] = process.argv.slice(2);
const log = openLog({ name: 'stoa-worker', level: 'info' });
const db = await openDatabase({ url: url!, log });
const platform = testPlatformAt(platformUrl!);
const jobs = await openJobs({
  db,
  log,
  modules: [connections],
  clock: systemClock,
  workspaces: async () => [],
  pollSeconds: 0.2,
  heartbeatSeconds: 6,
  outside: {
    vault: openVault(parseKeyRing(keys!)),
    platforms: { all: [platform], get: () => platform, doors: new Map(), hooks: new Map() },
  },
});
const policy = policyOf([connections]);
await jobs.startWorkers({ db, outlets: jobs.outlets, clock: systemClock, log, policy });
process.stdout.write('worker ready\n');
