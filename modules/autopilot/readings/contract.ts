import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { CommentId, ConversationId, commentCategories, MessageId, sentiments } from '../../inbox/contract.ts';

/** Of the rules and of what a model is asked. With a higher one, everything is read again, a little at a time. */
export const readingVersion = 1;
export const readers = ['rules', 'model'] as const;

/** What is read out of one message, or of one comment. */
export const Reading = z.object({
  id: z.uuid(),
  messageId: MessageId.nullable(),
  commentId: CommentId.nullable(),
  version: z.number().int(),
  readBy: z.enum(readers),
  model: z.string().nullable(),
  /** Null: nothing is said in it. */
  sentiment: z.enum(sentiments).nullable(),
  /** 1 to 100: the highest first. */
  priorityScore: z.number().int(),
  categories: z.array(z.enum(commentCategories)),
  keywords: z.array(z.string()),
  language: z.string().nullable(),
  readAt: z.coerce.date(),
});
export type Reading = z.infer<typeof Reading>;

export const listReadings = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/conversations/:conversationId/readings',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary:
    'What is read out of what a customer wrote, the latest first: how they feel, how urgent it is, and about what',
  params: { workspaceId: WorkspaceId, conversationId: ConversationId },
  query: pageQuery,
  reply: pageOf(Reading),
  errors: ['inbox.conversation_not_found'],
});

/** For screens: something was read anew. */
export const wordsRead = event({
  name: 'autopilot.words_read',
  payload: z.object({
    messageId: MessageId.nullable(),
    commentId: CommentId.nullable(),
    conversationId: ConversationId.nullable(),
  }),
  key: ({ messageId, commentId }) => messageId ?? commentId ?? '',
});

export const readingsEvents = [wordsRead] as const;
export const readingsErrors = {} as const;
