import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { MailBegun, MailWish } from '../addressing/contract.ts';
import {
  Attachment,
  AttachmentId,
  attachmentsMax,
  inConversation,
  Message,
  MessageId,
  messageLengthMax,
  ofMessage,
} from '../messages/contract.ts';

export * from '../windows/contract.ts';

/** For so long after Send a message can be taken back, as if it had not been written. */
export const undoSeconds = 5;
export const scheduleDaysMax = 90;
export const scheduledMax = 20;
export const uploadBytesMax = 25 * 1_048_576;
export const uploadTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'video/mp4',
  'video/quicktime',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/aac',
  'application/pdf',
] as const;

/** Why one did not arrive: what connections say of a call, and what was known before one was made. */
export const sendFailures = [
  'rejected',
  'window_over',
  'unauthorized',
  'unavailable',
  'expired',
  'outcome_unknown',
  'channel_not_open',
  'no_credits',
] as const;
export type SendFailure = (typeof sendFailures)[number];

export const TemplateWish = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.string().min(2).max(20),
  /** What stands in its gaps, in their order. */
  values: z.array(z.string().max(1_000)).max(20).default([]),
});
export type TemplateWish = z.infer<typeof TemplateWish>;

/** A text, files, or an approved template. What is too long for one message of the platform is split into several. */
export const putMessage = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Answer a customer: at once, a few seconds from now, or later',
  params: ofMessage,
  body: {
    body: z.string().trim().max(messageLengthMax).optional(),
    attachmentIds: z.array(AttachmentId).max(attachmentsMax).default([]),
    replyTo: MessageId.optional(),
    template: TemplateWish.optional(),
    /** Of a mail. Without it, it is to whoever wrote last and to nobody else. */
    mail: MailWish.optional(),
    /** Later than in a few seconds. Cancelled when the customer writes before. */
    sendAt: z.coerce.date().optional(),
    /** The last message the writer has seen: with another after it, they are told instead. */
    after: MessageId.optional(),
  },
  reply: Message,
  errors: [
    'inbox.conversation_not_found',
    'inbox.message_is_empty',
    'inbox.message_reused',
    'inbox.message_too_long',
    'inbox.message_not_found',
    'inbox.attachment_not_found',
    'inbox.attachment_not_taken_there',
    'inbox.reply_window_is_over',
    'inbox.reply_window_will_be_over',
    'inbox.only_templates_now',
    'inbox.no_templates_there',
    'inbox.no_recipients_there',
    'inbox.nobody_wrote_yet',
    'inbox.channel_not_open',
    'inbox.send_time_is_over',
    'inbox.send_time_too_far',
    'inbox.too_many_scheduled',
    'inbox.somebody_else_answered',
  ],
});

/** Of one that has not gone out: its words, and when it goes. */
export const patchMessage = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Change a message that waits to be sent',
  params: ofMessage,
  body: {
    body: z.string().trim().min(1).max(messageLengthMax).optional(),
    sendAt: z.coerce.date().optional(),
  },
  reply: Message,
  errors: [
    'inbox.conversation_not_found',
    'inbox.message_not_found',
    'inbox.message_went_out',
    'inbox.message_has_no_words',
    'inbox.message_too_long',
    'inbox.reply_window_will_be_over',
    'inbox.send_time_is_over',
    'inbox.send_time_too_far',
  ],
});

export const deleteMessage = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Take a message back before it goes out',
  params: ofMessage,
  reply: Message,
  errors: ['inbox.conversation_not_found', 'inbox.message_not_found', 'inbox.message_went_out'],
});

export const postRetry = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/retry',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Send a message again that certainly did not go out',
  params: ofMessage,
  reply: Message,
  errors: [
    'inbox.conversation_not_found',
    'inbox.message_not_found',
    'inbox.message_did_not_fail',
    'inbox.message_may_have_arrived',
    'inbox.reply_window_is_over',
    'inbox.only_templates_now',
    'inbox.nobody_wrote_yet',
    'inbox.channel_not_open',
  ],
});

export const postAttachment = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/attachments',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Bring a file, to be sent with a message',
  params: inConversation,
  upload: { bytesMax: uploadBytesMax, types: uploadTypes },
  reply: Attachment,
  errors: ['inbox.conversation_not_found', 'inbox.file_is_not_what_it_says'],
});

