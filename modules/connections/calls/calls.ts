import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { coworkers } from '../../workspaces/index.ts';
import type { AccountId, AccountState } from '../accounts/contract.ts';
import { connectionsError } from '../contract.ts';
import type { CallKind } from '../platforms/contract.ts';
import { authorize } from '../policy.ts';
import * as db from './calls.sql.ts';
import {
  type Call,
  type CallId,
  type CallPriority,
  CallRequests,
  callDaysMax,
  callPriorities,
  callSettled,
} from './contract.ts';
import { makeCall } from './jobs.ts';

const dayMs = 86_400_000;

export interface RequestedCall {
  /** Made by the caller: the same id twice is one call. */
  readonly id: CallId;
  readonly accountId: AccountId;
  readonly kind: CallKind;
  /** These go out one after another: a person, a post. */
  readonly conversationKey: string;
  /** As `CallRequests` says of its kind. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Later it is no use: the end of a reply window. A week at most. */
  readonly expiresAt?: Date | undefined;
  readonly priority?: CallPriority | undefined;
}

/**
 * Something is to be done on a platform. It is done once, or it is said why not (`connections.call_settled`).
 * Whether the actor may is decided by whoever calls: only they know what it is for.
 *
 * An account that must be connected again takes calls and keeps them until it is, since that is a matter of minutes
 * or hours and a reply somebody wrote is not lost for it. One that was disconnected takes none: nobody means to come
 * back to it.
 */
export async function requestCall(ctx: Ctx, input: RequestedCall): Promise<Call> {
  const { id, accountId, kind, conversationKey, priority = 'usual' } = input;
  const request = CallRequests[kind].parse(input.request);
  const call = { id, accountId, kind, conversationKey, request };
  const latest = new Date(ctx.now.getTime() + callDaysMax * dayMs);
  const inserted = await db.insertCall(ctx.tx, {
    ...call,
    priority: callPriorities[priority],
    expiresAt: input.expiresAt && input.expiresAt < latest ? input.expiresAt : latest,
    requestedBy: memberOf(ctx.actor)?.memberId ?? null,
    createdAt: ctx.now,
  });
  if (inserted === 0) return notInserted(ctx, call);
  await ctx.enqueue(makeCall, { accountId, conversationKey }, { priority: callPriorities[priority] });
  return showCall(ctx, id);
}

/** Takes back what has not gone out yet, for the module that asked for it. */
export async function cancelCall(ctx: Ctx, { callId }: { callId: CallId }): Promise<Call> {
  const cancelled = await db.cancelQueued(ctx.tx, callId, ctx.now);
  const call = await showCall(ctx, callId);
  if (!cancelled && call.status !== 'cancelled') throw connectionsError('call_under_way', { callId });
  if (!cancelled) return call;
  await told(ctx, cancelled);
  // What stood behind it need not wait for what it waited for.
  const { accountId, conversationKey } = cancelled;
  await ctx.enqueue(makeCall, { accountId, conversationKey });
  return call;
}

/** What became of them. */
export const callsOf = (ctx: Ctx, ids: readonly CallId[]): Promise<Call[]> =>
  db.findCalls(ctx.tx, coworkers, ids);

/** What one was asked for, to whoever asked and keeps nothing of it. */
export const askedFor = (ctx: Ctx, callId: CallId) => db.findAsked(ctx.tx, callId);

/** Whether an account can be asked for anything. Undefined: there is none. */
export const accountStateOf = async (ctx: Ctx, accountId: AccountId): Promise<AccountState | undefined> =>
  (await db.findAccount(ctx.tx, accountId))?.state;

/** Whether anything is sold where we could see it. */
export const hasOpenShop = async (ctx: Ctx): Promise<boolean> =>
  (await db.findOpenShop(ctx.tx)) !== undefined;

/** A person takes it back. */
export async function takeBackCall(ctx: Ctx, input: { callId: CallId }): Promise<Call> {
  authorize(ctx, 'connections.operate');
  const call = await cancelCall(ctx, input);
  await ctx.record({
    category: 'content',
    action: 'connections.call_taken_back',
    subject: { type: 'call', id: input.callId },
    changes: { kind: { from: call.kind, to: null } },
  });
  return call;
}

export async function listCalls(ctx: Ctx, input: PageQuery & db.CallFilter): Promise<Page<Call>> {
  authorize(ctx, 'connections.read_events');
  const { accountId } = input;
  if (!(await db.findAccount(ctx.tx, accountId))) throw connectionsError('account_not_found', { accountId });
  return db.callsOfAccount(ctx.tx, coworkers, input, input);
}

const cancelledAtOnceMax = 1_000;

/** An account is disconnected: what waits for it does not go out. The rest of very many goes when its turn comes. */
export async function cancelCallsOf(ctx: Ctx, accountId: AccountId): Promise<void> {
  for (const call of await db.cancelQueuedOf(ctx.tx, accountId, ctx.now, cancelledAtOnceMax))
    await told(ctx, call);
}

/** An account is open again: what waited for that goes out now. */
export async function wakeCallsOf(ctx: Ctx, accountId: AccountId): Promise<void> {
  const released = await db.releaseHeldOf(ctx.tx, accountId, cancelledAtOnceMax);
  const keys = new Set(released.map(({ conversationKey }) => conversationKey));
  for (const conversationKey of keys) await ctx.enqueue(makeCall, { accountId, conversationKey });
}

const told = (ctx: Ctx, { id, accountId }: { id: CallId; accountId: AccountId }) =>
  ctx.publish(callSettled, { callId: id, accountId, status: 'cancelled' as const });

/** The same call came before, or it cannot be. */
async function notInserted(ctx: Ctx, call: Parameters<typeof db.compareCall>[1]): Promise<Call> {
  const { id, accountId } = call;
  const known = await db.compareCall(ctx.tx, call);
  if (known && !known.isSame) throw connectionsError('call_reused', { id });
  if (known) return showCall(ctx, id);
  const account = await db.findAccount(ctx.tx, accountId);
  if (!account) throw connectionsError('account_not_found', { accountId });
  if (account.state === 'disconnected') throw connectionsError('account_not_open', { accountId });
  throw connectionsError('replied_privately', { id });
}

async function showCall(ctx: Ctx, callId: CallId): Promise<Call> {
  const call = await db.findCall(ctx.tx, coworkers, callId);
  if (!call) throw connectionsError('call_not_found', { callId });
  return call;
}
