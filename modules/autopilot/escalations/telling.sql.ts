import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { CommentId, ConversationId } from '../ids/contract.ts';
import { Thread } from '../threads/contract.ts';
import { aboutThreads, type Threads, threadShown } from '../threads/threads.sql.ts';
import { EscalationId, EscalationReason } from './contract.ts';

const Notice = z.object({
  id: EscalationId,
  conversationId: ConversationId.nullable(),
  commentId: CommentId.nullable(),
  thread: Thread,
  message: z.string(),
  summary: z.string().nullable(),
  reason: EscalationReason,
  dueAt: z.date(),
  resolvedAt: z.date().nullable(),
  notifiedAt: z.date().nullable(),
  noticeClaimedAt: z.date().nullable(),
});
export type Notice = z.infer<typeof Notice>;

/** Nobody else writes about it until this transaction is over. */
export function holdNotice(tx: Tx, threads: Threads, id: EscalationId) {
  return tx.maybeOne(
    Notice,
    sql`
    select e.id, e.conversation_id, e.comment_id, ${threadShown} as thread, e.message, e.summary, e.reason, e.due_at,
           e.resolved_at, e.notified_at, e.notice_claimed_at
      from autopilot.escalations e
      ${aboutThreads(threads, 'e')}
     where e.id = ${id} for no key update of e`,
  );
}

export function claimNotice(tx: Tx, id: EscalationId, now: Date | null) {
  return tx.run(sql`update autopilot.escalations set notice_claimed_at = ${now} where id = ${id}`);
}

/** SS-32 */
export function markNotified(tx: Tx, id: EscalationId, now: Date) {
  return tx.run(sql`
    update autopilot.escalations set notified_at = ${now} where id = ${id} and notified_at is null`);
}

/** Takes no input: those nobody was written to about, though the job was lost. */
export function escalationsToTell(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: EscalationId }),
    sql`
    select id from autopilot.escalations
     where notified_at is null and notice_claimed_at is null and resolved_at is null and created_at < ${before}
     order by created_at limit ${limit}`,
  );
}

const About = z.object({
  id: EscalationId,
  conversationId: ConversationId.nullable(),
  commentId: CommentId.nullable(),
});

/** Once each: those whose time is over. */
export function claimOverdue(tx: Tx, now: Date, limit: number) {
  return tx.many(
    About,
    sql`
    update autopilot.escalations e set overdue_told_at = ${now}
      from (select o.workspace_id, o.id from autopilot.escalations o
             where o.resolved_at is null and o.overdue_told_at is null and o.due_at <= ${now}
             order by o.due_at limit ${limit} for no key update skip locked) due
     where e.workspace_id = due.workspace_id and e.id = due.id
    returning e.id, e.conversation_id, e.comment_id`,
  );
}

const Address = z.object({ email: z.string() });

/** Whoever has it; where nobody has, those who look after the workspace. `coworkers` are all there are. */
export function addressesOf(tx: Tx, coworkers: Sql, memberId: string | null, limit: number) {
  return tx.many(
    Address,
    sql`
    select c.email from (${coworkers}) c
     where c.is_let_in and c.workspace_id = (select app.current_workspace_id())
       and case when ${memberId}::uuid is null then c.role in ('owner', 'admin') else c.id = ${memberId} end
     order by c.joined_at, c.id limit ${limit}`,
  );
}