const ofReaction = {
  path: '/w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/reaction',
  audience: 'workspace',
  permission: 'inbox.reply',
  params: ofMessage,
  reply: Message,
  errors: [
    'inbox.conversation_not_found',
    'inbox.message_not_found',
    'inbox.message_not_there',
    'inbox.no_reactions_there',
    'inbox.channel_not_open',
    'inbox.reply_window_is_over',
    'inbox.only_templates_now',
    'inbox.nobody_wrote_yet',
  ],
} as const;

/** Shown at once, and taken back again if the platform refuses it. */
export const putReaction = endpoint({
  ...ofReaction,
  method: 'PUT',
  summary: 'Put an emoji under a message',
  body: { emoji: z.emoji().max(40) },
  errors: [...ofReaction.errors, 'inbox.emoji_not_taken_there'],
});

export const deleteReaction = endpoint({
  ...ofReaction,
  method: 'DELETE',
  summary: 'Take the emoji under a message back',
});

const Draft = z.object({
  body: z.string().nullable(),
  /** Null: it goes to whom an answer goes. */
  mail: MailBegun.nullable(),
  updatedAt: z.coerce.date().nullable(),
});

/** Null: there is none. */
export const getDraft = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/draft',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'What one has begun to write in a conversation',
  params: inConversation,
  reply: Draft,
  errors: ['inbox.conversation_not_found'],
});

/** All of it takes the place of what was kept. Without words and without recipients: thrown away. */
export const putDraft = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/draft',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Keep what one has begun to write',
  params: inConversation,
  body: { body: z.string().max(messageLengthMax), mail: MailBegun.nullable().default(null) },
  reply: Draft,
  errors: ['inbox.conversation_not_found', 'inbox.no_recipients_there'],
});

/** What WhatsApp has approved, as the business has it there. */
export const listTemplates = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/channels/:channelId/templates',
  audience: 'workspace',
  permission: 'inbox.reply',
  summary: 'Messages the platform has approved, to be sent at any time',
  params: { workspaceId: WorkspaceId, channelId: z.uuid().brand<'ChannelId'>() },
  reply: z.object({
    items: z.array(
      z.object({
        name: z.string(),
        language: z.string(),
        category: z.string(),
        body: z.string(),
        gapsCount: z.number().int(),
      }),
    ),
  }),
  errors: ['inbox.channel_not_found', 'inbox.no_templates_there', 'inbox.templates_out_of_reach'],
});

export const sendingErrors = {
  message_is_empty: [400, 'Write something, or add a file.'],
  message_too_long: [400, 'This is too long for the platform.'],
  attachment_not_found: [404, 'This file is not here, or went out with another message.'],
  attachment_not_taken_there: [409, 'The platform does not take files of this kind or size.'],
  file_is_not_what_it_says: [400, 'This file is not of the kind its name says.'],
  reply_window_is_over: [
    409,
    'The platform takes no answer any more: the customer has not written for too long.',
  ],
  reply_window_will_be_over: [409, 'At that time the platform will take no answer any more.'],
  only_templates_now: [
    409,
    'Only an approved template can be sent now: the customer has not written for a day.',
  ],
  no_templates_there: [409, 'This platform has no approved templates.'],
  no_recipients_there: [409, 'Only a mail can be addressed to somebody else.'],
  templates_out_of_reach: [
    503,
    'The platform could not be asked for its templates right now. Try again in a moment.',
  ],
  nobody_wrote_yet: [409, 'The customer has to write first: the platform asks for it.'],
  channel_not_open: [409, 'This account is not connected any more. Connect it again first.'],
  send_time_is_over: [400, 'This moment is over already.'],
  send_time_too_far: [400, `Send later within ${scheduleDaysMax} days.`],
  too_many_scheduled: [409, `A conversation has ${scheduledMax} messages waiting for later at most.`],
  somebody_else_answered: [409, 'More was said here in the meantime. Look first, then send.'],
  message_went_out: [409, 'This message has gone out already.'],
  message_has_no_words: [409, 'There are no words in this message that could be changed.'],
  message_did_not_fail: [409, 'This message did not fail, so it is not sent again.'],
  message_may_have_arrived: [
    409,
    'The platform cannot say whether this arrived. Look there first; if it did not, write it anew.',
  ],
  message_not_there: [409, 'The platform does not have this message, so nothing can be put under it.'],
  no_reactions_there: [409, 'On this platform nothing can be put under a message.'],
  emoji_not_taken_there: [409, 'Under a message the platform does not take this emoji.'],
  automation_is_off: [409, 'Machines do not answer in this conversation.'],
} as const;

export const sendingEvents = [] as const;
