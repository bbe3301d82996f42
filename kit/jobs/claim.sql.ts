import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { sql } from '../sql.ts';

/*
 * Which jobs run next. pg-boss takes the oldest of a queue, so that ten thousand jobs of one workspace stand in
 * front of another's only one. These statements take them workspace by workspace instead; what a job becomes
 * afterwards (done, waiting for another attempt, dead) is pg-boss's own doing.
 */

/** Jobs of one name and priority. The waiting ones of all lanes are found without reading any twice. */
export const Lane = z.object({
  name: z.string(),
  priority: z.number(),
  /** Until the first of them is due; nothing or less when one is. */
  dueInMs: z.number(),
});
export type Lane = z.infer<typeof Lane>;

/** One entry of an index per lane is read, whatever the number of jobs. */
export function findLanes(tx: Tx, aheadMs: number) {
  return tx.many(
    Lane,
    sql`
    with recursive lanes as (
      (select name, priority, start_after from pgboss.job_common
        where state < 'active' and group_id is not null
        order by name, priority desc, start_after limit 1)
      union all
      select next.* from lanes l cross join lateral (
        (select name, priority, start_after from pgboss.job_common
          where state < 'active' and group_id is not null and name = l.name and priority < l.priority
          order by priority desc, start_after limit 1)
        union all
        (select name, priority, start_after from pgboss.job_common
          where state < 'active' and group_id is not null and name > l.name
          order by name, priority desc, start_after limit 1)
        limit 1
      ) next
    )
    select name, priority,
           (extract(epoch from start_after - now()) * 1000 - ${aheadMs}::float8)::float8 as due_in_ms
      from lanes`,
  );
}

export const Claimed = z.object({
  id: z.uuid(),
  workspaceId: z.uuid(),
  data: z.unknown(),
  attempt: z.number(),
  retryLimit: z.number(),
});
export type Claimed = z.infer<typeof Claimed>;

export interface ClaimQuery {
  readonly name: string;
  readonly priority: number;
  readonly limit: number;
  /** How many of one workspace may run at once, in all processes together. */
  readonly perWorkspaceMax: number;
  /** The workspace served last: the ones behind it come first. */
  readonly after: string;
  readonly aheadMs: number;
}

/**
 * One claim of a queue at a time, in all processes: what runs is counted after whoever was before us has said what
 * it took. Two processes that count at the same time would both find room for one more.
 */
export const holdQueue = (tx: Tx, name: string) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 7479))`);

/** One of each workspace that has room, then a second of each, and so on: never all of one before any of the next. */
export function claimJobs(tx: Tx, { name, priority, limit, perWorkspaceMax, after, aheadMs }: ClaimQuery) {
  return tx.many(
    Claimed,
    sql`
    with recursive waiting as (
      (select group_id from pgboss.job_common
        where name = ${name} and priority = ${priority} and state < 'active' and group_id > ${after}
        order by group_id limit 1)
      union all
      select (select j.group_id from pgboss.job_common j
               where name = ${name} and priority = ${priority} and state < 'active' and j.group_id > w.group_id
               order by j.group_id limit 1)
        from waiting w where w.group_id is not null
    ), served as (
      select w.group_id, room.jobs
        from waiting w
        cross join lateral (
          select ${perWorkspaceMax} - count(*) as jobs from pgboss.job_common
           where name = ${name} and group_id = w.group_id and state = 'active') room
       where room.jobs > 0
         and exists (select from pgboss.job_common j
                      where name = ${name} and priority = ${priority} and state < 'active'
                        and j.group_id = w.group_id
                        and start_after <= now() + ${aheadMs}::float8 * interval '1 ms')
       limit ${limit}
    ), picked as (
      select due.id from served s
       cross join lateral (
         select j.id, row_number() over (order by j.start_after, j.id) as turn from (
           select id, start_after from pgboss.job_common
            where name = ${name} and priority = ${priority} and state < 'active' and group_id = s.group_id
              and start_after <= now() + ${aheadMs}::float8 * interval '1 ms'
            order by start_after, id limit least(s.jobs, ${limit})) j) due
       order by due.turn, s.group_id limit ${limit}
    )
    ${take(name)}`,
  );
}

/**
 * The same for queues that keep an order: of every key only the first unfinished job is looked at, so that one that
 * runs, or waits for another attempt, holds back all behind it. Keys are begun at a random one, for their fairness.
 */
export function claimJobsInOrder(
  tx: Tx,
  { name, limit, perWorkspaceMax, after, aheadMs, fromKey }: ClaimQuery & { fromKey: string },
) {
  return tx.many(
    Claimed,
    sql`
    with recursive waiting as (
      (select group_id from pgboss.job_common
        where name = ${name} and state <= 'active' and group_tier is not null and group_id > ${after}
        order by group_id limit 1)
      union all
      select (select j.group_id from pgboss.job_common j
               where name = ${name} and state <= 'active' and group_tier is not null and j.group_id > w.group_id
               order by j.group_id limit 1)
        from waiting w where w.group_id is not null
    ), served as (
      select w.group_id, head.id, head.turn
        from waiting w
        cross join lateral (
          select ${perWorkspaceMax} - count(*) as jobs from pgboss.job_common
           where name = ${name} and group_id = w.group_id and state = 'active') room
        cross join lateral (
          with recursive head as (
            (select group_tier, id, state, start_after from pgboss.job_common
              where name = ${name} and group_id = w.group_id and state <= 'active' and group_tier >= ${fromKey}
              order by group_tier, id limit 1)
            union all
            select next.* from head h cross join lateral (
              select group_tier, id, state, start_after from pgboss.job_common
               where name = ${name} and group_id = w.group_id and state <= 'active' and group_tier > h.group_tier
               order by group_tier, id limit 1) next
          )
          select due.id, row_number() over (order by due.start_after, due.id) as turn from (
            select id, start_after from head
             where state < 'active' and start_after <= now() + ${aheadMs}::float8 * interval '1 ms'
             limit least(greatest(room.jobs, 0), ${limit})) due
        ) head
       where w.group_id is not null
    ), picked as (
      select id from (select * from served limit ${limit} * 4) s order by turn, group_id limit ${limit}
    )
    ${take(name)}`,
  );
}

/** A row that somebody else is changing at this moment is left for the next time. */
const take = (name: string) => sql`, held as (
      select id from pgboss.job_common
       where name = ${name} and id = any (array(select id from picked)) and state < 'active'
         for update skip locked
    )
    update pgboss.job_common j
       set state = 'active', started_on = now(), heartbeat_on = now(),
           retry_count = case when j.started_on is null then j.retry_count else j.retry_count + 1 end
      from held
     where j.name = ${name} and j.id = held.id
    returning j.id, j.group_id as workspace_id, j.data, j.retry_count as attempt, j.retry_limit`;
