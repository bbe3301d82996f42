import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { ConversationId } from '../messages/contract.ts';
import { readBy } from './filter.sql.ts';

const Reading = z.object({ inboundCount: z.number(), readCount: z.number() });

export function readingOf(tx: Tx, id: ConversationId, me: MemberId | null) {
  return tx.one(
    Reading,
    sql`select v.inbound_count, ${readBy(me)} as read_count from inbox.conversations v where v.id = ${id}`,
  );
}

export interface Read {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId;
  readonly conversationId: ConversationId;
  readonly count: number;
  readonly at: Date;
}

export function saveReading(tx: Tx, { workspaceId, memberId, conversationId, count, at }: Read) {
  return tx.run(sql`
    insert into inbox.conversation_reads (workspace_id, member_id, conversation_id, read_count, read_at)
    values (${workspaceId}, ${memberId}, ${conversationId}, ${count}, ${at})
    on conflict (workspace_id, member_id, conversation_id) do update
       set read_count = excluded.read_count, read_at = excluded.read_at`);
}

/** As much as whoever has read the most of it. The row must be held. */
export function settleReading(tx: Tx, id: ConversationId) {
  return tx.run(sql`
    update inbox.conversations v
       set read_count = least(v.inbound_count, coalesce((select max(r.read_count) from inbox.conversation_reads r
             where r.workspace_id = v.workspace_id and r.conversation_id = v.id), 0))
     where v.id = ${id}`);
}

/** Answers how many notes for somebody they had not seen. */
export function seeMentions(tx: Tx, id: ConversationId, memberId: MemberId, at: Date) {
  return tx.run(sql`
    update inbox.note_mentions n set seen_at = ${at}
      from inbox.messages m
     where n.member_id = ${memberId} and n.seen_at is null and m.workspace_id = n.workspace_id
       and m.id = n.message_id and m.conversation_id = ${id}`);
}
