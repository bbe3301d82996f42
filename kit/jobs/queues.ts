import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Unit } from '../ctx.ts';
import { nilWorkspaceId } from '../db/context.ts';
import { purgeEvents } from '../events/purge.ts';
import type { InstallationSweep, Listener, Module, Sweep } from '../module.ts';
import type { Job } from './job.ts';
import type { NewJob, QueueRow } from './jobs.sql.ts';

/** One kind of job: what is declared of it, and what it does in this process. */
export interface Queue {
  readonly name: string;
  readonly job: Job<any>;
  readonly run: (unit: Unit, payload: never) => Promise<void>;
  /** A turn of a schedule belongs to the installation: it sends the jobs that do the work, or does it itself. */
  readonly cron?: string;
  readonly everywhere?: Queue;
  readonly inInstallation?: InstallationSweep['run'];
}

/** Where jobs go that failed for the last time. */
export const deadLetters = 'stoa.dead_letters';
/** Done jobs are kept this long, for whoever asks what became of them. */
const doneKeptSeconds = 3_600;
const deadKeptSeconds = 90 * 86_400;
/** Longer than a schedule looks back for a turn it missed (kit/jobs/schedule.ts). */
const turnsKeptSeconds = 10 * 86_400;

/** Every queue of the modules by name. Two that share a name would take each other's jobs, so that is refused. */
export function queuesOf(modules: readonly Module<any>[], outside: unknown): Map<string, Queue> {
  const queues = new Map<string, Queue>();
  const put = (queue: Queue) => {
    if (queues.has(queue.name)) throw new Error(`two jobs, listeners or sweeps are named ${queue.name}`);
    queues.set(queue.name, queue);
  };
  for (const { work = [], listeners = [], sweeps = [], installationSweeps = [] } of modules) {
    for (const { job, run } of work)
      put({ name: job.name, job, run: (unit, payload) => run(unit, payload, outside) });
    for (const listener of listeners) put(listenerQueue(listener, outside));
    for (const sweep of sweeps) for (const queue of sweepQueues(sweep)) put(queue);
    for (const { name, cron, run } of installationSweeps) put(turnQueue(name, cron, { inInstallation: run }));
  }
  for (const queue of sweepQueues(purgeEvents)) put(queue);
  return queues;
}

function listenerQueue({ name, event, run }: Listener<any>, outside: unknown): Queue {
  const job: Job<any> = {
    name,
    payload: event.payload,
    retryLimit: 8,
    retryDelaySeconds: 2,
    timeoutSeconds: 120,
    inOrderBy: (payload) => event.key?.(payload) ?? '',
  };
  return { name, job, run: (unit, payload) => run(unit, payload, outside) };
}

const limits = { payload: z.object({}), retryLimit: 3, retryDelaySeconds: 10, priority: -10 };

function sweepQueues(sweep: Sweep): Queue[] {
  const inOne: Queue = {
    name: sweep.name,
    job: { ...limits, name: sweep.name, timeoutSeconds: 300, perWorkspaceMax: 1, oncePer: () => '' },
    run: (unit) => unit.work(sweep.run),
  };
  return [inOne, turnQueue(`${sweep.name}.everywhere`, sweep.cron, { everywhere: inOne })];
}

function turnQueue(name: string, cron: string, what: Pick<Queue, 'everywhere' | 'inInstallation'>): Queue {
  return {
    name,
    job: { ...limits, name, timeoutSeconds: 900 },
    run: () => Promise.reject(new Error('a turn is run by the scheduler')),
    cron,
    ...what,
  };
}

/** The rows that pg-boss keeps of queues. */
export function queueRows(queues: Iterable<Queue>, heartbeatSeconds: number): QueueRow[] {
  const rows = Array.from(
    queues,
    ({ name, job, cron }): QueueRow => ({
      name,
      policy: job.oncePer ? 'short' : 'standard',
      retryLimit: job.retryLimit,
      retryDelay: job.retryDelaySeconds,
      expireSeconds: job.timeoutSeconds,
      deletionSeconds: cron ? turnsKeptSeconds : doneKeptSeconds,
      heartbeatSeconds,
      deadLetter: deadLetters,
    }),
  );
  const forTheDead: QueueRow = {
    name: deadLetters,
    policy: 'standard',
    retryLimit: 0,
    retryDelay: 0,
    expireSeconds: doneKeptSeconds,
    deletionSeconds: deadKeptSeconds,
    heartbeatSeconds,
    deadLetter: null,
  };
  return [forTheDead, ...rows];
}

export interface Send {
  readonly workspaceId: string;
  readonly priority?: number | undefined;
  readonly delaySeconds?: number | undefined;
}

/** What is stored of a job. The payload is checked here and again before it runs. */
export function newJob(
  job: Job<any>,
  payload: object,
  { workspaceId, priority, delaySeconds = 0 }: Send,
): NewJob {
  const checked = job.payload.safeParse(payload);
  if (!checked.success)
    throw new Error(`${job.name} was sent a wrong payload: ${z.prettifyError(checked.error)}`);
  return {
    name: job.name,
    workspaceId,
    data: { workspaceId, payload: checked.data },
    priority: priority ?? job.priority ?? 0,
    delaySeconds,
    onceKey: job.oncePer && keyOf(workspaceId, job.oncePer(checked.data)),
    orderKey: job.inOrderBy && keyOf(workspaceId, job.inOrderBy(checked.data)),
  };
}

export const Stored = z.object({ workspaceId: z.uuid(), payload: z.unknown() });

/** Of one length whatever it is made of, and evenly spread. */
export const keyOf = (workspaceId: string, key: string) =>
  createHash('sha256').update(`${workspaceId} ${key}`).digest('hex').slice(0, 32);

export const installation = nilWorkspaceId;
