import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { accountsKept } from '../../connections/index.ts';
import { ContactId, IdentityId } from '../conversations/contract.ts';
import { AttachmentId, ConversationId } from '../messages/contract.ts';
import * as channels from './channels.sql.ts';
import * as early from './early.sql.ts';
import * as looking from './looking-up.sql.ts';
import * as marks from './marks.sql.ts';
import * as attachments from './media/attachments.sql.ts';
import * as people from './people.sql.ts';
import {
  attachmentId,
  channelId,
  conversationId,
  crowded,
  identityId,
  messageId,
  minutesAgo,
  now,
  personId,
  scope,
  silentId,
  start,
  workspaceId,
} from './testing/crowd.ts';

let db: Database;
before(async () => {
  db = await crowded();
});
const where = () => ({ db, scope });
const byId = ['messages_pkey'];

describe('channels', () => {
  explainEach(channels, where, {
    keepChannel: { given: () => [accountsKept, channelId, now], by: ['accounts_pkey', 'channels_pkey'] },
    findChannel: { given: () => [channelId], by: ['channels_pkey'] },
    // All of a workspace's accounts, once an hour.
    keepChannels: {
      given: () => [accountsKept, now, 100],
      by: [/^accounts_/, /^channels_/],
      rowsMax: 1_000,
    },
  });
});

describe('people', () => {
  const fresh = numberedId(90_000);
  explainEach(people, where, {
    holdPerson: { given: () => [channelId, personId], by: [] },
    findPerson: {
      given: () => [channelId, personId],
      by: ['identity_once_per_channel', 'conversations_one_direct'],
    },
    insertPerson: {
      given: () => [
        {
          ...{
            workspaceId,
            contactId: ContactId.parse(fresh),
            identityId: IdentityId.parse(fresh),
            channelId,
          },
          ...{ personId: 'fresh', name: null, lookedUpAt: null, now },
        },
      ],
      by: [],
    },
    insertConversation: {
      given: () => [
        {
          workspaceId,
          id: ConversationId.parse(fresh),
          channelId,
          identityId: silentId,
          at: now,
          now,
        },
      ],
      by: [],
    },
    nameIdentity: { given: () => [identityId, { name: 'Ada' }], by: ['identities_pkey'] },
    markHeard: { given: () => [identityId, now], by: ['contacts_pkey', 'identities_pkey'] },
    renumberIdentity: {
      given: () => [identityId, 'another'],
      by: ['identities_pkey', 'identity_once_per_channel'],
    },
  });
  explainEach(looking, where, {
    findToLookUp: {
      given: () => [identityId, now],
      by: ['identities_pkey', 'channels_pkey', 'contacts_pkey', /^conversations_(by_identity|one_direct)$/],
    },
    markLookedUp: {
      given: () => [identityId, { name: 'Ada', username: null, profileUrl: null, picture: undefined }, now],
      by: ['identities_pkey'],
    },
    identitiesUnknown: {
      given: () => [start, now, 20],
      by: [
        ...['identities_not_looked_up', 'channels_pkey', 'contacts_pkey'],
        /^conversations_(by_identity|one_direct)$/,
      ],
    },
  });
});

describe('what is told too early', () => {
  const key = `person/${personId}`;
  explainEach(early, where, {
    insertEarlyMark: {
      given: () => [
        {
          ...{ workspaceId, channelId, mid: 'x', id: numberedId(1), kind: 'seen', personId, told: {} },
          ...{ at: now, now },
        },
      ],
      by: [],
    },
    takeEarlyMarks: { given: () => [channelId, 'm11991'], by: ['early_marks_pkey'] },
    untilsOf: { given: () => [channelId, key], by: ['early_marks_pkey'] },
    dropEarlierUntils: { given: () => [channelId, key, 'seen', now], by: ['early_marks_pkey'] },
    echoesOf: { given: () => [channelId, personId, 20], by: ['early_marks_echoes'] },
    dropEcho: { given: () => [channelId, 'echo'], by: [/^early_marks_(pkey|echoes)$/] },
    conversationsWithEchoes: {
      given: () => [now, 20],
      by: ['early_marks_echoes', 'identity_once_per_channel', 'conversations_one_direct'],
      rowsMax: 200,
    },
    messagesWithMissedMarks: {
      given: () => [start, 20],
      by: ['early_marks_by_age', 'messages_once'],
    },
    dropOldMarks: { given: () => [now, 20], by: ['early_marks_by_age'] },
  });
});

describe('what is told of a message', () => {
  const edit = { workspaceId, messageId, id: numberedId(1), body: 'Two', at: now };
  const upTo = { conversationId, until: now, sentUntil: now, at: now };
  const notSeen = [/^messages_(not_seen|under_way)$/];
  explainEach(marks, where, {
    findMarked: { given: () => [channelId, 'm11991'], by: ['messages_once'] },
    findNamed: { given: () => [messageId], by: byId },
    editMessage: { given: () => [{ ...edit, number: 9 }], by: byId },
    keepLateEdit: {
      given: () => [{ ...edit, number: 1 }],
      by: [/^message_edits_/],
    },
    unsendMessage: {
      given: () => [messageId, now],
      by: ['messages_pkey', /^message_edits_/, 'attachments_by_message'],
    },
    putReaction: {
      given: () => [{ workspaceId, messageId, side: 'contact', emoji: '❤', at: now } as const],
      by: ['message_reactions_pkey'],
    },
    markDelivered: { given: () => [messageId, now], by: byId },
    markSeen: { given: () => [messageId, now], by: byId },
    markFailed: { given: () => [messageId, 'not_reachable'], by: byId },
    markSeenUpTo: { given: () => [upTo], by: notSeen },
    markDeliveredUpTo: { given: () => [upTo], by: notSeen },
    lostBefore: {
      given: () => [conversationId, minutesAgo(600), 100],
      by: ['messages_by_conversation'],
      rowsMax: 200,
    },
    seenAfter: { given: () => [conversationId, minutesAgo(600), 50], by: ['messages_by_conversation'] },
    answerKnown: { given: () => [channelId, 'x11502', messageId], by: ['messages_answering_unknown'] },
    wordsUnderWay: { given: () => [conversationId, 20], by: ['messages_under_way'] },
  });
});

describe('files', () => {
  const file = {
    ...{ kind: 'image' as const, mediaType: 'image/webp', bytes: 1, width: 1, height: 1 },
    ...{ storageKey: 'x', thumbKey: null },
  } as const;
  const one = ['attachments_pkey'];
  explainEach(attachments, where, {
    insertAttachment: {
      given: () => [
        {
          ...{
            workspaceId,
            id: AttachmentId.parse(numberedId(90_000)),
            messageId,
            place: 0,
            kind: 'image' as const,
          },
          ...{ source: 'https://cdn.example/x', name: null, now },
        },
      ],
      by: [],
    },
    findWanted: { given: () => [attachmentId], by: ['attachments_pkey', 'messages_pkey', 'channels_pkey'] },
    markStored: { given: () => [attachmentId, file, now], by: one },
    markAttachmentFailed: { given: () => [attachmentId, 'gone', now], by: one },
    attachmentsWaiting: { given: () => [start, now, 20], by: ['attachments_waiting'] },
    giveUpAttachments: { given: () => [now, now, 20], by: ['attachments_waiting'] },
    attachmentsThere: { given: () => [[attachmentId]], by: one },
  });
});
