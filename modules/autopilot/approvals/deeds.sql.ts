import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { CommentId, ConversationId, DecisionId, PersonaId } from '../ids/contract.ts';
import { SessionId } from '../sessions/contract.ts';
import { ApprovalId, ToolStatus as Status, type ToolStatus } from './contract.ts';

const HeldDeed = z.object({
  id: ApprovalId,
  decisionId: DecisionId,
  conversationId: ConversationId.nullable(),
  commentId: CommentId.nullable(),
  toolName: z.string(),
  toolInput: z.unknown(),
  toolStatus: Status,
  attempts: z.number().int(),
  proposedText: z.string(),
  editedText: z.string().nullable(),
  asked: z.string(),
  snapshot: z.record(z.string(), z.unknown()),
  sessionId: SessionId.nullable(),
  personaId: PersonaId.nullable(),
});
export type HeldDeed = z.infer<typeof HeldDeed>;

/** One that was allowed. Whoever else would begin it waits until this transaction is over. */
export function holdDeed(tx: Tx, id: ApprovalId) {
  return tx.maybeOne(
    HeldDeed,
    sql`
    select a.id, a.decision_id, a.conversation_id, a.comment_id, a.tool_name, a.tool_input, a.tool_status,
           a.tool_attempts_count as attempts, a.proposed_text, a.edited_text, d.message_text as asked, d.snapshot,
           d.session_id, d.persona_id
      from autopilot.approvals a
      join autopilot.decisions d on d.workspace_id = a.workspace_id and d.id = a.decision_id
     where a.id = ${id} and a.tool_status is not null
       for no key update of a`,
  );
}

export function queueDeed(tx: Tx, id: ApprovalId, now: Date) {
  return tx.run(sql`
    update autopilot.approvals set tool_status = 'queued', tool_status_at = ${now} where id = ${id}`);
}

export function beginDeed(tx: Tx, id: ApprovalId, now: Date) {
  return tx.run(sql`
    update autopilot.approvals
       set tool_status = 'running', tool_status_at = ${now}, tool_attempts_count = tool_attempts_count + 1
     where id = ${id}`);
}

export function settleDeed(tx: Tx, id: ApprovalId, to: ToolStatus, output: string | null, now: Date) {
  return tx.run(sql`
    update autopilot.approvals set tool_status = ${to}, tool_status_at = ${now}, tool_output = ${output}
     where id = ${id}`);
}

/** Begun or waiting since then, and nobody seems to be at it. */
export function deedsSince(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: ApprovalId }),
    sql`
    select id from autopilot.approvals
     where tool_status in ('queued', 'running') and tool_status_at < ${before}
     order by tool_status_at limit ${limit}`,
  );
}
