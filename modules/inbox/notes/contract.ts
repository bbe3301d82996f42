import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId } from '../../../kit/ids.ts';
import { ConversationId, Message, MessageId, ofMessage } from '../messages/contract.ts';

export const noteLengthMax = 10_000;
const notThere = ['inbox.conversation_not_found'];

export const putNote = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/notes/:messageId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Write a note that only colleagues see, or write it anew',
  params: ofMessage,
  body: {
    body: z.string().trim().min(1).max(noteLengthMax),
    mentions: z.array(MemberId).max(20).default([]),
  },
  reply: Message,
  errors: [...notThere, 'inbox.note_is_anothers', 'inbox.assignee_not_found', 'inbox.message_reused'],
});

export const deleteNote = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/notes/:messageId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Throw a note of one’s own away',
  params: ofMessage,
  status: 204,
  reply: z.void(),
  errors: [...notThere, 'inbox.message_not_found', 'inbox.note_is_anothers'],
});

/** A note is for somebody. */
export const memberMentioned = event({
  name: 'inbox.member_mentioned',
  payload: z.object({ conversationId: ConversationId, messageId: MessageId, memberId: MemberId }),
  key: ({ memberId }) => memberId,
});
