import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { ContactId, IdentityId } from '../conversations/contract.ts';
import { type ChannelId, ConversationId } from '../messages/contract.ts';

/**
 * One at a time for all that is told of a person on a channel, also before there is a conversation that could be held:
 * so two first words make one conversation, and what is told too early is never missed by what it is about.
 */
export const holdPerson = (tx: Tx, channelId: ChannelId, personId: string) =>
  tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`inbox.person ${channelId} ${personId}`}, 7481))`,
  );

const Known = z.object({
  id: IdentityId,
  contactId: ContactId,
  name: z.string().nullable(),
  username: z.string().nullable(),
  lookedUpAt: z.date().nullable(),
  conversationId: ConversationId.nullable(),
});
export type Known = z.infer<typeof Known>;

export function findPerson(tx: Tx, channelId: ChannelId, personId: string) {
  return tx.maybeOne(
    Known,
    sql`
    select i.id, i.contact_id, i.name, i.username, i.looked_up_at, v.id as conversation_id
      from inbox.identities i
      left join inbox.conversations v
        on v.workspace_id = i.workspace_id and v.identity_id = i.id and v.kind = 'direct'
     where i.channel_id = ${channelId} and i.platform_user_id = ${personId}`,
  );
}

export interface NewPerson {
  readonly workspaceId: WorkspaceId;
  readonly contactId: ContactId;
  readonly identityId: IdentityId;
  readonly channelId: ChannelId;
  readonly personId: string;
  readonly name: string | null;
  readonly username?: string | null;
  /** Where the platform cannot be asked who they are. */
  readonly lookedUpAt: Date | null;
  readonly now: Date;
}

export function insertPerson(tx: Tx, { workspaceId, contactId, now, ...one }: NewPerson) {
  return tx.run(sql`
    with contact as (
      insert into inbox.contacts (workspace_id, id, created_at, updated_at)
      values (${workspaceId}, ${contactId}, ${now}, ${now})
    )
    insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, name, username,
                                  looked_up_at, created_at, updated_at)
    values (${workspaceId}, ${one.identityId}, ${contactId}, ${one.channelId}, ${one.personId}, ${one.name},
            ${one.username ?? null}, ${one.lookedUpAt}, ${now}, ${now})`);
}

export interface NewConversation {
  readonly workspaceId: WorkspaceId;
  readonly id: ConversationId;
  readonly channelId: ChannelId;
  readonly identityId: IdentityId;
  readonly at: Date;
  readonly now: Date;
}

export function insertConversation(
  tx: Tx,
  { workspaceId, id, channelId, identityId, at, now }: NewConversation,
) {
  return tx.run(sql`
    insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status_at, last_at, created_at,
                                     updated_at)
    values (${workspaceId}, ${id}, ${channelId}, ${identityId}, 'direct', ${now}, ${at}, ${now}, ${now})`);
}

/** What somebody calls themselves, as far as it was told. */
export interface Called {
  readonly name?: string | undefined;
  readonly username?: string | undefined;
}

/** As they call themselves now. What was not told is as it was. */
export function nameIdentity(tx: Tx, id: IdentityId, { name, username }: Called) {
  return tx.run(sql`
    update inbox.identities set name = coalesce(${name}, name), username = coalesce(${username}, username)
     where id = ${id}`);
}

export function markHeard(tx: Tx, identityId: IdentityId, at: Date) {
  return tx.run(sql`
    update inbox.contacts c set heard_at = ${at}
      from inbox.identities i
     where i.id = ${identityId} and c.workspace_id = i.workspace_id and c.id = i.contact_id
       and (c.heard_at is null or c.heard_at < ${at})`);
}

/** Answers 0 where somebody is known under that name already. */
export function renumberIdentity(tx: Tx, id: IdentityId, personId: string) {
  return tx.run(sql`
    update inbox.identities i set platform_user_id = ${personId}
     where i.id = ${id} and not exists (
       select from inbox.identities o
        where o.workspace_id = i.workspace_id and o.channel_id = i.channel_id and o.platform_user_id = ${personId})`);
}
