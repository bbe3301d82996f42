import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageQuery } from '../../../kit/page.ts';
import { Comment, commentFilter } from '../comments/contract.ts';
import { ContactId, ConversationSummary, conversationFilter } from '../conversations/contract.ts';
import { Corrected, Snippet, Words } from '../fields/contract.ts';
import { ChannelPlatform, directions, Message, MessageId, messageKinds } from '../messages/contract.ts';

export { Snippet, searchLengthMax } from '../fields/contract.ts';

/** What is written beyond that many words narrows nothing further. */
export const searchWordsMax = 10;
/** So many places where a word is used are looked through for one answer; `next` goes on from there. */
export const searchScanMax = 1_000;
/** Of a phrase the texts themselves are read, which takes longer. */
export const searchPhraseScanMax = 400;

const searchQuery = { ...pageQuery, q: Words };

export const foundOf = <T>(item: z.ZodType<T>) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable(),
    /** Looked through as much as one answer may: there may be more after `next`, though little is here. */
    incomplete: z.boolean(),
    corrected: Corrected,
  });

export const FoundMessage = z.object({
  messageId: MessageId,
  happenedAt: z.coerce.date(),
  direction: z.enum(directions),
  kind: z.enum(messageKinds),
  author: Message.shape.author,
  snippet: Snippet,
});
export type FoundMessage = z.infer<typeof FoundMessage>;

/** On a later page a conversation may come again, with what was said in it earlier. */
export const FoundConversation = z.object({
  conversation: ConversationSummary.pick({
    id: true,
    kind: true,
    subject: true,
    status: true,
    channel: true,
    person: true,
    lastAt: true,
  }),
  hits: z.array(FoundMessage),
});
export type FoundConversation = z.infer<typeof FoundConversation>;

export const FoundContact = z.object({
  contactId: ContactId,
  name: z.string(),
  username: z.string().nullable(),
  pictureUrl: z.string().nullable(),
  platforms: z.array(ChannelPlatform),
  snippet: Snippet,
});
export type FoundContact = z.infer<typeof FoundContact>;

export const FoundComment = Comment.pick({
  id: true,
  channel: true,
  post: true,
  kind: true,
  threadId: true,
  parentId: true,
  isOwn: true,
  author: true,
  rating: true,
  status: true,
  happenedAt: true,
  hiddenAt: true,
}).extend({ snippet: Snippet });
export type FoundComment = z.infer<typeof FoundComment>;

const inWorkspace = { workspaceId: WorkspaceId };

export const searchMessages = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/search',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Messages and notes by their words, newest first, by conversation',
  params: inWorkspace,
  query: { ...searchQuery, ...conversationFilter },
  reply: foundOf(FoundConversation),
});

export const searchContacts = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/search/contacts',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'People by their names, addresses and numbers, newest first',
  params: inWorkspace,
  query: searchQuery,
  reply: foundOf(FoundContact),
});

const { words: _, ...commentsLikeThat } = commentFilter;

export const searchComments = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/search/comments',
  audience: 'workspace',
  permission: 'inbox.read',
  summary:
    'Comments by their words and by who wrote them, newest first; ours too, unless it is asked how they stand',
  params: inWorkspace,
  query: { ...searchQuery, ...commentsLikeThat },
  reply: foundOf(FoundComment),
});

export const searchEvents = [] as const;

export const searchErrors = {} as const;
