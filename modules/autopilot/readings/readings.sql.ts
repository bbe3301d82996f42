import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { CommentId, type ConversationId, MessageId } from '../ids/contract.ts';
import { Reading } from './contract.ts';

const newestFirst = keyset({ readAt: 'desc', id: 'desc' }, 'r');
const shown = sql`
  r.id, r.message_id, r.comment_id, r.version, r.read_by, r.model, r.sentiment, r.priority_score, r.categories,
  r.keywords, r.language, r.read_at`;

export function readingsOf(tx: Tx, conversationId: ConversationId, page: PageQuery) {
  return newestFirst.page(
    tx,
    Reading,
    page,
    (where, order) =>
      sql`select ${shown} from autopilot.readings r where r.conversation_id = ${conversationId} and ${where} ${order}`,
  );
}

export function findReading(tx: Tx, id: string) {
  return tx.maybeOne(Reading, sql`select ${shown} from autopilot.readings r where r.id = ${id}`);
}

export interface NewReading extends Omit<Reading, 'readAt'> {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId | null;
  readonly now: Date;
}

/** What was read by an older version gives way; what was read by this one stays as it is. */
export function putReading(tx: Tx, one: NewReading) {
  return tx.run(sql`
    insert into autopilot.readings as r (workspace_id, id, message_id, conversation_id, comment_id, version, read_by,
      model, sentiment, priority_score, categories, keywords, language, read_at)
    values (${one.workspaceId}, ${one.id}, ${one.messageId}, ${one.conversationId}, ${one.commentId}, ${one.version},
      ${one.readBy}, ${one.model}, ${one.sentiment}, ${one.priorityScore}, ${one.categories}, ${one.keywords},
      ${one.language}, ${one.now})
    on conflict (workspace_id, id) do update
      set version = excluded.version, read_by = excluded.read_by, model = excluded.model,
          sentiment = excluded.sentiment, priority_score = excluded.priority_score, categories = excluded.categories,
          keywords = excluded.keywords, language = excluded.language, read_at = excluded.read_at
      where r.version < excluded.version`);
}

const Stale = z.object({ messageId: MessageId.nullable(), commentId: CommentId.nullable() });

export function readBefore(tx: Tx, version: number, limit: number) {
  return tx.many(
    Stale,
    sql`
    select message_id, comment_id from autopilot.readings
     where version < ${version} order by version, id limit ${limit}`,
  );
}
