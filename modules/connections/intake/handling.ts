import { hostname } from 'node:os';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { accountChanged } from '../accounts/contract.ts';
import { cancelCallsOf } from '../calls/calls.ts';
import { type Counted, countEvent } from '../health/record.ts';
import type { EventKind } from '../platforms/contract.ts';
import { eventAttemptsMax, eventReceived, eventSettled, type WebhookEventId } from './contract.ts';
import type { Claimed } from './events.sql.ts';
import * as db from './events.sql.ts';
import { handleEvent } from './jobs.ts';
import { receivedAtOf } from './row.ts';
import { disconnectUninstalled } from './uninstalled.sql.ts';

const worker = `${hostname()} ${process.pid}`.slice(0, 255);
const failureDetailLengthMax = 1_000;

/**
 * One event, at least once: attempts are counted before the work, so that an event whose work ends the process is
 * given up as well. Nothing here speaks with a platform: an event is worked off though its account's token is dead.
 */
export async function workOff(unit: Unit, { eventId }: { eventId: WebhookEventId }): Promise<void> {
  const key = keyOf(eventId);
  const event = await unit.work((ctx) => db.claimEvent(ctx.tx, key, worker, ctx.now));
  if (!event) return;
  if (event.attempts > eventAttemptsMax) {
    await unit.work((ctx) => giveUp(ctx, event, new Error('its worker ended each time')));
    return;
  }
  try {
    await unit.work((ctx) => settle(ctx, event));
  } catch (error) {
    // One that was stopped writes nothing more: whoever has the event next says what becomes of it.
    await unit.work((ctx) => giveUp(ctx, event, error));
    throw error;
  }
}

/** In which month's table an event is, its id says. */
export const keyOf = (id: WebhookEventId): db.EventKey => ({ id, receivedAt: new Date(receivedAtOf(id)) });

interface Outcome {
  readonly skippedReason?: string;
  readonly result?: object;
}

/** What is about an account itself is done here; everything else is for the modules above. */
const ofAccounts: Partial<Record<EventKind, (ctx: Ctx, event: Claimed) => Promise<Outcome>>> = {
  uninstalled: leaveAccount,
  // What a platform must be answered about a customer's data is answered by whoever keeps customers.
  privacy: async () => ({ skippedReason: 'commerce_not_here' }),
};

async function settle(ctx: Ctx, event: Claimed): Promise<void> {
  const own = ofAccounts[event.kind as EventKind];
  const { skippedReason = null, result = null } = own ? await own(ctx, event) : await tell(ctx, event);
  const durationMs = durationOf(ctx, event);
  const settled = await db.markEventOver(ctx.tx, event, { skippedReason, result, durationMs }, ctx.now);
  // Somebody else has it by now; what they do counts.
  if (settled === 0) throw new Error('the event was taken over while it was worked off');
  if (own) await ctx.publish(eventSettled, { eventId: event.id, accountId: event.accountId });
  await countInHealth(ctx, event, 'processed');
}

async function tell(ctx: Ctx, event: Claimed): Promise<Outcome> {
  const { id: eventId, accountId, platform, kind, conversationKey } = event;
  await ctx.publish(eventReceived, { eventId, accountId, platform, kind, conversationKey });
  if (kind === 'account_update') await ctx.publish(accountChanged, { accountId });
  return {};
}

async function leaveAccount(ctx: Ctx, event: Claimed): Promise<Outcome> {
  const { accountId, happenedAt, receivedAt } = event;
  const left = await disconnectUninstalled(ctx.tx, accountId, happenedAt ?? receivedAt, ctx.now);
  if (!left) return { skippedReason: 'account_not_open' };
  await cancelCallsOf(ctx, accountId);
  await ctx.record({
    category: 'connections',
    action: 'connections.account_disconnected',
    subject: { type: 'connection', id: left.platformAccountId },
    changes: { platform: { to: left.platform }, reason: { to: 'uninstalled' } },
  });
  await ctx.publish(accountChanged, { accountId });
  return { result: { disconnected: true } };
}

async function giveUp(ctx: Ctx, event: Claimed, error: unknown): Promise<void> {
  const isLast = event.attempts >= eventAttemptsMax;
  const waitSeconds = handleEvent.retryDelaySeconds * 2 ** (event.attempts - 1);
  const failed = await db.markEventFailed(ctx.tx, event, {
    ...wordsOf(error),
    durationMs: durationOf(ctx, event),
    nextAttemptAt: isLast ? null : new Date(ctx.now.getTime() + waitSeconds * 1_000),
  });
  if (failed === 0) return;
  await ctx.publish(eventSettled, { eventId: event.id, accountId: event.accountId });
  await countInHealth(ctx, event, isLast ? 'failed' : undefined);
}

/** Last, since all events of an account meet in this row. */
async function countInHealth(
  ctx: Ctx,
  { accountId, attempts, source }: Claimed,
  outcome: Counted['outcome'],
) {
  const taken = attempts === 1 ? source : undefined;
  if (taken || outcome)
    await countEvent(ctx.tx, { workspaceId: ctx.workspaceId, accountId, now: ctx.now }, { taken, outcome });
}

const durationOf = ({ now }: Ctx, { startedAt }: Claimed) => Math.max(0, now.getTime() - startedAt.getTime());

/** For the log's readers: what happened, without a stack, and without what a caller was told in confidence. */
function wordsOf(error: unknown): { code: string; detail: string } {
  const code = error instanceof AppError ? error.code : 'stoa.internal';
  const detail = error instanceof Error ? error.message : String(error);
  return { code, detail: detail.slice(0, failureDetailLengthMax).toWellFormed().replaceAll('\0', '') };
}
