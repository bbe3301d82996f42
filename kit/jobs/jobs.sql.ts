import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { type Sql, sql } from '../sql.ts';

/** What other processes are told: `wake`, so that nobody waits for a poll, and `stop`, when a job was cancelled. */
export const jobsChannel = 'stoa_jobs';

export interface QueueRow {
  readonly name: string;
  /** `short`: waiting jobs with the same key are one. */
  readonly policy: 'standard' | 'short';
  readonly retryLimit: number;
  readonly retryDelay: number;
  readonly expireSeconds: number;
  readonly deletionSeconds: number;
  readonly heartbeatSeconds: number;
  readonly deadLetter: string | null;
}

/** Queues as they are declared now; those of an older version of the product stay, with what is still in them. */
export function putQueues(tx: Tx, queues: readonly QueueRow[]) {
  return tx.run(sql`
    insert into pgboss.queue as q (name, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max,
      expire_seconds, retention_seconds, deletion_seconds, dead_letter, partition, table_name, heartbeat_seconds)
    select name, policy, "retryLimit", "retryDelay", true, ${retryDelayMaxSeconds}, "expireSeconds",
           ${waitingMaxSeconds}, "deletionSeconds", "deadLetter", false, 'job_common', "heartbeatSeconds"
      from jsonb_to_recordset(${JSON.stringify(queues)}::jsonb) as d (
        name text, policy text, "retryLimit" int, "retryDelay" int, "expireSeconds" int, "deletionSeconds" int,
        "deadLetter" text, "heartbeatSeconds" int)
     order by name
    on conflict (name) do update
       set policy = excluded.policy, retry_limit = excluded.retry_limit, retry_delay = excluded.retry_delay,
           expire_seconds = excluded.expire_seconds, deletion_seconds = excluded.deletion_seconds,
           heartbeat_seconds = excluded.heartbeat_seconds, dead_letter = excluded.dead_letter, updated_on = now()
     where (q.policy, q.retry_limit, q.retry_delay, q.expire_seconds, q.deletion_seconds, q.heartbeat_seconds, q.dead_letter)
        is distinct from (excluded.policy, excluded.retry_limit, excluded.retry_delay, excluded.expire_seconds,
           excluded.deletion_seconds, excluded.heartbeat_seconds, excluded.dead_letter)`);
}
const retryDelayMaxSeconds = 6 * 3_600;
const waitingMaxSeconds = 365 * 86_400;

export interface NewJob {
  readonly name: string;
  /** The workspace; the nil id for the installation's own. */
  readonly workspaceId: string;
  readonly data: object;
  readonly priority: number;
  readonly delaySeconds: number;
  readonly onceKey?: string | undefined;
  readonly orderKey?: string | undefined;
}

const Id = z.object({ id: z.uuid() });

/** Rows in the caller's transaction, and the word that wakes workers when it commits. See `sendingJobs`. */
export function insertJobs(tx: Tx, jobs: readonly NewJob[]) {
  return tx.many(
    Id,
    sql`
    with sent as (${sendingJobs(jobs)})
    select id, case when is_due then pg_notify(${jobsChannel}, 'wake ' || name || ' ' || priority) end
      from sent`,
  );
}

/**
 * Jobs as a part of a statement that writes what they are for as well: `with ..., sent as (${sendingJobs(jobs, ...)})`,
 * and `wakeForSent` somewhere in its select. Of the jobs, numbered `d.n` from 1, those are sent that `wanted` says.
 *
 * A job's id carries a number from a sequence in front. So the order of ids is the order of insertion, which is the
 * order of what caused them wherever one had to wait for the other; two transactions that overlap without a common
 * lock have no order.
 *
 * A job that waits already is written to, not just left alone: until this transaction ends nobody can take it, so
 * whoever takes it afterwards sees what this transaction did. Answers the ids, of a waiting one that it joined too.
 */
export const sendingJobs = (jobs: readonly NewJob[], wanted: Sql = sql`true`) => sql`
      insert into pgboss.job_common as j (id, name, data, priority, start_after, created_on, singleton_key, group_id,
        group_tier, expire_seconds, deletion_seconds, keep_until, retry_limit, retry_delay, retry_backoff,
        retry_delay_max, policy, dead_letter, heartbeat_seconds)
      select ${newJobId}, d.name, d.data, d.priority, now() + d."delaySeconds" * interval '1 s', clock_timestamp(),
             d."onceKey", d."workspaceId", d."orderKey", d.expire_seconds, d.deletion_seconds,
             now() + (d."delaySeconds" + d.retention_seconds) * interval '1 s', d.retry_limit, d.retry_delay,
             d.retry_backoff, d.retry_delay_max, d.policy, d.dead_letter, d.heartbeat_seconds
        from (
          select d.*, q.expire_seconds, q.deletion_seconds, q.retention_seconds, q.retry_limit, q.retry_delay,
                 q.retry_backoff, q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
            from rows from (jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as (
                   name text, data jsonb, priority int, "delaySeconds" float8, "onceKey" text, "workspaceId" text,
                   "orderKey" text))
                 with ordinality as d (name, data, priority, "delaySeconds", "onceKey", "workspaceId", "orderKey", n)
            join pgboss.queue q on q.name = d.name
           where ${wanted} order by d.n) d
      on conflict (name, coalesce(singleton_key, '')) where state = 'created' and policy = 'short'
      do update set start_after = least(j.start_after, excluded.start_after),
                    priority = greatest(j.priority, excluded.priority)
      returning id, name, priority, start_after <= now() as is_due`;

