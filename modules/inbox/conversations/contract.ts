import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Colleague, LocationId } from '../../workspaces/contract.ts';
import {
  ChannelId,
  ChannelPlatform,
  ConversationId,
  directions,
  inConversation,
  MessageId,
  messageKinds,
  messageStatuses,
} from '../messages/contract.ts';
import { memberMentioned } from '../notes/contract.ts';

export * from '../notes/contract.ts';
export * from '../presence/contract.ts';

export const ContactId = z.uuid().brand<'ContactId'>();
export type ContactId = z.infer<typeof ContactId>;
export const IdentityId = z.uuid().brand<'IdentityId'>();
export type IdentityId = z.infer<typeof IdentityId>;
export const TagId = z.uuid().brand<'TagId'>();
export type TagId = z.infer<typeof TagId>;

/** SS-17, and what waits for a moment. */
export const conversationStatuses = ['open', 'pending', 'closed', 'snoozed'] as const;
export const ConversationStatus = z.enum(conversationStatuses);
export type ConversationStatus = z.infer<typeof ConversationStatus>;
export const priorities = ['normal', 'high', 'urgent'] as const;
export const Priority = z.enum(priorities);
export type Priority = z.infer<typeof Priority>;
/** SE-60 */
export const categories = ['primary', 'general', 'requests', 'hidden'] as const;
export const Category = z.enum(categories);
export type Category = z.infer<typeof Category>;
export const automationOffReasons = ['switched', 'person_replied', 'escalated'] as const;
export const snoozeDaysMax = 365;
export const tagsMax = 50;

/** The person on the other side, as this channel knows them. */
export const Person = z.object({
  contactId: ContactId,
  identityId: IdentityId,
  /** As we call them, or as they call themselves. */
  name: z.string(),
  username: z.string().nullable(),
  pictureUrl: z.string().nullable(),
  profileUrl: z.string().nullable(),
});
export type Person = z.infer<typeof Person>;

export const ChannelBrief = z.object({
  id: ChannelId,
  platform: ChannelPlatform,
  name: z.string(),
  locationId: LocationId.nullable(),
});

export const Team = z.object({ locationId: LocationId, name: z.string() });

export const ConversationSummary = z.object({
  id: ConversationId,
  kind: z.enum(['direct', 'mail']),
  subject: z.string().nullable(),
  channel: ChannelBrief,
  person: Person,
  status: ConversationStatus,
  snoozedUntil: z.coerce.date().nullable(),
  priority: Priority,
  category: Category,
  assignee: Colleague.nullable(),
  team: Team.nullable(),
  tagIds: z.array(TagId),
  /** By whoever asks. */
  unreadCount: z.number().int(),
  messagesCount: z.number().int(),
  last: z
    .object({
      messageId: MessageId,
      text: z.string().nullable(),
      kind: z.enum(messageKinds),
      direction: z.enum(directions),
      status: z.enum(messageStatuses),
    })
    .nullable(),
  lastAt: z.coerce.date(),
  waitingSince: z.coerce.date().nullable(),
  isDemo: z.boolean(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** SS-81: one state, derived; who switched it, and when. */
export const Automation = z.object({
  isOn: z.boolean(),
  why: z.enum(automationOffReasons).nullable(),
  at: z.coerce.date().nullable(),
  by: Colleague.nullable(),
});

/** `broken`: somebody has to connect it again, and what is sent waits until then; `gone`: nothing goes out any more. */
export const channelStates = ['open', 'broken', 'gone'] as const;
export type ChannelState = (typeof channelStates)[number];

export const Conversation = ConversationSummary.extend({
  channelState: z.enum(channelStates),
  statusAt: z.coerce.date(),
  statusBy: Colleague.nullable(),
  acceptedAt: z.coerce.date().nullable(),
  acceptedBy: Colleague.nullable(),
  assignedAt: z.coerce.date().nullable(),
  automation: Automation,
  firstInboundAt: z.coerce.date().nullable(),
  lastInboundAt: z.coerce.date().nullable(),
  /** What of it a person may do here: places differ. */
  mayReply: z.boolean(),
  mayOrganize: z.boolean(),
  createdAt: z.coerce.date(),
});
export type Conversation = z.infer<typeof Conversation>;

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** What a list, a view and a bulk action are narrowed by; each leaves less of the others. */
export const conversationFilter = {
  status: ConversationStatus.optional(),
  channelId: ChannelId.optional(),
  platform: ChannelPlatform.optional(),
  /** A member, `me`, or `nobody`. */
  assignee: z.union([MemberId, z.enum(['me', 'nobody'])]).optional(),
  team: LocationId.optional(),
  tagId: TagId.optional(),
  contactId: ContactId.optional(),
  category: Category.optional(),
  priority: Priority.optional(),
  unread: flag.optional(),
  /** Somebody waits for an answer. */
  waiting: flag.optional(),
  hasMedia: flag.optional(),
  /** A note in it is for whoever asks. */
  mentioned: flag.optional(),
  /** Its last word is from that time. */
  from: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
};

const inWorkspace = { workspaceId: WorkspaceId };
const notThere = ['inbox.conversation_not_found'];

export const listConversations = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/conversations',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Conversations, by their last word, newest first',
  params: inWorkspace,
  query: { ...pageQuery, ...conversationFilter },
  reply: pageOf(ConversationSummary),
  etag: true,
});

export const getConversation = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/conversations/:conversationId',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'One conversation',
  params: inConversation,
  reply: Conversation,
  errors: notThere,
  etag: true,
});

