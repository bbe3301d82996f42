import type { Samples } from '../../../kit/http/sample.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { AccountId } from '../../connections/contract.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace } from '../../workspaces/testing.ts';
import { ContactId, IdentityId } from '../conversations/contract.ts';
import { inbox } from '../index.ts';
import type { Walk } from '../walk.ts';
import { ChannelId, type ChannelPlatform, ConversationId, type Message, MessageId } from './contract.ts';
import { holdConversation, type NewMessage } from './record.sql.ts';
import { addMessage } from './record.ts';

export interface Place {
  readonly ground: Ground;
  readonly workspaceId: WorkspaceId;
}

/** A workspace of a test's own, with this module and those below it. */
export const inboxWorkspace = () => newWorkspace([identity, workspaces, connections, inbox]);

let nth = 0;

/** A channel over an account that is connected, as far as the inbox asks. */
export async function openChannel(
  { ground, workspaceId }: Place,
  {
    platform = 'instagram',
    locationId = null,
  }: { platform?: ChannelPlatform; locationId?: string | null } = {},
): Promise<ChannelId> {
  const id = newId(AccountId);
  const now = ground.clock.now();
  await ground.db.transaction({ kind: 'workspace', workspaceId }, async (tx) => {
    await tx.run(sql`
      insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
                                        location_id, connected_at, created_at, updated_at)
      values (${workspaceId}, ${id}, ${platform}, ${`9${id.replaceAll('-', '')}`}, 'other', 'Linen & Oak',
              ${locationId}, ${now}, ${now}, ${now})`);
    await tx.run(sql`
      insert into inbox.channels (workspace_id, id, platform, account_id, name, location_id, created_at, updated_at)
      values (${workspaceId}, ${id}, ${platform}, ${id}, 'Linen & Oak', ${locationId}, ${now}, ${now})`);
  });
  return ChannelId.parse(id);
}

export interface Begun {
  readonly channelId: ChannelId;
  readonly contactId: ContactId;
  readonly identityId: IdentityId;
  readonly conversationId: ConversationId;
  readonly platformUserId: string;
}

/** A conversation in which nothing has been said, with somebody who has a name. */
export async function beginConversation(
  place: Place,
  { channelId, name = 'Ada Adler' }: { channelId?: ChannelId; name?: string } = {},
): Promise<Begun> {
  const { ground, workspaceId } = place;
  const channel = channelId ?? (await openChannel(place));
  const [contactId, identityId, conversationId] = [
    newId(ContactId),
    newId(IdentityId),
    newId(ConversationId),
  ];
  const now = ground.clock.now();
  const platformUserId = `5${String(++nth).padStart(15, '0')}`;
  await ground.db.transaction({ kind: 'workspace', workspaceId }, async (tx) => {
    await tx.run(sql`
      insert into inbox.contacts (workspace_id, id, created_at, updated_at)
      values (${workspaceId}, ${contactId}, ${now}, ${now})`);
    await tx.run(sql`
      insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, name, username,
                                    created_at, updated_at)
      values (${workspaceId}, ${identityId}, ${contactId}, ${channel}, ${platformUserId}, ${name}, 'ada.b',
              ${now}, ${now})`);
    await tx.run(sql`
      insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status_at, last_at, created_at,
                                       updated_at)
      values (${workspaceId}, ${conversationId}, ${channel}, ${identityId}, 'direct', ${now}, ${now}, ${now}, ${now})`);
  });
  return { channelId: channel, contactId, identityId, conversationId, platformUserId };
}

/** A word in a conversation; the customer's unless it is said otherwise. */
export async function said(
  { ground, workspaceId }: Place,
  { conversationId }: Pick<Begun, 'conversationId'>,
  more: Partial<NewMessage> & { readonly body?: Message['body'] } = {},
): Promise<MessageId> {
  const id = more.id ?? newId(MessageId);
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, async (ctx) => {
    const held = await holdConversation(ctx.tx, conversationId);
    await addMessage(ctx, held!, {
      ...{
        direction: 'inbound',
        kind: 'text',
        author: 'contact',
        body: 'Do you ship to Rome?',
        status: 'received',
      },
      happenedAt: ctx.now,
      platformMessageId: `mid.${id}`,
      ...more,
      id,
    });
  });
  return id;
}

/** A conversation with one message of the customer. */
export async function conversationWithWords(place: Place) {
  const begun = await beginConversation(place);
  return { ...begun, messageId: await said(place, begun) };
}

/** A good input for every route of this part. */
export const messagesSamples: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/conversations/:conversationId/messages': async (w) => ({
    params: { conversationId: (await conversationWithWords(w)).conversationId },
  }),
  'GET /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/edits': async (w) => {
    const { conversationId, messageId } = await conversationWithWords(w);
    return { params: { conversationId, messageId } };
  },
};
