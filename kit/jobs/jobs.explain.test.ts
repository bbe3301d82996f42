import { before, describe } from 'node:test';
import type { Database, Tx } from '../db/database.ts';
import { sql } from '../sql.ts';
import { scratchDatabase } from '../testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../testing/explain.ts';
import * as claims from './claim.sql.ts';
import * as jobs from './jobs.sql.ts';
import * as operations from './operate.sql.ts';
import { deadLetters } from './queues.ts';

/*
 * A busy installation: some thousand jobs wait, many more are done, a few run; 20 queues, 400 workspaces. In a database
 * of its own, since what other tests leave in the queue would decide the plans.
 */
const queues = Array.from({ length: 20 }, (_, i) => `testing.queue_${i}`);
const [plain, inOrder, once] = [queues[1]!, queues[0]!, queues[2]!];
const jobsCount = 30_000;
const activeCount = 200;
const at = new Date('2026-01-31T12:00:00Z');

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  await analyze(db, 'pgboss.job_common', 'pgboss.queue');
});

async function fill(tx: Tx): Promise<void> {
  const rows = [deadLetters, ...queues].map((name) => queueRow(name));
  await jobs.putQueues(tx, rows);
  await tx.run(sql`
    insert into pgboss.job_common (id, name, priority, data, state, policy, group_id, group_tier, singleton_key,
      start_after, created_on, started_on, heartbeat_on, heartbeat_seconds, completed_on, deletion_seconds,
      source_name, source_retry_count, source_created_on)
    select ${numberedIn(sql`n`)},
           case when is_dead then ${deadLetters} else 'testing.queue_' || n % 20 end, n % 2 * 10, '{}',
           state::pgboss.job_state, case when n % 20 = 2 then 'short' else 'standard' end,
           ${numberedIn(sql`n / 20 % 400`)}::text,
           case when n % 20 = 0 then md5((n % 1000)::text) end, case when n % 20 = 2 then n::text end,
           now() - n * interval '1 s', now() - n * interval '1 s',
           case when state in ('active', 'completed') then now() end, case when state = 'active' then now() end, 60,
           case when state in ('completed', 'failed') then now() - (n % 1800 + case when n % 1500 = 3 then 7200 else 0 end) * interval '1 s' end, 3600,
           case when is_dead then 'testing.queue_' || n % 20 end, 0, case when is_dead then now() end
      from (select n, n % 10 = 9 as is_dead,
                   case when n <= ${activeCount}::int then 'active' when n % 10 in (2, 4, 9, 0, 1) then 'created'
                        else 'completed' end as state
              from generate_series(1, ${jobsCount}::int) n) numbered`);
}

const queueRow = (name: string): jobs.QueueRow => ({
  name,
  policy: name === once ? 'short' : 'standard',
  retryLimit: 2,
  retryDelay: 1,
  expireSeconds: 60,
  deletionSeconds: 3600,
  heartbeatSeconds: 60,
  deadLetter: name === deadLetters ? null : deadLetters,
});
const newJob = (name: string): jobs.NewJob => ({
  name,
  workspaceId: numberedId(1),
  data: {},
  priority: 0,
  delaySeconds: 0,
  ...(name === once && { onceKey: 'one' }),
  ...(name === inOrder && { orderKey: 'one' }),
});
const attempts = [1, 2, 3].map((n) => ({ name: queues[n]!, id: numberedId(n), attempt: 0 }));
const installation = () => ({ db, scope: { kind: 'installation' } }) as const;

describe('taking jobs', () => {
  const query = { name: plain, priority: 10, limit: 4, perWorkspaceMax: 8, after: '', aheadMs: 0 };
  explainEach(claims, installation, {
    // One row for each lane.
    findLanes: { given: () => [0], by: ['stoa_jobs_due'] },
    holdQueue: { given: () => [plain], by: [] },
    claimJobs: { given: () => [query], by: ['job_common_i7', 'job_common_pkey', 'stoa_jobs_waiting'] },
    claimJobsInOrder: {
      given: () => [{ ...query, name: inOrder, priority: 0, fromKey: '' }],
      by: ['job_common_i7', 'job_common_pkey', 'stoa_jobs_in_order'],
    },
  });
});

describe('sending, keeping alive and giving back', () => {
  // `queue` has a row for each kind of job, and is as well read whole.
  explainEach(jobs, installation, {
    putQueues: { given: () => [queues.map(queueRow)], by: ['queue_pkey'] },
    insertJobs: {
      given: () => [[newJob(plain), newJob(inOrder), newJob(once)]],
      by: ['job_common_i1'],
      whole: ['queue'],
    },
    insertTurn: { given: () => [plain, at, numberedId(0), -10], by: [], whole: ['queue'] },
    touchJobs: { given: () => [attempts], by: ['job_common_pkey'] },
    // All that runs, of which there are no more than slots.
    findLostJobs: { given: () => [queues, 15], by: ['job_common_i7'], rowsMax: activeCount },
    releaseJobs: { given: () => [attempts], by: ['job_common_pkey'] },
    purgeJobs: { given: () => [20], by: ['stoa_jobs_over', 'job_common_pkey'] },
    saveProgress: { given: () => [attempts[0]!, { done: 1, of: 2 }], by: ['job_common_pkey'] },
  });
});

describe('looking after jobs', () => {
  explainEach(operations, installation, {
    findJob: { given: () => [queues, numberedId(1), numberedId(21)], by: ['job_common_pkey'] },
    findUnfinishedJobs: {
      given: () => [plain, numberedId(1), 20],
      by: ['job_common_i7', 'stoa_jobs_waiting'],
    },
    cancelJob: { given: () => [queues, numberedId(1), numberedId(21)], by: ['job_common_pkey'] },
    findDeadLetters: [
      { when: 'of all', given: () => [deadLetters, null, undefined, 20] as const, by: ['stoa_dead_letters'] },
      {
        when: 'of one workspace, the second page',
        given: () => [deadLetters, numberedId(1), `2999-01-01T00:00:00Z ${numberedId(9)}`, 20] as const,
        by: ['stoa_dead_letters_of'],
      },
    ],
    takeDeadLetter: { given: () => [deadLetters, numberedId(9)], by: ['job_common_pkey'] },
  });
});
