import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { CommentId, ContactId, ConversationId, MessageId } from '../../inbox/contract.ts';
import { commentsBy, conversationsWith, threadsWith } from '../../inbox/index.ts';
import { coworkers } from '../../workspaces/index.ts';
import * as approvals from '../approvals/approvals.sql.ts';
import { ApprovalId } from '../approvals/contract.ts';
import * as deeds from '../approvals/deeds.sql.ts';
import * as costs from '../costs/costs.sql.ts';
import { EscalationId } from '../escalations/contract.ts';
import * as escalations from '../escalations/escalations.sql.ts';
import * as telling from '../escalations/telling.sql.ts';
import { DecisionId } from '../ids/contract.ts';
import { MemoryId } from '../memories/contract.ts';
import * as exporting from '../memories/exporting.sql.ts';
import * as forgetting from '../memories/forgetting.sql.ts';
import * as memories from '../memories/memories.sql.ts';
import * as readings from '../readings/readings.sql.ts';
import { InteractionId, SessionId, TurnId } from '../sessions/contract.ts';
import * as interactions from '../sessions/interactions.sql.ts';
import * as sessions from '../sessions/sessions.sql.ts';
import { ContextTextId, TrainingTextId } from '../texts/contract.ts';
import * as texts from '../texts/texts.sql.ts';
import {
  crowded,
  memberId,
  now,
  one,
  oneComment,
  oneDeed,
  scope,
  start,
  workspaceId,
} from './testing/crowd.ts';

let db: Database;
before(async () => {
  db = await crowded();
});
const at = () => ({ db, scope });
const everywhere = { everywhere: true, except: [], only: [] };
const threads = threadsWith({ actor: { kind: 'system' } }, 'inbox.read', everywhere);
const page = { limit: 20, after: undefined };
const [conversationId, commentId] = [ConversationId.parse(one), CommentId.parse(oneComment)];
const [contactId, decisionId] = [ContactId.parse(one), DecisionId.parse(one)];
const theirs = {
  conversations: conversationsWith([contactId]),
  comments: commentsBy([contactId]),
};
/** Whatever a thread is known by; each row of ours costs a step along each of them. */
const thread = [
  ...['channels_pkey', 'conversations_pkey', 'comments_pkey', 'identities_pkey', 'contacts_pkey'],
  'identity_once_per_channel',
];
/** Where nobody is named, a newer PostgreSQL does not look whose the comment is. */
const unnamed = [
  ...thread.filter((one) => !one.startsWith('identit')),
  /^identit(ies_pkey|y_once_per_channel)$/,
];
const person = [...thread, 'members_pkey', 'users_pkey'];
const many = { rowsMax: 4_000 };
const places = { whole: ['channels', 'members', 'users'], ...many };

describe('approvals', () => {
  const id = ApprovalId.parse(one);
  const by = [...person, 'decisions_pkey'];
  explainEach(approvals, at, {
    waitingApprovals: [
      { given: () => [coworkers, threads, {}, page], by: ['approvals_waiting', ...by], ...places },
      {
        when: 'of a conversation',
        given: () => [coworkers, threads, { conversationId }, page],
        ...{ by: [/^approvals_(by_conversation|waiting|expiring)$/, ...by], ...places },
      },
      {
        when: 'of a comment',
        given: () => [coworkers, threads, { commentId }, page],
        ...{ by: [/^approvals_(by_comment|waiting|expiring)$/, ...by], ...places },
      },
    ],
    approvalsByCreated: {
      given: () => [coworkers, threads, { status: 'approved' as const }, page],
      ...{ by: ['approvals_by_status', ...by], ...places },
    },
    findApproval: { given: () => [coworkers, threads, id], by: ['approvals_pkey', ...by], ...places },
    holdApproval: { given: () => [id], by: ['approvals_pkey'] },
    insertApproval: {
      given: () => [
        {
          ...{
            workspaceId,
            id: newId(ApprovalId),
            decisionId,
            conversationId,
            commentId: null,
            why: 'value',
          },
          ...{ text: 'We do.', toolName: null, toolInput: null, valueMicro: null, expiresAt: now, now },
        },
      ],
      by: ['approval_once_per_decision'],
    },
    approvalOfDecision: { given: () => [decisionId], by: ['approval_once_per_decision'] },
    settleApproval: {
      given: () => [
        id,
        { status: 'rejected' as const, editedText: null, rejectedWhy: 'No.', by: memberId, now },
      ],
      by: ['approvals_pkey'],
    },
    expireApprovals: {
      given: () => [now, 20],
      by: ['approvals_expiring', 'approvals_pkey', 'decisions_pkey'],
      ...many,
    },
    overtakeInConversation: {
      given: () => [conversationId, now],
      by: [/^approvals_(by_conversation|waiting|expiring)$/],
    },
    overtakeOnComment: {
      given: () => [commentId, now],
      by: [/^approvals_(by_comment|waiting|expiring)$/],
    },
  });
  const deed = ApprovalId.parse(oneDeed);
  explainEach(deeds, at, {
    holdDeed: { given: () => [deed], by: ['approvals_pkey', 'decisions_pkey'] },
    queueDeed: { given: () => [deed, now], by: ['approvals_pkey'] },
    beginDeed: { given: () => [deed, now], by: ['approvals_pkey'] },
    settleDeed: { given: () => [deed, 'failed' as const, 'No.', now], by: ['approvals_pkey'] },
    deedsSince: { given: () => [now, 20], by: ['approvals_with_tool_under_way'] },
  });
});

