import { systemClock } from '../../kit/clock.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { policyOf } from '../../kit/module.ts';
import { openVault, parseKeyRing } from '../../kit/vault.ts';
import { testPlatformAt } from '../../modules/connections/calls/testing-server.ts';
import { connections } from '../../modules/connections/index.ts';
import { inbox } from '../../modules/inbox/index.ts';

/** A worker that calls platforms and sends messages of the inbox; the platform is in the process of the test. */
const [url, platformUrl, keys] = process.argv.slice(2);
const log = openLog({ name: 'stoa-worker', level: 'info' });
const db = await openDatabase({ url: url!, log });
const platform = testPlatformAt(platformUrl!);
const modules = [connections, inbox];
const jobs = await openJobs({
  db,
  log,
  modules,
  clock: systemClock,
  workspaces: async () => [],
  pollSeconds: 0.2,
  heartbeatSeconds: 6,
  outside: {
    vault: openVault(parseKeyRing(keys!)),
    platforms: { all: [platform], get: () => platform, doors: new Map(), hooks: new Map() },
    publicUrl: 'http://stoa.test',
    fileUrl: (key: string) => `/files?key=${key}`,
  },
});
await jobs.startWorkers({ db, outlets: jobs.outlets, clock: systemClock, log, policy: policyOf(modules) });
process.stdout.write('worker ready\n');
