import { z } from 'zod';
import { roles } from '../../../kit/ctx.ts';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId, UserId, WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { MailAddress, wordsOf } from '../../identity/contract.ts';
import { LocationId } from '../places/contract.ts';

export const InvitationId = z.uuid().brand<'InvitationId'>();
export type InvitationId = z.infer<typeof InvitationId>;

export const invitationDays = 7;
export const invitationSendingsMax = 10;
/** From one sending of an invitation to the next. */
export const invitationPauseSeconds = 60;
export const invitationsOpenMax = 500;
export const locationRolesMax = 200;
export const locationRolesPerInvitationMax = 50;
export const permissionsMax = 200;
const permissionLengthMax = 120;

/** The address of the page that a link opens. */
export const invitationPath = (token: string) => `/invitation?token=${token}`;

/** Nobody owns a location: it belongs to its workspace. */
export const locationRoles = ['admin', 'manager', 'member', 'viewer'] as const;
export type LocationRole = (typeof locationRoles)[number];

/** `inbox.reply`. Which there are is answered by `listPermissions`; one that is not among them is refused. */
export const PermissionName = z
  .string()
  .max(permissionLengthMax)
  .regex(/^[a-z]+(\.[a-z]+(_[a-z]+)*)+$/, 'Write a permission like workspaces.read.');
export const PermissionNames = z
  .array(PermissionName)
  .max(permissionsMax)
  .overwrite((names) => [...new Set(names)].sort());

/** Somebody as those who work with them see them. Their name is null once they are gone for good. */
export const Colleague = z.object({ memberId: MemberId, name: z.string().nullable() });
export type Colleague = z.infer<typeof Colleague>;

export const MemberLocation = z.object({
  locationId: LocationId,
  locationName: z.string(),
  role: z.enum(locationRoles),
  extraPermissions: z.array(z.string()),
  withdrawnPermissions: z.array(z.string()),
});
export type MemberLocation = z.infer<typeof MemberLocation>;

export const Member = z.object({
  id: MemberId,
  userId: UserId,
  name: z.string(),
  email: z.string(),
  username: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  /** Null for a guest, who has a role at some locations only. */
  role: z.enum(roles).nullable(),
  /** Given beyond the role, and taken from it. What was taken stays taken, whatever else gives it. */
  extraPermissions: z.array(z.string()),
  withdrawnPermissions: z.array(z.string()),
  locations: z.array(MemberLocation),
  joinedAt: z.coerce.date(),
  invitedBy: Colleague.nullable(),
  isYou: z.boolean(),
});
export type Member = z.infer<typeof Member>;

/** `undelivered`: no mail server took it. It is over, and a new one can be made. */
export const invitationStatuses = ['open', 'accepted', 'revoked', 'expired', 'undelivered'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

const InvitedLocation = z.object({ locationId: LocationId, role: z.enum(locationRoles) });
export type InvitedLocation = z.infer<typeof InvitedLocation>;

export const Invitation = z.object({
  id: InvitationId,
  /** Null: a link, for whoever has it. */
  email: z.string().nullable(),
  role: z.enum(roles).nullable(),
  locationRoles: z.array(InvitedLocation),
  status: z.enum(invitationStatuses),
  invitedBy: Colleague.nullable(),
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
  /** When the newest mail left, or the newest link was shown; null while the mail is on its way. */
  sentAt: z.coerce.date().nullable(),
  sentCount: z.number().int(),
  acceptedAt: z.coerce.date().nullable(),
  acceptedBy: Colleague.nullable(),
  revokedAt: z.coerce.date().nullable(),
});
export type Invitation = z.infer<typeof Invitation>;

/** `link` is what there is to pass on, where nobody is written to. It is shown this once and kept nowhere. */
export const SentInvitation = Invitation.extend({ link: z.string().nullable() });
export type SentInvitation = z.infer<typeof SentInvitation>;

/** What somebody who holds the link is told before they accept. */
export const InvitationPreview = z.object({
  workspaceName: z.string(),
  invitedBy: z.string(),
  role: z.enum(roles).nullable(),
  locations: z.array(z.object({ name: z.string(), role: z.enum(locationRoles) })),
  /** `a•••@example.com`; null: whoever has the link may accept. */
  email: z.string().nullable(),
  expiresAt: z.coerce.date(),
});
export type InvitationPreview = z.infer<typeof InvitationPreview>;

export const Permission = z.object({
  name: z.string(),
  module: z.string(),
  /** `Manage members` */
  label: z.string(),
  /** Who has it without being given it: roles, `guest` and `autopilot`. */
  roles: z.array(z.enum([...roles, 'guest', 'autopilot'])),
  /** Whether whoever asks has it in the whole workspace. */
  isYours: z.boolean(),
});
export type Permission = z.infer<typeof Permission>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofMember = { ...inWorkspace, memberId: MemberId };
const atLocation = { ...ofMember, locationId: LocationId };
const ofInvitation = { ...inWorkspace, invitationId: InvitationId };
const nothing = z.object({});
const noMember = 'workspaces.member_not_found';
const noLocation = 'workspaces.location_not_found';
const needsRole = 'workspaces.member_needs_a_role';
const escalation = ['workspaces.not_yours_to_give', 'workspaces.only_owners_change_owners'] as const;
const invitationToken = z.string().min(1).max(500);

export const listMembers = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/members',
  audience: 'workspace',
  permission: 'workspaces.read_members',
  summary: 'Who works here, those who joined first before the others',
  params: inWorkspace,
  query: {
    ...pageQuery,
    q: wordsOf,
    role: z.enum([...roles, 'guest']).optional(),
  },
  reply: pageOf(Member),
  etag: true,
});

