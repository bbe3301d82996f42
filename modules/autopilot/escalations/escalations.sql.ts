import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { CommentId, ConversationId, type DecisionId } from '../ids/contract.ts';
import { aboutThreads, colleague, isReached, type Threads, threadShown } from '../threads/threads.sql.ts';
import {
  Escalation,
  EscalationId,
  type EscalationReason,
  type EscalationsNarrowed,
  type Resolution,
} from './contract.ts';

const dueFirst = keyset({ dueAt: 'asc', id: 'asc' }, 'e');
const newestFirst = keyset({ createdAt: 'desc', id: 'desc' }, 'e');

const Shown = Escalation.omit({ mayResolve: true, isOverdue: true });
export type Shown = z.infer<typeof Shown>;

/** `coworkers` are all there are. */
const shown = (coworkers: Sql, threads: Threads) => sql`
  select e.id, e.decision_id, e.conversation_id, e.comment_id, ${threadShown} as thread, e.message, e.summary,
         e.suggested_reply, e.confidence, e.reason, e.notified_at, e.due_at, e.resolved_at,
         ${colleague('w')} as resolved_by, e.resolved_how, e.created_at
    from autopilot.escalations e
    ${aboutThreads(threads, 'e')}
    left join (${coworkers}) w on w.workspace_id = e.workspace_id and w.id = e.resolved_by`;

const isWanted = ({ reason, conversationId, commentId }: EscalationsNarrowed): Sql =>
  sql.join(
    [
      isReached,
      ...(reason === undefined ? [] : [sql`e.reason = ${reason}`]),
      ...(conversationId === undefined ? [] : [sql`e.conversation_id = ${conversationId}`]),
      ...(commentId === undefined ? [] : [sql`e.comment_id = ${commentId}`]),
    ],
    sql` and `,
  );

export function openEscalations(
  tx: Tx,
  coworkers: Sql,
  threads: Threads,
  narrowed: EscalationsNarrowed,
  page: PageQuery,
) {
  return dueFirst.page(
    tx,
    Shown,
    page,
    (where, order) =>
      sql`${shown(coworkers, threads)} where e.resolved_at is null and ${isWanted(narrowed)} and ${where} ${order}`,
  );
}

/** SS-32 */
export function untoldEscalations(
  tx: Tx,
  coworkers: Sql,
  threads: Threads,
  narrowed: EscalationsNarrowed,
  page: PageQuery,
) {
  return newestFirst.page(
    tx,
    Shown,
    page,
    (where, order) =>
      sql`${shown(coworkers, threads)} where e.notified_at is null and ${isWanted(narrowed)} and ${where} ${order}`,
  );
}

export function resolvedEscalations(
  tx: Tx,
  coworkers: Sql,
  threads: Threads,
  narrowed: EscalationsNarrowed,
  page: PageQuery,
) {
  return newestFirst.page(
    tx,
    Shown,
    page,
    (where, order) =>
      sql`${shown(coworkers, threads)} where e.resolved_at is not null and ${isWanted(narrowed)} and ${where} ${order}`,
  );
}

export function findEscalation(tx: Tx, coworkers: Sql, threads: Threads, id: EscalationId) {
  return tx.maybeOne(Shown, sql`${shown(coworkers, threads)} where e.id = ${id} and ${isReached}`);
}

export interface NewEscalation {
  readonly workspaceId: WorkspaceId;
  readonly id: EscalationId;
  readonly decisionId: DecisionId | null;
  readonly conversationId: ConversationId | null;
  readonly commentId: CommentId | null;
  readonly message: string;
  readonly summary: string | null;
  readonly suggestedReply: string | null;
  readonly confidence: number | null;
  readonly reason: EscalationReason;
  readonly dueAt: Date;
  /** It is to be seen to, and machines go on speaking there. */
  readonly keepsMachines: boolean;
  readonly now: Date;
}

