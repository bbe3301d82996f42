import type { Database } from '../../../../kit/db/database.ts';
import { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import { type Sql, sql } from '../../../../kit/sql.ts';
import { filledDatabase } from '../../../../kit/testing/database.ts';
import { analyze, numberedId, numberedIn } from '../../../../kit/testing/explain.ts';
import { PostId } from '../../../publishing/contract.ts';
import { LocationId } from '../../../workspaces/contract.ts';
import { ContactId, TagId } from '../../conversations/contract.ts';
import { ChannelId } from '../../messages/contract.ts';
import { CommentId, CommentNoteId, CommentReplyId } from '../contract.ts';

export const workspaceId = WorkspaceId.parse(numberedId(1));
export const scope = { kind: 'workspace', workspaceId } as const;
export const start = new Date('2026-01-01T00:00:00Z');
export const now = new Date('2026-06-01T00:00:00Z');
export const memberId = MemberId.parse(numberedId(2));
export const locationId = LocationId.parse(numberedId(3));
export const channelId = ChannelId.parse(numberedId(4));
export const postId = PostId.parse(numberedId(5));
export const contactId = ContactId.parse(numberedId(11));
/** On few of them. */
export const tagId = TagId.parse(numberedId(102));
/** On top of a thread, with an answer of ours, an action and a note. */
export const topId = CommentId.parse(numberedId(4_001));
/** An answer whose comment has not come, and what that one is called. */
export const earlyId = CommentId.parse(numberedId(50_003));
export const lateKey = { channelId, platformCommentId: 'late-3' };
export const ownId = CommentId.parse(numberedId(4_004));
export const replyId = CommentReplyId.parse(numberedId(4_001));
export const noteId = CommentNoteId.parse(numberedId(4_001));

const commentsCount = 8_000;
const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const comments = sql`generate_series(1, ${commentsCount}::int) n`;
const posts = sql`generate_series(1, 2000) n`;
const some = sql`generate_series(1, 4100, 40) n`;
const both = sql`generate_series(1, 2) w`;
const eight = sql`generate_series(1, 8) w`;
const at = sql`${start}::timestamptz + n * interval '1 m'`;
/** Threads of four, the last of which is ours. */
const top = numberedIn(sql`n - (n - 1) % 4`);
/** What somebody thinks of a place, among all that is said under posts. */
const isReview = sql`(n % 97 = 0 and n % 4 <> 0)`;
const within = (count: number) => numberedIn(sql`1 + n % ${count}::int`);

/** Two workspaces with thousands of comments each, most of them dealt with, among others that only have people. */
export const crowded = (): Promise<Database> => filledDatabase('comments', fillWhole);

async function fillWhole(db: Database): Promise<void> {
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const statement of [...people, ...places, ...said, ...early, ...besides]) await tx.run(statement);
  });
  await analyze(db, 'identity.users', 'workspaces.members', 'workspaces.locations', 'connections.accounts');
  await analyze(db, 'publishing.posts', ...own.map((name) => `inbox.${name}`));
}

const own = [
  ...['channels', 'contacts', 'identities', 'tags', 'comments', 'comment_replies', 'comment_actions'],
  ...['comment_tags', 'comment_notes'],
];

const people: readonly Sql[] = [
  sql`
  insert into identity.users (id, email, name, created_at, updated_at)
  select ${n}, n || '@test.local', 'Person', ${start}, ${start} from generate_series(1, 1000) n`,
  sql`
  insert into workspaces.workspaces (id, name, created_at, updated_at)
  select ${w}, 'Testing', ${start}, ${start} from ${eight}`,
  sql`
  insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
  select ${w}, ${n}, ${n}, case when n = 1 then 'owner' else 'member' end, ${start}, ${start}
    from ${eight}, generate_series(1, 500) n`,
];

const places: readonly Sql[] = [
  sql`
  insert into workspaces.locations (workspace_id, id, name, timezone, created_at, updated_at)
  select ${w}, ${n}, 'Shop ' || n, 'Europe/Athens', ${start}, ${start} from ${eight}, generate_series(1, 400) n`,
  sql`
  insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name, connected_at,
    created_at, updated_at)
  select ${w}, ${n}, 'instagram', w || '-' || n, 'other', 'Linen', ${start}, ${start}, ${start}
    from ${eight}, generate_series(1, 300) n`,
  sql`
  insert into inbox.channels (workspace_id, id, platform, account_id, name, location_id, created_at, updated_at)
  select ${w}, ${n}, (array['instagram', 'messenger', 'youtube', 'whatsapp'])[1 + n % 4], ${n}, 'Channel ' || n,
         case when n % 2 = 1 then ${n} end, ${start}, ${start}
    from ${eight}, generate_series(1, 300) n`,
  sql`
  insert into publishing.posts (workspace_id, id, account_id, platform, platform_post_id, kind, posted_at, created_at,
    updated_at)
  select ${w}, ${n}, ${within(30)}, 'instagram', 'post-' || n, 'image', ${at}, ${start}, ${start} from ${both}, ${posts}`,
  sql`
  insert into inbox.contacts (workspace_id, id, created_at, updated_at)
  select ${w}, ${n}, ${start}, ${start} from ${both}, ${posts}`,
  sql`
  insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, name, created_at, updated_at)
  select ${w}, ${n}, ${n}, ${within(30)}, 'person-' || n, 'Ada', ${start}, ${start} from ${both}, ${posts}`,
  sql`
  insert into inbox.tags (workspace_id, id, name, created_at)
  select ${w}, ${n}, 'Tag ' || n, ${start} from ${both}, generate_series(1, 300) n`,
];

