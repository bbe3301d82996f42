import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import {
  changesOf,
  line,
  MailAddress,
  nameLengthMax,
  paragraphs,
  Slug,
  Timezone,
} from '../fields/contract.ts';
import { locationChanged, locationsErrors } from '../locations/contract.ts';
import { settingsFields, Workspace, WorkspaceDetails, workspaceKinds } from '../opened/contract.ts';

export { nameLengthMax, Slug, slugLengthMax, slugOf, Timezone } from '../fields/contract.ts';
export * from '../locations/contract.ts';
export * from '../opened/contract.ts';
export * from '../opening-hours/contract.ts';

export const trialDays = 14;
/** To change one's mind in; then the workspace and all that is in it go for good. */
export const deletionGraceDays = 30;
/** That one person may own. */
export const ownedWorkspacesMax = 200;
/** That one holding may have. */
export const childrenMax = 500;
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
export const pictureUploadBytesMax = 8 * 1024 ** 2;

const Figures = z.object({ membersCount: z.number().int(), locationsCount: z.number().int() });

/** A workspace under a holding, as the holding sees it: its name and its figures, nothing that is in it. */
export const ChildWorkspace = Figures.extend({
  id: WorkspaceId,
  name: z.string(),
  slug: z.string(),
  kind: z.enum(workspaceKinds),
});
export type ChildWorkspace = z.infer<typeof ChildWorkspace>;
export const ChildrenTotals = Figures.extend({ childrenCount: z.number().int() });

const inWorkspace = { workspaceId: WorkspaceId };

export const listDeletedWorkspaces = endpoint({
  method: 'GET',
  path: '/workspaces/deleted',
  audience: 'person',
  summary: 'Workspaces of yours that were deleted and can still be brought back',
  query: pageQuery,
  reply: pageOf(Workspace),
});

/** PUT with an id the caller made: a retry after a lost answer is the same workspace, not a second one. */
export const putWorkspace = endpoint({
  method: 'PUT',
  path: '/workspaces/:newWorkspaceId',
  audience: 'person',
  summary: 'Make a workspace; you are its owner',
  params: { newWorkspaceId: WorkspaceId },
  body: {
    name: line(nameLengthMax),
    kind: z.enum(['brand', 'agency', 'holding']),
    slug: Slug.optional().describe('Its address. Made of the name when it is left out.'),
    timezone: Timezone,
    parentId: WorkspaceId.optional().describe('A holding you own.'),
  },
  reply: Workspace,
  errors: [
    'workspaces.workspace_not_found',
    'workspaces.slug_is_taken',
    'workspaces.too_many_workspaces',
    'workspaces.holding_not_found',
    'workspaces.holding_is_full',
    'workspaces.holding_has_no_parent',
  ],
});

export const putWorkspaceRestoration = endpoint({
  method: 'PUT',
  path: '/workspaces/:deletedWorkspaceId/restoration',
  audience: 'person',
  summary: 'Bring back a deleted workspace you own',
  params: { deletedWorkspaceId: WorkspaceId },
  reply: Workspace,
  errors: ['workspaces.workspace_not_found'],
});

export const patchWorkspace = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId',
  audience: 'workspace',
  permission: 'workspaces.manage_settings',
  summary: 'Change what is given of a workspace',
  params: inWorkspace,
  body: {
    name: line(nameLengthMax).optional(),
    slug: Slug.optional(),
    description: paragraphs(2_000).nullish(),
    timezone: Timezone.optional(),
    billingEmail: MailAddress.nullish(),
    kind: z.enum(['brand', 'agency']).optional(),
    settings: changesOf(settingsFields).optional(),
  },
  reply: WorkspaceDetails,
  errors: ['workspaces.slug_is_taken', 'workspaces.kind_is_fixed'],
});
export type WorkspaceChanges = z.infer<typeof patchWorkspace.body>;

export const deleteWorkspace = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId',
  audience: 'workspace',
  permission: 'workspaces.delete',
  summary: `Delete a workspace; an owner can bring it back for ${deletionGraceDays} days`,
  params: inWorkspace,
  reply: z.object({ deletedAt: z.coerce.date(), goneAfter: z.coerce.date() }),
  errors: ['workspaces.workspace_is_personal'],
});

