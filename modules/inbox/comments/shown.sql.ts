import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import {
  Comment,
  CommentedPost,
  type CommentId,
  CommentNote,
  CommentReply,
  type commentFilter,
  type commentOrders,
} from './contract.ts';

/** Pictures by their keys: links to them are made anew for everybody who looks. */
export const ShownComment = Comment.extend({
  likesCount: z.bigint().transform(Number),
  post: CommentedPost.omit({ pictureUrl: true }).extend({ pictureKey: z.string().nullable() }).nullable(),
  author: Comment.shape.author.omit({ pictureUrl: true }).extend({ pictureKey: z.string().nullable() }),
});
export type ShownComment = z.infer<typeof ShownComment>;

const colleague = (alias: string) => {
  const [id, name] = [sql.id(alias, 'id'), sql.id(alias, 'name')];
  return sql`case when ${id} is not null then jsonb_build_object('memberId', ${id}, 'name', ${name}) end`;
};

/** What was asked for last of a comment `k`, of what undoes one another. */
const latest = (kinds: Sql) => sql`
  select o.kind, o.status, o.failure_code from inbox.comment_actions o
   where o.workspace_id = k.workspace_id and o.comment_id = k.id and o.kind in (${kinds})
   order by o.created_at desc, o.id desc limit 1`;

/** `coworkers` are all there are. */
const shown = (coworkers: Sql, rows: Sql) => sql`
  select k.id, k.kind, k.thread_id, k.parent_id, k.is_own, k.body, k.likes_count, k.rating, k.replies_count, k.last_at,
         k.happened_at, k.edited_at, k.hidden_at, k.deleted_at, k.liked_at, k.hearted_at, k.status, k.triage,
         k.replied_at, k.response_text, k.private_replied_at, k.sentiment, k.priority_score, k.categories, k.keywords,
         k.language, k.is_demo,
         jsonb_build_object('id', c.id, 'platform', c.platform, 'name', c.name, 'locationId', c.location_id) as channel,
         case when p.id is not null then jsonb_build_object('id', p.id, 'kind', p.kind, 'caption', left(p.caption, 2000),
           'permalink', p.permalink, 'pictureKey', p.picture_key, 'postedAt', p.posted_at, 'deletedAt', p.deleted_at)
           end as post,
         jsonb_build_object('name', coalesce(t.name, i.name, k.author_name),
           'username', coalesce(i.username, k.author_username), 'contactId', t.id, 'pictureKey', i.picture_key)
           as author,
         ${colleague('w')} as member, ${colleague('h')} as hidden_by, ${colleague('a')} as assignee,
         case when d.kind is not null then jsonb_build_object('kind', d.kind, 'failureCode', d.failure_code) end
           as wanted,
         case when l.kind is not null then jsonb_build_object('kind', l.kind, 'failureCode', l.failure_code) end
           as like_wanted,
         exists (select from inbox.comment_replies r
           where r.workspace_id = k.workspace_id and r.comment_id = k.id and r.status = 'queued') as is_being_answered,
         array(select g.tag_id from inbox.comment_tags g
           where g.workspace_id = k.workspace_id and g.comment_id = k.id order by g.tag_id) as tag_ids,
         (select count(*)::int from inbox.comment_notes n
           where n.workspace_id = k.workspace_id and n.comment_id = k.id) as notes_count
    from (${rows}) k
    join inbox.channels c on c.workspace_id = k.workspace_id and c.id = k.channel_id
    left join publishing.pub_posts p on p.workspace_id = k.workspace_id and p.id = k.post_id
    left join inbox.identities i on i.workspace_id = k.workspace_id and i.channel_id = k.channel_id
      and i.platform_user_id = k.author_platform_id and not k.is_own
    left join inbox.contacts t on t.workspace_id = i.workspace_id and t.id = i.contact_id
    left join (${coworkers}) w on w.workspace_id = k.workspace_id and w.id = k.member_id
    left join (${coworkers}) h on h.workspace_id = k.workspace_id and h.id = k.hidden_by
    left join (${coworkers}) a on a.workspace_id = k.workspace_id and a.id = k.assigned_to
    left join lateral (${latest(sql`'hide', 'unhide', 'delete'`)}) d on d.status in ('queued', 'failed')
    left join lateral (${latest(sql`'like', 'unlike'`)}) l on l.status in ('queued', 'failed')`;

