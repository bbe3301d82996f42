import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { Colleague, LocationId } from '../../workspaces/contract.ts';
import { addressesOf, EmailAddress, Subject } from '../addressing/contract.ts';
import { ChannelId, Message, MessageId, messageLengthMax, ofMessage } from '../messages/contract.ts';

export * from '../addressing/contract.ts';

/** A mailbox has the id of its channel. */
export const MailboxId = ChannelId;
export type MailboxId = ChannelId;

export const mailboxKinds = ['personal', 'shared'] as const;
/** SE-129: owner made it; admin may do all with it; member reads and writes; readonly reads. */
export const mailboxRoles = ['owner', 'admin', 'member', 'readonly'] as const;
export const MailboxRole = z.enum(mailboxRoles);
export type MailboxRole = z.infer<typeof MailboxRole>;
/** One of them made it; the others are given. */
export const grantedRoles = ['admin', 'member', 'readonly'] as const;

/** `trying`: it is being reached for the first time, or with another password. */
export const mailboxStates = ['trying', 'open', 'broken'] as const;
export type MailboxState = (typeof mailboxStates)[number];

/** Why it cannot be reached until somebody changes something. */
export const mailboxBrokenReasons = [
  'password_refused',
  'host_not_found',
  'address_not_allowed',
  'certificate_refused',
  'encryption_missing',
  'connection_refused',
  'timed_out',
  'no_mail_server',
  'sender_refused',
  'secret_lost',
] as const;
export type MailboxBrokenReason = (typeof mailboxBrokenReasons)[number];

export const mailboxColors = ['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'] as const;
export const mailboxesMax = 200;
export const mailboxMembersMax = 200;
export const signatureLengthMax = 5_000;

const Port = z.number().int().min(1).max(65_535);
const Host = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?!-)[a-z0-9.:-]+$/, 'Write the name of a server, such as mail.example.com.');

/** `isSecure`: encrypted from the first byte. Otherwise it has to become so before the password is said. */
const server = (port: number) =>
  z.strictObject({ host: Host, port: Port.default(port), isSecure: z.boolean().default(true) });
export const ImapServer = server(993);
export const SmtpServer = server(465);
export type MailServer = z.infer<typeof ImapServer>;

export const MailboxSummary = z.object({
  id: MailboxId,
  kind: z.enum(mailboxKinds),
  address: z.string(),
  displayName: z.string(),
  color: z.enum(mailboxColors),
  locationId: LocationId.nullable(),
  /** Seen by those alone who are named as its members. */
  isForMembers: z.boolean(),
  state: z.enum(mailboxStates),
  brokenReason: z.enum(mailboxBrokenReasons).nullable(),
  brokenAt: z.coerce.date().nullable(),
  /** Why it could not be reached the last time, where it is tried again by itself. */
  trouble: z.string().nullable(),
  lastSyncedAt: z.coerce.date().nullable(),
  /** Of whoever asks; null: what their role in the workspace allows. */
  role: MailboxRole.nullable(),
  mayManage: z.boolean(),
});
export type MailboxSummary = z.infer<typeof MailboxSummary>;

export const Mailbox = MailboxSummary.extend({
  signature: z.string(),
  /** Null for whoever may not change them. */
  reached: z.object({ imap: ImapServer, smtp: SmtpServer, username: z.string() }).nullable(),
  members: z.array(z.object({ member: Colleague, role: MailboxRole })),
});
export type Mailbox = z.infer<typeof Mailbox>;

const inWorkspace = { workspaceId: WorkspaceId };
export const ofMailbox = { ...inWorkspace, mailboxId: MailboxId };
const notThere = ['inbox.mailbox_not_found'];

export const listMailboxes = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/mailboxes',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Mailboxes that one can see, by address',
  params: inWorkspace,
  reply: z.object({ items: z.array(MailboxSummary) }),
  etag: true,
});

export const getMailbox = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/mailboxes/:mailboxId',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'One mailbox',
  params: ofMailbox,
  reply: Mailbox,
  errors: notThere,
  etag: true,
});

const named = {
  displayName: z.string().trim().min(1).max(255),
  color: z.enum(mailboxColors),
  signature: z.string().max(signatureLengthMax),
};
const reached = {
  imap: ImapServer,
  smtp: SmtpServer,
  username: z.string().trim().min(1).max(320),
  password: z.string().min(1).max(1_000),
};
const added = {
  address: EmailAddress,
  ...reached,
  displayName: named.displayName,
  color: named.color.default('gray'),
  signature: named.signature.default(''),
};

