import type { Clock } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import type { Event } from '../events/event.ts';
import { insertEvent } from '../events/events.sql.ts';
import { uuidv7, type WorkspaceId } from '../ids.ts';
import type { Module } from '../module.ts';
import { hasEndpoint } from '../outbound/endpoints.sql.ts';
import { customerEvent } from '../outbound/job.ts';
import type { Outlets } from '../work.ts';
import type { Job, SendOptions } from './job.ts';
import { insertJobs } from './jobs.sql.ts';
import { newJob, type Queue } from './queues.ts';

export interface OutletOptions {
  readonly modules: readonly Module<any>[];
  readonly queues: ReadonlyMap<string, Queue>;
  readonly clock: Clock;
  /** How far the clock was moved ahead: see `aheadOf`. */
  readonly aheadMs: () => number;
}

/** How jobs and events are written into the caller's transaction. */
export function outletsOf({ modules, queues, clock, aheadMs }: OutletOptions): Outlets {
  const listeners = listenersByEvent(modules, queues);
  const jobNamed = (name: string): Job<any> => {
    const queue = queues.get(name);
    if (!queue) throw new Error(`no module does the job ${name}: add it to the module's work`);
    return queue.job;
  };

  /** The database's clock decides when a job is due, so an instant of ours is sent as a distance. */
  const delayOf = ({ startAfter, priority }: SendOptions) => {
    const delayMs = startAfter ? startAfter.getTime() - clock.now().getTime() : 0;
    return { priority, delaySeconds: delayMs > 0 ? (delayMs + aheadMs()) / 1000 : 0 };
  };

  return {
    async enqueue<P extends object>(
      tx: Tx,
      workspaceId: WorkspaceId,
      job: Job<P>,
      payload: P,
      options: SendOptions = {},
    ) {
      const wanted = newJob(jobNamed(job.name), payload, { workspaceId, ...delayOf(options) });
      const [sent] = await insertJobs(tx, [wanted]);
      if (!sent) throw new Error(`there is no queue for ${job.name}`);
      return { jobId: sent.id };
    },

    async publish<P extends object>(
      tx: Tx,
      workspaceId: WorkspaceId,
      now: Date,
      event: Event<P>,
      payload: P,
    ) {
      const checked = event.payload.parse(payload);
      const id = uuidv7(now.getTime());
      await insertEvent(tx, { workspaceId, id, name: event.name, payload: checked, publishedAt: now });
      const jobs = (listeners.get(event.name) ?? []).map(({ job }) => newJob(job, checked, { workspaceId }));
      if (event.forCustomers && queues.has(customerEvent.name) && (await hasEndpoint(tx, event.name))) {
        const told = { eventId: id, name: event.name, publishedAt: now.toISOString(), payload: checked };
        jobs.push(newJob(customerEvent, told, { workspaceId }));
      }
      if (jobs.length > 0) await insertJobs(tx, jobs);
    },
  };
}

function listenersByEvent(modules: readonly Module<any>[], queues: ReadonlyMap<string, Queue>) {
  const byEvent = new Map<string, Queue[]>();
  for (const listener of modules.flatMap((module) => module.listeners ?? [])) {
    const told = byEvent.get(listener.event.name) ?? [];
    byEvent.set(listener.event.name, [...told, queues.get(listener.name)!]);
  }
  return byEvent;
}
