import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageQuery } from '../../../kit/page.ts';
import { ContactId, ConversationSummary, conversationFilter } from '../conversations/contract.ts';
import { ChannelPlatform, directions, Message, MessageId, messageKinds } from '../messages/contract.ts';

export const searchLengthMax = 200;
/** What is written beyond that many words narrows nothing further. */
export const searchWordsMax = 10;
/** So many places where a word is used are looked through for one answer; `next` goes on from there. */
export const searchScanMax = 2_000;
/** Of a phrase the texts themselves are read, which takes longer. */
export const searchPhraseScanMax = 400;

const searchQuery = {
  ...pageQuery,
  /** All of the words; "several in quotes" as they stand; the last one may be begun only. */
  q: z.string().trim().min(1).max(searchLengthMax),
};

/** A piece of what was found, and which characters of it are what was looked for: from, and up to. */
export const Snippet = z.object({
  text: z.string(),
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
});
export type Snippet = z.infer<typeof Snippet>;

export const foundOf = <T>(item: z.ZodType<T>) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable(),
    /** Looked through as much as one answer may: there may be more after `next`, though little is here. */
    incomplete: z.boolean(),
    /** Words nobody uses, and what was looked for in their place. */
    corrected: z.array(z.object({ from: z.string(), to: z.array(z.string()) })),
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

export const searchEvents = [] as const;

export const searchErrors = {} as const;
