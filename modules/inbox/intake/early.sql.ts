import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type ChannelId, ConversationId, MessageId } from '../messages/contract.ts';

export interface NewEarlyMark {
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  /** Of the message it is about; of `until`, whose it is. */
  readonly mid: string;
  /** Of the event that told it. */
  readonly id: string;
  readonly kind: string;
  readonly personId: string;
  readonly told: object;
  readonly at: Date;
  readonly now: Date;
}

export function insertEarlyMark(tx: Tx, { workspaceId, channelId, personId, told, ...one }: NewEarlyMark) {
  return tx.run(sql`
    insert into inbox.early_marks (workspace_id, channel_id, platform_message_id, id, kind, mark, happened_at,
                                   created_at)
    values (${workspaceId}, ${channelId}, ${one.mid}, ${one.id}, ${one.kind},
            ${JSON.stringify({ personId, told })}::jsonb, ${one.at}, ${one.now})
    on conflict do nothing`);
}

const Early = z.object({
  id: z.string(),
  /** As it was kept: to be read again. */
  told: z.unknown(),
  happenedAt: z.date(),
});

/** What was told of a message before it came, in the order in which it happened. */
export function takeEarlyMarks(tx: Tx, channelId: ChannelId, mid: string) {
  return tx.many(
    Early,
    sql`
    with taken as (
      delete from inbox.early_marks
       where channel_id = ${channelId} and platform_message_id = ${mid} and kind not in ('echo', 'until')
      returning id, mark->'told' as told, happened_at
    )
    select * from taken order by happened_at, id`,
  );
}

/** How far somebody has received and seen what we wrote, where the platform says a moment. */
export function untilsOf(tx: Tx, channelId: ChannelId, key: string) {
  return tx.many(
    Early,
    sql`
    select id, mark->'told' as told, happened_at from inbox.early_marks
     where channel_id = ${channelId} and platform_message_id = ${key} and kind = 'until'
     order by happened_at, id limit 10`,
  );
}

/** The later moment says all that an earlier one said. */
export function dropEarlierUntils(tx: Tx, channelId: ChannelId, key: string, state: string, until: Date) {
  return tx.run(sql`
    delete from inbox.early_marks
     where channel_id = ${channelId} and platform_message_id = ${key} and kind = 'until'
       and mark->'told'->>'state' = ${state} and (mark->'told'->>'until')::timestamptz <= ${until}`);
}

const Echo = z.object({
  id: z.string(),
  mid: z.string(),
  told: z.unknown(),
  happenedAt: z.date(),
});
export type Echo = z.infer<typeof Echo>;

/** Echoes that may be one of ours, oldest first. */
export function echoesOf(tx: Tx, channelId: ChannelId, personId: string, limit: number) {
  return tx.many(
    Echo,
    sql`
    select id, platform_message_id as mid, mark->'told' as told, happened_at from inbox.early_marks
     where channel_id = ${channelId} and mark->>'personId' = ${personId} and kind = 'echo'
     order by happened_at, id limit ${limit}`,
  );
}

export function dropEcho(tx: Tx, channelId: ChannelId, mid: string) {
  return tx.run(sql`
    delete from inbox.early_marks
     where channel_id = ${channelId} and platform_message_id = ${mid} and kind = 'echo'`);
}

/** Conversations with echoes that have waited for longer than any verdict takes. */
export function conversationsWithEchoes(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ conversationId: ConversationId }),
    sql`
    select distinct v.id as conversation_id
      from (select workspace_id, channel_id, mark->>'personId' as person_id from inbox.early_marks
             where kind = 'echo' and created_at < ${before} limit ${limit}) e
      join inbox.identities i
        on i.workspace_id = e.workspace_id and i.channel_id = e.channel_id and i.platform_user_id = e.person_id
      join inbox.conversations v
        on v.workspace_id = i.workspace_id and v.identity_id = i.id and v.kind = 'direct'`,
  );
}

/** Marks that came lately, whose message is here. */
export function messagesWithMissedMarks(tx: Tx, after: Date, limit: number) {
  return tx.many(
    z.object({ messageId: MessageId }),
    sql`
    select distinct m.id as message_id
      from (select workspace_id, channel_id, platform_message_id from inbox.early_marks
             where created_at >= ${after} and kind not in ('echo', 'until')
             order by created_at limit ${limit}) e
      join inbox.messages m
        on m.workspace_id = e.workspace_id and m.channel_id = e.channel_id
       and m.platform_message_id = e.platform_message_id`,
  );
}

export function dropOldMarks(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from inbox.early_marks
     where ctid = any (array(select ctid from inbox.early_marks where created_at < ${before} and kind <> 'echo'
                              order by created_at limit ${limit}))`);
}