/** Answers 0 where one is open there already. */
export function insertEscalation(tx: Tx, one: NewEscalation) {
  return tx.run(sql`
    insert into autopilot.escalations (workspace_id, id, decision_id, conversation_id, comment_id, message, summary,
      suggested_reply, confidence, reason, due_at, keeps_machines, created_at)
    values (${one.workspaceId}, ${one.id}, ${one.decisionId}, ${one.conversationId}, ${one.commentId}, ${one.message},
      ${one.summary}, ${one.suggestedReply}, ${one.confidence}, ${one.reason}, ${one.dueAt},
      ${one.keepsMachines}, ${one.now})
    on conflict do nothing`);
}

const Named = z.object({ id: EscalationId });

export function openInConversation(tx: Tx, id: ConversationId) {
  return tx.maybeOne(
    Named,
    sql`select id from autopilot.escalations where conversation_id = ${id} and resolved_at is null`,
  );
}

export function openOnComment(tx: Tx, id: CommentId) {
  return tx.maybeOne(
    Named,
    sql`select id from autopilot.escalations where comment_id = ${id} and resolved_at is null`,
  );
}

export function escalationOfDecision(tx: Tx, id: DecisionId) {
  return tx.maybeOne(
    Named,
    sql`select id from autopilot.escalations where decision_id = ${id} order by created_at limit 1`,
  );
}

/** One more thing to see to, each once. */
export function addToSummary(tx: Tx, id: EscalationId, more: string, lengthMax: number) {
  return tx.run(sql`
    update autopilot.escalations set summary = left(concat_ws(E'\n', summary, ${more}::text), ${lengthMax})
     where id = ${id} and position(${more} in coalesce(summary, '')) = 0`);
}

/** What machines went on beside is a case now in which they do not. Answers 0 where it was one before. */
export function turnIntoCase(
  tx: Tx,
  id: EscalationId,
  reason: EscalationReason,
  suggestedReply: string | null,
) {
  return tx.run(sql`
    update autopilot.escalations
       set keeps_machines = false, reason = ${reason}, suggested_reply = coalesce(${suggestedReply}, suggested_reply)
     where id = ${id} and keeps_machines`);
}

const About = z.object({
  id: EscalationId,
  conversationId: ConversationId.nullable(),
  commentId: CommentId.nullable(),
});
export type About = z.infer<typeof About>;

export interface Resolved {
  readonly how: Resolution;
  readonly by: MemberId | null;
  readonly now: Date;
}

/** Once: undefined where it is resolved already. */
export function resolveOne(tx: Tx, id: EscalationId, { how, by, now }: Resolved) {
  return tx.maybeOne(
    About,
    sql`
    update autopilot.escalations set resolved_at = ${now}, resolved_by = ${by}, resolved_how = ${how}
     where id = ${id} and resolved_at is null
    returning id, conversation_id, comment_id`,
  );
}

/** `since`: what was done before it was raised resolves nothing. Where machines went on, nothing is handed back. */
export function resolveInConversation(tx: Tx, id: ConversationId, since: Date, { how, by, now }: Resolved) {
  return tx.maybeOne(
    About,
    sql`
    update autopilot.escalations set resolved_at = ${now}, resolved_by = ${by}, resolved_how = ${how}
     where conversation_id = ${id} and resolved_at is null and created_at <= ${since}
       and not (keeps_machines and ${how} = 'handed_back')
    returning id, conversation_id, comment_id`,
  );
}

export function resolveOnComment(tx: Tx, id: CommentId, { how, by, now }: Resolved) {
  return tx.maybeOne(
    About,
    sql`
    update autopilot.escalations set resolved_at = ${now}, resolved_by = ${by}, resolved_how = ${how}
     where comment_id = ${id} and resolved_at is null
    returning id, conversation_id, comment_id`,
  );
}

const Terms = z.object({ minutes: z.number(), emails: z.array(z.string()) });

/** Of a workspace that has set up nothing there are none. */
export function findTerms(tx: Tx) {
  return tx.maybeOne(
    Terms,
    sql`select escalation_minutes as minutes, notified_emails as emails from autopilot.settings`,
  );
}