describe('escalations', () => {
  const id = EscalationId.parse(one);
  const resolved = { how: 'answered', by: memberId, now } as const;
  const open = /^escalation/;
  explainEach(escalations, at, {
    openEscalations: [
      { given: () => [coworkers, threads, {}, page], by: ['escalations_open', ...person], ...places },
      {
        when: 'of a conversation',
        given: () => [coworkers, threads, { conversationId }, page],
        ...{ by: [open, ...person], ...places },
      },
    ],
    untoldEscalations: {
      given: () => [coworkers, threads, {}, page],
      ...{ by: ['escalations_to_tell', ...person], ...places },
    },
    resolvedEscalations: {
      given: () => [coworkers, threads, {}, page],
      ...{ by: ['escalations_by_created', ...person], ...places },
    },
    findEscalation: { given: () => [coworkers, threads, id], by: ['escalations_pkey', ...person], ...places },
    insertEscalation: {
      given: () => [
        {
          ...{ workspaceId, id: newId(EscalationId), decisionId, conversationId, commentId: null, now },
          ...{ message: 'Help', summary: null, suggestedReply: null, confidence: 0.5, dueAt: now },
          ...{ reason: 'complex_issue' as const, keepsMachines: false },
        },
      ],
      by: [],
    },
    openInConversation: { given: () => [conversationId], by: [open] },
    openOnComment: { given: () => [commentId], by: [open] },
    escalationOfDecision: { given: () => [decisionId], by: [/^escalations_by_decision$/] },
    addToSummary: { given: () => [id, 'On Friday', 4_000], by: ['escalations_pkey'] },
    turnIntoCase: { given: () => [id, 'complex_issue' as const, null], by: ['escalations_pkey'] },
    resolveOne: { given: () => [id, resolved], by: [open] },
    resolveInConversation: { given: () => [conversationId, now, resolved], by: [open] },
    resolveOnComment: { given: () => [commentId, resolved], by: [open] },
    findTerms: { given: () => [], by: [], whole: ['settings'] },
  });
  explainEach(telling, at, {
    holdNotice: { given: () => [threads, id], by: ['escalations_pkey', ...thread], ...places },
    claimNotice: { given: () => [id, now], by: ['escalations_pkey'] },
    markNotified: { given: () => [id, now], by: [/^escalations_(pkey|to_tell)$/] },
    escalationsToTell: { given: () => [now, 20], by: [/^escalations_(open|to_tell)$/] },
    claimOverdue: { given: () => [now, 20], by: ['escalations_open', 'escalations_pkey'], ...many },
    addressesOf: [
      { given: () => [coworkers, memberId, 20], by: ['members_pkey', 'users_pkey'], ...places },
      {
        when: 'nobody has it',
        ...{ given: () => [coworkers, null, 20], by: ['users_pkey', /^members_/], ...places },
      },
    ],
  });
});