export const getMember = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/members/:memberId',
  audience: 'workspace',
  permission: 'workspaces.read_members',
  summary: 'One of them',
  params: ofMember,
  reply: Member,
  errors: [noMember],
});

/** What is left out stays as it is. Counts from the next request on, also for keys and open streams. */
export const patchMember = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/members/:memberId',
  audience: 'workspace',
  permission: 'workspaces.manage_members',
  summary: 'Give a member another role, permissions beyond it, or fewer',
  params: ofMember,
  body: {
    role: z.enum(roles).nullable().optional(),
    extraPermissions: PermissionNames.optional(),
    withdrawnPermissions: PermissionNames.optional(),
  },
  reply: Member,
  errors: [
    ...[noMember, ...escalation, needsRole],
    ...['workspaces.last_owner', 'workspaces.owner_has_everything'],
  ],
});

export const deleteMember = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/members/:memberId',
  audience: 'workspace',
  permission: 'workspaces.manage_members',
  summary: 'Remove a member, together with the keys they made',
  params: ofMember,
  reply: nothing,
  errors: [noMember, ...escalation, 'workspaces.last_owner'],
});

export const putMemberLocation = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/members/:memberId/locations/:locationId',
  audience: 'workspace',
  permission: 'workspaces.manage_members',
  summary: 'Give a member a role at one location',
  params: atLocation,
  body: {
    role: z.enum(locationRoles),
    extraPermissions: PermissionNames.default([]),
    withdrawnPermissions: PermissionNames.default([]),
  },
  reply: Member,
  errors: [
    ...[noMember, noLocation, ...escalation],
    ...['workspaces.owner_has_everything', 'workspaces.too_many_locations'],
  ],
});

export const deleteMemberLocation = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/members/:memberId/locations/:locationId',
  audience: 'workspace',
  permission: 'workspaces.manage_members',
  summary: 'Take a role at one location away',
  params: atLocation,
  reply: Member,
  errors: [noMember, noLocation, ...escalation, needsRole],
});

/** For people only: a key cannot leave in the name of who made it. */
export const deleteMembership = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/membership',
  audience: 'workspace',
  permission: 'workspaces.read',
  summary: 'Leave this workspace',
  params: inWorkspace,
  reply: nothing,
  errors: ['workspaces.last_owner'],
});

export const listPermissions = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/permissions',
  audience: 'workspace',
  permission: 'workspaces.read',
  summary: 'Every permission there is, and which roles have it',
  params: inWorkspace,
  reply: z.object({ items: z.array(Permission) }),
  etag: true,
});

export const listInvitations = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/invitations',
  audience: 'workspace',
  permission: 'workspaces.manage_members',
  summary: 'Who was asked to join, newest first',
  params: inWorkspace,
  query: { ...pageQuery, status: z.enum(invitationStatuses).optional() },
  reply: pageOf(Invitation),
  etag: true,
});

/**
 * With an address, the link goes there by mail. Without one, the answer holds it: once, and not in an answer that is
 * repeated for the same Idempotency-Key. Sent again with the same id, it is the same invitation, and `link` is null.
 */
