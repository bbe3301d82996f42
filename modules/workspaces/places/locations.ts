import { accessOf, locationsWith } from '../../../kit/access.ts';
import { changed } from '../../../kit/audit.ts';
import { type Ctx, may, memberOf } from '../../../kit/ctx.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { workspacesError } from '../contract.ts';
import { authorize } from '../policy.ts';
import {
  type Location,
  type LocationChanges,
  LocationDetails,
  type LocationId,
  locationChanged,
} from './contract.ts';
import * as db from './locations.sql.ts';
import { merged } from './merged.ts';

/** A guest sees where they have a role, and no other place. */
export async function listLocations(ctx: Ctx, { closed = false, ...page }: PageQuery & { closed?: boolean }) {
  authorize(ctx, 'workspaces.read');
  const seen = seenBy(ctx);
  return closed ? db.closedLocations(ctx.tx, page, seen) : db.openLocations(ctx.tx, page, seen);
}

export async function getLocation(ctx: Ctx, input: { locationId: LocationId }): Promise<LocationDetails> {
  authorize(ctx, 'workspaces.read');
  const location = isSeen(seenBy(ctx), input.locationId)
    ? await db.findLocation(ctx.tx, input.locationId)
    : undefined;
  if (!location) throw workspacesError('location_not_found', { id: input.locationId });
  return LocationDetails.parse(location);
}

/**
 * Adds it, or changes it: the caller made the id, so a request that comes twice is one location. Adding is for those
 * who manage all locations; whoever manages one may change that one.
 */
export async function putLocation(
  ctx: Ctx,
  input: { locationId: LocationId; name: string; timezone: string } & Omit<
    LocationChanges,
    'name' | 'timezone'
  >,
): Promise<LocationDetails> {
  const { locationId, ...given } = input;
  authorize(ctx, 'workspaces.manage_locations', locationId);
  const added = may(authorize.policy, ctx.actor, 'workspaces.manage_locations')
    ? await addLocation(ctx, locationId, given)
    : undefined;
  return LocationDetails.parse(added ?? (await change(ctx, locationId, given)));
}

/** What is given of one that is there. */
export async function patchLocation(
  ctx: Ctx,
  { locationId, ...given }: { locationId: LocationId } & LocationChanges,
): Promise<LocationDetails> {
  authorize(ctx, 'workspaces.manage_locations', locationId);
  return LocationDetails.parse(await change(ctx, locationId, given));
}

/** Closing what is closed changes nothing. */
export async function closeLocation(
  ctx: Ctx,
  { locationId: id }: { locationId: LocationId },
): Promise<Location> {
  authorize(ctx, 'workspaces.manage_locations', id);
  const by = memberOf(ctx.actor)?.memberId ?? null;
  const closed = await db.closeLocation(ctx.tx, id, by, ctx.now);
  if (!closed) return unchanged(ctx, id);
  await announce(ctx, id, 'location_closed', { closedAt: { from: null, to: closed.closedAt } });
  return closed;
}

export async function reopenLocation(
  ctx: Ctx,
  { locationId: id }: { locationId: LocationId },
): Promise<Location> {
  authorize(ctx, 'workspaces.manage_locations', id);
  const open = await db.reopenLocation(ctx.tx, id, ctx.now);
  if (!open) return unchanged(ctx, id);
  await announce(ctx, id, 'location_reopened', { closedAt: { to: null } });
  return open;
}

async function unchanged(ctx: Ctx, id: LocationId): Promise<Location> {
  const location = await db.findLocation(ctx.tx, id);
  if (!location) throw workspacesError('location_not_found', { id });
  const { name, timezone, createdAt, closedAt } = location;
  return { id, name, timezone, createdAt, closedAt };
}

const nothingYet = { address: null, phone: null, email: null, website: null, googlePlaceId: null };
const emptyYet = { businessInfo: {}, openingHours: {}, brandVoice: {}, settings: {} };

async function addLocation(
  ctx: Ctx,
  id: LocationId,
  given: LocationChanges & { name: string; timezone: string },
) {
  const row = {
    ...nothingYet,
    ...emptyYet,
    ...merged({}, given),
    id,
    name: given.name,
    timezone: given.timezone,
  };
  const by = memberOf(ctx.actor)?.memberId ?? null;
  const added = await db.insertLocation(ctx.tx, ctx.workspaceId, row, by, ctx.now);
  if (added) {
    const { name, timezone } = given;
    await announce(ctx, id, 'location_added', { name: { to: name }, timezone: { to: timezone } });
  }
  return added;
}

const fields = [
  ...(['name', 'timezone', 'address', 'phone', 'email', 'website', 'googlePlaceId'] as const),
  ...(['businessInfo', 'openingHours', 'brandVoice', 'settings'] as const),
];

async function change(ctx: Ctx, id: LocationId, given: LocationChanges): Promise<db.LocationRow> {
  const before = await db.holdLocation(ctx.tx, id);
  if (!before) throw workspacesError('location_not_found', { id });
  if (before.closedAt) throw workspacesError('location_is_closed', { id });
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const after = { ...before, ...named, settings: merged(before.settings, given.settings) };
  const changes = changed(before, after, fields);
  if (Object.keys(changes).length === 0) return before;
  const kept = await db.changeLocation(ctx.tx, after, ctx.now);
  await announce(ctx, id, 'location_changed', changes);
  return kept;
}

async function announce(
  ctx: Ctx,
  id: LocationId,
  what: string,
  changes: Record<string, { from?: unknown; to?: unknown }>,
) {
  await ctx.record({
    category: 'settings',
    action: `workspaces.${what}`,
    subject: { type: 'location', id },
    changes: Object.fromEntries(
      Object.entries(changes).map(([field, { from, to }]) => [field, { from: brief(from), to: brief(to) }]),
    ),
  });
  await ctx.publish(locationChanged, { locationId: id });
}

const briefBytesMax = 2_500;

/** The trail keeps so much of one change and no more: a long text is in it by its size. */
function brief(value: unknown): unknown {
  const bytes = value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
  return bytes > briefBytesMax ? `[${bytes} bytes]` : value;
}

function seenBy(ctx: Ctx): db.Seen {
  const member = memberOf(ctx.actor);
  if (!member) return { everywhere: true, except: [], only: [] };
  const access = member.access ?? accessOf(member.role);
  const seen = locationsWith(authorize.policy, access, 'workspaces.read');
  if (member.role !== null) return seen;
  const only = access.locations.map(({ locationId }) => locationId);
  return { everywhere: false, except: [], only: only.filter((id) => !seen.except.includes(id)) };
}

const isSeen = ({ everywhere, except, only }: db.Seen, id: LocationId) =>
  everywhere ? !except.includes(id) : only.includes(id);