type Given<Shape> = { readonly [K in keyof Shape]: Shape[K] extends z.ZodType<infer T> ? T : never };
export interface CommentFilter extends Omit<Partial<Given<typeof commentFilter>>, 'assignee'> {
  readonly assignee?: MemberId | 'nobody' | undefined;
  readonly order: (typeof commentOrders)[number];
}

const orders = {
  newest: keyset({ happenedAt: 'desc', id: 'desc' }, 'k'),
  oldest: keyset({ happenedAt: 'asc', id: 'asc' }, 'k'),
  priority: keyset({ priorityScore: 'desc', happenedAt: 'desc', id: 'desc' }, 'k'),
} as const;
const sorted = {
  newest: sql`order by k.happened_at desc, k.id desc`,
  oldest: sql`order by k.happened_at, k.id`,
  priority: sql`order by k.priority_score desc, k.happened_at desc, k.id desc`,
} as const;

/** `here`: the channels that somebody may look into, called c. */
export function commentsOfWorkspace(
  tx: Tx,
  coworkers: Sql,
  here: Sql,
  filter: CommentFilter,
  page: PageQuery,
) {
  return orders[filter.order].page(
    tx,
    ShownComment,
    page,
    (where, order) => sql`
    ${shown(
      coworkers,
      sql`select k.* from inbox.comments k
            join inbox.channels c on c.workspace_id = k.workspace_id and c.id = k.channel_id
            ${joined(filter)}
           where not k.is_own and k.deleted_at is null and ${here} and ${narrowed(filter)} and ${where} ${order}`,
    )}
     ${sorted[filter.order]}`,
  );
}

/** Of one comment `k` and its channel `c`, which were looked up: whether it is what the list is of. */
export function isListed(here: Sql, filter: CommentFilter): Sql {
  return sql`not k.is_own and ${isLikeThat(here, filter)}`;
}

/** The same where ours are found as well; of those nobody asks how they stand. */
export function isLikeThat(here: Sql, filter: CommentFilter): Sql {
  const { tagId, contactId } = filter;
  const tag = sql`and exists (select from inbox.comment_tags g
    where g.workspace_id = k.workspace_id and g.comment_id = k.id and g.tag_id = ${tagId})`;
  const person = sql`and not k.is_own and exists (select from inbox.identities i
    where i.workspace_id = k.workspace_id and i.channel_id = k.channel_id
      and i.platform_user_id = k.author_platform_id and i.contact_id = ${contactId})`;
  return sql`k.deleted_at is null and ${here} and ${narrowed(filter)}
    ${tagId ? tag : sql.empty} ${contactId ? person : sql.empty}`;
}

/** What has few comments is where to begin: each of these is there once at most. */
function joined({ tagId, contactId }: CommentFilter): Sql {
  const tag = sql`join inbox.comment_tags g on g.workspace_id = k.workspace_id and g.comment_id = k.id
              and g.tag_id = ${tagId}`;
  const person = sql`join inbox.identities i on i.workspace_id = k.workspace_id and i.channel_id = k.channel_id
              and i.platform_user_id = k.author_platform_id and i.contact_id = ${contactId}`;
  return sql`${tagId ? tag : sql.empty} ${contactId ? person : sql.empty}`;
}

function narrowed(filter: CommentFilter): Sql {
  const { postId, channelId, platform, status, sentiment, priorityMin, category, language } = filter;
  const { assignee, hidden, isQuestion, waiting, open, kind, rating, from, until } = filter;
  const given = [
    postId && sql`k.post_id = ${postId}`,
    channelId && sql`k.channel_id = ${channelId}`,
    platform && sql`c.platform = ${platform}`,
    status && sql`k.status = ${status}`,
    open !== undefined &&
      (open ? sql`k.status in ('unread', 'read')` : sql`k.status in ('answered', 'ignored')`),
    sentiment && sql`k.sentiment = ${sentiment}`,
    priorityMin !== undefined && sql`k.priority_score >= ${priorityMin}`,
    category && sql`${category} = any (k.categories)`,
    language && sql`k.language = ${language}`,
    assignee && (assignee === 'nobody' ? sql`k.assigned_to is null` : sql`k.assigned_to = ${assignee}`),
    hidden !== undefined && (hidden ? sql`k.hidden_at is not null` : sql`k.hidden_at is null`),
    isQuestion !== undefined &&
      (isQuestion ? sql`'question' = any (k.categories)` : sql`'question' <> all (k.categories)`),
    from && sql`k.happened_at >= ${from}`,
    until && sql`k.happened_at < ${until}`,
    // Written out, all three, so that their index is found.
    kind && (kind === 'review' ? sql`k.kind = 'review'` : sql`k.kind = ${kind}`),
    rating !== undefined && sql`k.kind = 'review' and k.rating = ${rating}`,
    waiting !== undefined &&
      (waiting
        ? sql`k.triage = 'respond' and k.replied_at is null`
        : sql`(k.triage is distinct from 'respond' or k.replied_at is not null)`),
  ];
  return sql.join([sql`true`, ...given.filter((one) => one instanceof Object)], sql` and `);
}

