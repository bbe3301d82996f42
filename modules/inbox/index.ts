import { module } from '../../kit/module.ts';
import { bulkInstallationSweeps, bulkListeners, bulkSweeps, bulkWork } from './bulk/background.ts';
import {
  commentsInstallationSweeps,
  commentsListeners,
  commentsSweeps,
  commentsWork,
} from './comments/background.ts';
import {
  contactsInstallationSweeps,
  contactsListeners,
  contactsSweeps,
  contactsWork,
} from './contacts/background.ts';
import {
  bulkEvents,
  commentsEvents,
  contactsEvents,
  conversationsEvents,
  figuresEvents,
  inboxError,
  intakeEvents,
  mailEvents,
  messagesEvents,
  repliesEvents,
  searchEvents,
  sendingEvents,
  viewsEvents,
} from './contract.ts';
import {
  conversationsInstallationSweeps,
  conversationsListeners,
  conversationsSweeps,
  conversationsWork,
} from './conversations/background.ts';
import {
  figuresInstallationSweeps,
  figuresListeners,
  figuresSweeps,
  figuresWork,
} from './figures/background.ts';
import { intakeInstallationSweeps, intakeListeners, intakeSweeps, intakeWork } from './intake/background.ts';
import { mailInstallationSweeps, mailListeners, mailSweeps, mailWork } from './mail/background.ts';
import {
  messagesInstallationSweeps,
  messagesListeners,
  messagesSweeps,
  messagesWork,
} from './messages/background.ts';
import type { InboxOutside } from './outside.ts';
import { authorize } from './policy.ts';
import {
  repliesInstallationSweeps,
  repliesListeners,
  repliesSweeps,
  repliesWork,
} from './replies/background.ts';
import { routes } from './routes.ts';
import { searchInstallationSweeps, searchListeners, searchSweeps, searchWork } from './search/background.ts';
import {
  sendingInstallationSweeps,
  sendingListeners,
  sendingSweeps,
  sendingWork,
} from './sending/background.ts';
import { viewsInstallationSweeps, viewsListeners, viewsSweeps, viewsWork } from './views/background.ts';

export const inbox = module<InboxOutside>({
  name: 'inbox',
  routes,
  authorize,
  errors: inboxError,
  events: [
    ...bulkEvents,
    ...commentsEvents,
    ...contactsEvents,
    ...conversationsEvents,
    ...figuresEvents,
    ...intakeEvents,
    ...mailEvents,
    ...messagesEvents,
    ...repliesEvents,
    ...searchEvents,
    ...sendingEvents,
    ...viewsEvents,
  ],
  work: [
    ...bulkWork,
    ...commentsWork,
    ...contactsWork,
    ...conversationsWork,
    ...figuresWork,
    ...intakeWork,
    ...mailWork,
    ...messagesWork,
    ...repliesWork,
    ...searchWork,
    ...sendingWork,
    ...viewsWork,
  ],
  listeners: [
    ...bulkListeners,
    ...commentsListeners,
    ...contactsListeners,
    ...conversationsListeners,
    ...figuresListeners,
    ...intakeListeners,
    ...mailListeners,
    ...messagesListeners,
    ...repliesListeners,
    ...searchListeners,
    ...sendingListeners,
    ...viewsListeners,
  ],
  sweeps: [
    ...bulkSweeps,
    ...commentsSweeps,
    ...contactsSweeps,
    ...conversationsSweeps,
    ...figuresSweeps,
    ...intakeSweeps,
    ...mailSweeps,
    ...messagesSweeps,
    ...repliesSweeps,
    ...searchSweeps,
    ...sendingSweeps,
    ...viewsSweeps,
  ],
  installationSweeps: [
    ...bulkInstallationSweeps,
    ...commentsInstallationSweeps,
    ...contactsInstallationSweeps,
    ...conversationsInstallationSweeps,
    ...figuresInstallationSweeps,
    ...intakeInstallationSweeps,
    ...mailInstallationSweeps,
    ...messagesInstallationSweeps,
    ...repliesInstallationSweeps,
    ...searchInstallationSweeps,
    ...sendingInstallationSweeps,
    ...viewsInstallationSweeps,
  ],
});

export { requireComment } from './comments/comments.ts';
export { describeWords } from './comments/describing.ts';
export { type MachineAnswer, queueCommentAnswer } from './comments/machines.ts';
export { requireContact } from './contacts/seen.ts';
export { turnAutomationOff } from './conversations/automation.ts';
export { type Enriched, enrich } from './enriching/enrich.ts';
export { everyoneIn } from './erasing/erasing.sql.ts';
export { eraseContact } from './erasing/erasing.ts';
export { watchMailboxes } from './mail/watching.ts';
export { mergeContacts, undoMerge } from './merging/merging.ts';
export { requireConversation } from './messages/messages.ts';
export { holdConversation } from './messages/record.sql.ts';
export type { InboxOutside } from './outside.ts';
export { addressesOf } from './published/reach.sql.ts';
export {
  commentsWaiting,
  findRemark,
  findTalk,
  lastSaid,
  messagesWaiting,
  type Remark,
  type Said,
  type Talk,
} from './published/talks.sql.ts';
export {
  type CommentFacts,
  type ConversationFacts,
  commentsBy,
  conversationsWith,
  countInboundSince,
  findChannelAt,
  findCommentFacts,
  findConversationFacts,
  findMessageFacts,
  type MessageFacts,
} from './published/threads.sql.ts';
export { type Threads, threadsWith } from './published/threads.ts';
export { type MachineReply, queueReply } from './sending/machines.ts';
export { showTyping } from './sending/typing.ts';