export const putWorkspaceAvatar = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/avatar',
  audience: 'workspace',
  permission: 'workspaces.manage_settings',
  summary: "Set the workspace's picture",
  params: inWorkspace,
  upload: { bytesMax: pictureUploadBytesMax, types: pictureTypes },
  reply: z.object({ avatarUrl: z.string() }),
  errors: ['image.unreadable', 'image.too_large'],
});

export const deleteWorkspaceAvatar = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/avatar',
  audience: 'workspace',
  permission: 'workspaces.manage_settings',
  summary: "Take the workspace's picture away",
  params: inWorkspace,
  reply: z.object({}),
});

export const postTransfer = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/transfer',
  audience: 'workspace',
  permission: 'workspaces.transfer',
  summary: 'Make another member the owner in your place; you become an admin',
  params: inWorkspace,
  body: { memberId: MemberId },
  reply: z.object({ ownerId: MemberId }),
  errors: [
    'workspaces.workspace_is_personal',
    'workspaces.new_owner_not_found',
    'workspaces.member_is_owner_already',
  ],
});

export const putParent = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/parent',
  audience: 'workspace',
  permission: 'workspaces.manage_children',
  summary: 'Put this workspace under a holding you own',
  params: inWorkspace,
  body: { parentId: WorkspaceId },
  reply: z.object({ parent: z.object({ id: WorkspaceId, name: z.string() }) }),
  errors: [
    'workspaces.holding_not_found',
    'workspaces.holding_is_full',
    'workspaces.holding_has_no_parent',
    'workspaces.workspace_is_personal',
  ],
});

export const deleteParent = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/parent',
  audience: 'workspace',
  permission: 'workspaces.manage_children',
  summary: 'Take this workspace out of its holding',
  params: inWorkspace,
  reply: z.object({}),
});

export const listChildren = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/children',
  audience: 'workspace',
  permission: 'workspaces.manage_children',
  summary: 'The workspaces of a holding by name, with their figures and the sum of all',
  params: inWorkspace,
  query: pageQuery,
  reply: z.object({
    items: z.array(ChildWorkspace),
    next: z.string().nullable(),
    totals: ChildrenTotals,
  }),
  etag: true,
});

export const deleteChild = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/children/:childId',
  audience: 'workspace',
  permission: 'workspaces.manage_children',
  summary: 'Let a workspace of this holding go; it stays what it is, without a holding',
  params: { ...inWorkspace, childId: WorkspaceId },
  reply: z.object({}),
  errors: ['workspaces.child_not_found'],
});

const WorkspaceChange = z.enum(['made', 'changed', 'moved', 'transferred', 'deleted', 'restored']);
export type WorkspaceChange = z.infer<typeof WorkspaceChange>;

/** Something about the workspace itself changed. */
export const workspaceChanged = event({
  name: 'workspaces.workspace_changed',
  payload: z.object({ change: WorkspaceChange }),
  forCustomers: true,
});

export const placesEvents = [locationChanged, workspaceChanged];

/** What may be refused here. */
export const placesErrors = {
  ...locationsErrors,
  workspace_not_found: [404, 'This workspace does not exist, or it is not yours.'],
  slug_is_taken: [409, 'This address is taken. Choose another.'],
  too_many_workspaces: [409, 'You own as many workspaces as one person can. Delete one first.'],
  kind_is_fixed: [409, 'Only a brand can become an agency, and an agency a brand.'],
  workspace_is_personal: [
    409,
    'This workspace belongs to its person: it cannot be handed over, deleted or put under a holding.',
  ],
  holding_not_found: [404, 'This holding does not exist, or you do not own it.'],
  holding_is_full: [409, 'This holding has as many workspaces as one can have.'],
  holding_has_no_parent: [409, 'A holding cannot belong to another holding.'],
  child_not_found: [404, 'This workspace does not belong to this holding.'],
  new_owner_not_found: [404, 'This person is not a member here.'],
  member_is_owner_already: [409, 'This person is an owner already.'],
} as const;
