import type { AiEstimate, AiUse } from '../../../kit/ai/contract.ts';
import { AiTrouble } from '../../../kit/ai/trouble.ts';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { billingError } from '../contract.ts';
import { creditsUsedUp } from '../using/contract.ts';
import { refundUse } from '../using/refunding.ts';
import { failUse, reserveUse, settleUse } from '../using/using.ts';
import { AiCallId, aiCallsKeptDays, aiLimitReached } from './contract.ts';
import * as db from './counting.sql.ts';
import { meterFor } from './meters.ts';
import * as rebuilding from './rebuilding.sql.ts';

/** What calls are for: in whose account they are, and what they were about. */
export interface CalledFor {
  /** `autopilot.answer` */
  readonly purpose: string;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
  /** Somebody is answered in public. */
  readonly isOnComment?: boolean | undefined;
  /** The workspace has models of its own and pays for them itself. */
  readonly isPaidElsewhere?: boolean | undefined;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Longer than any call may take. */
export const forgottenAfterMs = 15 * minuteMs;
const forgottenAtOnceMax = 200;
const purgedAtOnceMax = 5_000;

/** Of UTC, so that a month is the same for all who look at it. */
export const dayOf = (at: Date) => at.toISOString().slice(0, 10);
export const monthOf = (at: Date) => `${at.toISOString().slice(0, 7)}-01`;

/**
 * Before a call is made: it is written down, and what it may cost is kept back, of the month and of the wallet. All in
 * one short transaction that ends before anything is sent, so that a process that dies afterwards leaves a row to find.
 */
export async function allowCall(
  unit: Pick<Unit, 'work'>,
  calledFor: CalledFor,
  estimate: AiEstimate,
): Promise<void> {
  const { purpose } = calledFor;
  let isAllowed: boolean;
  try {
    isAllowed = await unit.work((ctx) => begin(ctx, calledFor, estimate));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await unit.work((ctx) => tellUsedUp(ctx, purpose));
    throw new AiTrouble('over_budget', { detail: (error as AppError).code });
  }
  // Thrown out here, or what was said of the limit would be undone with it.
  if (!isAllowed) throw new AiTrouble('over_budget');
}

async function begin(
  ctx: Ctx,
  calledFor: CalledFor,
  { model, kind, costMicro, reference }: AiEstimate,
): Promise<boolean> {
  const { tx, workspaceId, now } = ctx;
  const { purpose, subject, isPaidElsewhere } = calledFor;
  const month = { workspaceId, month: monthOf(now) };
  if ((await db.keepBack(tx, month, costMicro)) === 0) {
    await tellOfLimit(ctx, month);
    return false;
  }
  const id = AiCallId.parse(reference);
  await db.insertCall(tx, { ...month, id, model, kind, purpose, subject, heldMicro: costMicro, now });
  await reserveUse(ctx, {
    ...{ id, meter: meterFor(calledFor), estimateMicro: costMicro, isApiPaidElsewhere: isPaidElsewhere },
    ...{ model, subject, reason: purpose },
  });
  return true;
}

/** Whether it is refused for what it costs, or because nothing of its kind is on offer: a person sees to it then. */
const isRefusal = (error: unknown) => error instanceof AppError && refusals.has(error.code);
const refusals = new Set(
  (['not_enough', 'limit_reached', 'cap_reached', 'meter_is_retired', 'meter_not_found'] as const).map(
    (name) => `billing.${name}`,
  ),
);

async function tellUsedUp({ tx, workspaceId, now, publish }: Ctx, purpose: string): Promise<void> {
  const month = { workspaceId, month: monthOf(now) };
  if ((await db.markUsedUpTold(tx, month, now)) > 0)
    await publish(creditsUsedUp, { month: month.month, purpose });
}

async function tellOfLimit({ tx, now, publish }: Ctx, month: db.Month): Promise<void> {
  if ((await db.markLimitTold(tx, month, now)) > 0) await publish(aiLimitReached, { month: month.month });
}

/** After it, whatever became of it. Told twice, it counts once; told late, it takes the place of what was supposed. */
export async function settleCall(ctx: Ctx, use: AiUse): Promise<void> {
  const call = await db.holdUnsettled(ctx.tx, AiCallId.parse(use.reference));
  if (!call) return;
  await settle(ctx, call, {
    outcome: use.outcome,
    failureCode: use.failure ?? null,
    costMicro: use.costMicro,
    isEstimated: use.isEstimated,
    inputTokens: use.inputTokens,
    outputTokens: use.outputTokens,
    cachedTokens: use.cachedTokens,
    reasoningTokens: use.reasoningTokens,
    latencyMs: Math.max(0, Math.round(use.latencyMs)),
    firstTokenMs: use.firstTokenMs === null ? null : Math.max(0, Math.round(use.firstTokenMs)),
    requestId: use.requestId?.slice(0, 200) ?? null,
  });
}

/** Whose maker was killed, cost what was kept back for it, until somebody tells better. */
export async function settleForgotten(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - forgottenAfterMs);
  for (const call of await db.holdForgotten(ctx.tx, before, forgottenAtOnceMax))
    await settle(ctx, call, { ...nothingKnown, costMicro: call.heldMicro });
}

