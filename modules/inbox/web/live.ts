import type { LiveReads } from '../../../web/screen.ts';
import {
  contactChanged,
  conversationChanged,
  conversationRead,
  figuresCounted,
  getContact,
  getConversation,
  getCounts,
  getFigures,
  getMailbox,
  listConsents,
  listContactNotes,
  listContacts,
  listConversations,
  listMailboxes,
  listMerges,
  listMessages,
  listReplyTemplates,
  listTags,
  mailboxChanged,
  memberMentioned,
  messageChanged,
  messageReceived,
  messageSent,
  postPresence,
  presenceChanged,
  savedReplyChanged,
  tagChanged,
} from '../contract.ts';

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

const contact = (payload: unknown) => {
  const { contactId } = payload as { contactId: string };
  const ofThem = [getContact, listContactNotes, listConsents, listMerges];
  return [[listContacts.path], ...ofThem.map(({ path }) => [path, { params: { contactId } }])];
};

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
  [contactChanged.name]: contact,
  [tagChanged.name]: [
    ...[[listTags.path], [listContacts.path], [getContact.path]],
    ...[[listConversations.path], [getConversation.path]],
  ],
  [savedReplyChanged.name]: [[listReplyTemplates.path]],
  [presenceChanged.name]: (payload) => [inIt(postPresence.path, payload)],
} satisfies LiveReads;
