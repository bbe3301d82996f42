import type { Ctx } from '../../../kit/ctx.ts';
import type { Platforms } from '../outside.ts';
import { askSoon, comeBack } from './again.ts';
import { cancelCall } from './calls.ts';
import { type Conversation, callSettled, laneOfKind } from './contract.ts';
import { recordExceeded } from './exceeded.ts';
import { makeCallSeconds } from './jobs.ts';
import { laneLimitsUsual } from './limits.ts';
import { markUnknown } from './outcomes.sql.ts';
import { hadItsShare, isShared, usagePercentMax, type Wait, waitForShare, waitOf } from './room.ts';
import type { Next } from './turns.sql.ts';
import * as db from './turns.sql.ts';

/** A call that is ours to make: taken from the limits, and said to be under way. */
export interface Turn extends Next {
  readonly startedAt: Date;
}

const secondMs = 1_000;
/** Connecting again wakes what waits for it; this is for when nobody said so. */
const notOpenMs = 15 * 60 * secondMs;
/** Whoever makes it has given up by now, or is gone. */
export const brokenOffMs = (makeCallSeconds + 30) * secondMs;
const passedOverMax = 20;

/**
 * The next call of a conversation, begun; or nothing, and then it is seen to that somebody comes back when there may
 * be something. All in the caller's transaction, and nothing of it counts unless the call begins.
 */
export async function takeTurn(
  ctx: Ctx,
  conversation: Conversation,
  { platforms, jobId }: { readonly platforms: Platforms; readonly jobId: string },
): Promise<Turn | undefined> {
  for (let passed = 0; passed < passedOverMax; passed++) {
    const next = await db.nextInConversation(ctx.tx, conversation, db.believedSince(ctx.now));
    if (!next) return undefined;
    if (next.status === 'sending' || next.status === 'unknown') {
      if (!(await db.isStillUnderWay(ctx.tx, next.id))) continue;
      await waitFor(ctx, next, jobId);
      return undefined;
    }
    if (next.accountState === 'disconnected') await cancelCall(ctx, { callId: next.id });
    else if (next.expiresAt <= ctx.now) await expire(ctx, next);
    else return begin(ctx, next, platforms, jobId);
  }
  await comeBack(ctx, conversation);
  return undefined;
}

async function begin(ctx: Ctx, next: Next, platforms: Platforms, jobId: string): Promise<Turn | undefined> {
  const { now, workspaceId } = ctx;
  const platform = platforms.get(next.platform);
  if (next.accountState !== 'open' || !platform) {
    await hold(ctx, next, { reason: 'not_open', until: new Date(now.getTime() + notOpenMs) });
    return undefined;
  }
  if (next.notBefore && next.notBefore > now) {
    await comeBack(ctx, next, earliest(next.notBefore, next.expiresAt));
    return undefined;
  }
  if (isShared(next.appPercent, next.priority)) {
    const shares = await ctx.aside((tx) => db.sharesOf(tx, workspaceId, next, now));
    if (hadItsShare(shares)) {
      await hold(ctx, next, waitForShare(now));
      return undefined;
    }
  }
  const lane = laneOfKind[next.kind];
  const limits = platform.limits[lane] ?? laneLimitsUsual;
  const usage = usagePercentMax(next.priority);
  const taking = { workspaceId, call: next, lane, limits, usagePercentMax: usage, jobId, now };
  const { isBegun } = await db.takeAndBegin(ctx.tx, taking);
  if (isBegun) return { ...next, status: 'sending', attempts: next.attempts + 1, startedAt: now, jobId };

  const wait = waitOf(await db.findStanding(ctx.tx, next, lane), next.priority, now);
  if (wait.fullSince) await recordExceeded(ctx, next, { since: wait.fullSince, until: wait.until });
  await hold(ctx, next, wait);
  return undefined;
}

/** Something is under way: whoever makes it sees to what follows, unless they are gone. */
async function waitFor(ctx: Ctx, call: Next, jobId: string): Promise<void> {
  if (call.status === 'unknown') return;
  const givenUpAt = new Date(call.startedAt!.getTime() + brokenOffMs);
  // The same job again: its process was killed between the call and its outcome.
  if (call.jobId !== jobId && givenUpAt > ctx.now) return comeBack(ctx, call, givenUpAt);
  if ((await markUnknown(ctx.tx, call.id)) === 1) await askSoon(ctx, call.id, 0);
}

async function hold(ctx: Ctx, call: Next, { reason, until }: Wait): Promise<void> {
  await db.markHeld(ctx.tx, call.id, reason, until);
  await comeBack(ctx, call, earliest(until, call.expiresAt));
}

async function expire(ctx: Ctx, { id, accountId }: Next): Promise<void> {
  if ((await db.markExpired(ctx.tx, id, ctx.now)) === 0) return;
  await ctx.publish(callSettled, { callId: id, accountId, status: 'failed' as const });
}

const earliest = (one: Date, other: Date) => (one < other ? one : other);
