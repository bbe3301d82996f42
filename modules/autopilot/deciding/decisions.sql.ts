import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { EscalationReason } from '../escalations/contract.ts';
import { CommentId, ConversationId, DecisionId, MessageId, type PersonaId } from '../ids/contract.ts';
import { aboutThreads, isReached, type Threads, threadShown } from '../threads/threads.sql.ts';
import { Decision, type DecisionFilter, DecisionKind, WholeDecision } from './contract.ts';

export interface NewDecision {
  readonly workspaceId: WorkspaceId;
  readonly id: DecisionId;
  readonly messageId: MessageId | null;
  readonly commentId: CommentId | null;
  readonly conversationId: ConversationId | null;
  readonly messageText: string;
  readonly now: Date;
}

/** Answers 0 where there is one of this message or comment already. */
export function insertDecision(tx: Tx, one: NewDecision) {
  return tx.run(sql`
    insert into autopilot.decisions (workspace_id, id, message_id, comment_id, conversation_id, message_text,
      settings_version, created_at)
    values (${one.workspaceId}, ${one.id}, ${one.messageId}, ${one.commentId}, ${one.conversationId},
      ${one.messageText}, 0, ${one.now})
    on conflict do nothing`);
}

const Held = z.object({
  id: DecisionId,
  messageId: MessageId.nullable(),
  commentId: CommentId.nullable(),
  conversationId: ConversationId.nullable(),
  attempts: z.number(),
  createdAt: z.date(),
});
export type Held = z.infer<typeof Held>;
const held = sql`id, message_id, comment_id, conversation_id, attempts, created_at`;

/** One that is still to be made; nobody else settles it meanwhile. */
export function holdUnderWay(tx: Tx, id: DecisionId) {
  return tx.maybeOne(
    Held,
    sql`select ${held} from autopilot.decisions where id = ${id} and status = 'under_way' for no key update`,
  );
}

export function countAttempt(tx: Tx, id: DecisionId, attempts: number) {
  return tx.run(sql`update autopilot.decisions set attempts = ${attempts} where id = ${id}`);
}

export interface Made {
  readonly decision: DecisionKind;
  readonly confidence: number;
  readonly reason: string;
  readonly matchedRule: string;
  readonly escalation: EscalationReason | null;
  readonly messageText: string;
  readonly replyText: string | null;
  readonly language: string | null;
  readonly sources: readonly unknown[];
  readonly snapshot: object;
  readonly settingsVersion: number;
  readonly personaId: PersonaId | null;
  readonly sessionId: string | null;
  readonly costMicro: number;
  readonly latencyMs: number;
  readonly now: Date;
}

/** The row must be held. A persona that was let go meanwhile is nobody. */
export function markDecided(tx: Tx, id: DecisionId, made: Made) {
  return tx.run(sql`
    update autopilot.decisions
       set status = 'decided', decision = ${made.decision}, confidence = ${made.confidence}, reason = ${made.reason},
           matched_rule = ${made.matchedRule}, escalation = ${made.escalation}, message_text = ${made.messageText},
           reply_text = ${made.replyText}, language = ${made.language}, sources = ${JSON.stringify(made.sources)}::jsonb,
           snapshot = ${JSON.stringify(made.snapshot)}::jsonb, settings_version = ${made.settingsVersion},
           persona_id = (select p.id from autopilot.personas p where p.id = ${made.personaId}),
           session_id = ${made.sessionId}, cost_micro = ${made.costMicro}, latency_ms = ${made.latencyMs},
           decided_at = ${made.now}
     where id = ${id}`);
}

export function markOvertaken(tx: Tx, id: DecisionId, reason: string, now: Date) {
  return tx.run(sql`
    update autopilot.decisions set status = 'overtaken', reason = ${reason}, decided_at = ${now} where id = ${id}`);
}

/** Begun so long ago that whatever had it in hand has let it fall. */
export function underWaySince(tx: Tx, before: Date, limit: number) {
  return tx.many(
    Held,
    sql`
    select ${held} from autopilot.decisions
     where status = 'under_way' and created_at < ${before} order by created_at limit ${limit}`,
  );
}

/** Of what the inbox says waits, that on which nothing was ever begun. */
export function undecidedMessages(tx: Tx, waiting: Sql) {
  return tx.many(
    z.object({ conversationId: ConversationId, messageId: MessageId }),
    sql`
    select w.conversation_id, w.message_id from (${waiting}) w
     where not exists (select from autopilot.decisions d
       where d.workspace_id = w.workspace_id and d.message_id = w.message_id)`,
  );
}

export function undecidedComments(tx: Tx, waiting: Sql) {
  return tx.many(
    z.object({ commentId: CommentId }),
    sql`
    select w.comment_id from (${waiting}) w
     where not exists (select from autopilot.decisions d
       where d.workspace_id = w.workspace_id and d.comment_id = w.comment_id)`,
  );
}

const byCreated = keyset({ createdAt: 'desc', id: 'desc' }, 'd');
const shown = (threads: Threads, more: Sql = sql.empty) => sql`
  select d.id, d.message_id, d.comment_id, d.conversation_id, ${threadShown} as thread, d.persona_id, d.status,
         d.decision, d.confidence::float8 as confidence, d.reason, d.matched_rule, d.escalation, d.message_text,
         d.reply_text, d.language, d.settings_version, d.cost_micro::float8 as cost_micro, d.latency_ms, d.reply_id,
         d.created_at, d.decided_at${more}
    from autopilot.decisions d ${aboutThreads(threads, 'd')}`;

export function decisionsByCreated(tx: Tx, threads: Threads, filter: DecisionFilter, page: PageQuery) {
  const { decision, channelId, personaId, conversationId, rule, confidenceMax, from, until } = filter;
  const isWanted = sql.join(
    [
      isReached,
      ...(decision === undefined ? [] : [sql`d.decision = ${decision}`]),
      ...(channelId === undefined ? [] : [sql`coalesce(v.channel_id, k.channel_id) = ${channelId}`]),
      ...(personaId === undefined ? [] : [sql`d.persona_id = ${personaId}`]),
      ...(conversationId === undefined ? [] : [sql`d.conversation_id = ${conversationId}`]),
      ...(rule === undefined ? [] : [sql`d.matched_rule = ${rule}`]),
      ...(confidenceMax === undefined ? [] : [sql`d.confidence <= ${confidenceMax}`]),
      ...(from === undefined ? [] : [sql`d.created_at >= ${from}`]),
      ...(until === undefined ? [] : [sql`d.created_at < ${until}`]),
    ],
    sql` and `,
  );
  return byCreated.page(
    tx,
    Decision,
    page,
    (where, order) => sql`${shown(threads)} where ${isWanted} and ${where} ${order}`,
  );
}

export function findDecision(tx: Tx, threads: Threads, id: DecisionId) {
  return tx.maybeOne(
    WholeDecision,
    sql`${shown(threads, sql`, d.sources, d.snapshot`)} where d.id = ${id} and ${isReached}`,
  );
}

/** SS-30: by day, as the workspace counts them. */
export function decisionDays(tx: Tx, since: Date, timezone: string) {
  return tx.many(
    z.object({ day: z.string(), decision: DecisionKind, count: z.number(), confidence: z.number() }),
    sql`
    select to_char(d.created_at at time zone ${timezone}, 'YYYY-MM-DD') as day, d.decision, count(*)::int as count,
           coalesce(sum(d.confidence), 0)::float8 as confidence
      from autopilot.decisions d
     where d.created_at >= ${since} and d.decision is not null
     group by 1, 2 order by 1, 2`,
  );
}
