import { alone, type Bench, type CaseResult } from './cases.ts';
import { ask, runIntakeLoad, startIntake } from './intake.ts';

/*
 * From an event that is stored until its handler starts, as the events themselves tell: when they were received and
 * when they were claimed. Beside the database alone: a row put, taken and ended, one after the other.
 */
const perSecond = 50;

/** (h) Fifty a second, so that what is measured is the way and not the queue. */
export async function dispatchCase(bench: Bench): Promise<CaseResult> {
  await using server = await startIntake(bench, { url: bench.bareUrl, works: true });
  const before = await server.cpuMs();
  const { at: since } = await ask<{ at: string }>(
    bench.bareUrl,
    `select (clock_timestamp() + interval '${bench.warmUpSeconds} s')::text as at`,
  );
  const load = await runIntakeLoad(bench, { ...server.at, clients: 20, perSecond });
  await new Promise((done) => setTimeout(done, drainMs));
  const cpuMs = ((await server.cpuMs()) - before) / load.total;
  const { count, p50Ms, p99Ms } = await ask<{ count: number; p50Ms: number; p99Ms: number }>(
    bench.bareUrl,
    `select count(*)::int as count,
            coalesce(percentile_cont(0.5) within group (order by waited), 0)::float8 as "p50Ms",
            coalesce(percentile_cont(0.99) within group (order by waited), 0)::float8 as "p99Ms"
       from (select extract(epoch from started_at - received_at) * 1000 as waited from connections.webhook_events
              where received_at >= '${since}' and started_at is not null) e`,
  );
  const stoa = { count, total: load.total, p50Ms, p99Ms, perSecond: count / bench.seconds, cpuMs };
  return { name: 'event, stored and begun', stoa, bare: await alone(bench, 'job', 1) };
}

/** For the last of them to be begun. */
const drainMs = 1_000;