export function findShown(tx: Tx, coworkers: Sql, id: CommentId) {
  return tx.maybeOne(ShownComment, shown(coworkers, sql`select * from inbox.comments where id = ${id}`));
}

/** In no order. */
export function commentsNamed(tx: Tx, coworkers: Sql, ids: readonly CommentId[]) {
  return tx.many(
    ShownComment,
    shown(coworkers, sql`select * from inbox.comments where id = any(${ids}::uuid[])`),
  );
}

const withinThread = keyset({ happenedAt: 'asc', id: 'asc' }, 'k');

export function repliesOf(tx: Tx, coworkers: Sql, threadId: CommentId, page: PageQuery) {
  return withinThread.page(
    tx,
    ShownComment,
    page,
    (where, order) => sql`
    ${shown(
      coworkers,
      sql`select k.* from inbox.comments k
           where k.thread_id = ${threadId} and k.id <> ${threadId} and ${where} ${order}`,
    )}
     ${sorted.oldest}`,
  );
}

/** Whose a comment is, for whoever asks whether they may look. */
export function placeOfComment(tx: Tx, id: CommentId) {
  return tx.maybeOne(
    z.object({ locationId: z.string().nullable() }),
    sql`
    select c.location_id from inbox.comments k
      join inbox.channels c on c.workspace_id = k.workspace_id and c.id = k.channel_id
     where k.id = ${id}`,
  );
}

export const StoredReply = CommentReply.omit({ heldReason: true, notBefore: true, goneBy: true }).extend({
  status: z.enum(['queued', 'sent', 'failed', 'cancelled']),
});
export type StoredReply = z.infer<typeof StoredReply>;

const replies = (coworkers: Sql) => sql`
  select r.id, r.comment_id, r.kind, r.body, r.status, r.author, r.failure_code, r.created_at, r.settled_at,
         ${colleague('w')} as member
    from inbox.comment_replies r
    left join (${coworkers}) w on w.workspace_id = r.workspace_id and w.id = r.member_id`;

/** What has not become a comment, and what was said in private. */
export function answersTo(tx: Tx, coworkers: Sql, ids: readonly CommentId[], limit: number) {
  return tx.many(
    StoredReply,
    sql`
    ${replies(coworkers)}
     where r.comment_id = any(${ids}::uuid[])
       and (r.status in ('queued', 'failed') or (r.kind = 'private' and r.status = 'sent'))
     order by r.created_at, r.id limit ${limit}`,
  );
}

export function findReply(tx: Tx, coworkers: Sql, id: CommentReply['id']) {
  return tx.maybeOne(StoredReply, sql`${replies(coworkers)} where r.id = ${id}`);
}

const notes = (coworkers: Sql) => sql`
  select n.id, n.comment_id, n.body, n.created_at, n.edited_at, ${colleague('w')} as member
    from inbox.comment_notes n
    left join (${coworkers}) w on w.workspace_id = n.workspace_id and w.id = n.member_id`;

export function notesOn(tx: Tx, coworkers: Sql, ids: readonly CommentId[], limit: number) {
  return tx.many(
    CommentNote,
    sql`
    ${notes(coworkers)} where n.comment_id = any(${ids}::uuid[]) order by n.created_at, n.id limit ${limit}`,
  );
}

export function findNote(tx: Tx, coworkers: Sql, id: CommentNote['id']) {
  return tx.maybeOne(CommentNote, sql`${notes(coworkers)} where n.id = ${id}`);
}
