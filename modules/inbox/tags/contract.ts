import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { TagId } from '../conversations/contract.ts';
import { line } from '../fields/contract.ts';

export const tagColors = ['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'] as const;
export type TagColor = (typeof tagColors)[number];
export const tagsOfWorkspaceMax = 500;
/** No more uses than so many are counted. */
export const tagUsesCountedMax = 1_000;

export const Tag = z.object({ id: TagId, name: z.string(), color: z.enum(tagColors) });
export type Tag = z.infer<typeof Tag>;

const Uses = z.number().int().max(tagUsesCountedMax).describe('No more than so many are counted.');
export const TagDetails = Tag.extend({
  conversationsCount: Uses,
  commentsCount: Uses,
  contactsCount: Uses,
  createdAt: z.coerce.date(),
});
export type TagDetails = z.infer<typeof TagDetails>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofTag = { ...inWorkspace, tagId: TagId };
const TagName = line(60);

export const listTags = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/tags',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'The tags of a workspace, by name',
  params: inWorkspace,
  query: pageQuery,
  reply: pageOf(Tag),
  etag: true,
});

export const getTag = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/tags/:tagId',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'One tag, and how much it is used',
  params: ofTag,
  reply: TagDetails,
  errors: ['inbox.tag_not_found'],
});

export const putTagDefinition = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/tags/:tagId',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Add a tag, or change it',
  params: ofTag,
  body: { name: TagName, color: z.enum(tagColors).default('gray') },
  reply: Tag,
  errors: ['inbox.tag_exists', 'inbox.workspace_has_too_many_tags'],
});

export const patchTag = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/inbox/tags/:tagId',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Rename a tag, or give it another colour',
  params: ofTag,
  body: { name: TagName.optional(), color: z.enum(tagColors).optional() },
  reply: Tag,
  errors: ['inbox.tag_not_found', 'inbox.tag_exists'],
});

/** It goes from everything it was put on. */
export const deleteTag = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/tags/:tagId',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Remove a tag from the workspace and from all it is on',
  params: ofTag,
  status: 204,
  reply: z.void(),
  errors: ['inbox.tag_not_found'],
});

export const tagChanged = event({
  name: 'inbox.tag_changed',
  payload: z.object({ tagId: TagId }),
  key: ({ tagId }) => tagId,
});

export const tagsEvents = [tagChanged] as const;

export const tagsErrors = {
  tag_exists: [409, 'There is a tag of this name already.'],
  workspace_has_too_many_tags: [409, `A workspace has ${tagsOfWorkspaceMax} tags at most.`],
} as const;
