import { type Route, route, routeInSteps } from '../../../kit/http/endpoint.ts';
import type { WorkspacesOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { invite, listInvitations, resendInvitation, revokeInvitation } from './invitations.ts';
import { acceptInvitation, previewInvitation } from './invited.ts';
import { putMemberLocation, removeMemberLocation } from './member-locations.ts';
import { changeMember, getMember, leaveWorkspace, listMembers, removeMember } from './members.ts';
import { listPermissions } from './permissions.ts';

type Outside = WorkspacesOutside;

export const membersRoutes: readonly Route<Outside>[] = [
  route(wire.listMembers, (ctx, { query }, outside: Outside) => listMembers(ctx, query, outside)),
  route(wire.getMember, (ctx, { params }, outside: Outside) => getMember(ctx, params, outside)),
  route(wire.patchMember, (ctx, { params, body }, outside: Outside) =>
    changeMember(ctx, { ...params, ...body }, outside),
  ),
  route(wire.deleteMember, (ctx, { params }) => removeMember(ctx, params)),
  route(wire.putMemberLocation, (ctx, { params, body }, outside: Outside) =>
    putMemberLocation(ctx, { ...params, ...body }, outside),
  ),
  route(wire.deleteMemberLocation, (ctx, { params }, outside: Outside) =>
    removeMemberLocation(ctx, params, outside),
  ),
  route(wire.deleteMembership, (ctx) => leaveWorkspace(ctx)),
  route(wire.listPermissions, (ctx) => listPermissions(ctx)),
  route(wire.listInvitations, (ctx, { query }) => listInvitations(ctx, query)),
  route(wire.putInvitation, (ctx, { params, body }, outside: Outside) =>
    invite(ctx, { ...params, ...body }, outside),
  ),
  route(wire.postInvitationResend, (ctx, { params }, outside: Outside) =>
    resendInvitation(ctx, params, outside),
  ),
  route(wire.deleteInvitation, (ctx, { params }) => revokeInvitation(ctx, params)),
  routeInSteps(wire.getInvitation, (ctx, { params }) => previewInvitation(ctx, params)),
  route(wire.postInvitationAcceptance, (ctx, { body }) => acceptInvitation(ctx, body)),
];
