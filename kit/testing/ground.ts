import { type Clock, movableClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Jobs, openJobs } from '../jobs/open.ts';
import { outletsOf } from '../jobs/outlets.ts';
import { queuesOf } from '../jobs/queues.ts';
import { type Log, openLog } from '../log.ts';
import { type Module, policyOf } from '../module.ts';
import type { Ground } from '../work.ts';
import { atTheEnd } from './at-the-end.ts';
import { testDatabase } from './database.ts';

/** When tests begin. The clock stands still until a test moves it, and no other test sees that it did. */
export const testStart = new Date('2026-01-05T09:00:00Z');

const opened = new Map<Database, Map<string, Promise<Jobs>>>();
const notAhead = () => 0;

/**
 * A ground with a clock of its own, on the database that all tests of the process share unless another is given.
 * `modules` are those whose jobs and listeners may be spoken of; nothing works them off here, so a test sees what
 * was enqueued.
 */
export async function testGround(
  modules: readonly Module<any>[] = [],
  database?: Database,
): Promise<Ground & { clock: ReturnType<typeof movableClock> }> {
  const db = database ?? (await testDatabase());
  const clock = movableClock(testStart);
  const log = openLog({ level: 'silent', name: 'test' });
  await haveQueues(db, modules, clock, log);
  // Not those of the jobs that are shared: they go by the clock of whoever opened them.
  const queues = queuesOf(modules, undefined);
  const outlets = outletsOf({ modules, queues, clock, aheadMs: notAhead });
  return { db, outlets, clock, log, policy: policyOf(modules) };
}

function haveQueues(db: Database, modules: readonly Module<any>[], clock: Clock, log: Log): Promise<Jobs> {
  const names = modules.map(({ name }) => name).join(' ');
  const byNames = opened.get(db) ?? new Map<string, Promise<Jobs>>();
  opened.set(db, byNames);
  const there = byNames.get(names);
  if (there) return there;
  const jobs = openJobs({ db, modules, clock, log, workspaces: async () => [] });
  byNames.set(names, jobs);
  atTheEnd(async () => (await jobs).drain(0));
  return jobs;
}
