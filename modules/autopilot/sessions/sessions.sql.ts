import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { type ContactId, ConversationId, type DecisionId, type PersonaId } from '../ids/contract.ts';
import { Session, SessionId, Turn, type TurnId, type turnRoles } from './contract.ts';

const newestFirst = keyset({ startedAt: 'desc', id: 'desc' }, 's');
const inOrder = keyset({ createdAt: 'asc', id: 'asc' }, 't');

const number = z.bigint().transform(Number);
const Shown = Session.extend({ costMicro: number, conversionMicro: number });
const shown = sql`
  s.id, s.conversation_id, s.contact_id, s.anonymous_id, s.persona_id, s.channel, s.messages_count, s.tool_calls_count,
  s.cost_micro, s.conversion_micro, s.started_at, s.last_activity_at, s.ended_at`;

export function sessionsOfConversation(tx: Tx, id: ConversationId, page: PageQuery) {
  return newestFirst.page(
    tx,
    Shown,
    page,
    (where, order) => sql`
    select ${shown} from autopilot.sessions s where s.conversation_id = ${id} and ${where} ${order}`,
  );
}

/** Of somebody, with whoever is part of them. */
export function sessionsOfContacts(tx: Tx, ids: readonly ContactId[], page: PageQuery) {
  return newestFirst.page(
    tx,
    Shown,
    page,
    (where, order) => sql`
    select ${shown} from autopilot.sessions s where s.contact_id = any(${ids}::uuid[]) and ${where} ${order}`,
  );
}

export function findSession(tx: Tx, id: SessionId) {
  return tx.maybeOne(Shown, sql`select ${shown} from autopilot.sessions s where s.id = ${id}`);
}

export function turnsOf(tx: Tx, id: SessionId, page: PageQuery) {
  return inOrder.page(
    tx,
    Turn.extend({ costMicro: number }),
    page,
    (where, order) => sql`
    select t.id, t.decision_id, t.role, t.content, t.tool_name, t.tool_input, t.tool_output, t.model, t.tokens_count,
           t.latency_ms, t.confidence::float8 as confidence, t.cost_micro, t.created_at
      from autopilot.turns t where t.session_id = ${id} and ${where} ${order}`,
  );
}

const Open = z.object({ id: SessionId, lastActivityAt: z.date() });

/** Nobody else ends it, or adds to it, until this transaction is over. */
export function holdOpenSession(tx: Tx, id: ConversationId) {
  return tx.maybeOne(
    Open,
    sql`
    select id, last_activity_at from autopilot.sessions
     where conversation_id = ${id} and ended_at is null
       for no key update`,
  );
}

export interface NewSession {
  readonly workspaceId: WorkspaceId;
  readonly id: SessionId;
  readonly conversationId: ConversationId;
  readonly contactId: ContactId;
  readonly personaId: PersonaId | null;
  readonly channel: string;
  readonly now: Date;
}

/** Answers 0 where one is open in the conversation. */
export function insertSession(tx: Tx, one: NewSession) {
  return tx.run(sql`
    insert into autopilot.sessions (workspace_id, id, conversation_id, contact_id, persona_id, channel, started_at,
      last_activity_at)
    values (${one.workspaceId}, ${one.id}, ${one.conversationId}, ${one.contactId}, ${one.personaId}, ${one.channel},
      ${one.now}, ${one.now})
    on conflict (workspace_id, conversation_id) where ended_at is null and conversation_id is not null do nothing`);
}

export function endSession(tx: Tx, id: SessionId, at: Date) {
  return tx.run(sql`update autopilot.sessions set ended_at = ${at} where id = ${id}`);
}

/** One that is being added to is left for the next turn. */
export function endIdleSessions(tx: Tx, before: Date, now: Date, limit: number) {
  return tx.many(
    z.object({ id: SessionId, conversationId: ConversationId.nullable() }),
    sql`
    update autopilot.sessions s set ended_at = ${now}
      from (select o.workspace_id, o.id from autopilot.sessions o
             where o.ended_at is null and o.last_activity_at < ${before}
             order by o.last_activity_at limit ${limit} for no key update skip locked) idle
     where s.workspace_id = idle.workspace_id and s.id = idle.id
    returning s.id, s.conversation_id`,
  );
}

export interface NewTurn {
  /** Made by the caller: the same id twice is one turn. */
  readonly id: TurnId;
  readonly decisionId?: DecisionId | undefined;
  readonly role: (typeof turnRoles)[number];
  readonly content: string;
  readonly tool?: { readonly name: string; readonly input: unknown; readonly output: unknown } | undefined;
  readonly model?: string | undefined;
  readonly tokensCount?: number | undefined;
  readonly latencyMs?: number | undefined;
  readonly confidence?: number | undefined;
  readonly costMicro?: number | undefined;
}

/** Answers 0 where it is here already. */
export function insertTurn(tx: Tx, workspaceId: WorkspaceId, sessionId: SessionId, one: NewTurn, now: Date) {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  return tx.run(sql`
    insert into autopilot.turns (workspace_id, id, session_id, decision_id, role, content, tool_name, tool_input,
      tool_output, model, tokens_count, latency_ms, confidence, cost_micro, created_at)
    values (${workspaceId}, ${one.id}, ${sessionId}, ${one.decisionId}, ${one.role}, ${one.content},
      ${one.tool?.name}, ${json(one.tool?.input)}::jsonb, ${json(one.tool?.output)}::jsonb, ${one.model},
      ${one.tokensCount}, ${one.latencyMs}, ${one.confidence}, ${one.costMicro ?? 0}, ${now})
    on conflict (workspace_id, id) do nothing`);
}

export interface Added {
  readonly messages: number;
  readonly toolCalls: number;
  readonly costMicro: number;
}

export function addToSession(tx: Tx, id: SessionId, { messages, toolCalls, costMicro }: Added, now: Date) {
  return tx.maybeOne(
    z.object({ conversationId: ConversationId.nullable() }),
    sql`
    update autopilot.sessions
       set messages_count = messages_count + ${messages}::int, tool_calls_count = tool_calls_count + ${toolCalls}::int,
           cost_micro = cost_micro + ${costMicro}::bigint, last_activity_at = greatest(last_activity_at, ${now})
     where id = ${id}
    returning conversation_id`,
  );
}
