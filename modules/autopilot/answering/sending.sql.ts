import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { CommentId, ConversationId, type DecisionId, MessageId } from '../ids/contract.ts';

const Answered = z.object({
  conversationId: ConversationId.nullable(),
  messageId: MessageId.nullable(),
  commentId: CommentId.nullable(),
});

export function findAnswered(tx: Tx, id: DecisionId) {
  return tx.maybeOne(
    Answered,
    sql`select conversation_id, message_id, comment_id from autopilot.decisions where id = ${id}`,
  );
}

/** Said, whether it went out at once or after somebody allowed it. */
export function markReplied(tx: Tx, id: DecisionId, text: string) {
  return tx.run(sql`
    update autopilot.decisions set reply_id = id, reply_text = ${text} where id = ${id}`);
}
