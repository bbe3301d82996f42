import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { callStates } from '../../connections/index.ts';
import { AttachmentId } from '../messages/contract.ts';
import * as attachments from './attachments.sql.ts';
import * as channels from './channels.sql.ts';
import * as drafts from './drafts.sql.ts';
import * as merging from './merging.sql.ts';
import * as outgoing from './outgoing.sql.ts';
import * as reactions from './reactions.sql.ts';
import {
  channelId,
  conversationId,
  crowded,
  markedId,
  memberId,
  messageId,
  now,
  otherId,
  scope,
  uploadId,
  workspaceId,
} from './testing/crowd.ts';

let db: Database;
before(async () => {
  db = await crowded();
});
const where = () => ({ db, scope });

const byId = ['messages_pkey'];
/** What is under way is so little that either index of it does. */
const underWay = [/^messages_(under_way|to_send)$/];

describe('what goes out', () => {
  explainEach(outgoing, where, {
    findMessage: { given: () => [messageId], by: byId },
    findOfCall: { given: () => [numberedId(7_995)], by: ['messages_by_call'] },
    dueOf: { given: () => [conversationId, now, 100], by: underWay, rowsMax: 200 },
    nextOf: { given: () => [conversationId], by: underWay, rowsMax: 200 },
    underWayOf: { given: () => [conversationId, messageId], by: underWay, rowsMax: 200 },
    scheduledOf: { given: () => [conversationId], by: underWay, rowsMax: 200 },
    lastHeldOf: { given: () => [conversationId], by: underWay, rowsMax: 200 },
    machinesUnderWay: { given: () => [conversationId], by: underWay, rowsMax: 200 },
    newestHeard: { given: () => [conversationId], by: ['messages_by_conversation'] },
    newestOf: { given: () => [conversationId], by: ['messages_by_conversation'] },
    othersSince: {
      given: () => [conversationId, otherId, memberId],
      by: ['messages_by_conversation', 'messages_pkey'],
      rowsMax: 200,
    },
    personsSince: {
      given: () => [conversationId, otherId],
      by: ['messages_by_conversation', 'messages_pkey'],
      rowsMax: 200,
    },
    findAnswered: { given: () => [messageId], by: byId },
    markQueued: { given: () => [messageId, { callId: null, happenedAt: now }], by: byId },
    markWaiting: {
      given: () => [messageId, { status: 'held', sendAt: now, body: 'Yes' } as const],
      by: byId,
    },
    markToRetry: { given: () => [messageId, now, now], by: byId },
    markCancelled: { given: () => [messageId], by: byId },
    markFailed: { given: () => [messageId, 'rejected' as const], by: byId },
    markUnderWay: { given: () => [messageId, 'unknown' as const], by: byId },
    markSent: { given: () => [messageId, { platformMessageId: 'm', sentAt: now }], by: byId },
    switchAutomationOnAgain: { given: () => [conversationId, now], by: ['conversations_pkey'] },
    conversationsOverdue: { given: () => [now, 50], by: ['messages_to_send'] },
    callsAhead: { given: () => [callStates, 10], by: ['calls_pkey', /^messages_/], rowsMax: 1_000 },
  });
  explainEach(merging, where, {
    findHolder: { given: () => [channelId, 'm7995'], by: ['messages_once'] },
    takeMarks: { given: () => [messageId, otherId], by: byId },
    takeReactions: { given: () => [messageId, markedId], by: ['message_reactions_pkey'] },
    takeEdits: { given: () => [messageId, markedId], by: [/^message_edits_/] },
    takeAnswers: { given: () => [messageId, otherId], by: ['messages_by_reply'] },
    dropFilesOf: { given: () => [messageId, markedId], by: ['attachments_by_message', ...byId] },
    dropEcho: { given: () => [otherId], by: byId },
  });
});

describe('beside what goes out', () => {
  const fresh = AttachmentId.parse(numberedId(9_001));
  explainEach(attachments, where, {
    insertUpload: {
      given: () => [
        {
          ...{ workspaceId, id: fresh, kind: 'image' as const, name: null, mediaType: 'image/png', bytes: 1 },
          ...{ width: null, height: null, storageKey: 'x', thumbKey: null, uploadedBy: memberId },
          createdAt: now,
        },
      ],
      by: [],
    },
    holdUploads: { given: () => [[uploadId], memberId], by: ['attachments_pkey'] },
    linkAttachments: { given: () => [messageId, [uploadId]], by: ['attachments_pkey'] },
    unlinkAttachments: { given: () => [markedId], by: ['attachments_by_message'] },
    filesOfMessage: { given: () => [markedId], by: ['attachments_by_message'] },
    dropUploadsLeft: { given: () => [now, 50], by: ['attachments_of_nothing'] },
  });
  explainEach(reactions, where, {
    findReaction: { given: () => [markedId], by: ['message_reactions_pkey'] },
    putReaction: {
      given: () => [{ workspaceId, messageId: markedId, emoji: '❤', memberId, now }],
      by: ['message_reactions_pkey'],
    },
    reactionsAhead: { given: () => [callStates, 10], by: ['messages_reacting', 'calls_pkey'], rowsMax: 100 },
    markReacting: { given: () => [messageId, { callId: numberedId(1), before: null }], by: byId },
    markReacted: { given: () => [messageId, { emoji: '❤', code: 'rejected' }], by: byId },
  });
  explainEach(channels, where, {
    findChannel: { given: () => [channelId], by: ['channels_pkey'] },
  });
  const whose = [memberId, conversationId] as const;
  explainEach(drafts, where, {
    findDraft: { given: () => whose, by: ['drafts_pkey'] },
    putDraft: {
      given: () => [{ workspaceId, memberId, conversationId, body: 'Dear', mail: null, now }],
      by: ['drafts_pkey'],
    },
    takesRecipients: { given: () => [conversationId], by: ['channels_pkey', 'conversations_pkey'] },
    dropDraft: { given: () => whose, by: ['drafts_pkey'] },
  });
});
