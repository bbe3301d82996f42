import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { MailBegun } from '../addressing/contract.ts';
import type { ConversationId } from '../messages/contract.ts';

const Draft = z.object({ body: z.string().nullable(), mail: MailBegun.nullable(), updatedAt: z.date() });

export function findDraft(tx: Tx, memberId: MemberId, conversationId: ConversationId) {
  return tx.maybeOne(
    Draft,
    sql`
    select body, mail, updated_at from inbox.drafts
     where member_id = ${memberId} and conversation_id = ${conversationId}`,
  );
}

/** Whether what is written there can be addressed to somebody else. */
export function takesRecipients(tx: Tx, conversationId: ConversationId) {
  return tx.maybeOne(
    z.object({ id: z.string() }),
    sql`
    select v.id from inbox.conversations v
      join inbox.channels c on c.workspace_id = v.workspace_id and c.id = v.channel_id and c.platform = 'email'
     where v.id = ${conversationId}`,
  );
}

export interface NewDraft {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId;
  readonly conversationId: ConversationId;
  readonly body: string | null;
  readonly mail: MailBegun | null;
  readonly now: Date;
}

export function putDraft(tx: Tx, { workspaceId, memberId, conversationId, body, mail, now }: NewDraft) {
  return tx.one(
    Draft,
    sql`
    insert into inbox.drafts (workspace_id, member_id, conversation_id, body, mail, updated_at)
    values (${workspaceId}, ${memberId}, ${conversationId}, ${body}, ${mail}, ${now})
    on conflict (workspace_id, member_id, conversation_id) do update set body = excluded.body, mail = excluded.mail
    returning body, mail, updated_at`,
  );
}

export function dropDraft(tx: Tx, memberId: MemberId, conversationId: ConversationId) {
  return tx.run(sql`
    delete from inbox.drafts where member_id = ${memberId} and conversation_id = ${conversationId}`);
}
