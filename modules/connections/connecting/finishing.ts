import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { isTrouble, type TroubleKind } from '../../../providers/trouble.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Candidate } from '../platforms/platform.ts';
import { findLocked } from '../tokens/secrets.sql.ts';
import { begin } from './beginning.ts';
import { keepable } from './candidates.ts';
import { connectAccount } from './connect.ts';
import { offersMax, type WayFailure, type WayId, wayChanged } from './contract.ts';
import { failWay } from './failing.ts';
import { keptOffers } from './offers.ts';
import { answers, contexts, candidates as sealedCandidates } from './sealing.ts';
import * as db from './ways.sql.ts';

type Named = { readonly wayId: WayId };

/** What came back is exchanged for what may be connected. */
export async function runFinishWay(unit: Unit, { wayId }: Named, outside: ConnectionsOutside): Promise<void> {
  const taken = await unit.work((ctx) => take(ctx, outside, wayId));
  if (!taken) return;
  const door = outside.platforms.doors.get(taken.way.login);
  const found = door
    ? await door.exchange(taken.answer, unit.signal).catch(failureOf)
    : ('platform_unavailable' as const);
  if (typeof found === 'string') await unit.work((ctx) => fail(ctx, wayId, found));
  else await settleFound(unit, outside, wayId, known(outside, found));
}

/**
 * Takes the answer out of the row before it is used: a code is good once, so when we die now nobody knows whether it
 * was exchanged, and the attempt after this one says so instead of asking again.
 */
async function take(ctx: Ctx, outside: ConnectionsOutside, wayId: WayId) {
  const way = await db.holdWay(ctx.tx, wayId);
  if (way?.status !== 'answered') return undefined;
  if (!way.answerSealed || !way.contextSealed) {
    await failWay(ctx, way, 'outcome_unknown');
    return undefined;
  }
  const place = { workspaceId: ctx.workspaceId, wayId };
  const query = answers.open(outside, place, way.answerSealed);
  const context = contexts.open(outside, place, way.contextSealed);
  await db.takeAnswer(ctx.tx, wayId);
  // What a platform signed is young or old by when it came back, however long it waited here.
  return { way, answer: { ...context, query, now: way.usedAt ?? ctx.now } };
}

/** Every refusal ends the way: its code may be used up, whatever step failed, and a new one is a click. */
function failureOf(error: unknown): WayFailure {
  if (!isTrouble(error)) throw error;
  return failures[error.kind];
}
const failures: Readonly<Record<TroubleKind, WayFailure>> = {
  rejected: 'refused_by_platform',
  unauthorized: 'refused_by_platform',
  rate_limited: 'platform_unavailable',
  unavailable: 'platform_unavailable',
  unknown_outcome: 'outcome_unknown',
};

async function fail(ctx: Ctx, wayId: WayId, failure: WayFailure): Promise<void> {
  const way = await db.holdWay(ctx.tx, wayId);
  if (way?.status === 'answered') await failWay(ctx, way, failure);
}

/** Only what this installation can speak with, and as much as anybody can choose from. */
const known = ({ platforms }: ConnectionsOutside, found: readonly Candidate[]) =>
  keepable(found.filter(({ platform }) => platforms.get(platform))).slice(0, offersMax);

/** What was found is connected, or offered. */
export async function settleFound(
  unit: Pick<Unit, 'work'>,
  outside: ConnectionsOutside,
  wayId: WayId,
  found: readonly Candidate[],
): Promise<void> {
  try {
    await unit.work((ctx) => decide(ctx, outside, wayId, found, connectOne));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // It cannot be connected as things are. Somebody sees why on the page, beside its name.
    await unit.work((ctx) => decide(ctx, outside, wayId, found, offer));
  }
}

type Decided = (
  ctx: Ctx,
  outside: ConnectionsOutside,
  way: db.HeldWay,
  found: readonly Candidate[],
) => Promise<void>;

/** One that was meant is connected at once; among several, or when it is another than was meant, somebody chooses. */
async function decide(
  ctx: Ctx,
  outside: ConnectionsOutside,
  wayId: WayId,
  found: readonly Candidate[],
  withOne: Decided,
): Promise<void> {
  const way = await db.holdWay(ctx.tx, wayId);
  if (way?.status !== 'answered') return;
  const meant = way.accountId === null ? undefined : await findLocked(ctx.tx, way.accountId);
  const wanted = meant
    ? found.filter(
        (one) => one.platform === meant.platform && one.platformAccountId === meant.platformAccountId,
      )
    : found;
  if (found.length === 0) return failWay(ctx, way, 'nothing_to_connect');
  if (wanted.length === 0) return failWay(ctx, way, 'wrong_account');
  await ctx.record({
    category: 'connections',
    action: 'connections.oauth_callback_success',
    subject: { type: 'connection', id: wanted.length === 1 ? wanted[0]!.platformAccountId : undefined },
    changes: { platform: { to: way.platform }, login: { to: way.login }, offered: { to: wanted.length } },
  });
  const [first, ...others] = wanted;
  const isPlain = others.length === 0 && first!.platform === way.platform && !first!.blockedBy;
  await (isPlain ? withOne : offer)(ctx, outside, way, wanted);
  await ctx.publish(wayChanged, { wayId });
}

const offer: Decided = async (ctx, outside, way, found) => {
  const sealed = sealedCandidates.seal(outside, { workspaceId: ctx.workspaceId, wayId: way.id }, found);
  await db.markChoosing(ctx.tx, way.id, keptOffers(found), sealed);
};

const connectOne: Decided = async (ctx, outside, way, [candidate]) => {
  const { login, locationId, memberId } = way;
  const connecting = { candidate: candidate!, login, locationId, connectedBy: memberId };
  const accountId = await connectAccount(ctx, outside, connecting);
  await begin(ctx, outside, accountId, candidate!.platform);
  const [kept] = keptOffers([candidate!]);
  await db.markConnected(ctx.tx, way.id, [{ ...kept!, connectedId: accountId }], ctx.now);
};
