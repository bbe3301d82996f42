import type { Database } from '../../../../kit/db/database.ts';
import { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { scratchDatabase } from '../../../../kit/testing/database.ts';
import { analyze, numberedId, numberedIn } from '../../../../kit/testing/explain.ts';
import { ContactId, IdentityId, TagId } from '../../conversations/contract.ts';
import { MergeId } from '../../merging/contract.ts';
import { ConversationId, MessageId } from '../../messages/contract.ts';
import { ReplyTemplateId } from '../../replies/contract.ts';

export const contactsCount = 8_000;
export const workspaceId = WorkspaceId.parse(numberedId(1));
export const scope = { kind: 'workspace', workspaceId } as const;
export const start = new Date('2026-01-01T00:00:00Z');
export const now = new Date('2026-06-01T00:00:00Z');
export const memberId = MemberId.parse(numberedId(5));
export const contactId = ContactId.parse(numberedId(4_001));
export const identityId = IdentityId.parse(numberedId(4_001));
/** Who is part of the contact, and how. */
export const otherId = ContactId.parse(numberedId(4_000));
export const mergeId = MergeId.parse(numberedId(4_000));
/** Who was erased a moment ago. */
export const erasedId = ContactId.parse(numberedId(20));
export const conversationId = ConversationId.parse(numberedId(4_001));
export const messageId = MessageId.parse(numberedId(4_001));
/** On few contacts, though on many conversations. */
export const tagId = TagId.parse(numberedId(7));
export const channelId = numberedId(11);
export const replyId = ReplyTemplateId.parse(numberedId(400));

const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const both = sql`generate_series(1, 2) w`;
const twelve = sql`generate_series(1, 12) w`;
const upTo = (count: number) => sql`generate_series(1, ${count}::int) n`;
const contacts = upTo(contactsCount);
const at = sql`${start}::timestamptz + n * interval '1 m'`;
const someMember = numberedIn(sql`1 + n % 200`);
/** Every fourth, but for those who were erased, is part of the one after. */
const isPart = sql`n > 40 and n % 4 = 0`;

/** Two workspaces with thousands of people, and everything there is of some of them. */
export async function crowded(): Promise<Database> {
  const db = await (await scratchDatabase()).open();
  // Thousands at once is what no trigger is made for, and what they keep is not looked at here.
  const filling = [
    sql`set local session_replication_role = replica`,
    ...places,
    ...people,
    ...beside,
    ...saved,
  ];
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const statement of filling) await tx.run(statement);
  });
  await analyze(db, 'identity.users', 'workspaces.members', ...own.map((name) => `inbox.${name}`));
  return db;
}

const own = [
  ...[
    'channels',
    'contacts',
    'identities',
    'conversations',
    'messages',
    'tags',
    'contact_tags',
    'conversation_tags',
    'comment_tags',
  ],
  ...[
    'contact_notes',
    'contact_consents',
    'contact_merges',
    'contact_exports',
    'reply_templates',
    'reply_uses',
  ],
  ...['attachments', 'comments', 'drafts', 'message_edits', 'message_reactions', 'note_mentions'],
];

const places = [
  sql`
  insert into identity.users (id, email, name, created_at, updated_at)
  select ${n}, n || '@test.local', 'Person', ${start}, ${start} from ${upTo(3_000)}`,
  sql`
  insert into workspaces.workspaces (id, name, created_at, updated_at)
  select ${w}, 'Testing', ${start}, ${start} from ${twelve}`,
  sql`
  insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
  select ${w}, ${n}, ${n}, 'owner', ${start}, ${start} from ${twelve}, ${upTo(1_000)}`,
  sql`
  insert into inbox.channels (workspace_id, id, platform, name, created_at, updated_at)
  select ${w}, ${n}, 'instagram', 'Shop ' || n, ${start}, ${start} from ${both}, ${upTo(300)}`,
  sql`
  insert into inbox.tags (workspace_id, id, name, created_at)
  select ${w}, ${n}, 'Tag ' || n, ${start} from ${twelve}, ${upTo(500)}`,
];

