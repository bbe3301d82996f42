import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import {
  authors,
  ConversationId,
  MessageDetails,
  type MessageId,
  messageKinds,
} from '../messages/contract.ts';

const Note = z.object({
  conversationId: ConversationId,
  kind: z.enum(messageKinds),
  author: z.enum(authors),
  memberId: MemberId.nullable(),
  body: z.string().nullable(),
  details: MessageDetails,
});
export type Note = z.infer<typeof Note>;

/** Whatever message has that id; its conversation must be held. */
export function findNote(tx: Tx, id: MessageId) {
  return tx.maybeOne(
    Note,
    sql`select conversation_id, kind, author, member_id, body, details from inbox.messages where id = ${id}`,
  );
}

export interface NoteEdit {
  readonly workspaceId: WorkspaceId;
  readonly messageId: MessageId;
  /** Of the edit. */
  readonly id: string;
  readonly body: string;
  readonly details: MessageDetails;
  readonly at: Date;
}

/** What it said before is kept beside it, where it said something else. */
export function rewriteNote(tx: Tx, { workspaceId, messageId, id, body, details, at }: NoteEdit) {
  return tx.run(sql`
    with before as (
      insert into inbox.message_edits (workspace_id, message_id, id, body, replaced_at)
      select ${workspaceId}, m.id, ${id}, m.body, ${at} from inbox.messages m
       where m.id = ${messageId} and m.body is distinct from ${body})
    update inbox.messages
       set body = ${body}, details = ${JSON.stringify(details)}::jsonb, edited_at = ${at}
     where id = ${messageId}`);
}

export function dropNote(tx: Tx, id: MessageId) {
  return tx.run(sql`delete from inbox.messages where id = ${id} and kind = 'note'`);
}

/** Answers those who were not mentioned in it yet. */
export async function insertMentions(
  tx: Tx,
  workspaceId: WorkspaceId,
  messageId: MessageId,
  memberIds: readonly MemberId[],
): Promise<MemberId[]> {
  const rows = await tx.many(
    z.object({ memberId: MemberId }),
    sql`
    insert into inbox.note_mentions (workspace_id, message_id, member_id)
    select ${workspaceId}, ${messageId}, m from unnest(${memberIds}::uuid[]) m
    on conflict (workspace_id, message_id, member_id) do nothing
    returning member_id`,
  );
  return rows.map(({ memberId }) => memberId);
}

export function dropMentionsBut(tx: Tx, messageId: MessageId, memberIds: readonly MemberId[]) {
  return tx.run(sql`
    delete from inbox.note_mentions where message_id = ${messageId} and member_id <> all(${memberIds}::uuid[])`);
}
