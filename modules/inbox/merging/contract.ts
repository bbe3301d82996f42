import { z } from 'zod';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Colleague } from '../../workspaces/contract.ts';
import { ContactId } from '../conversations/contract.ts';

export const MergeId = z.uuid().brand<'MergeId'>();
export type MergeId = z.infer<typeof MergeId>;
export const ContactExportId = z.uuid().brand<'ContactExportId'>();
export type ContactExportId = z.infer<typeof ContactExportId>;

/** So many contacts can be part of one at a time. */
export const mergesMax = 50;
/** For so long what was asked for can be fetched. */
export const exportGoodForMinutes = 15;

/** Two contacts who are one person, and how much of the other came along. */
export const Merge = z.object({
  id: MergeId,
  contactId: ContactId,
  otherId: ContactId,
  /** As the other is called. */
  otherName: z.string(),
  identitiesCount: z.number().int(),
  notesCount: z.number().int(),
  tagsCount: z.number().int(),
  mergedAt: z.coerce.date(),
  mergedBy: Colleague.nullable(),
  undoneAt: z.coerce.date().nullable(),
  undoneBy: Colleague.nullable(),
});
export type Merge = z.infer<typeof Merge>;

const ofContact = { workspaceId: WorkspaceId, contactId: ContactId };
const ofMerge = { ...ofContact, mergeId: MergeId };
const changeable = ['inbox.contact_not_found', 'inbox.contact_is_erased', 'inbox.contact_is_merged'];

export const listMerges = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/contacts/:contactId/merges',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Which contacts are part of this one, or were, newest first',
  params: ofContact,
  query: pageQuery,
  reply: pageOf(Merge),
  errors: ['inbox.contact_not_found'],
  etag: true,
});

/** The other one's channels, tags, notes and consents come along; of its profile, what this one has not. */
export const putMerge = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/contacts/:contactId/merges/:mergeId',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Make another contact part of this one: they are the same person',
  params: ofMerge,
  body: { otherId: ContactId },
  reply: Merge,
  errors: [
    ...changeable,
    'inbox.contact_is_elsewhere_too',
    'inbox.contact_is_this_one',
    'inbox.too_many_merges',
    'inbox.merge_reused',
  ],
});

/** Exactly what came along goes back; what was added since stays. */
export const deleteMerge = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/contacts/:contactId/merges/:mergeId',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Make two contacts of one again',
  params: ofMerge,
  reply: Merge,
  errors: [...changeable, 'inbox.contact_is_elsewhere_too', 'inbox.merge_not_found'],
});

/** Written down before anything leaves the house; fetched with the same id within minutes. */
export const putContactExport = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/contacts/:contactId/exports/:exportId',
  audience: 'workspace',
  permission: 'inbox.export',
  summary: 'Ask for everything known of a contact',
  params: { ...ofContact, exportId: ContactExportId },
  reply: z.object({ id: ContactExportId, goodUntil: z.coerce.date() }),
  errors: [...changeable, 'inbox.contact_is_elsewhere_too', 'inbox.export_reused'],
});

export const getContactExport = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/contacts/:contactId/exports/:exportId',
  audience: 'workspace',
  permission: 'inbox.export',
  summary: 'Fetch everything known of a contact, as one JSON file',
  params: { ...ofContact, exportId: ContactExportId },
  reply: Bytes,
  bytes: 'application/json',
  errors: [...changeable, 'inbox.contact_is_elsewhere_too', 'inbox.export_not_found'],
});

export const mergingErrors = {
  contact_is_this_one: [400, 'Choose another contact: this is the same one.'],
  too_many_merges: [409, `A contact can be made of ${mergesMax} others at most.`],
  merge_not_found: [404, 'These two are not one contact, or you cannot see it.'],
  merge_reused: [409, 'This id belongs to another merge.'],
  export_not_found: [404, 'This was not asked for, or too long ago. Ask for it again.'],
  export_reused: [409, 'This id belongs to another export.'],
} as const;
