import type { Tx } from './db/database.ts';
import { kitError } from './errors.ts';
import type { Event } from './events/event.ts';
import type { MemberId, UserId, WorkspaceId } from './ids.ts';
import type { Job, SendOptions, Sent } from './jobs/job.ts';
import type { Log } from './log.ts';

export const roles = ['owner', 'admin', 'manager', 'member', 'viewer'] as const;
export type Role = (typeof roles)[number];

export type Actor =
  | { readonly kind: 'member'; readonly userId: UserId; readonly memberId: MemberId; readonly role: Role }
  | { readonly kind: 'person'; readonly userId: UserId }
  | { readonly kind: 'autopilot' }
  | { readonly kind: 'system' }
  | { readonly kind: 'nobody' };

/** What every unit of work has, whoever it is for. */
export interface OpenCtx {
  readonly tx: Tx;
  readonly actor: Actor;
  /** One instant for the whole unit of work; the sandbox world and the tests can move it. */
  readonly now: Date;
  readonly requestId: string;
  readonly log: Log;
  /** Fires when the caller went away or the process is stopping. */
  readonly signal: AbortSignal;
}

/** Work on behalf of a signed-in person, in no workspace. */
export interface PersonCtx extends OpenCtx {
  readonly actor: Extract<Actor, { kind: 'person' }>;
}

/** Everything one unit of work may touch. Made by a route, a job or a test; never reached through a global. */
export interface Ctx extends OpenCtx {
  readonly workspaceId: WorkspaceId;
  /** A row in this same transaction: it runs if and only if the transaction commits. */
  enqueue<P extends object>(job: Job<P>, payload: P, options?: SendOptions): Promise<Sent>;
  /** Says that something happened: to listeners as jobs, to open browsers, to customers' systems. Same transaction. */
  publish<P extends object>(event: Event<P>, payload: P): Promise<void>;
}

/** A job's view: it opens short transactions itself, so that none is open while a provider is called. */
export interface Unit {
  readonly workspaceId: WorkspaceId;
  /** By which this run can be shown and cancelled; the same in every attempt. */
  readonly jobId: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  work<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** For long work: shown to people, and the moment to stop when somebody cancelled it. */
  progress(done: number, of: number, note?: string): Promise<void>;
}

/** Permission to the roles that have it. Autopilot is named like a role; the system may do everything. */
export type Policy = Record<string, readonly (Role | 'autopilot')[]>;

export interface Authorizer<P extends Policy = Policy> {
  (ctx: Pick<OpenCtx, 'actor'>, permission: keyof P & string): void;
  readonly policy: P;
}

export function authorizer<P extends Policy>(policy: P): Authorizer<P> {
  const authorize = (ctx: Pick<OpenCtx, 'actor'>, permission: keyof P & string) => {
    if (ctx.actor.kind === 'system') return;
    const who = ctx.actor.kind === 'member' ? ctx.actor.role : ctx.actor.kind;
    if (!(policy[permission] as readonly string[]).includes(who))
      throw kitError('not_permitted', { permission, who });
  };
  return Object.assign(authorize, { policy });
}
