import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf, type Role } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { colleagues } from '../../identity/index.ts';
import { workspacesError } from '../contract.ts';
import type { WorkspacesOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import { giverOf, refuseMoreThanOneHas, refuseUnknown, refuseWhoMayMoreAnywhere } from './authority.ts';
import { type Member, memberChanged } from './contract.ts';
import type { Place } from './door.sql.ts';
import { revokeInvitationsBy } from './invitations.sql.ts';
import * as db from './members.sql.ts';

export async function listMembers(
  ctx: Ctx,
  input: PageQuery & db.MemberFilter,
  outside: WorkspacesOutside,
): Promise<Page<Member>> {
  authorize(ctx, 'workspaces.read_members');
  const { items, next } = await db.membersOfWorkspace(ctx.tx, colleagues, input, input);
  return { items: items.map((row) => shown(ctx, row, outside)), next };
}

export async function getMember(
  ctx: Ctx,
  input: { memberId: MemberId },
  outside: WorkspacesOutside,
): Promise<Member> {
  authorize(ctx, 'workspaces.read_members');
  return showMember(ctx, input.memberId, outside);
}

/** What is left out stays. A change counts from the next request on: the doors hear of it as it is committed. */
export async function changeMember(
  ctx: Ctx,
  input: {
    memberId: MemberId;
    role?: Role | null | undefined;
    extraPermissions?: string[] | undefined;
    withdrawnPermissions?: string[] | undefined;
  },
  outside: WorkspacesOutside,
): Promise<Member> {
  authorize(ctx, 'workspaces.manage_members');
  const { memberId, extraPermissions, withdrawnPermissions } = input;
  refuseUnknown(ctx.policy, { extraPermissions, withdrawnPermissions });
  const { place, isLastOwner } = await holdMember(ctx, memberId);
  const after = {
    role: input.role === undefined ? place.role : input.role,
    extra: extraPermissions ?? place.extra,
    withdrawn: withdrawnPermissions ?? place.withdrawn,
  };

  refuseWhoMayMoreAnywhere(giverOf(ctx), place);
  refuseMoreThanOneHas(giverOf(ctx), place, after);
  if (isLastOwner && after.role !== 'owner') throw workspacesError('last_owner', { memberId });
  const isLimited = after.withdrawn.length > 0 || place.locations.some((one) => one.withdrawn.length > 0);
  if (after.role === 'owner' && isLimited) throw workspacesError('owner_has_everything', { memberId });
  if (after.role === null && place.locations.length === 0)
    throw workspacesError('member_needs_a_role', { memberId });

  const changes = changed<db.RoleChange>(place, after, ['role', 'extra', 'withdrawn']);
  if (Object.keys(changes).length > 0) {
    await db.setMemberRole(ctx.tx, memberId, after, ctx.now);
    await ctx.record({
      category: 'membership',
      action: 'workspaces.member_changed',
      subject: { type: 'member', id: memberId },
      changes,
    });
    await ctx.publish(memberChanged, { memberId });
  }
  return showMember(ctx, memberId, outside);
}

export async function removeMember(ctx: Ctx, input: { memberId: MemberId }): Promise<Record<string, never>> {
  authorize(ctx, 'workspaces.manage_members');
  const held = await holdMember(ctx, input.memberId);
  refuseWhoMayMoreAnywhere(giverOf(ctx), held.place);
  return takeOut(ctx, held, 'workspaces.member_removed');
}

/** Whoever leaves does so themselves: a key that was made to read could otherwise throw out its maker. */
export async function leaveWorkspace(ctx: Ctx): Promise<Record<string, never>> {
  authorize(ctx, 'workspaces.read');
  if (ctx.actor.kind !== 'member') throw kitError('not_permitted', { who: ctx.actor.kind });
  return takeOut(ctx, await holdMember(ctx, ctx.actor.memberId), 'workspaces.member_left');
}

export interface HeldMember {
  readonly place: Place;
  readonly isLastOwner: boolean;
}

/** Until the transaction ends, neither this member nor any owner is changed by anybody else. */
export async function holdMember(ctx: Ctx, memberId: MemberId): Promise<HeldMember> {
  const held = await db.holdMemberAndOwners(ctx.tx, memberId);
  const place = held.find(({ isWanted }) => isWanted)?.place;
  if (!place) throw workspacesError('member_not_found', { memberId });
  const others = held.filter((one) => !one.isWanted && one.place.role === 'owner');
  return { place, isLastOwner: place.role === 'owner' && others.length === 0 };
}

export async function showMember(ctx: Ctx, memberId: MemberId, outside: WorkspacesOutside): Promise<Member> {
  const row = await db.findMember(ctx.tx, colleagues, memberId);
  if (!row) throw workspacesError('member_not_found', { memberId });
  return shown(ctx, row, outside);
}

/** What they asked others to goes with them: nobody is let in by somebody who is not there. */
async function takeOut(ctx: Ctx, { place, isLastOwner }: HeldMember, action: string) {
  const { memberId, userId, role } = place;
  if (isLastOwner) throw workspacesError('last_owner', { memberId });
  const by = memberOf(ctx.actor)?.memberId ?? null;
  await revokeInvitationsBy(ctx.tx, memberId, by === memberId ? null : by, ctx.now);
  const { keysCount } = await db.deleteMember(ctx.tx, memberId);
  await ctx.record({
    category: 'membership',
    action,
    subject: { type: 'member', id: memberId },
    changes: {
      userId: { from: userId },
      role: { from: role },
      ...(keysCount > 0 && { keysCount: { from: keysCount, to: 0 } }),
    },
  });
  await ctx.publish(memberChanged, { memberId });
  return {};
}

function shown(ctx: Ctx, { avatarKey, ...row }: db.MemberRow, outside: WorkspacesOutside): Member {
  return {
    ...row,
    avatarUrl: avatarKey === null ? null : outside.fileUrl(avatarKey, ctx.now),
    isYou: row.userId === memberOf(ctx.actor)?.userId,
  };
}
