import type { Database } from '../../../../kit/db/database.ts';
import { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { scratchDatabase } from '../../../../kit/testing/database.ts';
import { analyze, numberedId, numberedIn } from '../../../../kit/testing/explain.ts';
import { AttachmentId, ChannelId, ConversationId, MessageId } from '../../messages/contract.ts';

const messagesCount = 8_000;
const conversationsCount = 400;

export const workspaceId = WorkspaceId.parse(numberedId(1));
export const scope = { kind: 'workspace', workspaceId } as const;
export const start = new Date('2026-01-01T00:00:00Z');
export const now = new Date('2026-06-01T00:00:00Z');
export const memberId = MemberId.parse(numberedId(5));
/** One in which thousands of messages are, some of them under way. */
export const conversationId = ConversationId.parse(numberedId(150));
export const channelId = ChannelId.parse(numberedId(11));
/** The last of it that was sent. */
export const messageId = MessageId.parse(numberedId(7_995));
export const otherId = MessageId.parse(numberedId(7_989));
/** One with files, marks and former words. */
export const markedId = MessageId.parse(numberedId(3));
export const uploadId = AttachmentId.parse(numberedId(2_990));

const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const both = sql`generate_series(1, 2) w`;
const upTo = (count: number) => sql`generate_series(1, ${count}::int) n`;
const at = sql`${start}::timestamptz + n * interval '1 m'`;
const busy = sql`case when n % 3 = 0 then 150 else 1 + n % ${conversationsCount}::int end`;
const isUnderWay = sql`n % 50 = 1`;
const ofThoseUnderWay = sql`(array['held', 'scheduled', 'queued', 'sending', 'unknown'])[1 + (n / 50) % 5]`;
const status = sql`case when n % 2 = 0 then 'received' when ${isUnderWay} then ${ofThoseUnderWay} else 'sent' end`;

/** Two workspaces with everything a message goes out by. */
export async function crowded(): Promise<Database> {
  const db = await (await scratchDatabase()).open();
  // Thousands at once in one conversation is what no trigger is made for, and its figures are nobody's here.
  const filling = [sql`set local session_replication_role = replica`, ...people, ...said, ...beside];
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const statement of filling) await tx.run(statement);
  });
  const own = ['channels', 'contacts', 'identities', 'conversations', 'messages', 'message_edits'];
  const more = ['message_reactions', 'attachments', 'drafts'];
  await analyze(
    ...([db, 'identity.users', 'workspaces.members', 'connections.accounts', 'connections.calls'] as const),
    ...[...own, ...more].map((name) => `inbox.${name}`),
  );
  return db;
}

const people = [
  sql`
  insert into identity.users (id, email, name, created_at, updated_at)
  select ${n}, n || '@test.local', 'Person', ${start}, ${start} from ${upTo(300)}`,
  sql`
  insert into workspaces.workspaces (id, name, created_at, updated_at)
  select ${w}, 'Testing', ${start}, ${start} from ${both}`,
  sql`
  insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
  select ${w}, ${n}, ${n}, 'owner', ${start}, ${start} from ${both}, ${upTo(300)}`,
  sql`
  insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name, connected_at,
                                    created_at, updated_at)
  select ${w}, ${n}, 'instagram', (w * 1000 + n)::text, 'other', 'Shop', ${start}, ${start}, ${start}
    from ${both}, ${upTo(20)}`,
  sql`
  insert into inbox.channels (workspace_id, id, platform, account_id, name, created_at, updated_at)
  select ${w}, ${n}, 'instagram', ${n}, 'Shop', ${start}, ${start} from ${both}, ${upTo(20)}`,
  sql`
  insert into inbox.channels (workspace_id, id, platform, name, created_at, updated_at)
  select ${w}, ${numberedIn(sql`1000 + n`)}, 'email', 'Post', ${start}, ${start} from ${both}, ${upTo(2_000)}`,
  sql`
  insert into inbox.contacts (workspace_id, id, created_at, updated_at)
  select ${w}, ${n}, ${start}, ${start} from ${both}, ${upTo(conversationsCount)}`,
  sql`
  insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, created_at, updated_at)
  select ${w}, ${n}, ${n}, ${numberedIn(sql`1 + n % 20`)}, n::text, ${start}, ${start}
    from ${both}, ${upTo(conversationsCount)}`,
  sql`
  insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status_at, last_at, created_at,
                                   updated_at, automation_off_at, automation_off_why)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 20`)}, ${n}, 'direct', ${start}, ${at}, ${start}, ${start},
         case when n % 2 = 0 then ${now}::timestamptz end, case when n % 2 = 0 then 'person_replied' end
    from ${both}, ${upTo(conversationsCount)}`,
];

const said = [
  sql`
  insert into connections.calls (workspace_id, id, account_id, kind, conversation_key, request, priority, expires_at,
                                 status, settled_at, created_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 20`)}, 'message', 'person/' || n, '{}', 5, ${now}, 'done', ${at}, ${at}
    from ${both}, ${upTo(messagesCount)} where n % 2 = 1`,
  sql`
  insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, member_id, body,
    details, platform_message_id, reply_to, status, happened_at, send_at, call_id, created_at, updated_at)
  select ${w}, ${n}, ${numberedIn(busy)}, ${numberedIn(sql`1 + (${busy}) % 20`)},
         case when n % 2 = 0 then 'inbound' else 'outbound' end, 'text',
         case when n % 2 = 0 then 'contact' when n % 100 = 51 then 'autopilot' else 'member' end,
         case when n % 2 = 1 and n % 100 <> 51 then ${numberedIn(sql`1 + n % 300`)} end, 'Yes, to Rome too.',
         case when n % 400 = 2 then jsonb_build_object('reacting', jsonb_build_object('callId', ${numberedIn(sql`n + 1`)}))
              else jsonb_build_object('sending', jsonb_build_object('of', ${n}, 'wish', '', 'isPerson', true)) end,
         case when n % 2 = 0 or not (${isUnderWay}) then 'm' || n end,
         case when n % 10 = 5 and n > 10 then ${numberedIn(sql`n - 6`)} end, ${status}, ${at},
         case when ${status} in ('held', 'scheduled') then ${at} end,
         case when n % 2 = 1 and ${status} not in ('held', 'scheduled') then ${n} end, ${at}, ${at}
    from ${both}, ${upTo(messagesCount)}`,
];

const beside = [
  sql`
  insert into inbox.message_edits (workspace_id, message_id, id, body, replaced_at)
  select ${w}, ${n}, ${n}, 'Yes', ${at} from ${both}, ${upTo(3_000)}`,
  sql`
  insert into inbox.message_reactions (workspace_id, message_id, side, emoji, happened_at)
  select ${w}, ${n}, side, '❤', ${at} from ${both}, ${upTo(3_000)}, unnest(array['contact', 'business']) side`,
  sql`
  insert into inbox.attachments (workspace_id, id, message_id, kind, status, media_type, bytes, storage_key,
                                 uploaded_by, created_at, settled_at)
  select ${w}, ${n}, case when n <= 2900 then ${n} end, 'image', 'stored', 'image/png', 1, 'x/' || n,
         ${numberedId(5)}, ${at}, ${at}
    from ${both}, ${upTo(3_000)}`,
  sql`
  insert into inbox.drafts (workspace_id, member_id, conversation_id, body, updated_at)
  select ${w}, ${n}, ${numberedIn(sql`c`)}, 'Dear', ${start}
    from ${both}, ${upTo(300)}, generate_series(141, 150) c`,
];
