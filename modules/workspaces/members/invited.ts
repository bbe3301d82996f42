import { type Ctx, type OpenCtx, type PersonCtx, type Role, roles, type StepsCtx } from '../../../kit/ctx.ts';
import { MemberId, newId, type UserId, type WorkspaceId } from '../../../kit/ids.ts';
import { colleagues, hashOf } from '../../identity/index.ts';
import { workspacesError } from '../contract.ts';
import { mayStillOffer } from './authority.ts';
import { type InvitationPreview, invitationChanged, memberChanged } from './contract.ts';
import type { Place } from './door.sql.ts';
import { actorOf } from './door.ts';
import { workspaceOfToken } from './invitation-tokens.ts';
import * as db from './invitations.sql.ts';
import * as members from './members.sql.ts';

/** For whoever holds the link. Made up, used, revoked and expired are the same answer. */
export async function previewInvitation(
  ctx: StepsCtx,
  { token }: { token: string },
): Promise<InvitationPreview> {
  const found = await ctx.work((open) => lookUp(open, token));
  if (!found) throw workspacesError('invitation_not_found');
  const { workspaceName, inviterName, role, locations, email, expiresAt } = found;
  return {
    workspaceName,
    invitedBy: inviterName,
    role,
    locations,
    email: email === null ? null : masked(email),
    expiresAt,
  };
}

/** Whether somebody with this address may sign up by this invitation where sign-up is not open. */
export async function isInvited(ctx: OpenCtx, token: string, email: string): Promise<boolean> {
  const found = await lookUp(ctx, token);
  return found !== undefined && (found.email === null || found.email === email);
}

/**
 * Makes a member of the person, or more of the member they are. A mail is for the person it was sent to; a link is for
 * whoever has it. Either is good once, also when two come at the same moment.
 */
export async function acceptInvitation(
  ctx: PersonCtx,
  { token }: { token: string },
): Promise<{ workspaceId: WorkspaceId; memberId: MemberId }> {
  const workspaceId = workspaceOfToken(token);
  if (!workspaceId) throw workspacesError('invitation_not_found');
  const { userId } = ctx.actor;
  return ctx.into(workspaceId, async (inside) => {
    const invitation = await standing(inside, db.holdOpenInvitation, token);
    if (!invitation) throw workspacesError('invitation_not_found');
    await refuseStranger(inside, invitation, userId);

    const memberId = await join(inside, invitation, userId);
    await db.markInvitationAccepted(inside.tx, invitation.id, memberId, inside.now);
    await inside.record({
      category: 'membership',
      action: 'workspaces.member_joined',
      subject: { type: 'member', id: memberId },
      changes: { invitationId: { to: invitation.id }, role: { to: invitation.role } },
    });
    await inside.publish(memberChanged, { memberId });
    await inside.publish(invitationChanged, { invitationId: invitation.id });
    return { workspaceId, memberId };
  });
}

async function lookUp(ctx: OpenCtx, token: string): Promise<db.OpenInvitation | undefined> {
  const workspaceId = workspaceOfToken(token);
  return workspaceId && ctx.into(workspaceId, (inside) => standing(inside, db.findOpenInvitation, token));
}

/** Who offered it must still be somebody who may: or one who is about to be removed lets themselves in again. */
async function standing(
  { tx, now, policy }: Ctx,
  find: typeof db.findOpenInvitation,
  token: string,
): Promise<db.OpenInvitation | undefined> {
  const found = await find(tx, colleagues, hashOf(token), now);
  if (!found) return undefined;
  return mayStillOffer({ policy, actor: actorOf(found.inviter) }, found) ? found : undefined;
}

async function refuseStranger(ctx: Ctx, { email }: db.OpenInvitation, userId: UserId): Promise<void> {
  if (email === null) return;
  const acceptor = await db.findAcceptor(ctx.tx, colleagues, userId);
  if (acceptor?.email !== email) throw workspacesError('invitation_is_for_another');
  // Anybody may have signed up with this address and not have its mailbox.
  if (!acceptor.emailConfirmedAt) throw workspacesError('address_is_not_confirmed');
}

async function join(ctx: Ctx, invitation: db.OpenInvitation, userId: UserId): Promise<MemberId> {
  const id = newId(MemberId, ctx.now.getTime());
  const made = await members.insertMember(ctx.tx, {
    workspaceId: ctx.workspaceId,
    id,
    userId,
    role: invitation.role,
    createdAt: ctx.now,
    invitedBy: invitation.inviter.memberId,
    invitedAt: invitation.createdAt,
  });
  if (made === 0) return widen(ctx, invitation, userId);
  await giveLocations(ctx, id, invitation.locationRoles, []);
  return id;
}

/** Nobody loses anything by accepting; who would gain nothing is told so, and the link stays good for another. */
async function widen(ctx: Ctx, invitation: db.OpenInvitation, userId: UserId): Promise<MemberId> {
  const { place } = (await members.holdMemberOfPerson(ctx.tx, userId))!;
  const role = stronger(place.role, invitation.role);
  const given = await giveLocations(ctx, place.memberId, invitation.locationRoles, place.locations);
  if (role === place.role && given === 0) throw workspacesError('already_a_member');
  if (role !== place.role) await members.setMemberRole(ctx.tx, place.memberId, { ...place, role }, ctx.now);
  return place.memberId;
}

async function giveLocations(
  ctx: Ctx,
  memberId: MemberId,
  offered: db.OpenInvitation['locationRoles'],
  present: Place['locations'],
): Promise<number> {
  let given = 0;
  for (const { locationId, role } of offered) {
    const before = present.find((one) => one.locationId === locationId);
    if (before && stronger(before.role, role) === before.role) continue;
    const { extra, withdrawn } = before ?? { extra: [], withdrawn: [] };
    given += await members.putLocationRole(ctx.tx, {
      ...{ workspaceId: ctx.workspaceId, memberId, locationId, role, extra, withdrawn },
      at: ctx.now,
    });
  }
  return given;
}

const strengthOf = (role: Role | null) => (role === null ? roles.length : roles.indexOf(role));
const stronger = (a: Role | null, b: Role | null) => (strengthOf(a) <= strengthOf(b) ? a : b);

/** `a•••@example.com`: enough for who has the address to know it, too little for anybody else to write to it. */
const masked = (email: string) => `${[...email][0]}•••${email.slice(email.lastIndexOf('@'))}`;
