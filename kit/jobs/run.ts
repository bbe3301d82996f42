import { z } from 'zod';
import type { Unit } from '../ctx.ts';
import type { WorkspaceId } from '../ids.ts';
import type { Log } from '../log.ts';
import { inSpan } from '../tracing-span.ts';
import { type Ground, workIn } from '../work.ts';
import type { Claimed } from './claim.sql.ts';
import type { Attempt } from './jobs.sql.ts';
import { type Queue, Stored } from './queues.ts';

/** Why a job that runs is told to stop before its time. */
export class Stopped extends Error {
  readonly why: 'cancelled' | 'lost' | 'stopping' | 'timed out';
  constructor(why: Stopped['why']) {
    super(`the job was stopped: ${why}`);
    this.name = 'Stopped';
    this.why = why;
  }
}

/** A job in this process, from being taken until its outcome is written. */
export interface Running extends Attempt {
  readonly queue: Queue;
  readonly workspaceId: string;
  readonly retryLimit: number;
  readonly startedAtMs: number;
  stop(why: Stopped['why']): void;
  /** Settled when its outcome is written, whatever it was. */
  readonly over: Promise<void>;
}

export interface RunOptions {
  readonly ground: Ground;
  /** A turn of a schedule is not for any workspace and is done by somebody else. */
  readonly turn: (queue: Queue, signal: AbortSignal) => Promise<void>;
  readonly report: (running: Running, progress: Progress) => Promise<void>;
  readonly settle: (running: Running, failure: unknown) => Promise<void>;
}

export interface Progress {
  readonly done: number;
  readonly of: number;
  readonly note: string | null;
}

/** Starts it. Whatever its work does, `over` never rejects. */
export function startRun(queue: Queue, claimed: Claimed, options: RunOptions): Running {
  const controller = new AbortController();
  const log = options.ground.log.child({
    job: queue.name,
    jobId: claimed.id,
    workspaceId: claimed.workspaceId,
  });
  const stop = (why: Stopped['why']) => controller.abort(new Stopped(why));
  const timeout = setTimeout(() => stop('timed out'), queue.job.timeoutSeconds * 1000);

  let running: Running;
  const unit = unitOf(claimed, controller.signal, log, options, (progress) =>
    options.report(running, progress),
  );
  const work = async () => {
    if (queue.cron) return options.turn(queue, controller.signal);
    const { payload } = Stored.parse(claimed.data);
    const checked = queue.job.payload.safeParse(payload);
    if (!checked.success) throw new Error(`its payload has another shape: ${z.prettifyError(checked.error)}`);
    await queue.run(unit, checked.data as never);
  };
  const facts = { 'stoa.job_id': claimed.id, 'stoa.attempt': claimed.attempt + 1 };
  // Deferred by a turn of the loop, so that `running` is there before the work can report on it.
  const outcome = new Promise<unknown>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve(controller.signal.reason), { once: true });
    setImmediate(() =>
      inSpan('job', queue.name, facts, work).then(
        () => resolve(undefined),
        (error) => resolve(error ?? new Error('it failed')),
      ),
    );
  });
  running = {
    queue,
    name: queue.name,
    id: claimed.id,
    attempt: claimed.attempt,
    retryLimit: claimed.retryLimit,
    startedAtMs: performance.now(),
    workspaceId: claimed.workspaceId,
    stop,
    over: outcome.then(async (failure) => {
      clearTimeout(timeout);
      await options
        .settle(running, failure)
        .catch((error) =>
          log.error({ err: error }, 'the outcome of a job could not be written; it will run again'),
        );
    }),
  };
  return running;
}

const progressEveryMs = 500;

function unitOf(
  claimed: Claimed,
  signal: AbortSignal,
  log: Log,
  { ground }: RunOptions,
  report: (progress: Progress) => Promise<void>,
): Unit {
  const workspaceId = claimed.workspaceId as WorkspaceId;
  const caller = { actor: { kind: 'system' }, requestId: claimed.id, signal, log } as const;
  let reportedAt = Number.NEGATIVE_INFINITY;
  return {
    workspaceId,
    jobId: claimed.id,
    log,
    signal,
    work: (fn) => {
      // What was cancelled, or runs elsewhere by now, writes nothing more.
      signal.throwIfAborted();
      return workIn(ground, workspaceId, caller, fn);
    },
    async progress(done, of, note) {
      signal.throwIfAborted();
      const at = performance.now();
      if (at - reportedAt < progressEveryMs && done < of) return;
      reportedAt = at;
      await report({ done, of, note: note ?? null });
    },
  };
}