/**
 * `snoozeUntil` counts where it is snoozed: an instant, or words in the zone of the workspace ("tomorrow 9",
 * "in 2 hours", "next monday").
 */
export const putStatus = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/status',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Open, set aside, snooze or close a conversation',
  params: inConversation,
  body: { status: ConversationStatus, snoozeUntil: z.string().trim().min(1).max(100).optional() },
  reply: Conversation,
  errors: [...notThere, 'inbox.snooze_not_understood', 'inbox.snooze_in_the_past', 'inbox.snooze_too_far'],
});

export const putPriority = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/priority',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Say how urgent a conversation is',
  params: inConversation,
  body: { priority: Priority },
  reply: Conversation,
  errors: notThere,
});

/** SE-60: letting a request in moves it to general or primary. */
export const putCategory = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/category',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Sort a conversation; out of the requests, it is accepted',
  params: inConversation,
  body: { category: Category },
  reply: Conversation,
  errors: notThere,
});

/** To a member, to the team of a location, or to nobody. Without a `locationId` it stays with the team it is with. */
export const putAssignee = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/assignee',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Give a conversation to somebody, or to a team',
  params: inConversation,
  body: { memberId: MemberId.nullable(), locationId: LocationId.nullable().optional() },
  reply: Conversation,
  errors: [...notThere, 'inbox.assignee_not_found', 'workspaces.location_not_found'],
});

export const putTag = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/tags/:tagId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Put a tag on a conversation',
  params: { ...inConversation, tagId: TagId },
  reply: Conversation,
  errors: [...notThere, 'inbox.tag_not_found', 'inbox.too_many_tags'],
});

export const deleteTagOf = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/tags/:tagId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Take a tag off a conversation',
  params: { ...inConversation, tagId: TagId },
  reply: Conversation,
  errors: notThere,
});

export const putRead = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/read',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Say that one has read a conversation to its end',
  params: inConversation,
  reply: z.object({ unreadCount: z.number().int() }),
  errors: notThere,
});

export const deleteRead = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/read',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Have the last message of a conversation as unread again',
  params: inConversation,
  reply: z.object({ unreadCount: z.number().int() }),
  errors: notThere,
});

export const putAutomation = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/automation',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Let machines answer in a conversation, or not',
  params: inConversation,
  body: { isOn: z.boolean() },
  reply: Conversation,
  errors: notThere,
});

export const countsMax = 1_000;
const Count = z.number().int().max(countsMax).describe('No more than so many are counted.');

export const getCounts = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/counts',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'How much waits in each of the usual lists, for whoever asks',
  params: inWorkspace,
  reply: z.object({
    mine: Count,
    unassigned: Count,
    open: Count,
    unread: Count,
    requests: Count,
    mentioned: Count,
  }),
  etag: true,
});

export const assignModes = ['nobody', 'round_robin', 'by_load'] as const;
export const Channel = ChannelBrief.extend({ assignMode: z.enum(assignModes) });
export type Channel = z.infer<typeof Channel>;

export const listChannels = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/channels',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Where people write to us, by name',
  params: inWorkspace,
  query: pageQuery,
  reply: pageOf(Channel),
  etag: true,
});

export const patchChannel = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/inbox/channels/:channelId',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Say how a channel hands out what nobody has taken',
  params: { ...inWorkspace, channelId: ChannelId },
  body: { assignMode: z.enum(assignModes) },
  reply: Channel,
  errors: ['inbox.channel_not_found'],
});

/** Its state, whose it is, its tags, what machines may: something but its messages is not as it was. */
export const conversationChanged = event({
  name: 'inbox.conversation_changed',
  payload: z.object({ conversationId: ConversationId, channelId: ChannelId }),
  key: ({ conversationId }) => conversationId,
  forCustomers: true,
});

/** A channel is called, placed or reached otherwise, or hands out otherwise. */
export const channelChanged = event({
  name: 'inbox.channel_changed',
  payload: z.object({ channelId: ChannelId }),
  key: ({ channelId }) => channelId,
});

/** Whoever asks has read it, or not any more: for the other screens of the same person. */
export const conversationRead = event({
  name: 'inbox.conversation_read',
  payload: z.object({ conversationId: ConversationId, memberId: MemberId }),
  key: ({ memberId }) => memberId,
});

export const conversationsEvents = [
  conversationChanged,
  memberMentioned,
  conversationRead,
  channelChanged,
] as const;

export const conversationsErrors = {
  channel_not_found: [404, 'This channel does not exist, or you cannot see it.'],
  tag_not_found: [404, 'This tag does not exist.'],
  assignee_not_found: [404, 'There is no such colleague who could see this.'],
  snooze_not_understood: [400, 'Write a time like "tomorrow 9", "in 2 hours" or "next monday".'],
  snooze_in_the_past: [400, 'This moment is over already.'],
  snooze_too_far: [400, `Snooze for ${snoozeDaysMax} days at most.`],
  too_many_tags: [409, `A conversation has ${tagsMax} tags at most.`],
  note_is_anothers: [403, 'Only who wrote a note can change it.'],
  message_reused: [409, 'This id belongs to another message.'],
} as const;
