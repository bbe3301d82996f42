import type { LiveReads } from '../../../web/screen.ts';
import {
  conversationChanged,
  conversationRead,
  figuresCounted,
  getConversation,
  getCounts,
  getFigures,
  getMailbox,
  listConversations,
  listMailboxes,
  listMessages,
  mailboxChanged,
  memberMentioned,
  messageChanged,
  messageReceived,
  messageSent,
  postPresence,
  presenceChanged,
} from '../contract.ts';
import { listTags, tagChanged } from '../tags/contract.ts';

/** The reads of the one conversation an event is about: another that is open stays as it is. */
const inIt = (path: string, payload: unknown) => {
  const { conversationId } = payload as { conversationId: string };
  return [path, { params: { conversationId } }];
};
const message = (payload: unknown) => [
  [listConversations.path],
  [getCounts.path],
  inIt(getConversation.path, payload),
  inIt(listMessages.path, payload),
];
const conversation = (payload: unknown) => [
  [listConversations.path],
  [getCounts.path],
  inIt(getConversation.path, payload),
];

/** What goes stale when something happens. */
export default {
  [figuresCounted.name]: [[getFigures.path]],
  [mailboxChanged.name]: [[listMailboxes.path], [getMailbox.path]],
  [messageReceived.name]: message,
  [messageSent.name]: message,
  [messageChanged.name]: message,
  [conversationChanged.name]: conversation,
  [conversationRead.name]: conversation,
  [memberMentioned.name]: conversation,
  [tagChanged.name]: [[listTags.path], [listConversations.path], [getConversation.path]],
  [presenceChanged.name]: (payload) => [inIt(postPresence.path, payload)],
} satisfies LiveReads;
