import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { ConversationId } from '../messages/contract.ts';

const Draft = z.object({ body: z.string(), updatedAt: z.date() });

export function findDraft(tx: Tx, memberId: MemberId, conversationId: ConversationId) {
  return tx.maybeOne(
    Draft,
    sql`
    select body, updated_at from inbox.drafts
     where member_id = ${memberId} and conversation_id = ${conversationId}`,
  );
}

export interface NewDraft {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId;
  readonly conversationId: ConversationId;
  readonly body: string;
  readonly now: Date;
}

export function putDraft(tx: Tx, { workspaceId, memberId, conversationId, body, now }: NewDraft) {
  return tx.one(
    Draft,
    sql`
    insert into inbox.drafts (workspace_id, member_id, conversation_id, body, updated_at)
    values (${workspaceId}, ${memberId}, ${conversationId}, ${body}, ${now})
    on conflict (workspace_id, member_id, conversation_id) do update set body = excluded.body
    returning body, updated_at`,
  );
}

export function dropDraft(tx: Tx, memberId: MemberId, conversationId: ConversationId) {
  return tx.run(sql`
    delete from inbox.drafts where member_id = ${memberId} and conversation_id = ${conversationId}`);
}
