import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Colleague } from '../../workspaces/contract.ts';

export const ChannelId = z.uuid().brand<'ChannelId'>();
export type ChannelId = z.infer<typeof ChannelId>;
export const ConversationId = z.uuid().brand<'ConversationId'>();
export type ConversationId = z.infer<typeof ConversationId>;
export const MessageId = z.uuid().brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;
export const AttachmentId = z.uuid().brand<'AttachmentId'>();
export type AttachmentId = z.infer<typeof AttachmentId>;

/** Where people write to us. */
export const channelPlatforms = [
  'instagram',
  'messenger',
  'whatsapp',
  'youtube',
  'tiktok',
  'telegram',
  'twitter',
  'google',
  'email',
] as const;
export const ChannelPlatform = z.enum(channelPlatforms);
export type ChannelPlatform = z.infer<typeof ChannelPlatform>;

export const directions = ['inbound', 'outbound', 'internal'] as const;
export type Direction = (typeof directions)[number];

export const messageKinds = [
  'text',
  'image',
  'video',
  'audio',
  'file',
  'story_reply',
  'story_mention',
  'share',
  'location',
  'template',
  'mail',
  'unsupported',
  'note',
  /** What somebody or something did with the conversation. */
  'activity',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** `elsewhere`: ours, written in the platform's own app or by another program. */
export const authors = ['contact', 'member', 'autopilot', 'automation', 'elsewhere', 'system'] as const;
export type Author = (typeof authors)[number];

/** `received` of theirs, `kept` of what is internal; the rest is the way of one of ours. */
export const messageStatuses = [
  'received',
  'kept',
  'held',
  'scheduled',
  'queued',
  'sending',
  'unknown',
  'sent',
  'delivered',
  'read',
  'failed',
  'cancelled',
] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** One history from both sides: how far a message of ours has come. */
export const statusesUnderWay = ['held', 'scheduled', 'queued', 'sending', 'unknown'] as const;

export const messageLengthMax = 20_000;
export const attachmentsMax = 10;

export const attachmentKinds = ['image', 'video', 'audio', 'file'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

export const Attachment = z.object({
  id: AttachmentId,
  kind: z.enum(attachmentKinds),
  /** `waiting`: it is being fetched from the platform. */
  status: z.enum(['waiting', 'stored', 'failed']),
  name: z.string().nullable(),
  mediaType: z.string().nullable(),
  bytes: z.number().int().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
  /** Good for a while and without a session. */
  url: z.string().nullable(),
  thumbUrl: z.string().nullable(),
  failureCode: z.string().nullable(),
});
export type Attachment = z.infer<typeof Attachment>;

export const Reaction = z.object({
  side: z.enum(['contact', 'business']),
  emoji: z.string(),
  at: z.coerce.date(),
});

/** The platform took no emoji of ours, or left one where it was (null); it is shown until another is put. */
export const ReactionRefused = z.object({ emoji: z.string().nullable(), code: z.string() });
export type ReactionRefused = z.infer<typeof ReactionRefused>;

/** What only some kinds have. All of it is words of the outside: shown, never trusted. */
export const MessageDetails = z.looseObject({
  /** What was answered or mentioned; the platform's own link, which soon leads nowhere. */
  story: z.looseObject({ url: z.string().optional(), id: z.string().optional() }).optional(),
  share: z
    .looseObject({ url: z.string().optional(), title: z.string().optional(), type: z.string().optional() })
    .optional(),
  location: z
    .looseObject({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  template: z.looseObject({ name: z.string(), language: z.string() }).optional(),
  /** A button, an icebreaker or a menu was tapped. */
  postback: z.looseObject({ title: z.string().optional(), payload: z.string().optional() }).optional(),
  referral: z.looseObject({ ref: z.string().optional(), source: z.string().optional() }).optional(),
  /** Of an activity: `status`, `assignee`, `automation`...; from and to in words of ours. */
  activity: z
    .looseObject({ what: z.string(), from: z.unknown().optional(), to: z.unknown().optional() })
    .optional(),
  /** Of a note: the colleagues it is for. */
  mentions: z.array(z.string()).optional(),
  reactionRefused: ReactionRefused.optional(),
});
export type MessageDetails = z.infer<typeof MessageDetails>;

export const Quoted = z.object({
  id: MessageId,
  direction: z.enum(directions),
  kind: z.enum(messageKinds),
  text: z.string().nullable(),
});
export type Quoted = z.infer<typeof Quoted>;

export const Message = z.object({
  id: MessageId,
  conversationId: ConversationId,
  direction: z.enum(directions),
  kind: z.enum(messageKinds),
  author: z.enum(authors),
  /** Who of us wrote or did it. */
  member: Colleague.nullable(),
  body: z.string().nullable(),
  details: MessageDetails,
  attachments: z.array(Attachment),
  reactions: z.array(Reaction),
  replyTo: Quoted.nullable(),
  status: z.enum(messageStatuses),
  happenedAt: z.coerce.date(),
  /** Ours, held back until then. */
  sendAt: z.coerce.date().nullable(),
  sentAt: z.coerce.date().nullable(),
  deliveredAt: z.coerce.date().nullable(),
  seenAt: z.coerce.date().nullable(),
  failureCode: z.string().nullable(),
  editedAt: z.coerce.date().nullable(),
  unsentAt: z.coerce.date().nullable(),
});
export type Message = z.infer<typeof Message>;

export const inConversation = { workspaceId: WorkspaceId, conversationId: ConversationId };
export const ofMessage = { ...inConversation, messageId: MessageId };

/** SS-27: from the end. */
export const listMessages = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/messages',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'What was said, written beside it and done in a conversation, newest first',
  params: inConversation,
  query: pageQuery,
  reply: pageOf(Message),
  errors: ['inbox.conversation_not_found'],
  etag: true,
});

export const listEdits = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/edits',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'What a message said before it was edited, newest first',
  params: ofMessage,
  reply: z.object({
    items: z.array(z.object({ body: z.string().nullable(), replacedAt: z.coerce.date() })),
  }),
  errors: ['inbox.message_not_found'],
});

const aboutMessage = z.object({
  messageId: MessageId,
  conversationId: ConversationId,
  channelId: ChannelId,
});

/** For modules above: a customer wrote. Heard in the order in which they did. */
export const messageReceived = event({
  name: 'inbox.message_received',
  payload: aboutMessage,
  key: ({ conversationId }) => conversationId,
  forCustomers: true,
});

/** Ours has gone out, or one was written elsewhere: the platform has it. */
export const messageSent = event({
  name: 'inbox.message_sent',
  payload: aboutMessage,
  key: ({ conversationId }) => conversationId,
  forCustomers: true,
});

/** For screens: a message is new or not as it was. */
export const messageChanged = event({
  name: 'inbox.message_changed',
  payload: aboutMessage,
  key: ({ conversationId }) => conversationId,
});

export const messagesEvents = [messageReceived, messageSent, messageChanged] as const;

export const messagesErrors = {
  conversation_not_found: [404, 'This conversation does not exist, or you cannot see it.'],
  message_not_found: [404, 'This message does not exist, or you cannot see it.'],
} as const;
