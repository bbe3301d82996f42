import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { ContactId, IdentityId } from '../conversations/contract.ts';
import { AttachmentId, ChannelId, ConversationId, MessageId } from '../messages/contract.ts';

/** They, and whoever is part of them: who that is is asked for by itself, or the planner would read everybody's. */
export async function everyoneIn(tx: Tx, contactId: ContactId): Promise<ContactId[]> {
  const found = await tx.many(
    z.object({ id: ContactId }),
    sql`
    with recursive everyone as (
      select k.id from inbox.contacts k where k.id = ${contactId}
      union
      select k.id from everyone e join inbox.contacts k on k.merged_into = e.id
    )
    select id from everyone`,
  );
  return found.map(({ id }) => id);
}

/** Who they are on each channel, in one order. */
export function peopleOf(tx: Tx, contactId: ContactId) {
  return tx.many(
    z.object({ channelId: ChannelId, personId: z.string() }),
    sql`
    select channel_id, platform_user_id as person_id from inbox.identities
     where contact_id = ${contactId} order by channel_id, platform_user_id`,
  );
}

/** What somebody is called from then on. */
export const erasedName = 'Erased contact';

/**
 * Their profile and whatever was noted of it, at once. Who they were on a platform is put out of its reach: when they
 * write again, it is somebody new. Pictures keep their key until the file itself is gone.
 */
export async function eraseProfiles(tx: Tx, ids: readonly ContactId[], by: MemberId | null, now: Date) {
  for (const table of ['contact_notes', 'contact_consents', 'contact_tags', 'contact_exports'])
    await tx.run(sql`delete from inbox.${sql.id(table)} where contact_id = any(${ids}::uuid[])`);
  await tx.run(sql`
    update inbox.contact_merges set gained = '{}' where contact_id = any(${ids}::uuid[])`);
  await tx.run(sql`
    update inbox.identities
       set platform_user_id = 'erased-' || id, username = null, name = null, profile_url = null, picture_source = null
     where contact_id = any(${ids}::uuid[])`);
  return tx.run(sql`
    update inbox.contacts
       set name = ${erasedName}, language = null, timezone = null, fields = '{}', erased_at = ${now}, erased_by = ${by}
     where id = any(${ids}::uuid[])`);
}

/** Takes no input: those whose words may still be there. */
export function contactsToEmpty(tx: Tx, limit: number) {
  return tx.many(
    z.object({ id: ContactId }),
    sql`
    select id from inbox.contacts where erased_at is not null and emptied_at is null order by erased_at limit ${limit}`,
  );
}

export function isToBeEmptied(tx: Tx, id: ContactId) {
  return tx.maybeOne(
    z.object({ id: ContactId }),
    sql`select id from inbox.contacts where id = ${id} and erased_at is not null and emptied_at is null`,
  );
}

export function picturesOf(tx: Tx, id: ContactId, limit: number) {
  return tx.many(
    z.object({ id: IdentityId, key: z.string() }),
    sql`
    select id, picture_key as key from inbox.identities
     where contact_id = ${id} and picture_key is not null order by id limit ${limit}`,
  );
}

export function dropPictures(tx: Tx, ids: readonly IdentityId[]) {
  return tx.run(sql`update inbox.identities set picture_key = null where id = any(${ids}::uuid[])`);
}

const Whole = z.object({ id: ConversationId, channelId: ChannelId });

/** By their ids; `after` is the last of those before. */
export function conversationsToEmpty(tx: Tx, contactId: ContactId, after: string, limit: number) {
  return tx.many(
    Whole,
    sql`
    select v.id, v.channel_id from inbox.identities i
      join inbox.conversations v on v.workspace_id = i.workspace_id and v.identity_id = i.id
     where i.contact_id = ${contactId} and v.id > ${after}::uuid
     order by v.id limit ${limit}`,
  );
}

