import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { sql } from '../sql.ts';
import { jobsChannel } from './jobs.sql.ts';

export const JobView = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  attempts: z.number(),
  progress: z.object({ done: z.number(), of: z.number(), note: z.string().nullable() }).nullable(),
  error: z.string().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  dueAt: z.date(),
});
export type JobView = z.infer<typeof JobView>;

const view = sql.trusted(`
  id, name,
  case state when 'active' then 'running' when 'completed' then 'done' when 'cancelled' then 'cancelled'
             when 'failed' then 'failed' else 'waiting' end as state,
  case when started_on is null then 0 else retry_count + 1 end as attempts,
  output -> 'progress' as progress, coalesce(output ->> 'message', output -> 'value' ->> 'message') as error,
  created_on as created_at, started_on as started_at, start_after as due_at`);

export function findJob(tx: Tx, names: readonly string[], workspaceId: string, id: string) {
  return tx.maybeOne(
    JobView,
    sql`
    select ${view} from pgboss.job_common
     where name = any(${names}) and id = ${id} and group_id = ${workspaceId}`,
  );
}

/** What of one kind runs and waits in a workspace: through the indexes by which jobs are taken. */
export function findUnfinishedJobs(tx: Tx, name: string, workspaceId: string, limit: number) {
  return tx.many(
    JobView,
    sql`
    (select ${view} from pgboss.job_common
      where name = ${name} and group_id = ${workspaceId} and state = 'active' order by id limit ${limit})
    union all
    (select ${view} from pgboss.job_common
      where name = ${name} and group_id = ${workspaceId} and state < 'active' order by start_after, id limit ${limit})
    limit ${limit}`,
  );
}

/** Answers whether there was something to cancel. Whoever runs it is told when this commits. */
export function cancelJob(tx: Tx, names: readonly string[], workspaceId: string, id: string) {
  return tx.run(sql`
    with cancelled as (
      update pgboss.job_common set state = 'cancelled', completed_on = now()
       where name = any(${names}) and id = ${id} and group_id = ${workspaceId} and state < 'completed'
      returning id
    )
    select pg_notify(${jobsChannel}, 'stop ' || id) from cancelled`);
}

export const DeadLetter = z.object({
  /** Its place in the list. */
  place: z.string(),
  id: z.uuid(),
  name: z.string(),
  workspaceId: z.string(),
  data: z.unknown(),
  attempts: z.number(),
  error: z.string().nullable(),
  createdAt: z.date(),
  diedAt: z.date(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

const letter = sql.trusted(`
  created_on::text || ' ' || id as place, id, source_name as name, group_id as workspace_id, data, source_retry_count + 1 as attempts,
  coalesce(source_output ->> 'message', source_output -> 'value' ->> 'message') as error,
  source_created_on as created_at, created_on as died_at`);

/** The newest first. */
export function findDeadLetters(
  tx: Tx,
  queue: string,
  workspaceId: string | null,
  after: string | undefined,
  limit: number,
) {
  const ofOne = workspaceId === null ? sql`true` : sql`group_id = ${workspaceId}`;
  const older = after
    ? sql`(created_on, id) < (${after.slice(0, -37)}::timestamptz, ${after.slice(-36)}::uuid)`
    : sql`true`;
  return tx.many(
    DeadLetter,
    sql`
    select ${letter} from pgboss.job_common
     where name = ${queue} and state = 'created' and source_name is not null and ${ofOne} and ${older}
     order by created_on desc, id desc limit ${limit}`,
  );
}

/** Whoever takes it out sends it again, in the same transaction. */
export function takeDeadLetter(tx: Tx, queue: string, id: string) {
  return tx.maybeOne(
    DeadLetter,
    sql`delete from pgboss.job_common where name = ${queue} and id = ${id} and state = 'created' returning ${letter}`,
  );
}

const Depth = z.object({
  name: z.string(),
  waiting: z.number(),
  running: z.number(),
  dead: z.number(),
  /** How long the one that has waited longest is overdue. */
  oldestSeconds: z.number(),
});
export type Depth = z.infer<typeof Depth>;

export function countJobs(tx: Tx, deadLetters: string) {
  return tx.many(
    Depth,
    sql`
    select name, sum(waiting)::int as waiting, sum(running)::int as running, sum(dead)::int as dead,
           max(oldest)::float8 as oldest_seconds
      from (
        select name, count(*) as waiting, 0 as running, 0 as dead,
               greatest(0, extract(epoch from now() - min(start_after))) as oldest
          from pgboss.job_common
         where state < 'active' and group_id is not null and name <> ${deadLetters} group by name
        union all
        select name, 0, count(*), 0, 0 from pgboss.job_common
         where state = 'active' and group_id is not null group by name
        union all
        select source_name, 0, 0, count(*), 0 from pgboss.job_common
         where name = ${deadLetters} and state = 'created' group by source_name
      ) counted
     group by name order by name`,
  );
}
