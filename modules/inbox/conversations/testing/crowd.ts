import type { Database } from '../../../../kit/db/database.ts';
import { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import { type Sql, sql } from '../../../../kit/sql.ts';
import { filledDatabase } from '../../../../kit/testing/database.ts';
import { analyze, numberedId, numberedIn } from '../../../../kit/testing/explain.ts';
import { LocationId } from '../../../workspaces/contract.ts';
import { ChannelId, ConversationId, MessageId } from '../../messages/contract.ts';
import { ContactId, TagId } from '../contract.ts';

export const conversationsCount = 12_000;
export const workspaceId = WorkspaceId.parse(numberedId(1));
export const scope = { kind: 'workspace', workspaceId } as const;
export const start = new Date('2026-01-01T00:00:00Z');
export const now = new Date('2026-06-01T00:00:00Z');
/** Of whom everything is: what somebody busy has. */
export const memberId = MemberId.parse(numberedId(2));
export const locationId = LocationId.parse(numberedId(3));
export const channelId = ChannelId.parse(numberedId(4));
export const mailboxId = ChannelId.parse(numberedId(902));
export const conversationId = ConversationId.parse(numberedId(11_345));
export const contactId = ContactId.parse(numberedId(11_345));
/** On few conversations. */
export const tagId = TagId.parse(numberedId(7));
export const noteId = MessageId.parse(numberedId(111_900));

const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const conversations = sql`generate_series(1, ${conversationsCount}::int) n`;
const twice = [1, 2].map((number) => sql`generate_series(${number}::int, ${number}::int) w`);
const eight = sql`generate_series(1, 8) w`;
const at = sql`${start}::timestamptz + n * interval '1 m'`;
const oneIn = (times: number) => sql`n % ${times}::int = 0`;

/** Two workspaces with thousands of conversations each, among others that only have people and channels. */
export const crowded = (): Promise<Database> => filledDatabase('conversations', fillWhole);

async function fillWhole(db: Database): Promise<void> {
  await db.transaction({ kind: 'owner' }, async (tx) => {
    // What hangs on each row of it (words, figures, references) is not what these tests are about.
    await tx.run(sql`set local session_replication_role = replica`);
    const inEach = twice.flatMap((both) => [...talk(both), ...besides(both)]);
    for (const statement of [...people, ...places, ...mailboxes, ...inEach]) await tx.run(statement);
  });
  await analyze(db, 'identity.users', ...theirs.map((name) => `workspaces.${name}`));
  await analyze(db, ...own.map((name) => `inbox.${name}`));
}

const theirs = ['members', 'locations', 'location_roles', 'workspaces'];
const own = [
  ...[
    'channels',
    'contacts',
    'identities',
    'tags',
    'conversations',
    'conversation_tags',
    'conversation_reads',
  ],
  ...[
    'email_accounts',
    'email_account_members',
    'messages',
    'attachments',
    'note_mentions',
    'message_edits',
    'presences',
  ],
];

const thousand = sql`generate_series(1, 1000) n`;

const people = [
  sql`
  insert into identity.users (id, email, name, created_at, updated_at)
  select ${n}, n || '@test.local', 'Person', ${start}, ${start} from ${thousand}`,
  sql`
  insert into workspaces.workspaces (id, name, created_at, updated_at)
  select ${w}, 'Testing', ${start}, ${start} from ${eight}`,
  sql`
  insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
  select ${w}, ${n}, ${n}, case when n = 1 then 'owner' when n < 400 then 'member' else 'viewer' end, ${start}, ${start}
    from ${eight}, generate_series(1, 500) n`,
];

const places = [
  sql`
  insert into workspaces.locations (workspace_id, id, name, timezone, created_at, updated_at)
  select ${w}, ${n}, 'Shop ' || n, 'Europe/Athens', ${start}, ${start} from ${eight}, generate_series(1, 400) n`,
  sql`
  insert into workspaces.location_roles (workspace_id, member_id, location_id, role, created_at, updated_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 400`)}, 'member', ${start}, ${start}
    from ${eight}, generate_series(1, 500) n`,
  sql`
  insert into inbox.channels (workspace_id, id, platform, name, location_id, created_at, updated_at)
  select ${w}, ${n}, (array['instagram', 'messenger', 'whatsapp', 'google'])[1 + n % 4], 'Channel ' || n,
         case when n % 2 = 1 then ${n} end, ${start}, ${start}
    from ${eight}, generate_series(1, 300) n`,
];

/** Mailboxes among the channels, every other of them for its members alone. */
const mailboxes = [
  sql`
  insert into inbox.channels (workspace_id, id, platform, name, member_only, created_at, updated_at)
  select ${w}, ${n}, 'email', 'Mail ' || n, n % 2 = 0, ${start}, ${start} from ${eight}, generate_series(901, 960) n`,
  sql`
  insert into inbox.email_accounts (workspace_id, id, kind, address, display_name, imap_host, smtp_host, username,
    created_at, updated_at)
  select ${w}, ${n}, 'shared', n || '@test.local', 'Mail', 'imap.test', 'smtp.test', 'mail', ${start}, ${start}
    from ${eight}, generate_series(901, 960) n`,
  sql`
  insert into inbox.email_account_members (workspace_id, account_id, member_id, role, created_at)
  select ${w}, ${n}, ${numberedIn(sql`m`)}, 'member', ${start}
    from ${eight}, generate_series(901, 960) n, generate_series(1, 10) m`,
];

/** Most of it is closed, read and answered, as in a house where people work. */
const talk = (both: Sql) => [
  sql`
  insert into inbox.contacts (workspace_id, id, created_at, updated_at)
  select ${w}, ${n}, ${start}, ${start} from ${both}, ${conversations}`,
  sql`
  insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, name, created_at, updated_at)
  select ${w}, ${n}, ${n}, ${numberedIn(sql`1 + n % 30`)}, n::text, 'Ada', ${start}, ${start} from ${both}, ${conversations}`,
  sql`
  insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status, status_at, snoozed_until,
    priority, category, assigned_to, assigned_location, messages_count, inbound_count, read_count, last_message_id,
    last_kind, last_direction, last_status, last_at, waiting_since, created_at, updated_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 30`)}, ${n}, 'direct', state, ${start},
         case when state = 'snoozed' then ${now}::timestamptz + (n - 3000) * interval '1 m' end,
         case when ${oneIn(401)} then 'urgent' when ${oneIn(89)} then 'high' else 'normal' end,
         case when ${oneIn(307)} then 'requests' when ${oneIn(11)} then 'primary' else 'general' end,
         case when n % 17 > 0 then ${numberedIn(sql`1 + n % 41`)} end,
         case when ${oneIn(19)} then ${numberedIn(sql`1 + n % 43`)} end,
         3, 2, case when ${oneIn(53)} then 1 else 2 end, ${n}, 'text', 'inbound', 'received', ${at},
         case when ${oneIn(251)} then ${at} end, ${start}, ${start}
    from ${both}, ${conversations},
         lateral (select case when ${oneIn(61)} then 'snoozed' when ${oneIn(31)} then 'pending'
                              when ${oneIn(7)} then 'open' else 'closed' end as state) s`,
  sql`
  insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, body, status,
    happened_at, created_at, updated_at)
  select ${w}, ${n}, ${n}, ${numberedIn(sql`1 + n % 30`)}, 'inbound', 'text', 'contact', 'Hello', 'received', ${at},
         ${at}, ${at}
    from ${both}, ${conversations}`,
  sql`
  insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, body, status,
    happened_at, created_at, updated_at)
  select ${w}, ${numberedIn(sql`100000 + n`)}, ${n}, ${numberedIn(sql`1 + n % 30`)}, 'internal', 'note', 'member',
         'Look', 'kept', ${at}, ${at}, ${at}
    from ${both}, ${conversations} where ${oneIn(4)}`,
];

