import type { Database } from '../../../../kit/db/database.ts';
import { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { filledDatabase } from '../../../../kit/testing/database.ts';
import { analyze, numberedId, numberedIn } from '../../../../kit/testing/explain.ts';
import { ContactId, IdentityId } from '../../conversations/contract.ts';
import { AttachmentId, ChannelId, ConversationId, MessageId } from '../../messages/contract.ts';

/* Two workspaces with more channels, people and words than fit on a page, and a few things that wait. */

const channelsCount = 300;
/** Which have channels and nothing else: how many rows are one workspace's is judged by how many there are. */
const workspacesCount = 40;
const membersCount = 3_000;
const peopleCount = 2_000;
const messagesCount = 12_000;
const marksCount = 6_000;

export const workspaceId = WorkspaceId.parse(numberedId(1));
export const scope = { kind: 'workspace', workspaceId } as const;
export const start = new Date('2026-01-01T00:00:00Z');
/** When the last of it has happened. */
export const now = new Date(start.getTime() + messagesCount * 60_000);
export const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

export const memberId = MemberId.parse(numberedId(5));
/** One in which thousands of messages are. */
export const conversationId = ConversationId.parse(numberedId(100));
export const channelId = ChannelId.parse(numberedId(101));
export const contactId = ContactId.parse(numberedId(100));
export const identityId = IdentityId.parse(numberedId(100));
export const personId = '100';
/** Of nobody a word was said with. */
export const silentId = IdentityId.parse(numberedId(peopleCount + 1));
/** One of the last of it, ours, with files and former words; and one of the customer's. */
export const messageId = MessageId.parse(numberedId(11_991));
export const inboundId = MessageId.parse(numberedId(11_994));
export const attachmentId = AttachmentId.parse(numberedId(11_991));

const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const both = sql`generate_series(1, 2) w`;
const each = sql`generate_series(1, ${workspacesCount}::int) w`;
const upTo = (count: number) => sql`generate_series(1, ${count}::int) n`;
const at = sql`(${start}::timestamptz + n * interval '1 m')`;
const busy = sql`case when n % 3 = 0 then 100 else 1 + n % ${peopleCount}::int end`;
const channelOf = (person: ReturnType<typeof sql>) =>
  numberedIn(sql`1 + (${person}) % ${channelsCount}::int`);

export const crowded = (): Promise<Database> => filledDatabase('messages', fillWhole);

async function fillWhole(db: Database): Promise<void> {
  await db.transaction({ kind: 'owner' }, async (tx) => {
    // What is counted of messages as they are written is not looked at here.
    await tx.run(sql`alter table inbox.messages disable trigger user`);
    for (const statement of [...people, ...said, ...beside]) await tx.run(statement);
    await tx.run(sql`alter table inbox.messages enable trigger user`);
  });
  const inbox = [
    ...[
      'channels',
      'contacts',
      'identities',
      'conversations',
      'messages',
      'message_edits',
      'message_reactions',
    ],
    ...['attachments', 'early_marks'],
  ];
  await analyze(db, 'identity.users', 'workspaces.members', 'connections.accounts');
  await analyze(db, ...inbox.map((name) => `inbox.${name}`));
}

const people = [
  sql`
  insert into identity.users (id, email, name, created_at, updated_at)
  select ${n}, n || '@test.local', 'Person', ${start}, ${start} from ${upTo(membersCount)}`,
  sql`
  insert into workspaces.workspaces (id, name, created_at, updated_at)
  select ${w}, 'Testing', ${start}, ${start} from ${each}`,
  sql`
  insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
  select ${w}, ${n}, ${n}, 'owner', ${start}, ${start} from ${both}, ${upTo(membersCount)}`,
  sql`
  insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name, connected_at,
                                    created_at, updated_at)
  select ${w}, ${n}, 'instagram', (w * 10000 + n)::text, 'other', 'Shop', ${start}, ${start}, ${start}
    from ${each}, ${upTo(channelsCount)}`,
  sql`
  insert into inbox.channels (workspace_id, id, platform, account_id, name, created_at, updated_at)
  select ${w}, ${n}, 'instagram', ${n}, 'Shop', ${start}, ${start} from ${each}, ${upTo(channelsCount)}`,
  sql`
  insert into inbox.contacts (workspace_id, id, heard_at, created_at, updated_at)
  select ${w}, ${n}, ${at}, ${start}, ${start} from ${both}, ${upTo(peopleCount + 1)}`,
  sql`
  insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, looked_up_at, created_at,
                                updated_at)
  select ${w}, ${n}, ${n}, ${channelOf(sql`n`)}, n::text,
         case when n % 20 > 0 or n = 100 then ${start}::timestamptz end, ${at}, ${at}
    from ${both}, ${upTo(peopleCount + 1)}`,
  sql`
  insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status_at, last_at, created_at,
                                   updated_at)
  select ${w}, ${n}, ${channelOf(sql`n`)}, ${n}, 'direct', ${start}, ${at}, ${start}, ${start}
    from ${both}, ${upTo(peopleCount)}`,
];

/** Of ours, few are under way, and few are not seen yet. */
const isOurs = sql`n % 2 = 1`;
const status = sql`
  case when n % 2 = 0 then 'received' when n % 400 = 1 then 'sending' when n > 11900 then 'sent' else 'read' end`;
const said = [
  sql`
  insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, member_id, body,
    platform_message_id, reply_to, reply_to_platform, status, happened_at, seen_at, created_at, updated_at)
  select ${w}, ${n}, ${numberedIn(busy)}, ${channelOf(busy)}, case when ${isOurs} then 'outbound' else 'inbound' end,
         'text', case when ${isOurs} then 'member' else 'contact' end,
         case when ${isOurs} then ${numberedIn(sql`1 + n % ${membersCount}::int`)} end, 'Yes, to Rome too.',
         case when n % 400 <> 1 then 'm' || n end,
         case when n % 10 = 5 and n > 10 then ${numberedIn(sql`n - 6`)} end,
         case when n % 200 = 102 then 'x' || n end, ${status}, ${at},
         case when ${isOurs} and n <= 11900 and n % 400 <> 1 then ${at} end, ${at}, ${at}
    from ${both}, ${upTo(messagesCount)}`,
];

const beside = [
  sql`
  insert into inbox.message_edits (workspace_id, message_id, id, body, replaced_at, number)
  select ${w}, ${n}, ${numberedIn(sql`n * 10 + e`)}, 'Yes', ${at}, e
    from ${both}, ${upTo(messagesCount)}, generate_series(0, 2) e where n % 3 = 0 and n > 8000 or n = 11991`,
  sql`
  insert into inbox.message_reactions (workspace_id, message_id, side, emoji, happened_at)
  select ${w}, ${n}, 'contact', '❤', ${at} from ${both}, ${upTo(messagesCount)} where n % 3 = 0`,
  sql`
  insert into inbox.attachments (workspace_id, id, message_id, kind, status, source, media_type, bytes, storage_key,
                                 created_at, settled_at)
  select ${w}, ${n}, ${n}, 'image', case when n % 200 = 191 then 'waiting' else 'stored' end,
         'https://cdn.example/' || n, 'image/png', 1, case when n % 200 <> 191 then 'x/' || n end, ${at},
         case when n % 200 <> 191 then ${at} end
    from ${both}, ${upTo(messagesCount)} where n % 3 = 0`,
  sql`
  insert into inbox.early_marks (workspace_id, channel_id, platform_message_id, id, kind, mark, happened_at, created_at)
  select ${w}, ${channelOf(sql`n`)}, case when n % 80 = 20 then 'person/' || n when n % 80 = 30 then 'm' || n
           else 'early ' || n end,
         ${n}, case when n % 80 = 20 then 'until' when n % 80 = 40 then 'echo' else 'seen' end,
         jsonb_build_object('personId', (1 + n % ${peopleCount}::int)::text, 'told', jsonb_build_object('state', 'seen',
           'until', ${start}::timestamptz)),
         ${at}, ${start}::timestamptz + n * interval '3 m'
    from ${both}, ${upTo(marksCount)}`,
  // Of the one that is looked at.
  sql`
  insert into inbox.early_marks (workspace_id, channel_id, platform_message_id, id, kind, mark, happened_at, created_at)
  select ${w}, ${channelId}, m.mid, ${numberedIn(sql`100000 + m.i`)}, m.kind,
         '{"personId": "100", "told": {"state": "seen", "until": "2026-01-01T00:00:00Z"}}', ${start}, ${now}
    from ${both}, (values (1, 'm11991', 'seen'), (2, 'person/100', 'until'), (3, 'echo', 'echo')) m (i, mid, kind)`,
];