const said: readonly Sql[] = [
  sql`
  insert into inbox.comments (workspace_id, id, channel_id, post_id, platform_comment_id, kind, thread_id, parent_id,
    parent_platform_id, is_own, answers_id, author_platform_id, body, happened_at, last_at, status, status_at, triage,
    assigned_to, replied_at, sentiment, priority_score, categories, language, rating, created_at, updated_at)
  select ${w}, ${n}, ${within(30)}, ${within(500)}, n::text, case when ${isReview} then 'review' else 'comment' end, ${top}, case when n % 4 <> 1 then ${top} end,
         case when n % 4 <> 1 then 'said before' end, n % 4 = 0, case when n % 4 = 0 then ${top} end,
         case when n % 4 <> 0 then 'person-' || n % 2000 end, 'Do you ship?', ${at}, ${at},
         case when n % 307 = 0 then 'unread' when n % 5 = 0 then 'read' else 'answered' end, ${start},
         case when n % 401 = 0 then 'respond' end, case when n % 41 = 0 then ${within(43)} end,
         case when n % 401 > 0 then ${start}::timestamptz end,
         case when n % 211 = 0 then 'negative' when n % 3 = 0 then 'positive' else 'neutral' end, 1 + n % 90,
         case when n % 193 = 0 then array['question'] else array['praise'] end, 'en',
         case when ${isReview} then 1 + n % 5 end, ${start}, ${start}
    from ${both}, ${comments}`,
];

/** Answers whose comment has not come, a few each. */
const early: readonly Sql[] = [
  sql`
  insert into inbox.comments (workspace_id, id, channel_id, platform_comment_id, kind, thread_id, parent_platform_id,
    is_own, body, happened_at, last_at, status_at, created_at, updated_at)
  select ${w}, ${numberedIn(sql`50000 + n`)}, ${within(30)}, 'early-' || n, 'comment', ${numberedIn(sql`50000 + n`)},
         'late-' || n % 30, false, 'And me', ${at}, ${at}, ${start}, ${start}, ${start}
    from ${both}, generate_series(1, 300) n`,
];

const besides: readonly Sql[] = [
  sql`
  insert into inbox.comment_replies (workspace_id, id, comment_id, kind, author, body, status, settled_at, created_at)
  select ${w}, ${n}, ${n}, 'public', 'member', 'Yes', state, case when state = 'sent' then ${now}::timestamptz end, ${at}
    from ${both}, ${comments}, lateral (select case when n % 801 = 0 then 'queued' else 'sent' end as state) s
   where n % 4 = 1`,
  sql`
  insert into inbox.comment_replies (workspace_id, id, comment_id, kind, author, body, created_at)
  select ${w}, ${numberedIn(sql`90000 + n`)}, ${n}, 'private', 'member', 'Here', ${at} from ${both}, ${some}`,
  sql`
  insert into inbox.comment_actions (workspace_id, id, comment_id, kind, status, settled_at, created_at)
  select ${w}, ${n}, ${n}, 'hide', state, case when state = 'done' then ${now}::timestamptz end, ${at}
    from ${both}, ${comments}, lateral (select case when n % 801 = 1 or n = 4001 then 'queued' else 'done' end as state) s
   where n % 4 < 3`,
  sql`
  insert into inbox.comment_actions (workspace_id, id, comment_id, kind, status, settled_at, created_at)
  select ${w}, ${numberedIn(sql`70000 + n`)}, ${n}, 'like', 'done', ${now}, ${at} from ${both}, ${some}`,
  sql`
  insert into inbox.comment_tags (workspace_id, comment_id, tag_id, created_at)
  select ${w}, ${n}, ${within(300)}, ${start} from ${both}, ${comments} where n % 2 = 1`,
  sql`
  insert into inbox.comment_notes (workspace_id, id, comment_id, member_id, body, created_at)
  select ${w}, ${n}, ${n}, ${within(43)}, 'Ask the warehouse', ${start} from ${both}, ${comments} where n % 2 = 1`,
];