/** Answers how many words were said. One per kind of job, however many of it were sent. */
export const wakeForSent = sql`
      select count(pg_notify(${jobsChannel}, 'wake ' || name || ' ' || priority))::int
        from (select distinct name, priority from sent where is_due) due`;

/** Answers nothing when this turn of the schedule was sent already, by whichever process. */
export function insertTurn(tx: Tx, name: string, at: Date, workspaceId: string, priority: number) {
  return tx.run(sql`
    with sent as (
      insert into pgboss.job_common (id, name, data, priority, singleton_on, group_id, expire_seconds,
        deletion_seconds, keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter,
        heartbeat_seconds)
      select ${newJobId}, q.name, ${JSON.stringify({ workspaceId, payload: {} })}::jsonb, ${priority},
             ${at}::timestamptz at time zone 'UTC', ${workspaceId}, q.expire_seconds, q.deletion_seconds,
             now() + q.retention_seconds * interval '1 s', q.retry_limit, q.retry_delay, q.retry_backoff,
             q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
        from pgboss.queue q where q.name = ${name}
      on conflict do nothing
      returning name, priority
    )
    select pg_notify(${jobsChannel}, 'wake ' || name || ' ' || priority) from sent`);
}

const newJobId = sql.trusted(`
  (lpad(to_hex(nextval('pgboss.stoa_job_order')), 12, '0') || '8' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`);

export interface Attempt {
  readonly name: string;
  readonly id: string;
  readonly attempt: number;
}
/** Says that these are still being worked on; answers those that still are ours to work on. */
export function touchJobs(tx: Tx, attempts: readonly Attempt[]) {
  return tx.many(
    Id,
    sql`
    update pgboss.job_common j set heartbeat_on = now()
      from jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) as a (name text, id uuid, attempt int)
     where j.name = a.name and j.id = a.id and j.retry_count = a.attempt and j.state = 'active'
    returning j.id`,
  );
}

const Lost = z.object({ name: z.string(), id: z.uuid(), attempt: z.number(), workspaceId: z.string() });

/** Jobs whose worker has fallen silent, or which ran past their time without it noticing. */
export function findLostJobs(tx: Tx, names: readonly string[], graceSeconds: number) {
  return tx.many(
    Lost,
    sql`
    select name, id, retry_count as attempt, group_id as workspace_id from pgboss.job_common
     where name = any(${names}) and state = 'active' and group_id is not null
       and (heartbeat_on + heartbeat_seconds * interval '1 s' < now()
            or started_on + (expire_seconds + ${graceSeconds}::int) * interval '1 s' < now())
     limit 500`,
  );
}

/** Gives a job back as if it had not been taken: its worker is stopping. */
export function releaseJobs(tx: Tx, attempts: readonly Attempt[]) {
  return tx.run(sql`
    with back as (
      update pgboss.job_common j
         set state = case when j.policy = 'short' then 'retry' else 'created' end::pgboss.job_state,
             started_on = null, heartbeat_on = null, start_after = now()
        from jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) as a (name text, id uuid, attempt int)
       where j.name = a.name and j.id = a.id and j.retry_count = a.attempt and j.state = 'active'
      returning j.name, j.priority
    )
    select pg_notify(${jobsChannel}, 'wake ' || name || ' ' || priority) from back group by name, priority`);
}

export function saveProgress(tx: Tx, { name, id, attempt }: Attempt, progress: object) {
  return tx.run(sql`
    update pgboss.job_common set output = ${JSON.stringify({ progress })}::jsonb
     where name = ${name} and id = ${id} and retry_count = ${attempt} and state = 'active'`);
}

/** What nobody will ask for any more, a piece at a time. */
export function purgeJobs(tx: Tx, limit: number) {
  return tx.run(sql`
    delete from pgboss.job_common where (name, id) in (
      select name, id from pgboss.job_common
       where completed_on is not null and deletion_seconds > 0
         and (completed_on at time zone 'UTC') + deletion_seconds * interval '1 s' < now() at time zone 'UTC'
       order by (completed_on at time zone 'UTC') + deletion_seconds * interval '1 s'
       limit ${limit})`);
}