describe('readings', () => {
  const reading = {
    ...{
      workspaceId,
      id: one,
      messageId: MessageId.parse(one),
      commentId: null,
      conversationId,
    },
    ...{
      version: 3,
      readBy: 'rules' as const,
      model: null,
      sentiment: null,
      priorityScore: 1,
      language: null,
      now,
    },
    ...{ categories: [], keywords: [] },
  };
  explainEach(readings, at, {
    readingsOf: { given: () => [conversationId, page], by: ['readings_by_conversation'] },
    findReading: { given: () => [one], by: ['readings_pkey'] },
    putReading: { given: () => [reading], by: ['readings_pkey'] },
    readBefore: { given: () => [2, 20], by: ['readings_by_version'] },
  });
});

describe('costs', () => {
  const since = new Date(start.getTime() + 6_400 * 60_000);
  const stretch = { since, before: new Date(since.getTime() + 1_600 * 60_000) };
  // Those of the stretch that cost something, and where each of them is: a fifth of all that did.
  const expected = { by: ['decisions_by_cost', ...unnamed], ...places, rowsMax: 1_400 };
  explainEach(costs, at, { threadCosts: { given: () => [threads, stretch, page], ...expected } });
});

describe('sessions', () => {
  const id = SessionId.parse(one);
  const ofConversation = ['sessions_by_conversation'];
  explainEach(sessions, at, {
    sessionsOfConversation: { given: () => [conversationId, page], by: ofConversation },
    sessionsOfContacts: { given: () => [[contactId], page], by: ['sessions_by_contact'] },
    findSession: { given: () => [id], by: ['sessions_pkey'] },
    turnsOf: { given: () => [id, page], by: ['turns_by_session'] },
    holdOpenSession: { given: () => [conversationId], by: [/^session/] },
    insertSession: {
      given: () => [
        {
          ...{ workspaceId, id: newId(SessionId), conversationId, contactId, personaId: null },
          ...{ channel: 'instagram', now },
        },
      ],
      by: ['session_open_once'],
    },
    endSession: { given: () => [id, now], by: ['sessions_pkey'] },
    endIdleSessions: { given: () => [now, now, 20], by: ['sessions_idle', 'sessions_pkey'], ...many },
    insertTurn: {
      given: () => [workspaceId, id, { id: newId(TurnId), role: 'customer' as const, content: 'Hi' }, now],
      by: ['turns_pkey'],
    },
    addToSession: {
      given: () => [id, { messages: 1, toolCalls: 0, costMicro: 1 }, now],
      by: ['sessions_pkey'],
    },
  });
});

describe('interactions', () => {
  const id = InteractionId.parse(one);
  explainEach(interactions, at, {
    interactionsByCreated: [
      { given: () => [threads, undefined, page], by: ['interactions_by_created', ...unnamed], ...places },
      {
        when: 'of an account',
        ...{ given: () => [threads, numberedId(102), page], ...places },
        by: ['interactions_by_account', ...unnamed],
      },
    ],
    findInteraction: { given: () => [threads, id], by: ['interactions_pkey', ...unnamed], ...places },
    insertInteraction: {
      given: () => [
        {
          ...{
            workspaceId,
            id: newId(InteractionId),
            accountId: null,
            postId: null,
            conversationId,
            contactId,
          },
          ...{
            platformUserId: '7',
            username: null,
            kind: 'message' as const,
            originalMessage: null,
            hasPhoto: false,
          },
          at: start,
        },
      ],
      by: ['interactions_pkey'],
    },
    openInteraction: { given: () => [conversationId], by: [/^interactions_(open|by_conversation)$/] },
    goOn: { given: () => [id, { count: 2, photoAt: null }], by: ['interactions_pkey'] },
    markResponded: { given: () => [id, 'message', 10], by: ['interactions_pkey'] },
    answeredByMachine: { given: () => [commentId], by: [/^decision/] },
    endInteractions: { given: () => [conversationId, now], by: [/^interactions_(open|by_conversation)$/] },
    saveOutcome: {
      given: () => [id, { userSatisfied: true, userSharedResult: false, userMadePurchase: false }],
      by: ['interactions_pkey'],
    },
  });
});

