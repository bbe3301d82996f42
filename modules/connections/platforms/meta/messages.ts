import type { Answer } from '../../../../providers/meta/graph.ts';
import type { Content, Sent } from '../../../../providers/meta/messages.ts';
import type { CallRequest, Found, Performed } from '../platform.ts';
import { rejected } from '../refusal.ts';
import { isWhatWasWritten, requestOf } from '../requests.ts';
import { senderOf } from './client.ts';
import { accountAt, isOwnId, type Talking, type Where } from './where.ts';

/** Direct messages of Instagram and Messenger: one thing each, a text or a file. */
export async function sendMessage(where: Where, call: CallRequest): Promise<Performed> {
  const { platform, access } = where;
  const { to, replyTo, byPerson = false, ...said } = requestOf(call, 'message', platform);
  const answer = await accountAt(where).messages.send(senderOf(access), {
    to: { personId: to },
    content: contentOf(platform, said),
    replyTo,
    isByHumanAgent: byPerson,
  });
  return sent(where, answer);
}

/** Looks for our words in the conversation with whoever they were for. */
export function findMessage(where: Where, call: CallRequest): Promise<Found> {
  const { to, text } = requestOf(call, 'message', where.platform);
  return findInConversation(where, { call, personId: to, words: text ?? '' });
}

export async function sendPrivateReply(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId, text } = requestOf(call, 'private_reply', where.platform);
  const { messages } = accountAt(where);
  return sent(where, await messages.send(senderOf(where.access), { to: { commentId }, content: { text } }));
}

export async function findPrivateReply(where: Where, call: CallRequest): Promise<Found> {
  const { commentId, text } = requestOf(call, 'private_reply', where.platform);
  const { data: comment } = await accountAt(where).comments.get(commentId);
  // The platform takes one private reply per comment: with nobody to look for, asking again would be refused.
  if (comment.personId === undefined) return { outcome: 'cannot_tell' };
  return findInConversation(where, { call, personId: comment.personId, words: text });
}

export async function markSeen(where: Where, call: CallRequest): Promise<Performed> {
  const { to } = requestOf(call, 'mark_seen', where.platform);
  const wish = { personId: to, action: 'mark_seen' } as const;
  const { usage } = await accountAt(where).messages.show(senderOf(where.access), wish);
  return { platformId: undefined, ...where.client.usage(usage) };
}

export async function showTyping(where: Where, call: CallRequest): Promise<Performed> {
  const { to } = requestOf(call, 'show_typing', where.platform);
  const wish = { personId: to, action: 'typing_on' } as const;
  const { usage } = await accountAt(where).messages.show(senderOf(where.access), wish);
  return { platformId: undefined, ...where.client.usage(usage) };
}

/** What the platform calls those it has names for. */
const reactionNames: Readonly<Record<string, string>> = {
  '❤': 'love',
  '👍': 'like',
  '😆': 'haha',
  '😮': 'wow',
  '😢': 'sad',
  '😡': 'angry',
};

export async function react(where: Where, call: CallRequest): Promise<Performed> {
  const { to, messageId, emoji } = requestOf(call, 'react', where.platform);
  // With or without the mark that has it drawn in colour, it is the same.
  const reaction = emoji && (reactionNames[emoji.replace('\uFE0F', '')] ?? emoji);
  const wish = { personId: to, messageId, ...(reaction && { reaction }) };
  const { usage } = await accountAt(where).messages.react(senderOf(where.access), wish);
  return { platformId: undefined, ...where.client.usage(usage) };
}

/** Doing it twice is doing it once. */
export const nothingLost = async (): Promise<Found> => ({ outcome: 'not_done' });

interface Sought {
  readonly call: CallRequest;
  readonly personId: string;
  /** Empty for a file. */
  readonly words: string;
}

/** No more can be read of a conversation. */
const messagesReadMax = 20;

async function findInConversation(where: Where, { call, personId, words }: Sought): Promise<Found> {
  const { conversations } = accountAt(where);
  const { data: found } = await conversations.list(senderOf(where.access), { personId, limit: 1 });
  const [conversation] = found.items;
  if (!conversation) return { outcome: 'not_done' };
  const { data } = await conversations.listMessages(conversation.id, { limit: messagesReadMax });
  // A file comes without words, and nothing else does.
  const ours = data.items.find((message) => {
    const isOwn = isOwnId(message.fromId, where.access);
    return isWhatWasWritten(call, words, { ...message, text: message.text ?? '', isOwn });
  });
  return ours ? { outcome: 'done', platformId: ours.id } : { outcome: 'not_done' };
}

type Attached = Extract<Content, { attachment: unknown }>['attachment'];

function contentOf(
  platform: Talking,
  said: {
    readonly text?: string | undefined;
    readonly attachment?: Attached | undefined;
    readonly template?: unknown;
  },
): Content {
  const { text, attachment, template } = said;
  if (template !== undefined)
    throw rejected(platform, 'message', 'no_templates', 'it has no templates of messages');
  if (text !== undefined && attachment === undefined) return { text };
  if (attachment !== undefined && text === undefined) return { attachment };
  throw rejected(platform, 'message', 'one_thing', 'a message is a text or a file, and not both');
}

const sent = ({ client }: Where, { data, usage }: Answer<Sent>): Performed => ({
  platformId: data.messageId,
  ...(data.personId !== undefined && { result: { personId: data.personId } }),
  ...client.usage(usage),
});
