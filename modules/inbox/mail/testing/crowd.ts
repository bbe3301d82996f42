import type { Database } from '../../../../kit/db/database.ts';
import { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { scratchDatabase } from '../../../../kit/testing/database.ts';
import { analyze, numberedId, numberedIn } from '../../../../kit/testing/explain.ts';
import { IdentityId } from '../../conversations/contract.ts';
import { ConversationId, MessageId } from '../../messages/contract.ts';
import { MailboxId } from '../contract.ts';

const mailboxesCount = 3_000;
const messagesCount = 6_000;

export const workspaceId = WorkspaceId.parse(numberedId(1));
export const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
export const now = new Date('2026-06-01T00:00:00Z');
export const memberId = MemberId.parse(numberedId(100));
export const mailboxId = MailboxId.parse(numberedId(101));
export const conversationId = ConversationId.parse(numberedId(101));
export const identityId = IdentityId.parse(numberedId(101));
/** One that came in with a picture, and one of ours that waits. */
export const inboundId = MessageId.parse(numberedId(100));
export const outboundId = MessageId.parse(numberedId(3_001));

const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const both = sql`generate_series(1, 2) w`;
const upTo = (count: number) => sql`generate_series(1, ${count}::int) n`;
const at = sql`${start}::timestamptz + n * interval '1 m'`;
const mailboxes = upTo(mailboxesCount);

/** Two workspaces with thousands of mailboxes, a few of them due, and the mails of each. */
export async function crowded(): Promise<Database> {
  const db = await (await scratchDatabase()).open();
  const filling = [sql`set local session_replication_role = replica`, ...reached, ...said];
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const statement of filling) await tx.run(statement);
  });
  const own = ['channels', 'email_accounts', 'email_secrets', 'email_account_members', 'email_folders'];
  const more = [
    'contacts',
    'identities',
    'conversations',
    'messages',
    'mail_details',
    'attachments',
    'mail_pictures',
  ];
  await analyze(
    db,
    'identity.users',
    'workspaces.members',
    ...[...own, ...more].map((name) => `inbox.${name}`),
  );
  return db;
}

const reached = [
  sql`
  insert into identity.users (id, email, name, created_at, updated_at)
  select ${n}, n || '@test.local', 'Person', ${start}, ${start} from ${mailboxes}`,
  sql`
  insert into workspaces.workspaces (id, name, created_at, updated_at)
  select ${w}, 'Testing', ${start}, ${start} from ${both}`,
  sql`
  insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
  select ${w}, ${n}, ${n}, 'owner', ${start}, ${start} from ${both}, ${mailboxes}`,
  sql`
  insert into inbox.channels (workspace_id, id, platform, name, member_only, created_at, updated_at)
  select ${w}, ${n}, 'email', n || '@linen.test', n % 2 = 0, ${start}, ${start} from ${both}, ${mailboxes}`,
  sql`
  insert into inbox.email_accounts (workspace_id, id, kind, owner_member_id, address, display_name, imap_host, smtp_host,
    username, opened_at, next_sync_at, created_at, updated_at)
  select ${w}, ${n}, case when n % 2 = 0 then 'personal' else 'shared' end,
         case when n % 2 = 0 and n > 20 then ${n} end, n || '@linen.test', 'Linen', 'mail.test', 'mail.test', 'info',
         ${start}, ${now}::timestamptz + (n - 30) * interval '1 m', ${start}, ${start}
    from ${both}, ${mailboxes}`,
  sql`
  insert into inbox.email_secrets (workspace_id, account_id, sealed, created_at, updated_at)
  select ${w}, ${n}, decode(repeat('00', 60), 'hex'), ${start}, ${start} from ${both}, ${mailboxes}`,
  sql`
  insert into inbox.email_account_members (workspace_id, account_id, member_id, role, created_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + (n + m) % ${mailboxesCount}::int`)}, 'member', ${start}
    from ${both}, ${mailboxes}, generate_series(1, 3) m`,
  sql`
  insert into inbox.email_folders (workspace_id, account_id, role, path, uid_validity, last_uid, created_at, updated_at)
  select ${w}, ${n}, role, role, 7, 9, ${start}, ${start}
    from ${both}, ${mailboxes}, unnest('{inbox,sent}'::text[]) role`,
];

const said = [
  sql`
  insert into inbox.contacts (workspace_id, id, created_at, updated_at)
  select ${w}, ${n}, ${start}, ${start} from ${both}, ${mailboxes}`,
  sql`
  insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, created_at, updated_at)
  select ${w}, ${n}, ${n}, ${n}, n || '@ada.test', ${start}, ${start} from ${both}, ${mailboxes}`,
  sql`
  insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, subject, status_at, last_at,
                                   created_at, updated_at)
  select ${w}, ${n}, ${n}, ${n}, 'mail', 'Linen', ${start}, ${at}, ${start}, ${start} from ${both}, ${mailboxes}`,
  sql`
  insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, body, details,
    platform_message_id, status, happened_at, created_at, updated_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % ${mailboxesCount}::int`)},
         ${numberedIn(sql`1 + n % ${mailboxesCount}::int`)},
         case when n <= 3000 then 'inbound' else 'outbound' end, 'mail',
         case when n <= 3000 then 'contact' else 'member' end, 'Yes',
         jsonb_build_object('mail', jsonb_build_object('subject', 'Linen', 'from', null, 'replyTo', null,
           'to', '[]'::jsonb, 'cc', '[]'::jsonb, 'bcc', '[]'::jsonb, 'automatic', null, 'lacking', null,
           'hasHtml', true, 'remoteImagesCount', 0, 'filesLeftOutCount', 0)),
         '<' || n || '@ada.test>',
         case when n <= 3000 then 'received' when n <= 3020 then 'queued' else 'sent' end, ${at}, ${at}, ${at}
    from ${both}, ${upTo(messagesCount)}`,
  sql`
  insert into inbox.mail_details (workspace_id, message_id, html, created_at)
  select ${w}, ${n}, '<p>Yes</p>', ${start} from ${both}, ${upTo(messagesCount)}`,
  sql`
  insert into inbox.attachments (workspace_id, id, message_id, kind, status, media_type, bytes, storage_key, created_at,
                                 settled_at)
  select ${w}, ${n}, ${n}, 'image', 'stored', 'image/png', 1, 'x/' || n, ${at}, ${at} from ${both}, ${upTo(4_000)}`,
  sql`
  insert into inbox.mail_pictures (workspace_id, message_id, content_id, attachment_id)
  select ${w}, ${n}, 'photo', ${n} from ${both}, ${upTo(4_000)}`,
];
