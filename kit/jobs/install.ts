import { getConstructionPlans, getMigrationPlans } from 'pg-boss';

/** What runs statements as the owner of the schema. Answers as `pg` or PGlite do: one result, or one per statement. */
export type Run = (text: string) => Promise<unknown>;

/** Where jobs live. Nothing outside kit/jobs names it. */
export const jobsSchema = 'pgboss';

/**
 * Makes the queue's tables, or brings those of an older version up to this one, and lets the server's role use
 * them. Each step is a transaction under a lock of its own, so it may run again, and in several processes at once;
 * it must not be called inside a transaction.
 */
export async function installJobs(run: Run): Promise<void> {
  const version = await installedVersion(run);
  if (version === undefined) {
    await run(getConstructionPlans(jobsSchema)).catch(async (error: unknown) => {
      await run('rollback');
      // Another process made it while this one waited for the lock.
      if ((await installedVersion(run)) === undefined) throw error;
    });
  } else if (version < wantedVersion()) {
    for (const step of stepsOf(getMigrationPlans(jobsSchema, version))) await run(step);
  }
  await run(ours);
}

/** Drops the queue with everything in it. */
export async function removeJobs(run: Run): Promise<void> {
  await run(`drop schema if exists ${jobsSchema} cascade`);
}

async function installedVersion(run: Run): Promise<number | undefined> {
  const [table] = rowsOf(await run(`select to_regclass('${jobsSchema}.version')::text as name`));
  if (!table?.name) return undefined;
  const [row] = rowsOf(await run(`select version from ${jobsSchema}.version`));
  return row === undefined ? undefined : Number(row.version);
}

/** The plans are the only place that says which version they make. */
function wantedVersion(): number {
  const version = /insert into \w+\.version\(version\) values \('(\d+)'\)/i.exec(
    getConstructionPlans(jobsSchema),
  )?.[1];
  if (!version)
    throw new Error('pg-boss no longer says which schema version it makes; look at kit/jobs/install.ts');
  return Number(version);
}

/** Behind the transaction come index builds, which must each be sent alone. */
function stepsOf(plan: string): string[] {
  const end = plan.lastIndexOf('COMMIT;') + 'COMMIT;'.length;
  const builds = plan
    .slice(end)
    .replaceAll(/^--.*$/gm, '')
    .split(';')
    .map((step) => step.trim());
  return [plan.slice(0, end), ...builds.filter((step) => step !== '')];
}

function rowsOf(result: unknown): Record<string, unknown>[] {
  const last = Array.isArray(result) ? result.at(-1) : result;
  const rows = last && typeof last === 'object' && 'rows' in last ? last.rows : last;
  return Array.isArray(rows) ? rows : [];
}

/**
 * What we add: the order of jobs, the order in which workspaces are served (kit/jobs/claim.sql.ts reads these
 * indexes), and the rights of the server's role. It may not make or drop tables here, so no queue has a partition
 * of its own, and `job_common` holds every job.
 */
const ours = `
begin;
select pg_advisory_xact_lock(hashtextextended('stoa.jobs.install', 0));
create sequence if not exists ${jobsSchema}.stoa_job_order;
create index if not exists stoa_jobs_waiting on ${jobsSchema}.job_common
  (name, priority desc, group_id, start_after, id) where state < 'active' and group_id is not null;
create index if not exists stoa_jobs_due on ${jobsSchema}.job_common
  (name, priority desc, start_after) where state < 'active' and group_id is not null;
create index if not exists stoa_jobs_in_order on ${jobsSchema}.job_common
  (name, group_id, group_tier, id) where state <= 'active' and group_id is not null and group_tier is not null;
create index if not exists stoa_jobs_over on ${jobsSchema}.job_common
  (((completed_on at time zone 'UTC') + deletion_seconds * interval '1 s'))
  where completed_on is not null and deletion_seconds > 0;
create index if not exists stoa_dead_letters on ${jobsSchema}.job_common
  (name, created_on desc, id desc) where state = 'created' and source_name is not null;
create index if not exists stoa_dead_letters_of on ${jobsSchema}.job_common
  (name, group_id, created_on desc, id desc) where state = 'created' and source_name is not null;
grant usage on schema ${jobsSchema} to app_server;
grant select, insert, update, delete on all tables in schema ${jobsSchema} to app_server;
grant usage on all sequences in schema ${jobsSchema} to app_server;
grant execute on all functions in schema ${jobsSchema} to app_server;
commit;
`;
