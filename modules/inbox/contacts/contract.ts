import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Colleague } from '../../workspaces/contract.ts';
import {
  ChannelBrief,
  ContactId,
  ConversationStatus,
  IdentityId,
  noteLengthMax,
  TagId,
} from '../conversations/contract.ts';
import { Language, line, paragraphs, Timezone } from '../fields/contract.ts';
import { mergingErrors } from '../merging/contract.ts';
import { ChannelId, ChannelPlatform, ConversationId } from '../messages/contract.ts';
import { tagsErrors, tagsEvents } from '../tags/contract.ts';

export const contactTagsMax = 50;
export const fieldsMax = 50;
/** Of all of them together, as JSON. */
export const fieldsBytesMax = 12_000;
export const identitiesShownMax = 50;
export const conversationsShownMax = 20;

/** The workspace's own, by name: what no platform tells. */
export const ContactField = z.union([line(2_000), z.number(), z.boolean()]);
export type ContactField = z.infer<typeof ContactField>;
/** What an object has of its own is no name of a field. */
const FieldName = line(60).refine((name) => name !== '__proto__', 'Choose another name.');
export const ContactFields = z.record(z.string(), ContactField);

export const ContactSummary = z.object({
  id: ContactId,
  /** As we call them, or as they call themselves. */
  name: z.string(),
  username: z.string().nullable(),
  pictureUrl: z.string().nullable(),
  language: z.string().nullable(),
  platforms: z.array(ChannelPlatform),
  tagIds: z.array(TagId),
  /** When they last wrote, commented or reacted; null: they never did. */
  heardAt: z.coerce.date().nullable(),
  isDemo: z.boolean(),
});
export type ContactSummary = z.infer<typeof ContactSummary>;

export const ContactIdentity = z.object({
  id: IdentityId,
  channel: ChannelBrief,
  /** In the platform's words: an id of its own, a number, a mail address. */
  platformUserId: z.string(),
  username: z.string().nullable(),
  name: z.string().nullable(),
  profileUrl: z.string().nullable(),
  pictureUrl: z.string().nullable(),
});
export type ContactIdentity = z.infer<typeof ContactIdentity>;

export const consentKinds = ['marketing', 'data', 'profiling'] as const;
export const consentStatuses = ['granted', 'withdrawn'] as const;
export const ConsentId = z.uuid().brand<'ConsentId'>();
export type ConsentId = z.infer<typeof ConsentId>;
export const Consent = z.object({
  id: ConsentId,
  kind: z.enum(consentKinds),
  status: z.enum(consentStatuses),
  source: z.string().nullable(),
  happenedAt: z.coerce.date(),
  by: Colleague.nullable(),
});
export type Consent = z.infer<typeof Consent>;

export const ContactConversation = z.object({
  id: ConversationId,
  channelId: ChannelId,
  platform: ChannelPlatform,
  channelName: z.string(),
  subject: z.string().nullable(),
  status: ConversationStatus,
  lastText: z.string().nullable(),
  lastAt: z.coerce.date(),
});

export const Contact = ContactSummary.extend({
  /** As somebody of us named them; null: they are called what they call themselves. */
  givenName: z.string().nullable(),
  timezone: z.string().nullable(),
  fields: ContactFields,
  identities: z.array(ContactIdentity),
  /** The latest of each kind: what holds. */
  consents: z.array(Consent),
  conversations: z.array(ContactConversation),
  mergedInto: ContactId.nullable(),
  erasedAt: z.coerce.date().nullable(),
  /** Of an erased one: every word and file is gone as well. */
  emptiedAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  /** What whoever asks may do here: places differ. */
  mayOrganize: z.boolean(),
  mayMerge: z.boolean(),
  mayExport: z.boolean(),
  mayErase: z.boolean(),
});
export type Contact = z.infer<typeof Contact>;

const inWorkspace = { workspaceId: WorkspaceId };
export const ofContact = { ...inWorkspace, contactId: ContactId };
const notThere = ['inbox.contact_not_found'];
const changeable = [...notThere, 'inbox.contact_is_erased', 'inbox.contact_is_merged'];

const contactFilter = {
  tagId: TagId.optional(),
  channelId: ChannelId.optional(),
  language: Language.optional(),
  q: line(100).optional().describe('What a name or a user name begins with.'),
};
const ContactFilter = z.object(contactFilter);
export type ContactFilter = z.infer<typeof ContactFilter>;

export const listContacts = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/contacts',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'The people who write to us, comment or review, those heard of last first',
  params: inWorkspace,
  query: { ...pageQuery, ...contactFilter },
  reply: pageOf(ContactSummary),
  etag: true,
});

/** One that was merged answers too, and says into whom. */
export const getContact = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/contacts/:contactId',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'One contact, with everything about them but what they wrote',
  params: ofContact,
  reply: Contact,
  errors: notThere,
  etag: true,
});

