import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { analyze, explainEach, numberedIn } from '../../../kit/testing/explain.ts';
import { ConversationId, MessageId } from '../../inbox/contract.ts';
import { commentsWaiting, messagesWaiting, threadsWith } from '../../inbox/index.ts';
import * as sending from '../answering/sending.sql.ts';
import { DecisionId, PersonaId } from '../ids/contract.ts';
import { builtInPersona } from '../personas/contract.ts';
import * as personas from '../personas/personas.sql.ts';
import { defaultSettings } from '../settings/contract.ts';
import * as settings from '../settings/settings.sql.ts';
import { crowded, now, one, oneComment, scope, start, workspaceId } from '../threads/testing/crowd.ts';
import * as decisions from './decisions.sql.ts';

const n = numberedIn(sql`n`);
let db: Database;
before(async () => {
  db = await crowded();
  await db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(sql`
      insert into autopilot.personas (workspace_id, id, name, status, is_default, role, created_at, updated_at)
      select ${numberedIn(sql`w`)}, ${n}, 'Lina', 'active', n % 100 = 1, 'role ' || n, ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, 8000) n`),
  );
  await db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(sql`update autopilot.decisions set status = 'under_way', decision = null, decided_at = null
                where id in (${one}, ${oneComment})`),
  );
  await db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(sql`update autopilot.decisions set matched_rule = 'rule.angry'
                where extract(epoch from created_at)::bigint / 60 % 97 = 0`),
  );
  await analyze(db, 'autopilot.personas', 'autopilot.decisions');
});
const at = () => ({ db, scope });
const threads = threadsWith({ actor: { kind: 'system' } }, 'inbox.read', {
  ...{ everywhere: true, except: [], only: [] },
});
const page = { limit: 20, after: undefined };
const decisionId = DecisionId.parse(one);
const personaId = PersonaId.parse(one);
const thread = [...[/^conversations_/, /^comments_/, /^channels_/, /^identit(ies|y)_/, /^contacts_/]];
const rowsMax = 500;

describe('decisions', () => {
  explainEach(decisions, at, {
    insertDecision: {
      given: () => [
        {
          ...{ workspaceId, id: newId(DecisionId), messageId: MessageId.parse(one), commentId: null },
          ...{ conversationId: ConversationId.parse(one), messageText: 'Price?', now },
        },
      ],
      by: [],
    },
    holdUnderWay: { given: () => [decisionId], by: [/^decisions_(pkey|under_way)$/] },
    countAttempt: { given: () => [decisionId, 1], by: ['decisions_pkey'] },
    markOvertaken: { given: () => [decisionId, 'Somebody was faster.', now], by: ['decisions_pkey'] },
    markDecided: {
      given: () => [
        decisionId,
        {
          ...{
            decision: 'respond' as const,
            confidence: 1,
            reason: 'So.',
            matchedRule: 'rule.faq',
            escalation: null,
          },
          ...{ messageText: 'Price?', replyText: 'Yes.', language: 'en', sources: [], snapshot: {} },
          ...{ settingsVersion: 1, personaId, sessionId: null, costMicro: 0, latencyMs: 1, now },
        },
      ],
      by: ['decisions_pkey', 'personas_pkey'],
    },
    underWaySince: { given: () => [now, 20], by: ['decisions_under_way'] },
    undecidedMessages: {
      given: () => [messagesWaiting(start, now, 20)],
      by: ['conversations_waiting', /^messages_/, /^decision(s_by|_once_per)_message$/],
      rowsMax,
    },
    undecidedComments: {
      given: () => [commentsWaiting(start, now, 20)],
      by: [/^comments_/, /^decision(s_by|_once_per)_comment$/],
      rowsMax,
    },
    decisionsByCreated: [
      { given: () => [threads, {}, page], by: ['decisions_by_created', ...thread], rowsMax },
      {
        when: 'of a conversation',
        given: () => [threads, { conversationId: ConversationId.parse(one) }, page],
        by: ['decisions_by_conversation', ...thread],
      },
      {
        when: 'by a rule that seldom decides',
        given: () => [threads, { rule: 'rule.angry' }, page],
        ...{ by: ['decisions_by_rule', ...thread], rowsMax },
      },
    ],
    findDecision: { given: () => [threads, decisionId], by: ['decisions_pkey', ...thread] },
    decisionDays: {
      given: () => [new Date(start.getTime() + 7_950 * 60_000), 'Europe/Athens'],
      by: ['decisions_by_created'],
    },
  });
  explainEach(sending, at, {
    findAnswered: { given: () => [decisionId], by: ['decisions_pkey'] },
    markReplied: { given: () => [decisionId, 'Yes.'], by: ['decisions_pkey'] },
  });
});

describe('personas and settings', () => {
  const given = { ...builtInPersona, role: 'role 7001' };
  explainEach(personas, at, {
    personasByCreated: { given: () => [undefined, page], by: ['personas_by_created'] },
    findFor: {
      given: () => [{ accountId: one, locationId: one }],
      by: ['personas_by_account', 'personas_by_location', 'persona_default_per_role'],
    },
    findPersona: { given: () => [personaId], by: ['personas_pkey'] },
    holdPersona: { given: () => [personaId], by: ['personas_pkey'] },
    countPersonas: { given: () => [50], by: [/^persona/] },
    insertPersona: {
      given: () => [workspaceId, null, { id: newId(PersonaId), given, now }],
      by: ['personas_pkey'],
    },
    changePersona: { given: () => [{ id: personaId, given }], by: ['personas_pkey'] },
    dropDefault: {
      given: () => [given.role, PersonaId.parse(oneComment)],
      by: ['persona_default_per_role'],
    },
    markUsed: { given: () => [personaId, now], by: ['personas_pkey'] },
    dropPersona: { given: () => [personaId], by: ['personas_pkey'] },
  });
  explainEach(settings, at, {
    findSettings: { given: () => [], by: [], whole: ['settings'] },
    holdSettings: { given: () => [], by: [], whole: ['settings'] },
    findSwitch: { given: () => [], by: [], whole: ['settings'] },
    insertSettings: { given: () => [workspaceId, now], by: ['settings_pkey'] },
    changeSettings: { given: () => [defaultSettings, 2, null], by: [], whole: ['settings'] },
  });
});
