import { randomUUID } from 'node:crypto';
import { type Ctx, memberOf, type Role, type Unit } from '../../../kit/ctx.ts';
import { AppError, kitError } from '../../../kit/errors.ts';
import { invalidInput } from '../../../kit/http/failure.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { colleagues, hashOf } from '../../identity/index.ts';
import { workspacesError } from '../contract.ts';
import type { WorkspacesOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import { giverOf, refuseOfferOf } from './authority.ts';
import * as wire from './contract.ts';
import { invitationLetter } from './invitation-letter.ts';
import { newInvitationToken } from './invitation-tokens.ts';
import * as db from './invitations.sql.ts';
import { sendInvitation } from './jobs.ts';
import { findMemberByEmail } from './members.sql.ts';

const dayMs = 24 * 3_600_000;
const requeueAfterMs = 10 * 60_000;
const requeueMax = 200;

type Invitation = wire.Invitation;
interface Offer {
  readonly role: Role | null;
  readonly locationRoles: readonly wire.InvitedLocation[];
}
export type Named = { readonly invitationId: wire.InvitationId };

export async function listInvitations(
  ctx: Ctx,
  input: PageQuery & { status?: wire.InvitationStatus | undefined },
): Promise<Page<Invitation>> {
  authorize(ctx, 'workspaces.manage_members');
  return db.invitationsOfWorkspace(ctx.tx, colleagues, { status: input.status, now: ctx.now }, input);
}

/** The caller made the id, so a request that comes twice is one invitation, and one mail. */
export async function invite(
  ctx: Ctx,
  input: Named & Offer & { email?: string | undefined },
  outside: WorkspacesOutside,
): Promise<wire.SentInvitation> {
  authorize(ctx, 'workspaces.manage_members');
  const inviter = memberOf(ctx.actor);
  if (!inviter) throw kitError('not_permitted', { who: ctx.actor.kind });
  const earlier = await findSame(ctx, input);
  if (earlier) return earlier;
  await refuseOffer(ctx, input);
  if (input.email !== undefined) await makeRoomFor(ctx, input.email, inviter.memberId);

  const token = input.email === undefined ? newInvitationToken(ctx.workspaceId) : undefined;
  const made = await db.insertInvitation(ctx.tx, {
    workspaceId: ctx.workspaceId,
    id: input.invitationId,
    email: input.email ?? null,
    tokenHash: token === undefined ? null : hashOf(token),
    role: input.role,
    locationRoles: input.locationRoles,
    invitedBy: inviter.memberId,
    createdAt: ctx.now,
    expiresAt: expiryFrom(ctx.now),
  });
  if (made === 0) {
    // Two requests with one id, or one address: the other one wrote it meanwhile.
    const same = await findSame(ctx, input);
    if (same) return same;
    throw workspacesError('already_invited', { invitationId: input.invitationId });
  }
  await ctx.record({
    category: 'membership',
    action: 'workspaces.member_invited',
    subject: { type: 'invitation', id: input.invitationId },
    changes: {
      email: { to: input.email ?? null },
      role: { to: input.role },
      locationRoles: { to: input.locationRoles },
    },
  });
  return sent(ctx, input.invitationId, token, outside);
}

/** The link before is dead from this moment on, also while the mail with the new one is still under way. */
export async function resendInvitation(
  ctx: Ctx,
  input: Named,
  outside: WorkspacesOutside,
): Promise<wire.SentInvitation> {
  authorize(ctx, 'workspaces.manage_members');
  const { invitationId: id } = input;
  const held = await db.holdInvitation(ctx.tx, id, ctx.now);
  if (!held) throw workspacesError('invitation_not_found', { id });
  if (held.status !== 'open' && held.status !== 'expired')
    throw workspacesError('invitation_is_over', { id });
  refuseOfferOf(giverOf(ctx), held);
  if (held.sentCount >= wire.invitationSendingsMax)
    throw workspacesError('invitation_was_sent_too_often', { id });
  const pauseEndsAt = held.updatedAt.getTime() + wire.invitationPauseSeconds * 1_000;
  if (held.email !== null && ctx.now.getTime() < pauseEndsAt)
    throw workspacesError('invitation_was_just_sent', { id });

  const token = held.email === null ? newInvitationToken(ctx.workspaceId) : undefined;
  await db.renewInvitation(ctx.tx, {
    id,
    tokenHash: token === undefined ? null : hashOf(token),
    expiresAt: expiryFrom(ctx.now),
    at: ctx.now,
  });
  await ctx.record({
    category: 'membership',
    action: 'workspaces.invitation_sent_again',
    subject: { type: 'invitation', id },
    changes: { sentCount: { from: held.sentCount, to: held.sentCount + 1 } },
  });
  return sent(ctx, id, token, outside);
}

export async function revokeInvitation(ctx: Ctx, { invitationId: id }: Named): Promise<Invitation> {
  authorize(ctx, 'workspaces.manage_members');
  const by = memberOf(ctx.actor)?.memberId ?? null;
  const revoked = await db.revokeInvitation(ctx.tx, id, by, ctx.now);
  const invitation = await db.findInvitation(ctx.tx, colleagues, id, ctx.now);
  if (!invitation) throw workspacesError('invitation_not_found', { id });
  if (invitation.status === 'accepted') throw workspacesError('invitation_is_over', { id });
  if (revoked === 0) return invitation;
  await ctx.record({
    category: 'membership',
    action: 'workspaces.invitation_revoked',
    subject: { type: 'invitation', id },
    changes: { email: { from: invitation.email }, role: { from: invitation.role } },
  });
  await ctx.publish(wire.invitationChanged, { invitationId: id });
  return invitation;
}

/**
 * Makes the link, lets go of the database, and writes to them. Run again after a crash in between, it makes another
 * one: they may then have two mails, of which the newer opens. An answer that was lost counts as sent.
 */
export async function deliverInvitation(
  unit: Unit,
  { invitationId: id }: Named,
  outside: WorkspacesOutside,
): Promise<void> {
  const token = newInvitationToken(unit.workspaceId);
  const tokenHash = hashOf(token);
  const facts = await unit.work((ctx) => db.claimInvitation(ctx.tx, colleagues, id, tokenHash, ctx.now));
  if (!facts) return;
  const link = linkOf(token, outside);
  const letter = invitationLetter({ ...facts, link }, outside.brand);
  const failure = await outside.mail
    .send({ ...letter, to: facts.email, messageId: randomUUID(), signal: unit.signal })
    .then(() => undefined, outcomeOf);

  await unit.work(async (ctx) => {
    if (!failure) await db.markInvitationSent(ctx.tx, id, tokenHash, ctx.now);
    else await giveUp(ctx, id, failure);
    await ctx.publish(wire.invitationChanged, { invitationId: id });
  });
}

/** Nobody has its link: it is over, and says so in the list. */
async function giveUp(ctx: Ctx, id: wire.InvitationId, errorCode: string): Promise<void> {
  if ((await db.revokeInvitation(ctx.tx, id, null, ctx.now)) === 0) return;
  await ctx.record({
    category: 'membership',
    action: 'workspaces.invitation_not_delivered',
    subject: { type: 'invitation', id },
    errorCode,
  });
}

/** Takes no input, and finds the mail that no job is sending any more. */
export async function requeueInvitations(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - requeueAfterMs);
  for (const { id } of await db.unsentInvitations(ctx.tx, before, ctx.now, requeueMax)) {
    await ctx.enqueue(sendInvitation, { invitationId: id });
  }
}