describe('memories', () => {
  const id = MemoryId.parse(one);
  const named = {
    ...{ workspaceId, id: newId(MemoryId), contactId, category: 'size', name: 'shirt', value: '"M"' },
    ...{ confidence: 0.5, source: 'conversation', messageId: null, now },
  };
  const ofContact = /^memor(y_once_per_contact|ies_by_contact)$/;
  explainEach(memories, at, {
    memoriesKnown: { given: () => [[contactId], 'person', 20], by: [ofContact] },
    memoriesIn: { given: () => [[contactId], ['size'], 'person', 20], by: [ofContact] },
    holdMemory: { given: () => [id], by: ['memories_pkey'] },
    countMemories: { given: () => [contactId, 200], by: [ofContact] },
    insertMemory: { given: () => [named], by: [] },
    hearAgain: { given: () => [named, 'person'], by: [ofContact] },
    writeMemory: { given: () => [id, '"L"', 'person', now], by: ['memories_pkey'] },
    dropMemory: { given: () => [[contactId], 'size', 'shirt'], by: [ofContact] },
  });
  explainEach(exporting, at, {
    allMemoriesOf: { given: () => [[contactId], page], by: [ofContact] },
    allTurnsOf: { given: () => [[contactId], page], by: ['sessions_by_contact', 'turns_by_session'] },
    allApproachesOf: {
      given: () => [[contactId], page],
      by: ['interactions_by_contact'],
    },
  });
  const found = [/^identities_/, /^(conversations|comments)_/];
  explainEach(forgetting, at, {
    dropOfContacts: [
      {
        when: 'memories',
        given: () => ['memories' as const, [contactId], 20],
        by: [ofContact, 'memories_pkey'],
      },
      { when: 'sessions', given: () => ['sessions' as const, [contactId], 20], by: [/^sessions_/] },
      { when: 'approaches', given: () => ['interactions' as const, [contactId], 20], by: [/^interactions_/] },
    ],
    dropInThreads: [
      {
        when: 'approvals',
        given: () => ['approvals' as const, theirs, 20],
        by: [...found, /^approvals_/],
        ...many,
      },
      {
        when: 'escalations',
        given: () => ['escalations' as const, theirs, 20],
        by: [...found, /^escalation/],
        ...many,
      },
      {
        when: 'readings',
        given: () => ['readings' as const, theirs, 20],
        by: [...found, /^readings_/],
        ...many,
      },
    ],
    dropUnderPosts: { given: () => [theirs, 20], by: [...found, 'interactions_pkey'], ...many },
    emptyDecisions: { given: () => [theirs, 20], by: [...found, /^decision/], ...many },
  });
});

describe('texts', () => {
  const [contextId, trainingId] = [ContextTextId.parse(one), TrainingTextId.parse(one)];
  const given = { memberId, kind: 'tone', content: 'Du.', metadata: '{}' };
  explainEach(texts, at, {
    contextTextsOf: [
      { given: () => [memberId, undefined, page], by: ['context_texts_by_member'] },
      { when: 'of a kind', given: () => [memberId, 'kind1', page], by: [/^context_texts_by/] },
    ],
    trainingTextsOf: [
      { given: () => [memberId, undefined, page], by: ['training_texts_by_member'] },
      { when: 'of a kind', given: () => [memberId, 'kind1', page], by: [/^training_texts_by/] },
    ],
    holdContextText: { given: () => [contextId], by: ['context_texts_pkey'] },
    findTrainingText: { given: () => [trainingId], by: ['training_texts_pkey'] },
    countContextTexts: { given: () => [memberId, 200], by: [/^context_texts_by/] },
    countTrainingTexts: { given: () => [memberId, 200], by: [/^training_texts_by/] },
    putContextText: {
      given: () => [workspaceId, { ...given, id: newId(ContextTextId) }, now],
      by: ['context_texts_pkey'],
    },
    insertTrainingText: {
      given: () => [workspaceId, { ...given, id: newId(TrainingTextId) }, now],
      by: ['training_texts_pkey'],
    },
    dropContextText: { given: () => [contextId], by: ['context_texts_pkey'] },
    dropTrainingText: { given: () => [trainingId], by: ['training_texts_pkey'] },
  });
});
