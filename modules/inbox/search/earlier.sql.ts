import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { CommentId } from '../comments/contract.ts';

const Due = z.object({ beforeId: CommentId });

export function findDue(tx: Tx) {
  return tx.maybeOne(Due, sql`select before_id from inbox.comment_words_due`);
}

export function holdDue(tx: Tx) {
  return tx.maybeOne(Due, sql`select before_id from inbox.comment_words_due for no key update`);
}

/** Newest first. Held, so that what is edited meanwhile is edited before its words are read, or after. */
export function holdEarlier(tx: Tx, beforeId: CommentId, limit: number) {
  return tx.many(
    z.object({ id: CommentId }),
    sql`
    select id from inbox.comments where id < ${beforeId} order by id desc limit ${limit} for no key update`,
  );
}

export function addWords(tx: Tx, workspaceId: string, ids: readonly CommentId[]) {
  return tx.run(sql`select inbox.add_comment_words(${workspaceId}, ${ids}::uuid[])`);
}

export function moveDue(tx: Tx, beforeId: CommentId) {
  return tx.run(sql`update inbox.comment_words_due set before_id = ${beforeId}`);
}

export function dropDue(tx: Tx) {
  return tx.run(sql`delete from inbox.comment_words_due`);
}
