import type { Grants } from '../../../kit/access.ts';
import { changed } from '../../../kit/audit.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { workspacesError } from '../contract.ts';
import type { WorkspacesOutside } from '../outside.ts';
import type { LocationId } from '../places/contract.ts';
import { authorize } from '../policy.ts';
import { giverOf, refuseMoreThanOneHas, refuseUnknown, refuseWhoMayMore } from './authority.ts';
import { type LocationRole, locationRolesMax, type Member, memberChanged } from './contract.ts';
import * as db from './members.sql.ts';
import { holdMember, showMember } from './members.ts';

const nothing: Grants = { role: null, extra: [], withdrawn: [] };
const fields = ['role', 'extra', 'withdrawn'] as const;

/** Whoever manages the members of one location may do this there. */
export async function putMemberLocation(
  ctx: Ctx,
  input: {
    memberId: MemberId;
    locationId: LocationId;
    role: LocationRole;
    extraPermissions: string[];
    withdrawnPermissions: string[];
  },
  outside: WorkspacesOutside,
): Promise<Member> {
  const { memberId, locationId, extraPermissions, withdrawnPermissions } = input;
  authorize(ctx, 'workspaces.manage_members', locationId);
  refuseUnknown(ctx.policy, { extraPermissions, withdrawnPermissions });
  const { place } = await holdMember(ctx, memberId);
  const before = place.locations.find((one) => one.locationId === locationId);
  const after = { role: input.role, extra: extraPermissions, withdrawn: withdrawnPermissions };

  refuseWhoMayMore(giverOf(ctx), place, locationId);
  refuseMoreThanOneHas(giverOf(ctx), before ?? nothing, after, locationId);
  if (place.role === 'owner' && after.withdrawn.length > 0)
    throw workspacesError('owner_has_everything', { memberId });
  if (!before && place.locations.length >= locationRolesMax)
    throw workspacesError('too_many_locations', { memberId });

  const changes = changed<Grants>(before ?? nothing, after, fields);
  if (Object.keys(changes).length === 0) return showMember(ctx, memberId, outside);
  const { workspaceId } = ctx;
  const put = await db.putLocationRole(ctx.tx, { workspaceId, memberId, locationId, ...after, at: ctx.now });
  if (put === 0) throw workspacesError('location_not_found', { locationId });
  return told(ctx, { memberId, locationId }, changes, outside);
}

export async function removeMemberLocation(
  ctx: Ctx,
  input: { memberId: MemberId; locationId: LocationId },
  outside: WorkspacesOutside,
): Promise<Member> {
  const { memberId, locationId } = input;
  authorize(ctx, 'workspaces.manage_members', locationId);
  const { place } = await holdMember(ctx, memberId);
  const before = place.locations.find((one) => one.locationId === locationId);
  if (!before) throw workspacesError('location_not_found', { locationId });

  refuseWhoMayMore(giverOf(ctx), place, locationId);
  refuseMoreThanOneHas(giverOf(ctx), before, nothing, locationId);
  if (place.role === null && place.locations.length === 1)
    throw workspacesError('member_needs_a_role', { memberId });

  await db.deleteLocationRole(ctx.tx, memberId, locationId);
  return told(ctx, { memberId, locationId }, changed<Grants>(before, nothing, fields), outside);
}

async function told(
  ctx: Ctx,
  { memberId, locationId }: { memberId: MemberId; locationId: LocationId },
  changes: ReturnType<typeof changed>,
  outside: WorkspacesOutside,
): Promise<Member> {
  await ctx.record({
    category: 'membership',
    action: 'workspaces.member_changed',
    subject: { type: 'member', id: memberId },
    changes: { locationId: { to: locationId }, ...changes },
  });
  await ctx.publish(memberChanged, { memberId });
  return showMember(ctx, memberId, outside);
}
