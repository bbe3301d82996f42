import type { Ctx } from '../../../kit/ctx.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { workspacesError } from '../contract.ts';
import { authorize } from '../policy.ts';
import { type Location, type LocationId, locationChanged } from './contract.ts';
import * as db from './locations.sql.ts';

export async function listLocations(ctx: Ctx, page: PageQuery) {
  authorize(ctx, 'workspaces.read');
  return db.openLocations(ctx.tx, page);
}

export async function getLocation(ctx: Ctx, input: { locationId: LocationId }): Promise<Location> {
  authorize(ctx, 'workspaces.read');
  const location = await db.findLocation(ctx.tx, input.locationId);
  if (!location) throw workspacesError('location_not_found', { id: input.locationId });
  return location;
}

/** Adds it, or changes it: the caller made the id, so a request that comes twice is one location. */
export async function putLocation(
  ctx: Ctx,
  input: { locationId: LocationId; name: string; timezone: string },
): Promise<Location> {
  authorize(ctx, 'workspaces.manage_locations');
  const { locationId: id, name, timezone } = input;
  const location =
    (await db.insertLocation(ctx.tx, {
      workspaceId: ctx.workspaceId,
      id,
      name,
      timezone,
      by: memberOf(ctx),
      at: ctx.now,
    })) ?? (await db.changeLocation(ctx.tx, { id, name, timezone, at: ctx.now }));
  if (!location) throw workspacesError('location_is_closed', { id });
  await ctx.publish(locationChanged, { locationId: id });
  return location;
}

export async function closeLocation(ctx: Ctx, input: { locationId: LocationId }): Promise<Location> {
  authorize(ctx, 'workspaces.manage_locations');
  return announced(
    ctx,
    input.locationId,
    await db.closeLocation(ctx.tx, input.locationId, memberOf(ctx), ctx.now),
  );
}

export async function reopenLocation(ctx: Ctx, input: { locationId: LocationId }): Promise<Location> {
  authorize(ctx, 'workspaces.manage_locations');
  return announced(ctx, input.locationId, await db.reopenLocation(ctx.tx, input.locationId, ctx.now));
}

async function announced(ctx: Ctx, id: LocationId, location: Location | undefined): Promise<Location> {
  if (!location) throw workspacesError('location_not_found', { id });
  await ctx.publish(locationChanged, { locationId: id });
  return location;
}

const memberOf = (ctx: Ctx) => (ctx.actor.kind === 'member' ? ctx.actor.memberId : null);