/** It is tried at once, in the background: what came of it is its state. */
export const putMailbox = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/mailboxes/:mailboxId',
  audience: 'workspace',
  permission: 'inbox.manage_mailboxes',
  summary: 'Add a mailbox of the workspace',
  params: ofMailbox,
  body: {
    ...added,
    locationId: LocationId.nullable().default(null),
    isForMembers: z.boolean().default(false),
  },
  reply: Mailbox,
  errors: [
    'inbox.mailbox_is_here',
    'inbox.mailbox_reused',
    'inbox.too_many_mailboxes',
    'workspaces.location_not_found',
  ],
});

export const putOwnMailbox = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/own-mailboxes/:mailboxId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Add a mailbox of one’s own, which nobody else sees',
  params: ofMailbox,
  body: added,
  reply: Mailbox,
  errors: ['inbox.mailbox_is_here', 'inbox.mailbox_reused', 'inbox.too_many_mailboxes'],
});

/** With another server, name or password it is tried anew. */
export const patchMailbox = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/inbox/mailboxes/:mailboxId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Change how a mailbox is called, signed or reached',
  params: ofMailbox,
  body: {
    displayName: named.displayName.optional(),
    color: named.color.optional(),
    signature: named.signature.optional(),
    imap: ImapServer.optional(),
    smtp: SmtpServer.optional(),
    username: reached.username.optional(),
    password: reached.password.optional(),
    locationId: LocationId.nullable().optional(),
    isForMembers: z.boolean().optional(),
  },
  reply: Mailbox,
  errors: [...notThere, 'inbox.mailbox_is_personal', 'workspaces.location_not_found'],
});

export const deleteMailbox = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/mailboxes/:mailboxId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Remove a mailbox and what was read from it; the mail server keeps all of it',
  params: ofMailbox,
  status: 204,
  reply: z.void(),
  errors: notThere,
});

export const postMailboxCheck = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/inbox/mailboxes/:mailboxId/checks',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Try a mailbox again, now',
  params: ofMailbox,
  reply: Mailbox,
  errors: notThere,
  limit: { count: 20, seconds: 60 },
});

const ofMember = { ...ofMailbox, memberId: MemberId };

export const putMailboxMember = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/mailboxes/:mailboxId/members/:memberId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Say what a colleague may do with a mailbox',
  params: ofMember,
  body: { role: z.enum(grantedRoles) },
  reply: Mailbox,
  errors: [...notThere, 'inbox.assignee_not_found', 'inbox.mailbox_needs_its_owner', 'inbox.mailbox_is_full'],
});

export const deleteMailboxMember = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/mailboxes/:mailboxId/members/:memberId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Take back what a colleague may do with a mailbox',
  params: ofMember,
  status: 204,
  reply: z.void(),
  errors: [...notThere, 'inbox.assignee_not_found', 'inbox.mailbox_needs_its_owner'],
});

export const putFirstMail = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/mailboxes/:mailboxId/mails/:messageId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Write a mail to somebody, as the beginning of a conversation',
  params: { ...ofMailbox, messageId: MessageId },
  body: {
    to: addressesOf.min(1),
    cc: addressesOf.default([]),
    bcc: addressesOf.default([]),
    subject: Subject,
    body: z.string().trim().min(1).max(messageLengthMax),
  },
  reply: Message,
  errors: [...notThere, 'inbox.message_reused'],
});

/** As its sender laid it out, made harmless: for a frame that may run nothing and knows nothing of the page. */
export const getMailPage = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/mail',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'A mail as it was laid out',
  params: ofMessage,
  query: { images: z.enum(['hidden', 'shown']).default('hidden') },
  bytes: 'text/html',
  reply: Bytes,
  errors: ['inbox.conversation_not_found', 'inbox.message_not_found'],
});

/** A mailbox is reached or not any more, called otherwise, new or gone. */
export const mailboxChanged = event({
  name: 'inbox.mailbox_changed',
  payload: z.object({ mailboxId: MailboxId }),
  key: ({ mailboxId }) => mailboxId,
});

export const mailEvents = [mailboxChanged] as const;

export const mailErrors = {
  mailbox_not_found: [404, 'This mailbox does not exist, or you cannot see it.'],
  mailbox_is_here: [409, 'This address has been added already.'],
  mailbox_reused: [409, 'This id belongs to another mailbox.'],
  mailbox_is_personal: [409, 'A personal mailbox has no location, and is for its members alone.'],
  mailbox_needs_its_owner: [409, 'Whoever added a mailbox stays its owner.'],
  mailbox_is_full: [409, `A mailbox has ${mailboxMembersMax} members at most.`],
  too_many_mailboxes: [409, `A workspace has ${mailboxesMax} mailboxes at most.`],
} as const;