async function refuseOffer(ctx: Ctx, offer: Offer): Promise<void> {
  const ids = offer.locationRoles.map(({ locationId }) => locationId);
  if (offer.role === null && ids.length === 0) {
    const message = 'Choose a role, here or at a location.';
    throw invalidInput([{ path: 'body.role', code: 'role_missing', message }]);
  }
  if (new Set(ids).size < ids.length) {
    const message = 'Name each location once.';
    throw invalidInput([{ path: 'body.locationRoles', code: 'location_repeated', message }]);
  }
  refuseOfferOf(giverOf(ctx), offer);
  if (ids.length > 0 && (await db.countLocations(ctx.tx, ids)).count < ids.length)
    throw workspacesError('location_not_found', { ids });
  const { count } = await db.countUndecidedInvitations(ctx.tx, wire.invitationsOpenMax);
  if (count >= wire.invitationsOpenMax) throw workspacesError('too_many_invitations');
}

async function makeRoomFor(ctx: Ctx, email: string, by: MemberId): Promise<void> {
  const member = await findMemberByEmail(ctx.tx, colleagues, email);
  if (member) throw workspacesError('already_a_member', { memberId: member.id });
  await db.revokeExpiredInvitations(ctx.tx, email, by, ctx.now);
}

/** The same request as before; its link was shown then, if there was one. Another one under its id is refused. */
async function findSame(
  ctx: Ctx,
  input: Named & Offer & { email?: string | undefined },
): Promise<wire.SentInvitation | undefined> {
  const earlier = await db.findInvitation(ctx.tx, colleagues, input.invitationId, ctx.now);
  if (!earlier) return undefined;
  const said = ({ role, locationRoles }: Offer) =>
    JSON.stringify([role, locationRoles.map((one) => `${one.locationId} ${one.role}`).sort()]);
  if (earlier.email !== (input.email ?? null) || said(earlier) !== said(input))
    throw workspacesError('invitation_is_another', { id: input.invitationId });
  return { ...earlier, link: null };
}

async function sent(
  ctx: Ctx,
  id: wire.InvitationId,
  token: string | undefined,
  outside: WorkspacesOutside,
): Promise<wire.SentInvitation> {
  if (token === undefined) await ctx.enqueue(sendInvitation, { invitationId: id });
  await ctx.publish(wire.invitationChanged, { invitationId: id });
  const invitation = (await db.findInvitation(ctx.tx, colleagues, id, ctx.now))!;
  return { ...invitation, link: token === undefined ? null : linkOf(token, outside) };
}

const expiryFrom = (now: Date) => new Date(now.getTime() + wire.invitationDays * dayMs);
const linkOf = (token: string, { publicUrl }: WorkspacesOutside) =>
  `${publicUrl}${wire.invitationPath(token)}`;

/** Final, or not known: it is not written again. What passes is thrown, and the job comes back. */
function outcomeOf(error: unknown): string | undefined {
  if (error instanceof AppError && error.code === 'mail.rejected') return error.code;
  if (error instanceof AppError && error.code === 'mail.unknown_outcome') return undefined;
  throw error;
}
