import type { PgBoss } from 'pg-boss';
import { say } from '../events/say.ts';
import type { WorkspaceId } from '../ids.ts';
import { type Ground, openCtxOf } from '../work.ts';
import { findLostJobs, purgeJobs, releaseJobs, saveProgress, touchJobs } from './jobs.sql.ts';
import type { JobsOptions, ObservedRun } from './open.ts';
import type { Queue } from './queues.ts';
import { type Progress, type Running, Stopped, startRun } from './run.ts';
import { scheduler, sweepEverywhere } from './schedule.ts';
import { startWorkers } from './workers.ts';

interface ProcessOptions extends Required<Omit<JobsOptions, 'outside'>> {
  readonly ground: Ground;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly boss: PgBoss;
  readonly aheadMs: () => number;
}

export interface WorkingProcess {
  drain(timeoutMs: number): Promise<void>;
}

const installation = { kind: 'installation' } as const;
const purgeEveryMs = 60_000;
const purgedAtOnceMax = 5_000;
/** A worker ends a job that takes too long by itself; only one that cannot is found out by others, this much later. */
const overtimeGraceSeconds = 15;
const lastWordsMs = 1_000;

/** Everything a process does that works on jobs: taking, running, settling, keeping alive, finding the lost. */
export async function startProcess(options: ProcessOptions): Promise<WorkingProcess> {
  const { db, log, queues, boss, pollSeconds, heartbeatSeconds, slots } = options;
  const workers = await startWorkers({
    db,
    log,
    queues,
    slots,
    slotsPerQueue: Math.max(1, Math.ceil(slots / 2)),
    pollMs: pollSeconds * 1000,
    aheadMs: options.aheadMs,
    start: (queue, claimed) =>
      startRun(queue, claimed, {
        ground: options.ground,
        turn: (turn, signal) => takeTurn(options, turn, signal),
        report: (running, progress) => report(options, running, progress),
        settle: (running, failure) => {
          options.observe(observed(running, failure));
          return settle(options, running, failure);
        },
      }),
  });

  const sendTurns = scheduler({
    db,
    queues,
    log,
    now: () => options.clock.now(),
    turnsAfter: (cron, from, count) => boss.previewSchedule(cron, { from, count, tz: 'UTC' }),
  });
  const names = [...queues.keys()];
  const stops = [
    every(pollSeconds * 1000, sendTurns),
    every((heartbeatSeconds * 1000) / 3, async () => {
      await keepAlive(options, workers.running);
      await failLost(options, names);
    }),
    every(purgeEveryMs, async () => {
      await db.transaction(installation, (tx) => purgeJobs(tx, purgedAtOnceMax));
    }),
  ];

  function every(ms: number, work: () => Promise<void>): () => void {
    const again = async () => {
      await work().catch((error) => log.warn({ err: error }, 'upkeep of jobs failed; trying again'));
      if (!stopped) timer = setTimeout(again, ms);
    };
    let stopped = false;
    let timer = setTimeout(again, 0);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }

  return {
    async drain(timeoutMs) {
      await workers.stop();
      const left = () => [...workers.running.values()];
      await Promise.race([Promise.all(left().map(({ over }) => over)), after(timeoutMs)]);
      for (const running of left()) running.stop('stopping');
      await Promise.race([Promise.all(left().map(({ over }) => over)), after(lastWordsMs)]);
      for (const stop of stops) stop();
    },
  };
}

async function takeTurn({ db, ground, workspaces }: ProcessOptions, queue: Queue, signal: AbortSignal) {
  const { inInstallation } = queue;
  if (!inInstallation) return sweepEverywhere(db, queue, workspaces, signal);
  const caller = { actor: { kind: 'system' }, signal } as const;
  await db.transaction(installation, (tx) => inInstallation(openCtxOf(ground, tx, caller)), { signal });
}

/** What becomes of a job is written against the attempt we hold: when it runs elsewhere by now, nothing happens. */
async function settle({ db, boss, log }: ProcessOptions, running: Running, failure: unknown) {
  const { name, id, attempt, retryLimit, workspaceId } = running;
  const held = { id, retryCount: attempt };
  if (failure === undefined) {
    await boss.complete(name, held);
  } else if (failure instanceof Stopped && failure.why === 'stopping') {
    await db.transaction(installation, (tx) => releaseJobs(tx, [running]));
  } else if (!(failure instanceof Stopped) || failure.why === 'timed out') {
    const last = attempt >= retryLimit;
    const said = { err: failure, job: name, jobId: id, workspaceId, attempt: attempt + 1 };
    if (last) log.error(said, 'a job failed for the last time and is kept as a dead letter');
    else log.warn(said, 'a job failed and will be tried again');
    await boss.fail(name, held, { message: failure instanceof Error ? failure.message : String(failure) });
  }
}

function observed({ name, attempt, retryLimit, startedAtMs }: Running, failure: unknown): ObservedRun {
  const seconds = (performance.now() - startedAtMs) / 1000;
  if (failure === undefined) return { name, outcome: 'completed', seconds };
  if (failure instanceof Stopped && failure.why !== 'timed out')
    return { name, outcome: 'cancelled', seconds };
  return { name, outcome: attempt >= retryLimit ? 'dead' : 'retried', seconds };
}

async function report({ db }: ProcessOptions, running: Running, progress: Progress) {
  await db.transaction(installation, async (tx) => {
    await saveProgress(tx, running, progress);
    await say(tx, {
      workspaceId: running.workspaceId as WorkspaceId,
      name: 'job.progress',
      payload: { jobId: running.id, name: running.name, ...progress },
    });
  });
}

async function keepAlive({ db }: ProcessOptions, running: ReadonlyMap<string, Running>) {
  const attempts = [...running.values()];
  if (attempts.length === 0) return;
  const rows = attempts.map(({ name, id, attempt }) => ({ name, id, attempt }));
  const ours = new Set((await db.transaction(installation, (tx) => touchJobs(tx, rows))).map(({ id }) => id));
  for (const run of attempts) if (!ours.has(run.id)) run.stop('lost');
}

async function failLost({ db, boss, log }: ProcessOptions, names: readonly string[]) {
  const lost = await db.transaction(installation, (tx) => findLostJobs(tx, names, overtimeGraceSeconds));
  for (const { name, id, attempt, workspaceId } of lost) {
    await boss.fail(name, { id, retryCount: attempt }, { message: 'its worker fell silent' });
    log.warn({ job: name, jobId: id, workspaceId, attempt: attempt + 1 }, 'a job was left by its worker');
  }
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
