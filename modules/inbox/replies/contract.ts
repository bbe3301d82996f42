import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Colleague, LocationId } from '../../workspaces/contract.ts';
import { line, paragraphs } from '../fields/contract.ts';
import { MessageId, messageLengthMax } from '../messages/contract.ts';

export const ReplyTemplateId = z.uuid().brand<'ReplyTemplateId'>();
export type ReplyTemplateId = z.infer<typeof ReplyTemplateId>;

export const replyTemplatesMax = 1_000;
export const placeholdersMax = 20;
const placeholderLengthMax = 60;

/** What is known where a reply is used; every other name is asked for. */
export const knownPlaceholders = [
  'contact.name',
  'contact.first_name',
  'agent.name',
  'agent.first_name',
  'channel.name',
  'location.name',
] as const;

const placeholder = /\{\{\s*([^{}\n]+?)\s*\}\}/g;

/** CR-50: the names to fill, once each, as they come in the body. */
export const placeholdersOf = (body: string): string[] => [
  ...new Set([...body.matchAll(placeholder)].map(([, name]) => name!)),
];

export interface Filled {
  readonly text: string;
  /** Names that nothing was known for: they stand in the text as they were. */
  readonly missing: readonly string[];
}

/** What is filled in is text and nothing else: a name in it is not filled again. */
export function fill(body: string, values: Readonly<Record<string, string | null | undefined>>): Filled {
  const known = (name: string) =>
    Object.hasOwn(values, name) && values[name]?.trim() ? values[name] : undefined;
  return {
    text: body.replace(placeholder, (whole, name: string) => known(name) ?? whole),
    missing: placeholdersOf(body).filter((name) => known(name) === undefined),
  };
}

export const firstNameOf = (name: string | null | undefined): string | undefined =>
  name?.trim().split(/\s+/)[0] || undefined;

const Body = paragraphs(messageLengthMax)
  .refine(
    (body) => placeholdersOf(body).length <= placeholdersMax,
    `Use ${placeholdersMax} placeholders at most.`,
  )
  .refine(
    (body) => placeholdersOf(body).every(({ length }) => length <= placeholderLengthMax),
    `A placeholder has ${placeholderLengthMax} characters at most.`,
  );
const Shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .max(40)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'Use letters from a to z, digits, - and _.');

export const ReplyTemplate = z.object({
  id: ReplyTemplateId,
  /** Whose it is; null: everybody's. */
  locationId: LocationId.nullable(),
  name: z.string(),
  /** Typed after a slash. */
  shortcut: z.string().nullable(),
  category: z.string().nullable(),
  body: z.string(),
  placeholders: z.array(z.string()),
  usageCount: z.number().int(),
  createdBy: Colleague.nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  /** Whoever asks may change it: places differ. */
  mayManage: z.boolean(),
});
export type ReplyTemplate = z.infer<typeof ReplyTemplate>;

const fields = {
  locationId: LocationId.nullable(),
  name: line(120),
  shortcut: Shortcut.nullable(),
  category: line(60).nullable(),
  body: Body,
};

const inWorkspace = { workspaceId: WorkspaceId };
const ofReply = { ...inWorkspace, replyId: ReplyTemplateId };
const refusals = ['inbox.shortcut_is_taken', 'workspaces.location_not_found'];

const replyFilter = {
  /** Those that can be used there: its own, and everybody's. `nowhere`: everybody's alone. */
  usableAt: z.union([LocationId, z.literal('nowhere')]).optional(),
  category: line(60).optional(),
  q: line(100).optional().describe('A part of the name, or what the shortcut begins with.'),
};
const ReplyFilter = z.object(replyFilter);
export type ReplyFilter = z.infer<typeof ReplyFilter>;

export const listReplyTemplates = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/saved-replies',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Saved replies, the most used first',
  params: inWorkspace,
  query: { ...pageQuery, ...replyFilter },
  reply: pageOf(ReplyTemplate),
  etag: true,
});

export const getReplyTemplate = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/saved-replies/:replyId',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'One saved reply',
  params: ofReply,
  reply: ReplyTemplate,
  errors: ['inbox.saved_reply_not_found'],
});

export const putReplyTemplate = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/saved-replies/:replyId',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Save a reply, or change it',
  params: ofReply,
  body: {
    ...fields,
    locationId: fields.locationId.default(null),
    shortcut: fields.shortcut.default(null),
    category: fields.category.default(null),
  },
  reply: ReplyTemplate,
  errors: [...refusals, 'inbox.saved_reply_not_found', 'inbox.too_many_saved_replies'],
});

export const patchReplyTemplate = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/inbox/saved-replies/:replyId',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Change what is given of a saved reply',
  params: ofReply,
  body: {
    locationId: fields.locationId.optional(),
    name: fields.name.optional(),
    shortcut: fields.shortcut.optional(),
    category: fields.category.optional(),
    body: fields.body.optional(),
  },
  reply: ReplyTemplate,
  errors: [...refusals, 'inbox.saved_reply_not_found'],
});

export const deleteReplyTemplate = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/saved-replies/:replyId',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Throw a saved reply away',
  params: ofReply,
  status: 204,
  reply: z.void(),
  errors: ['inbox.saved_reply_not_found'],
});

/** Counted once per message, or answer to a comment, however often it is said. It may be written still. */
export const putReplyUse = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/saved-replies/:replyId/uses/:messageId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Say that a saved reply was used in a message, or in an answer to a comment',
  params: { ...ofReply, messageId: MessageId },
  reply: z.object({ usageCount: z.number().int() }),
  errors: ['inbox.saved_reply_not_found'],
});

export const savedReplyChanged = event({
  name: 'inbox.saved_reply_changed',
  payload: z.object({ replyId: ReplyTemplateId }),
  key: ({ replyId }) => replyId,
});

export const repliesEvents = [savedReplyChanged] as const;

export const repliesErrors = {
  saved_reply_not_found: [404, 'This saved reply does not exist, or you cannot see it.'],
  shortcut_is_taken: [409, 'Another saved reply of this place has this shortcut.'],
  too_many_saved_replies: [
    409,
    `A workspace has ${replyTemplatesMax.toLocaleString('en')} saved replies at most.`,
  ],
} as const;
