import { systemClock } from '../../kit/clock.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { policyOf } from '../../kit/module.ts';
import { openLocalStorage } from '../../kit/storage/local.ts';
import { billing } from '../../modules/billing/index.ts';
import { knowledge } from '../../modules/knowledge/index.ts';
import { hashedVector } from '../../modules/knowledge/testing.ts';

/** A worker that reads files and sites and erases them; what it asks of a model is noted in the process of the test. */
const [url, outsideUrl, folder] = process.argv.slice(2);
const log = openLog({ name: 'stoa-worker', level: 'info' });
const db = await openDatabase({ url: url!, log });
const modules = [billing, knowledge];
const [model, dimensions] = ['test/hashed-16', 16];
const embedder = {
  ...{ model, dimensions },
  embed: async (texts: readonly string[], signal: AbortSignal) => {
    const answer = await fetch(`${outsideUrl}/embed`, {
      method: 'POST',
      body: JSON.stringify(texts),
      signal,
    });
    if (!answer.ok) throw new Error(`the model answered ${answer.status}`);
    return texts.map((text) => hashedVector(text, dimensions));
  },
};
const jobs = await openJobs({
  ...{ db, log, modules, clock: systemClock },
  workspaces: async () => [],
  pollSeconds: 0.2,
  heartbeatSeconds: 6,
  outside: {
    storage: await openLocalStorage(folder!),
    embedder: async () => embedder,
    pauseAtHost: async () => {},
    allowPrivate: true,
    publicUrl: 'http://stoa.test',
  },
});
await jobs.startWorkers({ db, outlets: jobs.outlets, clock: systemClock, log, policy: policyOf(modules) });
process.stdout.write('worker ready\n');
