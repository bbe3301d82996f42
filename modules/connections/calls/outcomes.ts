import type { Ctx } from '../../../kit/ctx.ts';
import type { Trouble, TroubleFacts, TroubleKind } from '../../../providers/trouble.ts';
import { callFailed, callSucceeded } from '../health/record.ts';
import type { Performed, Usage } from '../platforms/platform.ts';
import { askSoon, comeBack } from './again.ts';
import { findAccount } from './calls.sql.ts';
import { type CallFailure, callAttemptsMax, callSettled, laneOfKind } from './contract.ts';
import { recordExceeded } from './exceeded.ts';
import type { Again, Attempt } from './outcomes.sql.ts';
import * as db from './outcomes.sql.ts';
import { failureOf, isOfApplication } from './refusals.ts';
import type { Turn } from './turns.ts';

const platformIdLengthMax = 400;
const platformCodeLengthMax = 100;
const usagePercentMax = 1_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const firstPauseMs = 10_000;

/** It is done. */
export async function settleDone(ctx: Ctx, turn: Turn, performed: Performed): Promise<void> {
  await noteUsage(ctx, turn, performed.usage);
  await done(ctx, turn, performed);
  // Last, since all calls of an account meet in this row.
  await callSucceeded(ctx, turn.accountId, { ms: ctx.now.getTime() - turn.startedAt.getTime() });
}

export async function done(
  ctx: Ctx,
  attempt: Attempt,
  { platformId, result = undefined }: Pick<Performed, 'platformId' | 'result'>,
): Promise<void> {
  const known = { platformId: platformId?.slice(0, platformIdLengthMax) ?? null, result: result ?? null };
  await over(ctx, await db.markDone(ctx.tx, attempt, known, ctx.now), 'done');
}

export async function failed(
  ctx: Ctx,
  attempt: Attempt,
  code: CallFailure,
  facts?: Pick<TroubleFacts, 'code'>,
): Promise<void> {
  const failure = { code, platformCode: codeOf(facts) };
  await over(ctx, await db.markFailed(ctx.tx, attempt, failure, ctx.now), 'failed');
}

/** Of these, an account that meets them again and again is not well. What is refused is about the call alone. */
const ailing: ReadonlySet<TroubleKind> = new Set(['unauthorized', 'unavailable', 'unknown_outcome']);

export async function settleTrouble(ctx: Ctx, turn: Turn, trouble: Trouble): Promise<void> {
  await becomeOf(ctx, turn, trouble);
  if (ailing.has(trouble.kind)) await callFailed(ctx, turn.accountId, trouble.kind);
}

/** It was not done. What becomes of it then, by what the platform said. */
async function becomeOf(ctx: Ctx, turn: Turn, { kind, facts }: Trouble): Promise<void> {
  if (kind === 'unknown_outcome') return settleUnknown(ctx, turn);
  if (kind === 'rejected') return failed(ctx, turn, failureOf(facts), facts);
  if (kind === 'rate_limited') return settleLimited(ctx, turn, facts);
  if (kind === 'unavailable') return settleUnavailable(ctx, turn, facts);
  const account = await findAccount(ctx.tx, turn.accountId);
  // It was seen to what this means for the account (see withAccess). Still open: only this call is not allowed.
  if (account?.state === 'open') return failed(ctx, turn, 'unauthorized', facts);
  return settleNotOpen(ctx, turn);
}

/** Nothing is repeated before it is known. */
export async function settleUnknown(ctx: Ctx, { id }: Turn): Promise<void> {
  if ((await db.markUnknown(ctx.tx, id)) === 1) await askSoon(ctx, id, 0);
}

/** It is kept until somebody connects the account again, and its attempt was none. */
export async function settleNotOpen(ctx: Ctx, turn: Turn): Promise<void> {
  await again(ctx, turn, { reason: 'not_open', notBefore: null, platformCode: null, isAttempt: false });
}

async function settleLimited(ctx: Ctx, turn: Turn, facts: TroubleFacts): Promise<void> {
  const until = facts.until ?? new Date(ctx.now.getTime() + minuteMs);
  const isOfApp = isOfApplication(turn.platform, facts);
  const said = { percent: null, heldUntil: until };
  if (isOfApp) await db.putAppUsage(ctx.tx, turn.platform, said, ctx.now);
  else await db.putUsage(ctx.tx, turn.accountId, laneOfKind[turn.kind], said, ctx.now);
  await recordExceeded(ctx, turn, { since: new Date(ctx.now.getTime() - hourMs), until });
  const reason = isOfApp ? 'app_limit' : 'platform_said_so';
  await again(ctx, turn, { reason, notBefore: until, platformCode: codeOf(facts), isAttempt: false });
}

async function settleUnavailable(ctx: Ctx, turn: Turn, facts: TroubleFacts): Promise<void> {
  if (turn.attempts >= callAttemptsMax) return failed(ctx, turn, 'unavailable', facts);
  const pauseMs = Math.min(firstPauseMs * 4 ** (turn.attempts - 1), hourMs);
  const notBefore = new Date(ctx.now.getTime() + pauseMs);
  await again(ctx, turn, {
    ...{ reason: 'platform_unavailable', notBefore, platformCode: codeOf(facts), isAttempt: true },
  });
}

/** To the queue once more. Answers without a word where somebody else has said what becomes of it. */
export async function again(
  ctx: Ctx,
  attempt: Attempt & { readonly priority?: number; readonly expiresAt?: Date },
  { ...how }: Again,
): Promise<void> {
  const settled = await db.markQueuedAgain(ctx.tx, attempt, how);
  if (!settled) return;
  const { priority, expiresAt } = attempt;
  const at = how.notBefore ?? ctx.now;
  await comeBack(ctx, { ...settled, priority }, expiresAt && expiresAt < at ? expiresAt : at);
  await goOn(ctx, settled);
}

async function over(ctx: Ctx, settled: db.Settled | undefined, status: 'done' | 'failed'): Promise<void> {
  if (!settled) return;
  await ctx.publish(callSettled, { callId: settled.id, accountId: settled.accountId, status });
  await goOn(ctx, settled);
}

/** What waited behind it may go. */
async function goOn(ctx: Ctx, settled: db.Settled): Promise<void> {
  const { nextPriority } = await db.nextPriority(ctx.tx, settled);
  if (nextPriority !== null) await comeBack(ctx, { ...settled, priority: nextPriority });
}

async function noteUsage(
  ctx: Ctx,
  { accountId, platform, kind }: Turn,
  usage: Usage | undefined,
): Promise<void> {
  if (!usage) return;
  const { percent, appPercent, heldUntil } = usage;
  if (percent !== undefined || heldUntil !== undefined) {
    const said = { percent: whole(percent), heldUntil: heldUntil ?? null };
    await db.putUsage(ctx.tx, accountId, laneOfKind[kind], said, ctx.now);
  }
  if (appPercent !== undefined)
    await db.putAppUsage(ctx.tx, platform, { percent: whole(appPercent), heldUntil: null }, ctx.now);
}

const whole = (percent: number | undefined) =>
  percent === undefined ? null : Math.max(0, Math.min(usagePercentMax, Math.ceil(percent)));
const codeOf = (facts: Pick<TroubleFacts, 'code'> | undefined) =>
  facts?.code?.slice(0, platformCodeLengthMax) ?? null;
