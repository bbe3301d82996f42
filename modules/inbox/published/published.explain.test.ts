import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import * as amongComments from '../comments/testing/crowd.ts';
import * as amongConversations from '../conversations/testing/crowd.ts';
import * as reach from './reach.sql.ts';
import * as talks from './talks.sql.ts';
import * as published from './threads.sql.ts';

describe('what is published of conversations', () => {
  const { conversationId, scope, start } = amongConversations;
  let db: Database;
  before(async () => {
    db = await amongConversations.crowded();
  });
  const channel = ['channels_pkey', 'identities_pkey'];
  explainEach(published, () => ({ db, scope }), {
    findConversationFacts: { given: () => [conversationId], by: ['conversations_pkey', ...channel] },
    findMessageFacts: {
      given: () => [numberedId(11_345)],
      by: ['messages_pkey', 'conversations_pkey', ...channel, /^attachments_/],
    },
    findChannelAt: { given: () => [numberedId(7)], by: ['channels_by_location'] },
    countInboundSince: { given: () => [conversationId, start, 50], by: [/^messages_/] },
  });
  explainEach(reach, () => ({ db, scope }), {
    addressesOf: {
      given: () => [conversationId, 20],
      by: ['conversations_pkey', /^identities_(pkey|by_contact)$/, 'channels_pkey'],
    },
  });
  explainEach(talks, () => ({ db, scope }), {
    findTalk: { given: () => [conversationId], by: ['conversations_pkey', ...channel] },
    lastSaid: { given: () => [conversationId, 20], by: [/^messages_/] },
  });
});

describe('what is published of comments', () => {
  const { topId, scope } = amongComments;
  let db: Database;
  before(async () => {
    db = await amongComments.crowded();
  });
  explainEach(published, () => ({ db, scope }), {
    findCommentFacts: {
      given: () => [topId],
      by: ['comments_pkey', 'channels_pkey', 'identity_once_per_channel'],
    },
  });
  const seenTo = [/^comment(s|_replies)_/, 'channels_pkey', 'identity_once_per_channel', 'posts_pkey'];
  explainEach(talks, () => ({ db, scope }), {
    findRemark: { given: () => [topId], by: seenTo },
    findSeenTo: { given: () => [topId], by: [/^comment(s|_replies)_/] },
  });
});
