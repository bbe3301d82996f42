import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { CommentId, ConversationId, DecisionId } from '../ids/contract.ts';
import { aboutThreads, colleague, isReached, type Threads, threadShown } from '../threads/threads.sql.ts';
import { Approval, ApprovalId, ApprovalStatus, type ApprovalsAbout } from './contract.ts';

const oldestFirst = keyset({ createdAt: 'asc', id: 'asc' }, 'a');
const newestFirst = keyset({ createdAt: 'desc', id: 'desc' }, 'a');

const Shown = Approval.omit({ mayDecide: true });
export type Shown = z.infer<typeof Shown>;

/** `coworkers` are all there are. */
const shown = (coworkers: Sql, threads: Threads) => sql`
  select a.id, a.decision_id, a.conversation_id, a.comment_id, ${threadShown} as thread, d.message_text as asked,
         d.confidence::float8 as confidence, d.reason, d.language, d.sources, a.why, a.proposed_text, a.edited_text,
         case when a.tool_name is not null then jsonb_build_object('name', a.tool_name, 'input', a.tool_input,
           'valueMicro', a.value_micro, 'status', a.tool_status, 'statusAt', a.tool_status_at,
           'output', a.tool_output) end as tool,
         a.status, a.status_at, ${colleague('w')} as status_by, a.rejected_why, a.expires_at, a.created_at
    from autopilot.approvals a
    join autopilot.decisions d on d.workspace_id = a.workspace_id and d.id = a.decision_id
    ${aboutThreads(threads, 'a')}
    left join (${coworkers}) w on w.workspace_id = a.workspace_id and w.id = a.status_by`;

const isAbout = ({ conversationId, commentId }: ApprovalsAbout): Sql =>
  sql.join(
    [
      isReached,
      ...(conversationId === undefined ? [] : [sql`a.conversation_id = ${conversationId}`]),
      ...(commentId === undefined ? [] : [sql`a.comment_id = ${commentId}`]),
    ],
    sql` and `,
  );

export function waitingApprovals(
  tx: Tx,
  coworkers: Sql,
  threads: Threads,
  about: ApprovalsAbout,
  page: PageQuery,
) {
  return oldestFirst.page(
    tx,
    Shown,
    page,
    (where, order) =>
      sql`${shown(coworkers, threads)} where a.status = 'waiting' and ${isAbout(about)} and ${where} ${order}`,
  );
}

export function approvalsByCreated(
  tx: Tx,
  coworkers: Sql,
  threads: Threads,
  { status, ...about }: ApprovalsAbout & { readonly status: ApprovalStatus },
  page: PageQuery,
) {
  return newestFirst.page(
    tx,
    Shown,
    page,
    (where, order) =>
      sql`${shown(coworkers, threads)} where a.status = ${status} and ${isAbout(about)} and ${where} ${order}`,
  );
}

export function findApproval(tx: Tx, coworkers: Sql, threads: Threads, id: ApprovalId) {
  return tx.maybeOne(Shown, sql`${shown(coworkers, threads)} where a.id = ${id} and ${isReached}`);
}

const Held = z.object({
  id: ApprovalId,
  decisionId: DecisionId,
  conversationId: ConversationId.nullable(),
  commentId: CommentId.nullable(),
  proposedText: z.string(),
  editedText: z.string().nullable(),
  status: ApprovalStatus,
  expiresAt: z.date(),
  toolName: z.string().nullable(),
});
export type Held = z.infer<typeof Held>;
const held = sql`
  a.id, a.decision_id, a.conversation_id, a.comment_id, a.proposed_text, a.edited_text, a.status, a.expires_at,
  a.tool_name`;

/** Nobody else decides about it until this transaction is over. */
export function holdApproval(tx: Tx, id: ApprovalId) {
  return tx.maybeOne(
    Held,
    sql`select ${held} from autopilot.approvals a where a.id = ${id} for no key update of a`,
  );
}

export interface NewApproval {
  readonly workspaceId: WorkspaceId;
  readonly id: ApprovalId;
  readonly decisionId: DecisionId;
  readonly conversationId: ConversationId | null;
  readonly commentId: CommentId | null;
  readonly why: string;
  readonly text: string;
  readonly toolName: string | null;
  readonly toolInput: string | null;
  readonly valueMicro: number | null;
  readonly expiresAt: Date;
  readonly now: Date;
}

/** Answers 0 where the decision has one already. */
export function insertApproval(tx: Tx, one: NewApproval) {
  return tx.run(sql`
    insert into autopilot.approvals (workspace_id, id, decision_id, conversation_id, comment_id, why, proposed_text,
      tool_name, tool_input, value_micro, status_at, expires_at, created_at)
    values (${one.workspaceId}, ${one.id}, ${one.decisionId}, ${one.conversationId}, ${one.commentId}, ${one.why},
      ${one.text}, ${one.toolName}, ${one.toolInput}::jsonb, ${one.valueMicro}, ${one.now}, ${one.expiresAt},
      ${one.now})
    on conflict (workspace_id, decision_id) do nothing`);
}

export function approvalOfDecision(tx: Tx, id: DecisionId) {
  return tx.one(
    z.object({ id: ApprovalId }),
    sql`select id from autopilot.approvals where decision_id = ${id}`,
  );
}

/** The row must be held. */
export function settleApproval(
  tx: Tx,
  id: ApprovalId,
  to: {
    readonly status: ApprovalStatus;
    readonly editedText: string | null;
    readonly rejectedWhy: string | null;
    readonly by: MemberId | null;
    readonly now: Date;
  },
) {
  return tx.run(sql`
    update autopilot.approvals
       set status = ${to.status}, edited_text = ${to.editedText}, rejected_why = ${to.rejectedWhy},
           status_by = ${to.by}, status_at = ${to.now}
     where id = ${id}`);
}

const Over = z.object({ id: ApprovalId, decisionId: DecisionId });
const Expired = Held.pick({
  ...{ id: true, decisionId: true, conversationId: true, commentId: true, proposedText: true },
}).extend({ asked: z.string(), confidence: z.number().nullable() });
export type Expired = z.infer<typeof Expired>;

/** One that somebody decides about in this moment is left to them. */
export function expireApprovals(tx: Tx, now: Date, limit: number) {
  return tx.many(
    Expired,
    sql`
    update autopilot.approvals a set status = 'expired', status_at = ${now}
      from (select o.workspace_id, o.id from autopilot.approvals o
             where o.status = 'waiting' and o.expires_at <= ${now}
             order by o.expires_at limit ${limit} for no key update skip locked) due
     where a.workspace_id = due.workspace_id and a.id = due.id
    returning a.id, a.decision_id, a.conversation_id, a.comment_id, a.proposed_text,
      (select d.message_text from autopilot.decisions d
        where d.workspace_id = a.workspace_id and d.id = a.decision_id) as asked,
      (select d.confidence::float8 from autopilot.decisions d
        where d.workspace_id = a.workspace_id and d.id = a.decision_id) as confidence`,
  );
}

export function overtakeInConversation(tx: Tx, id: ConversationId, now: Date) {
  return tx.many(
    Over,
    sql`
    update autopilot.approvals set status = 'overtaken', status_at = ${now}
     where conversation_id = ${id} and status = 'waiting'
    returning id, decision_id`,
  );
}

export function overtakeOnComment(tx: Tx, id: CommentId, now: Date) {
  return tx.many(
    Over,
    sql`
    update autopilot.approvals set status = 'overtaken', status_at = ${now}
     where comment_id = ${id} and status = 'waiting'
    returning id, decision_id`,
  );
}