/** Ours that wait for their time are not for anybody any more. For whoever holds the conversation. */
export function cancelWaiting(tx: Tx, id: ConversationId) {
  return tx.run(sql`
    update inbox.messages set status = 'cancelled'
     where conversation_id = ${id} and direction = 'outbound' and status in ('held', 'scheduled')`);
}

/** One that is on its way is another's to change: its words go when it is there. */
const isSettled = sql`m.status not in ('queued', 'sending', 'unknown')`;

const ToErase = z.object({ id: MessageId, happenedAt: z.date() });
const erasedAtFirst = { happenedAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
export type Reached = z.infer<typeof ToErase> | typeof erasedAtFirst;
export const notReached: Reached = erasedAtFirst;

/** From the beginning, the next ones after what was reached. */
export function messagesToErase(
  tx: Tx,
  id: ConversationId,
  { happenedAt, id: after }: Reached,
  limit: number,
) {
  return tx.many(
    ToErase,
    sql`
    select m.id, m.happened_at from inbox.messages m
     where m.conversation_id = ${id} and (m.happened_at, m.id) > (${happenedAt}, ${after}::uuid) and ${isSettled}
     order by m.happened_at, m.id limit ${limit}`,
  );
}

export function filesOf(tx: Tx, messageIds: readonly MessageId[]) {
  return tx.many(
    z.object({ id: AttachmentId, keys: z.array(z.string()) }),
    sql`
    select a.id, array_remove(array[a.storage_key, a.thumb_key], null) as keys from inbox.attachments a
     where a.message_id = any(${messageIds}::uuid[])`,
  );
}

/**
 * `files` are those that are gone: what was fetched in the meantime keeps its row, and with it the way to the file.
 * The platform's ids of messages stay: by them one that is told of again is known, and does not come back. Of what was
 * done with a conversation it stays what was done, and nothing it was done with.
 */
export async function eraseMessages(tx: Tx, ids: readonly MessageId[], files: readonly AttachmentId[]) {
  await tx.run(sql`
    delete from inbox.attachments
     where message_id = any(${ids}::uuid[]) and (storage_key is null or id = any(${files}::uuid[]))`);
  for (const table of ['message_edits', 'message_reactions', 'note_mentions'])
    await tx.run(sql`delete from inbox.${sql.id(table)} where message_id = any(${ids}::uuid[])`);
  return tx.run(sql`
    update inbox.messages
       set body = null, details = case when kind = 'activity'
             then jsonb_build_object('activity', jsonb_build_object('what', details -> 'activity' -> 'what'))
             else '{}' end
     where id = any(${ids}::uuid[])`);
}

/** Nobody waits in it, and nobody is to be answered: it is over. */
export async function closeErased(tx: Tx, id: ConversationId, now: Date) {
  await tx.run(sql`delete from inbox.drafts where conversation_id = ${id}`);
  return tx.run(sql`
    update inbox.conversations
       set subject = null, status = 'closed', snoozed_until = null,
           status_at = case when status = 'closed' then status_at else ${now} end,
           automation_off_at = coalesce(automation_off_at, ${now}),
           automation_off_why = coalesce(automation_off_why, 'switched')
     where id = ${id}`);
}

/** Something that was said while the rest went, or that was on its way. */
export function hasWordsLeft(tx: Tx, contactId: ContactId) {
  return tx.one(
    z.object({ hasWords: z.boolean() }),
    sql`
    select exists (select 1 from inbox.identities i
        join inbox.conversations v on v.workspace_id = i.workspace_id and v.identity_id = i.id
        join inbox.messages m on m.workspace_id = v.workspace_id and m.conversation_id = v.id
        left join inbox.attachments a on a.workspace_id = m.workspace_id and a.message_id = m.id
       where i.contact_id = ${contactId} and (m.body is not null or a.id is not null)) as has_words`,
  );
}

export function markEmptied(tx: Tx, ids: readonly ContactId[], now: Date) {
  return tx.run(sql`
    update inbox.contacts set emptied_at = ${now} where id = any(${ids}::uuid[])`);
}
