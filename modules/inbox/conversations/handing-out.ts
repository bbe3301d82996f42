import type { Ctx } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { giveTo } from './assigning.ts';
import { thoseWhoMayReply } from './colleagues.ts';
import * as db from './handing-out.sql.ts';
import type { State } from './state.sql.ts';

const loadCountedMax = 1_000;

/**
 * Gives a conversation that is held, and that nobody has, to somebody who may answer it, where its channel says so. Of
 * one channel one is handed out at a time: who is next depends on who was last, and how much everybody has by now.
 */
export async function handOut(ctx: Ctx, state: State): Promise<void> {
  if (state.assignMode === 'nobody' || state.assignedTo !== null) return;
  const { handedTo } = await db.holdTurn(ctx.tx, state.channelId);
  const inTurn = turnsAfter(handedTo, await candidatesFor(ctx, state));
  const next = state.assignMode === 'round_robin' ? inTurn[0] : await leastLoaded(ctx, inTurn);
  if (next === undefined) return;
  await db.setTurn(ctx.tx, state.channelId, next);
  await giveTo(ctx, state, { assignedTo: next, assignedLocation: state.assignedLocation });
}

/** Those of its team who may answer it; where none of them may, whoever else may. */
async function candidatesFor(ctx: Ctx, state: State): Promise<MemberId[]> {
  const team = state.assignedLocation ?? state.locationId;
  const all = await thoseWhoMayReply(ctx, state);
  const ofTeam = all.filter(({ locationIds }) => team !== null && locationIds.includes(team));
  return (ofTeam.length > 0 ? ofTeam : all).map(({ memberId }) => memberId);
}

/** In a circle, beginning with whoever comes after the last one, who may have left. */
function turnsAfter(last: MemberId | null, candidates: readonly MemberId[]): MemberId[] {
  const isAfter = (id: MemberId) => last === null || id > last;
  return [...candidates.filter(isAfter), ...candidates.filter((id) => !isAfter(id))];
}

/** Of those who have as little as each other, whose turn it is. */
async function leastLoaded(ctx: Ctx, inTurn: readonly MemberId[]): Promise<MemberId | undefined> {
  const loads = await db.loadsOf(ctx.tx, inTurn, loadCountedMax);
  const countOf = new Map(loads.map(({ memberId, count }) => [memberId, count]));
  const least = Math.min(...countOf.values());
  return inTurn.find((id) => countOf.get(id) === least);
}
