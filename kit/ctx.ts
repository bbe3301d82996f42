import { type Access, accessOf, allows } from './access.ts';
import type { Change } from './audit.ts';
import type { Tx } from './db/database.ts';
import { kitError } from './errors.ts';
import type { Event } from './events/event.ts';
import type { ApiKeyId, MemberId, UserId, WorkspaceId } from './ids.ts';
import type { Job, SendOptions, Sent } from './jobs/job.ts';
import type { Log } from './log.ts';

export const roles = ['owner', 'admin', 'manager', 'member', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** A person at work in a workspace. */
export interface MemberActor {
  readonly kind: 'member';
  readonly userId: UserId;
  readonly memberId: MemberId;
  /** Null for a guest, who has a role at some locations only. */
  readonly role: Role | null;
  /** Where it is more than the role: exceptions, and roles at locations. */
  readonly access?: Access | undefined;
}

/** Another program, with permissions of its own; never with more than the member who made the key has now. */
export interface KeyActor {
  readonly kind: 'key';
  readonly keyId: ApiKeyId;
  readonly permissions: readonly string[];
  readonly maker: MemberActor;
}

export type Actor =
  | MemberActor
  | KeyActor
  | { readonly kind: 'person'; readonly userId: UserId }
  /** Somebody who looks after the installation, doing just that. */
  | { readonly kind: 'administrator'; readonly userId: UserId }
  | { readonly kind: 'autopilot' }
  | { readonly kind: 'system' }
  | { readonly kind: 'nobody' };

/** Where a request came from. Both are words of the outside: shown, never trusted. */
export interface Client {
  readonly address: string;
  readonly agent: string;
}

/** What every unit of work has, whoever it is for. */
export interface OpenCtx {
  readonly tx: Tx;
  readonly actor: Actor;
  /** One instant for the whole unit of work; the sandbox world and the tests can move it. */
  readonly now: Date;
  readonly requestId: string;
  readonly log: Log;
  /** Undefined for work nobody asked for from outside. */
  readonly client: Client | undefined;
  /** Every permission of every module, and who has it. */
  readonly policy: Policy;
  /** Fires when the caller went away or the process is stopping. */
  readonly signal: AbortSignal;
  /** A row in this same transaction: it runs if and only if the transaction commits. In no workspace, for nobody. */
  enqueue<P extends object>(job: Job<P>, payload: P, options?: SendOptions): Promise<Sent>;
  /** An entry in the audit trail, in this same transaction. */
  record(change: Change): Promise<void>;
  /**
   * Goes on inside a workspace in this same transaction, and comes back: for what begins outside of any, such as
   * making one or accepting an invitation. Whether the actor may is decided by whoever calls.
   */
  into<T>(workspaceId: WorkspaceId, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** Looks at what belongs to the installation while in a workspace: a person's name, another workspace's. */
  aside<T>(look: (tx: Tx) => Promise<T>): Promise<T>;
}

/** A route that begins and ends its own transactions, so that none is open while something slow goes on. */
export interface StepsCtx extends Omit<OpenCtx, 'tx' | 'enqueue' | 'record' | 'into' | 'aside'> {
  /** Reads, a round trip each. */
  readonly reader: Tx;
  /** One transaction; what it wrote stays, also when the request is refused afterwards. */
  work<T>(fn: (ctx: OpenCtx) => Promise<T>): Promise<T>;
}

/** Work on behalf of a signed-in person, in no workspace. */
export interface PersonCtx extends OpenCtx {
  readonly actor: Extract<Actor, { kind: 'person' }>;
}

/** Everything one unit of work may touch. Made by a route, a job or a test; never reached through a global. */
export interface Ctx extends OpenCtx {
  readonly workspaceId: WorkspaceId;
  /** Says that something happened: to listeners as jobs, to open browsers, to customers' systems. Same transaction. */
  publish<P extends object>(event: Event<P>, payload: P): Promise<void>;
}

/** Work on the installation itself, by somebody who looks after it. */
export interface AdminCtx extends OpenCtx {
  readonly actor: Extract<Actor, { kind: 'administrator' }>;
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

/**
 * Permission to the roles that have it. Autopilot is named like a role, and so is whoever has a role at some location
 * only; the system may do everything.
 */
export type Policy = Readonly<Record<string, readonly (Role | 'guest' | 'autopilot')[]>>;

export interface Authorizer<P extends Policy = Policy> {
  /** Refuses unless the actor has the permission: in the whole workspace, or at the location given. */
  (ctx: Pick<OpenCtx, 'actor'>, permission: keyof P & string, locationId?: string): void;
  readonly policy: P;
}

export function authorizer<P extends Policy>(policy: P): Authorizer<P> {
  const authorize = (ctx: Pick<OpenCtx, 'actor'>, permission: keyof P & string, locationId?: string) => {
    if (may(policy, ctx.actor, permission, locationId)) return;
    throw kitError('not_permitted', { permission, who: ctx.actor.kind, locationId });
  };
  return Object.assign(authorize, { policy });
}

export function may(policy: Policy, actor: Actor, permission: string, locationId?: string): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'member')
    return allows(policy, actor.access ?? accessOf(actor.role), permission, locationId);
  if (actor.kind === 'key')
    return actor.permissions.includes(permission) && may(policy, actor.maker, permission, locationId);
  return actor.kind === 'autopilot' && (policy[permission]?.includes('autopilot') ?? false);
}

/** The member behind an actor: themselves, or whoever made the key. For `created_by`. */
export const memberOf = (actor: Actor): MemberActor | undefined =>
  actor.kind === 'member' ? actor : actor.kind === 'key' ? actor.maker : undefined;