const nothingKnown: Omit<db.Settled, 'costMicro'> = {
  ...{ outcome: 'unknown', failureCode: null, isEstimated: true },
  ...{ inputTokens: 0, outputTokens: 0, cachedTokens: 0, reasoningTokens: 0 },
  ...{ latencyMs: null, firstTokenMs: null, requestId: null },
};

/** The call, its month, its day, its wallet: always in this order, so that two never wait for each other. */
async function settle(ctx: Ctx, call: db.OpenCall, came: db.Settled): Promise<void> {
  const { tx, workspaceId, now } = ctx;
  const day = { workspaceId, day: call.day, purpose: call.purpose, model: call.model };
  await db.markSettled(tx, call.id, came, now);
  await db.moveInMonth(tx, call.month, {
    heldMicro: -call.heldMicro,
    spentMicro: came.costMicro - call.costMicro,
  });
  if (call.outcome === 'unknown') await db.takeFromDay(tx, day, call.costMicro);
  await db.addToDay(tx, day, came);
  await pay(ctx, call, came).catch((error: unknown) => {
    // One that was begun before calls were paid for.
    if ((error as { code?: string }).code !== billingError('no_such_use').code) throw error;
  });
}

/**
 * What was only supposed has been paid already: what it came to less is given back, and what it came to more is not
 * asked for, since no more was kept back.
 */
async function pay(ctx: Ctx, call: db.OpenCall, came: db.Settled): Promise<void> {
  const { costMicro: apiMicro, inputTokens: input, outputTokens: output, latencyMs, failureCode } = came;
  const isForNothing = came.outcome === 'failed' && apiMicro === 0;
  if (call.outcome === 'unknown') {
    const micro = isForNothing ? 'all' : Math.max(0, call.costMicro - apiMicro);
    const told = { id: call.id, usageId: call.id, reason: 'Cost less' };
    return refundUse(ctx, { ...told, micro, isAtMost: true, isOfModel: !isForNothing });
  }
  if (isForNothing)
    return failUse(ctx, call.id, { code: failureCode ?? 'failed', message: 'The model did not answer.' });
  await settleUse(ctx, call.id, { apiMicro, tokens: { input, output }, durationMs: latencyMs ?? undefined });
}

const keptSince = (now: Date) => new Date(now.getTime() - aiCallsKeptDays * dayMs);

export async function purgeAiCalls({ tx, now }: Ctx): Promise<void> {
  await db.deleteCallsBefore(tx, keptSince(now), purgedAtOnceMax);
}

/**
 * Months and days follow from the calls, and are counted anew from them: as far back as every call of a month is still
 * kept. Older figures stay as they are.
 */
export async function rebuildAiFigures({ tx, workspaceId, now }: Ctx): Promise<void> {
  const oldest = keptSince(now);
  const since = dayOf(new Date(Date.UTC(oldest.getUTCFullYear(), oldest.getUTCMonth() + 1, 1)));
  await rebuilding.holdMonths(tx, workspaceId, monthOf(now), since);
  await rebuilding.countMonths(tx, since);
  await rebuilding.dropDays(tx, since);
  await rebuilding.countDays(tx, since);
}