/** A field set to null is taken away; one that is not named stays. */
export const patchContact = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/inbox/contacts/:contactId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Change what is known of a contact',
  params: ofContact,
  body: {
    name: line(255).nullable().optional(),
    language: Language.nullable().optional(),
    timezone: Timezone.nullable().optional(),
    fields: z.record(FieldName, ContactField.nullable()).optional(),
  },
  reply: Contact,
  errors: [...changeable, 'inbox.contact_fields_too_many'],
});

export const putContactTag = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/contacts/:contactId/tags/:tagId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Put a tag on a contact',
  params: { ...ofContact, tagId: TagId },
  reply: Contact,
  errors: [...changeable, 'inbox.tag_not_found', 'inbox.contact_has_too_many_tags'],
});

export const deleteContactTag = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/contacts/:contactId/tags/:tagId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Take a tag off a contact',
  params: { ...ofContact, tagId: TagId },
  reply: Contact,
  errors: changeable,
});

export const ContactNoteId = z.uuid().brand<'ContactNoteId'>();
export type ContactNoteId = z.infer<typeof ContactNoteId>;
export const ContactNote = z.object({
  id: ContactNoteId,
  body: z.string(),
  by: Colleague.nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type ContactNote = z.infer<typeof ContactNote>;
const ofNote = { ...ofContact, noteId: ContactNoteId };

export const listContactNotes = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/contacts/:contactId/notes',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'What colleagues wrote down about a contact, newest first',
  params: ofContact,
  query: pageQuery,
  reply: pageOf(ContactNote),
  errors: notThere,
  etag: true,
});

export const putContactNote = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/contacts/:contactId/notes/:noteId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Write a note about a contact, or write one of one’s own anew',
  params: ofNote,
  body: { body: paragraphs(noteLengthMax) },
  reply: ContactNote,
  errors: [...changeable, 'inbox.note_is_anothers', 'inbox.contact_note_not_found'],
});

export const deleteContactNote = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/contacts/:contactId/notes/:noteId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Throw a note of one’s own about a contact away',
  params: ofNote,
  status: 204,
  reply: z.void(),
  errors: [...changeable, 'inbox.note_is_anothers', 'inbox.contact_note_not_found'],
});

export const listConsents = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/contacts/:contactId/consents',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'What a contact agreed to and took back, newest first',
  params: ofContact,
  query: pageQuery,
  reply: pageOf(Consent),
  errors: notThere,
  etag: true,
});

/** Only ever added to: what was agreed to is taken back by another entry. */
export const putConsent = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/contacts/:contactId/consents/:consentId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Write down that a contact agreed to something, or took it back',
  params: { ...ofContact, consentId: ConsentId },
  body: {
    kind: z.enum(consentKinds),
    status: z.enum(consentStatuses),
    source: line(500).nullable().default(null),
    happenedAt: z.coerce.date().optional().describe('Without it: at this moment.'),
  },
  reply: Consent,
  errors: [...changeable, 'inbox.consent_in_the_future', 'inbox.consent_reused'],
});

/** Who they were is gone with the answer; what they wrote, and files, go in the minutes after. */
export const putContactErasure = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/contacts/:contactId/erasure',
  audience: 'workspace',
  permission: 'inbox.erase',
  summary: 'Erase everything known of a contact, for good',
  params: ofContact,
  reply: Contact,
  errors: [...notThere, 'inbox.contact_is_merged', 'inbox.contact_is_elsewhere_too'],
});

/** Their profile, tags, notes, consents, or who they are. */
export const contactChanged = event({
  name: 'inbox.contact_changed',
  payload: z.object({ contactId: ContactId }),
  key: ({ contactId }) => contactId,
  forCustomers: true,
});

/** For whoever keeps something of a person: it goes. */
export const contactErased = event({
  name: 'inbox.contact_erased',
  payload: z.object({ contactId: ContactId }),
  key: ({ contactId }) => contactId,
  forCustomers: true,
});

export const contactsEvents = [contactChanged, contactErased, ...tagsEvents] as const;

export const contactsErrors = {
  contact_not_found: [404, 'This contact does not exist, or you cannot see it.'],
  contact_is_erased: [409, 'This contact was erased. Nothing can be known of them any more.'],
  contact_is_merged: [409, 'This contact is part of another one by now. Look there.'],
  contact_is_elsewhere_too: [403, 'This contact also writes to places you do not look after.'],
  contact_fields_too_many: [409, `A contact has ${fieldsMax} fields at most, and not very long ones.`],
  contact_has_too_many_tags: [409, `A contact has ${contactTagsMax} tags at most.`],
  contact_note_not_found: [404, 'This note does not exist, or you cannot see it.'],
  consent_in_the_future: [400, 'Nobody can have agreed to something in the future.'],
  consent_reused: [409, 'This id belongs to another entry.'],
  ...mergingErrors,
  ...tagsErrors,
} as const;

export * from '../merging/contract.ts';
export * from '../tags/contract.ts';