const people = [
  sql`
  insert into inbox.contacts (workspace_id, id, name, language, heard_at, merged_into, erased_at, emptied_at, created_at,
    updated_at)
  select ${w}, ${n}, case when n % 9 = 0 then 'Name ' || n end, case when n % 50 = 0 then 'el' else 'en' end, ${at},
         case when ${isPart} then ${numberedIn(sql`n + 1`)} end, case when n <= 40 then ${at} end,
         case when n < 20 then ${at} end, ${start}, ${start}
    from ${both}, ${contacts}`,
  sql`
  insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, name, username, picture_key,
    created_at, updated_at)
  select ${w}, ${n}, case when ${isPart} then ${numberedIn(sql`n + 1`)} else ${n} end, ${numberedIn(sql`1 + n % 300`)},
         n::text, 'Person ' || n, 'user.' || n, case when n % 3 = 0 or n = 20 then 'w/x/' || n end, ${start}, ${start}
    from ${both}, ${contacts}`,
  sql`
  insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status_at, last_at, last_inbound_at,
    created_at, updated_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 300`)}, ${n}, 'direct', ${start}, ${at}, ${at}, ${start}, ${start}
    from ${both}, ${contacts}`,
  sql`
  insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, body, status,
    happened_at, created_at, updated_at)
  select ${w}, ${numberedIn(sql`n + m * 10000`)}, ${n}, ${numberedIn(sql`1 + n % 300`)}, 'inbound', 'text', 'contact',
         'Hello', 'received', ${at}, ${at}, ${at}
    from ${both}, ${contacts}, generate_series(0, 2) m`,
  sql`
  insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, body, status,
    send_at, happened_at, created_at, updated_at)
  select ${w}, ${numberedIn(sql`n + 40000`)}, ${n}, ${numberedIn(sql`1 + n % 300`)}, 'outbound', 'text', 'member',
         'Hello', 'scheduled', ${now}, ${at}, ${at}, ${at}
    from ${both}, ${contacts} where n % 20 = 1`,
  sql`
  insert into inbox.comments (workspace_id, id, channel_id, platform_comment_id, kind, thread_id, is_own,
    author_platform_id, body, happened_at, last_at, status_at, created_at, updated_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 300`)}, n::text, 'comment', ${n}, false, n::text, 'Lovely', ${at}, ${at},
         ${start}, ${at}, ${at}
    from ${both}, ${contacts}`,
];

const beside = [
  sql`
  insert into inbox.contact_notes (workspace_id, id, contact_id, member_id, body, created_at, updated_at)
  select ${w}, ${n}, ${n}, ${someMember}, 'Prefers mornings.', ${at}, ${start} from ${both}, ${contacts}`,
  sql`
  insert into inbox.contact_consents (workspace_id, id, contact_id, kind, status, happened_at, member_id, created_at)
  select ${w}, ${n}, ${n}, 'data', 'granted', ${at}, ${someMember}, ${start} from ${both}, ${contacts}`,
  sql`
  insert into inbox.contact_tags (workspace_id, contact_id, tag_id, created_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 500`)}, ${start} from ${both}, ${contacts}`,
  sql`
  insert into inbox.contact_tags (workspace_id, contact_id, tag_id, created_at)
  select ${w}, ${otherId}, ${tagId}, ${start} from ${both}`,
  sql`
  insert into inbox.conversation_tags (workspace_id, conversation_id, tag_id, created_at)
  select ${w}, ${n}, ${numberedIn(sql`case when n % 4 = 0 then 7 else 1 + n % 500 end`)}, ${start} from ${both}, ${contacts}`,
  sql`
  insert into inbox.comment_tags (workspace_id, comment_id, tag_id, created_at)
  select ${w}, ${n}, ${numberedIn(sql`1 + n % 500`)}, ${start} from ${both}, ${contacts}`,
  sql`
  insert into inbox.contact_merges (workspace_id, id, contact_id, other_id, identity_ids, note_ids, consent_ids, tag_ids,
    merged_at, merged_by)
  select ${w}, ${n}, ${numberedIn(sql`n + 1`)}, ${n}, array[${n}], array[${numberedIn(sql`n + 1`)}],
         array[${numberedIn(sql`n + 1`)}], array[${numberedIn(sql`2 + n % 500`)}], ${at}, ${someMember}
    from ${both}, ${contacts} where ${isPart}`,
  sql`
  insert into inbox.contact_exports (workspace_id, id, contact_id, member_id, created_at)
  select ${w}, ${n}, ${n}, ${someMember}, ${start} from ${both}, ${contacts}`,
  sql`
  insert into inbox.attachments (workspace_id, id, message_id, kind, status, storage_key, created_at, settled_at)
  select ${w}, ${n}, ${n}, 'image', 'stored', 'w/x/' || n, ${start}, ${start} from ${both}, ${contacts}`,
  sql`
  insert into inbox.message_edits (workspace_id, message_id, id, body, replaced_at)
  select ${w}, ${n}, ${n}, 'Hallo', ${start} from ${both}, ${contacts}`,
  sql`
  insert into inbox.message_reactions (workspace_id, message_id, side, emoji, happened_at)
  select ${w}, ${n}, 'contact', '♥', ${start} from ${both}, ${contacts}`,
  sql`
  insert into inbox.note_mentions (workspace_id, message_id, member_id)
  select ${w}, ${n}, ${someMember} from ${both}, ${contacts}`,
  sql`
  insert into inbox.drafts (workspace_id, member_id, conversation_id, body, updated_at)
  select ${w}, ${someMember}, ${n}, 'Dear', ${start} from ${both}, ${contacts}`,
];

/** As many as there may be in a workspace. */
const saved = [
  sql`
  insert into inbox.reply_templates (workspace_id, id, name, shortcut, category, body, usage_count, created_by,
    created_at, updated_at)
  select ${w}, ${n}, 'Reply ' || n, 'r' || n, 'c' || n % 9, 'Thanks.', n, ${someMember}, ${start}, ${start}
    from ${twelve}, ${upTo(1_000)}`,
  sql`
  insert into inbox.reply_uses (workspace_id, template_id, message_id, used_at)
  select ${w}, ${numberedIn(sql`1 + n % 1000`)}, ${n}, ${start} from ${both}, ${contacts}`,
];
