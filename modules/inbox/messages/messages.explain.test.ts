import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import {
  channelId,
  conversationId,
  crowded,
  memberId,
  messageId,
  now,
  scope,
  workspaceId,
} from '../intake/testing/crowd.ts';
import { MessageId } from './contract.ts';
import * as record from './record.sql.ts';
import * as shown from './shown.sql.ts';

const page = { limit: 20, after: undefined };
let db: Database;
let next: string;
before(async () => {
  db = await crowded();
  next = (await shown.messagesOf(db.reader(scope), coworkers, conversationId, page)).next!;
});
const where = () => ({ db, scope });

/** What stands beside each message. */
const beside = [
  ...['members_pkey', 'users_pkey', 'messages_pkey', 'attachments_by_message', 'message_reactions_pkey'],
];
const rowsMax = 200;

describe('a message that is written', () => {
  explainEach(record, where, {
    holdConversation: {
      given: () => [conversationId],
      by: ['conversations_pkey', 'channels_pkey', 'identities_pkey'],
    },
    insertMessage: {
      given: () => [
        {
          ...{ workspaceId, id: MessageId.parse(numberedId(90_000)), conversationId, channelId },
          ...({
            direction: 'inbound',
            kind: 'text',
            author: 'contact',
            body: 'Hello',
            status: 'received',
          } as const),
          ...{ platformMessageId: 'fresh', happenedAt: now, createdAt: now },
        },
      ],
      by: [],
    },
    settleConversation: {
      given: () => [conversationId, { inbound: 0, outbound: 0 }],
      by: ['conversations_pkey', 'messages_by_conversation'],
    },
  });
});

describe('messages that are shown', () => {
  explainEach(shown, where, {
    messagesOf: [
      {
        given: () => [coworkers, conversationId, page],
        by: ['messages_by_conversation', ...beside],
        rowsMax,
      },
      {
        when: 'on a later page',
        given: () => [coworkers, conversationId, { ...page, after: next }],
        by: ['messages_by_conversation', ...beside],
        rowsMax,
      },
    ],
    findShown: { given: () => [coworkers, messageId], by: beside },
    editsOf: { given: () => [messageId, 20], by: [/^message_edits_/] },
    placeOfConversation: {
      given: () => [conversationId, memberId],
      by: ['conversations_pkey', 'channels_pkey', /^email_account_members_/],
    },
  });
});
