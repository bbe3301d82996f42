import { allows } from '../../../kit/access.ts';
import type { Ctx, MemberActor } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { colleagues } from '../../identity/index.ts';
import { type Colleague, type LocationId, workspacesError } from '../contract.ts';
import type { Place } from './door.sql.ts';
import { actorOf } from './door.ts';
import { findWorker, locationIsThere, membersAmong, workersOf } from './published.sql.ts';

/** For statements of the modules above: who somebody in `made_by` is, and whom to write to. */
export const coworkers = membersAmong(colleagues);

/** Of what is put somewhere: a place that is none is bad input, not a failed statement. */
export async function requireLocation(ctx: Ctx, id: LocationId): Promise<void> {
  if (!(await locationIsThere(ctx.tx, id))) throw workspacesError('location_not_found', { id });
}

/** More work here than anybody gives work to by themselves. */
const workersReadMax = 2_000;

/** Somebody who is let in and may do something: at a location or, without one, everywhere. */
export async function findColleagueWho(
  ctx: Ctx,
  permission: string,
  locationId: string | null,
  id: MemberId,
): Promise<Colleague | undefined> {
  const found = await findWorker(ctx.tx, colleagues, id);
  return found && mayThere(ctx, permission, locationId, found.place)
    ? { memberId: id, name: found.name }
    : undefined;
}

/** Somebody who is let in, with what they may do now: for work that goes on in their name when they have gone home. */
export async function findActor(ctx: Ctx, id: MemberId): Promise<MemberActor | undefined> {
  const found = await findWorker(ctx.tx, colleagues, id);
  return found && actorOf(found.place);
}

export interface Worker extends Colleague {
  /** Where they have a role of their own, whatever it is. */
  readonly locationIds: readonly string[];
}

/** All of them, in the order of their ids. */
export async function colleaguesWho(
  ctx: Ctx,
  permission: string,
  locationId: string | null,
): Promise<Worker[]> {
  const all = await workersOf(ctx.tx, colleagues, workersReadMax);
  return all
    .filter(({ place }) => mayThere(ctx, permission, locationId, place))
    .map(({ name, place }) => ({
      ...{ memberId: place.memberId, name },
      locationIds: place.locations.map((one) => one.locationId),
    }));
}

const mayThere = (ctx: Ctx, permission: string, locationId: string | null, place: Place) =>
  allows(ctx.policy, place, permission, locationId ?? undefined);
