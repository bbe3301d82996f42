import type { Authorizer, Ctx, OpenCtx, Policy, Unit } from './ctx.ts';
import type { ErrorMaker } from './errors.ts';
import type { Event } from './events/event.ts';
import type { Route } from './http/endpoint.ts';
import type { Job } from './jobs/job.ts';

export interface Work<Outside> {
  readonly job: Job<any>;
  readonly run: (unit: Unit, payload: any, outside: Outside) => Promise<void>;
}
export const work = <P extends object, Outside = unknown>(
  job: Job<P>,
  run: (unit: Unit, payload: P, outside: Outside) => Promise<void>,
): Work<Outside> => ({ job, run });

export interface Listener<Outside> {
  /** `autopilot.decide`: named, so that each listener keeps its own place and its own retries. */
  readonly name: string;
  readonly event: Event<any>;
  readonly run: (unit: Unit, payload: any, outside: Outside) => Promise<void>;
}
export const listener = <P extends object, Outside = unknown>(
  name: string,
  event: Event<P>,
  run: (unit: Unit, payload: P, outside: Outside) => Promise<void>,
): Listener<Outside> => ({ name, event, run });

export interface Sweep {
  /** `inbox.requeue_replies` */
  readonly name: string;
  readonly cron: string;
  readonly run: (ctx: Ctx) => Promise<void>;
}

/** For what belongs to no workspace: sessions, a person's keys, files. One run per turn, in one transaction. */
export interface InstallationSweep {
  /** `identity.purge_sessions` */
  readonly name: string;
  readonly cron: string;
  readonly run: (ctx: OpenCtx) => Promise<void>;
}

/** What app/main.ts needs of a module. `Outside` is what it asks of the world: real providers or the sandbox. */
export interface Module<Outside = unknown> {
  readonly name: string;
  readonly routes: readonly Route<Outside>[];
  readonly authorize: Authorizer<any>;
  readonly errors: ErrorMaker<any>;
  readonly events?: readonly Event<any>[];
  readonly work?: readonly Work<Outside>[];
  readonly listeners?: readonly Listener<Outside>[];
  /** Runs in every workspace on its schedule and takes no input, so it repairs whatever an event missed. */
  readonly sweeps?: readonly Sweep[];
  readonly installationSweeps?: readonly InstallationSweep[];
}
/** Every permission of every module, and who has it. */
export const policyOf = (modules: readonly Module<any>[]): Policy =>
  Object.assign({}, ...modules.map(({ authorize }) => authorize.policy));

export const module = <Outside = unknown>(spec: Module<Outside>): Module<Outside> => spec;
