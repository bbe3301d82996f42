import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { CallRequest, Found } from '../platforms/platform.ts';
import { withAccess } from '../tokens/access.ts';
import { askedMax, askSoon } from './again.ts';
import { type CallId, callAttemptsMax } from './contract.ts';
import type { Asked } from './outcomes.sql.ts';
import * as db from './outcomes.sql.ts';
import { again, done, failed } from './outcomes.ts';

/**
 * A request may still be under way inside the platform when its answer is lost, and what was written may be shown a
 * moment later: that it is not there is believed only when it has had time to be.
 */
const shownWithinMs = 45_000;

/** Asks the platform what became of a call, once. */
export async function runFindOutCall(
  unit: Unit,
  { callId }: { callId: CallId },
  outside: ConnectionsOutside,
): Promise<void> {
  const call = await unit.work((ctx) => look(ctx, callId));
  if (!call) return;
  const found = await ask(unit, call, outside);
  await unit.work((ctx) => settle(ctx, call, found));
}

type Sought = Asked & Pick<CallRequest, 'knownIds'>;

async function look(ctx: Ctx, callId: CallId): Promise<Sought | undefined> {
  const call = await db.findUnknown(ctx.tx, callId);
  if (!call) return undefined;
  const known = await db.knownBeside(ctx.tx, call);
  return { ...call, knownIds: known.map(({ platformId }) => platformId) };
}

/** Undefined: the platform did not say. */
async function ask(unit: Unit, call: Sought, outside: ConnectionsOutside): Promise<Found | undefined> {
  const platform = outside.platforms.get(call.platform);
  if (!platform) return undefined;
  try {
    return await withAccess<Found>(unit, outside, call.accountId, (access) =>
      platform.findOut(call, access, unit.signal),
    );
  } catch (error) {
    // What it was about is gone there, or may not be asked for: asked again it is the same.
    if (isTrouble(error, 'rejected')) return { outcome: 'cannot_tell' };
    if (isTrouble(error) || error instanceof AppError) return undefined;
    throw error;
  }
}

async function settle(ctx: Ctx, call: Asked, found: Found | undefined): Promise<void> {
  if (found?.outcome === 'done') return done(ctx, call, found);
  if (found?.outcome === 'cannot_tell') return failed(ctx, call, 'outcome_unknown');
  const hadTime = ctx.now.getTime() - call.startedAt.getTime() >= shownWithinMs;
  if (found?.outcome === 'not_done' && hadTime) return notDone(ctx, call);
  const askedCount = call.askedCount + 1;
  if (askedCount >= askedMax) return failed(ctx, call, 'outcome_unknown');
  if ((await db.markAsked(ctx.tx, call, ctx.now)) === 1) await askSoon(ctx, call.id, askedCount);
}

/** So it may be done once more, and nothing happens twice. */
async function notDone(ctx: Ctx, call: Asked): Promise<void> {
  if (call.attempts >= callAttemptsMax) return failed(ctx, call, 'unavailable');
  await again(ctx, call, { reason: null, notBefore: null, platformCode: null, isAttempt: true });
}