export const putInvitation = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/invitations/:invitationId',
  audience: 'workspace',
  permission: 'workspaces.manage_members',
  summary: 'Ask somebody to join, by mail or by a link',
  params: ofInvitation,
  body: {
    email: MailAddress.optional(),
    role: z.enum(roles).nullable(),
    locationRoles: z.array(InvitedLocation).max(locationRolesPerInvitationMax).default([]),
  },
  reply: SentInvitation,
  shownOnce: ['link'],
  errors: [
    ...escalation,
    noLocation,
    'workspaces.already_a_member',
    'workspaces.already_invited',
    'workspaces.invitation_is_another',
    'workspaces.too_many_invitations',
  ],
  limit: { count: 60, seconds: 60 },
});

/** A new link in any case: the one before opens nothing any more. Its days begin anew. */
export const postInvitationResend = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/invitations/:invitationId/resend',
  audience: 'workspace',
  permission: 'workspaces.manage_members',
  summary: 'Send an invitation again, or make another link',
  params: ofInvitation,
  reply: SentInvitation,
  shownOnce: ['link'],
  errors: [
    'workspaces.invitation_not_found',
    'workspaces.invitation_is_over',
    'workspaces.invitation_was_just_sent',
    'workspaces.invitation_was_sent_too_often',
    ...escalation,
  ],
  limit: { count: 30, seconds: 60 },
});

export const deleteInvitation = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/invitations/:invitationId',
  audience: 'workspace',
  permission: 'workspaces.manage_members',
  summary: 'Revoke an invitation; its link opens nothing any more',
  params: ofInvitation,
  reply: Invitation,
  errors: ['workspaces.invitation_not_found', 'workspaces.invitation_is_over'],
});

/** Used, revoked, expired and made up are the same answer. */
export const getInvitation = endpoint({
  method: 'GET',
  path: '/invitations/:token',
  audience: 'anybody',
  summary: 'What an invitation is for',
  params: { token: invitationToken },
  reply: InvitationPreview,
  errors: ['workspaces.invitation_not_found'],
  limit: { count: 30, seconds: 60 },
});

export const postInvitationAcceptance = endpoint({
  method: 'POST',
  path: '/invitations/acceptance',
  audience: 'person',
  summary: 'Accept an invitation',
  body: { token: invitationToken },
  reply: z.object({ workspaceId: WorkspaceId, memberId: MemberId }),
  errors: [
    'workspaces.invitation_not_found',
    'workspaces.invitation_is_for_another',
    'workspaces.address_is_not_confirmed',
    'workspaces.already_a_member',
  ],
  limit: { count: 30, seconds: 60 },
});

/** Somebody joined, left, or may do something else than before. */
export const memberChanged = event({
  name: 'workspaces.member_changed',
  payload: z.object({ memberId: MemberId }),
  key: ({ memberId }) => memberId,
});

export const invitationChanged = event({
  name: 'workspaces.invitation_changed',
  payload: z.object({ invitationId: InvitationId }),
  key: ({ invitationId }) => invitationId,
});

export const membersEvents = [memberChanged, invitationChanged] as const;

/** What may be refused here. */
export const membersErrors = {
  member_not_found: [404, 'This member does not exist, or you cannot see them.'],
  not_yours_to_give: [403, 'You can only give or take what you may do yourself.'],
  only_owners_change_owners: [403, 'Only an owner can make, change or remove an owner.'],
  last_owner: [409, 'A workspace needs an owner. Make somebody else an owner first.'],
  owner_has_everything: [409, 'An owner may do everything. Give them another role to take something away.'],
  member_needs_a_role: [
    409,
    'Somebody without a role here needs one at a location. Give them one, or remove them.',
  ],
  too_many_locations: [
    409,
    `One member can have a role of their own at up to ${locationRolesMax} locations.`,
  ],
  already_a_member: [409, 'They are a member of this workspace already.'],
  already_invited: [409, 'This address has an open invitation already. Send it again, or revoke it first.'],
  invitation_is_another: [409, 'There is another invitation with this id already.'],
  too_many_invitations: [409, 'There are too many open invitations. Revoke some of them first.'],
  invitation_not_found: [404, 'This invitation does not exist or is not valid any more. Ask for a new one.'],
  invitation_is_over: [409, 'This invitation was accepted or revoked. Make a new one.'],
  invitation_was_just_sent: [429, 'This was sent a moment ago. Wait a minute before you send it again.'],
  invitation_was_sent_too_often: [
    409,
    `This was sent ${invitationSendingsMax} times. Check the address, and make a new invitation.`,
  ],
  invitation_is_for_another: [
    403,
    'This invitation was sent to another address. Sign in with that one, or ask for an invitation to yours.',
  ],
  address_is_not_confirmed: [
    403,
    'Confirm your e-mail address first: we sent you a link. Then open the invitation again.',
  ],
} as const;