const besides = (both: Sql) => [
  sql`
  insert into inbox.conversation_reads (workspace_id, member_id, conversation_id, read_count, read_at)
  select ${w}, ${numberedIn(sql`m`)}, ${n}, case when ${oneIn(40)} then 1 else 2 end, ${start}
    from ${both}, generate_series(1, 3) m, ${conversations}`,
  sql`
  insert into inbox.tags (workspace_id, id, name, created_at)
  select ${w}, ${n}, 'Tag ' || n, ${start} from ${both}, generate_series(1, 600) n`,
  sql`
  insert into inbox.conversation_tags (workspace_id, conversation_id, tag_id, created_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + (n / 2) % 600`)}, ${start} from ${both}, ${conversations} where ${oneIn(2)}`,
  sql`
  insert into inbox.attachments (workspace_id, id, message_id, kind, status, source, created_at)
  select ${w}, ${n}, ${n}, 'image', 'waiting', 'x', ${start} from ${both}, ${conversations} where ${oneIn(3)}`,
  sql`
  insert into inbox.note_mentions (workspace_id, message_id, member_id, seen_at)
  select ${w}, ${numberedIn(sql`100000 + n`)}, ${numberedIn(sql`1 + n % 21`)},
         case when n < 11800 then ${start}::timestamptz end
    from ${both}, ${conversations} where ${oneIn(4)}`,
  sql`
  insert into inbox.message_edits (workspace_id, message_id, id, body, replaced_at)
  select ${w}, ${numberedIn(sql`100000 + n`)}, ${n}, 'Look!', ${start} from ${both}, ${conversations} where ${oneIn(4)}`,
  sql`
  insert into inbox.presences (workspace_id, conversation_id, member_id, state, seen_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 300`)}, 'viewing', ${at}
    from ${both}, ${conversations} where ${oneIn(8)}`,
];
