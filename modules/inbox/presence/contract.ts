import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId } from '../../../kit/ids.ts';
import { ConversationId, inConversation } from '../messages/contract.ts';

/** Said again every few seconds while it is so: whoever has not been heard of for half a minute is gone. */
export const presentStates = ['viewing', 'typing'] as const;
export const presenceStates = [...presentStates, 'gone'] as const;
export type PresenceState = (typeof presenceStates)[number];
export const presenceSeconds = 30;

export const postPresence = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/inbox/conversations/:conversationId/presence',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Tell colleagues that one looks at a conversation, or writes in it',
  params: inConversation,
  body: { state: z.enum(presenceStates) },
  /** Those who are there, oneself left out. */
  reply: z.object({
    items: z.array(
      z.object({
        memberId: MemberId,
        name: z.string(),
        state: z.enum(presentStates),
        at: z.coerce.date(),
      }),
    ),
  }),
  errors: ['inbox.conversation_not_found'],
});

/** Said and not stored: who is there now, to whoever may know that there is a colleague and a conversation. */
export const presenceChanged = event({
  name: 'inbox.presence_changed',
  payload: z.object({ conversationId: ConversationId, memberId: MemberId, state: z.enum(presenceStates) }),
  key: ({ conversationId }) => conversationId,
});
