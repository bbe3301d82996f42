import { z } from 'zod';
import { systemClock } from '../kit/clock.ts';
import { authorizer } from '../kit/ctx.ts';
import { openDatabase } from '../kit/db/open.ts';
import { errorsOf } from '../kit/errors.ts';
import { uuidv7, WorkspaceId } from '../kit/ids.ts';
import { job } from '../kit/jobs/job.ts';
import { openJobs } from '../kit/jobs/open.ts';
import { openLog } from '../kit/log.ts';
import { module, work } from '../kit/module.ts';
import { workIn } from '../kit/work.ts';
import { type LoopSpec, runCase } from './loop.ts';

/** From a transaction that sends a job until the job has run: the job itself does nothing. */
const spec: LoopSpec & { url: string; embedded: boolean; workspaceId: string } = JSON.parse(process.argv[2]!);
const workspaceId = WorkspaceId.parse(spec.workspaceId);
const waiting = new Map<string, () => void>();

const nothing = job({
  name: 'bench.do_nothing',
  payload: z.object({ id: z.uuid() }),
  retryLimit: 1,
  retryDelaySeconds: 1,
  timeoutSeconds: 30,
  priority: 10,
});
const bench = module({
  name: 'bench',
  routes: [],
  authorize: authorizer({}),
  errors: errorsOf('bench', {}),
  work: [work<{ id: string }>(nothing, async (_unit, { id }) => waiting.get(id)?.())],
});

const log = openLog({ name: 'bench', level: 'error' });
const db = await openDatabase({ url: spec.url, embedded: spec.embedded, log });
const jobs = await openJobs({
  db,
  modules: [bench],
  clock: systemClock,
  log,
  workspaces: async () => [workspaceId],
});
const ground = { db, outlets: jobs.outlets, clock: systemClock, log, policy: {} };
await jobs.startWorkers(ground);

const sendAndWait = async () => {
  const id = uuidv7();
  const ran = new Promise<void>((done) => waiting.set(id, done));
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) => ctx.enqueue(nothing, { id }));
  await ran;
  waiting.delete(id);
};
console.log(JSON.stringify(await runCase(sendAndWait, spec)));
await jobs.drain(5_000);
await db.close();
process.exit(0);
