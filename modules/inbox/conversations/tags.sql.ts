import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { ConversationId } from '../messages/contract.ts';
import type { TagId } from './contract.ts';

export function tagNamed(tx: Tx, id: TagId) {
  return tx.maybeOne(z.object({ name: z.string() }), sql`select name from inbox.tags where id = ${id}`);
}

export interface Tagged {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly tagId: TagId;
}

/** Answers 0 when it is there already. */
export function insertTag(tx: Tx, { workspaceId, conversationId, tagId }: Tagged, at: Date) {
  return tx.run(sql`
    insert into inbox.conversation_tags (workspace_id, conversation_id, tag_id, created_at)
    values (${workspaceId}, ${conversationId}, ${tagId}, ${at})
    on conflict (workspace_id, conversation_id, tag_id) do nothing`);
}

export function countTags(tx: Tx, conversationId: ConversationId) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from inbox.conversation_tags where conversation_id = ${conversationId}`,
  );
}

export function dropTag(tx: Tx, { conversationId, tagId }: Omit<Tagged, 'workspaceId'>) {
  return tx.run(sql`
    delete from inbox.conversation_tags where conversation_id = ${conversationId} and tag_id = ${tagId}`);
}
