import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import type { ContactId } from '../conversations/contract.ts';
import { ChannelId } from '../messages/contract.ts';
import { CommentId } from './contract.ts';

/** What somebody's id on a platform begins with once they were erased. */
export const erasedAs = 'erased-';

/** As they are kept: what is in a file of everything known is for whoever it is about. */
const Row = z.record(z.string(), z.unknown());
const byId = keyset({ id: 'asc' }, 'k');

/** What they wrote under posts, what we answered to it, and what colleagues wrote beside it. */
export function allCommentsOf(tx: Tx, contactId: ContactId, page: PageQuery) {
  return byId.page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select k.id, c.platform, c.name as channel, p.permalink as post, k.kind, k.author_platform_id, k.author_name,
           k.author_username, k.body, k.rating, k.sentiment, k.categories, k.keywords, k.language, k.happened_at,
           k.edited_at, k.hidden_at, k.deleted_at, k.replied_at, k.private_replied_at,
           coalesce((select jsonb_agg(jsonb_build_object('body', o.body, 'at', o.happened_at) order by o.happened_at, o.id)
              from inbox.comments o
             where o.workspace_id = k.workspace_id and o.answers_id = k.id and o.body is not null), '[]') as answers,
           coalesce((select jsonb_agg(jsonb_build_object('body', r.body, 'at', r.created_at, 'status', r.status)
              order by r.created_at, r.id) from inbox.comment_replies r
             where r.workspace_id = k.workspace_id and r.comment_id = k.id and r.kind = 'private'), '[]')
             as private_replies,
           coalesce((select jsonb_agg(jsonb_build_object('body', n.body, 'at', n.created_at)
              order by n.created_at, n.id) from inbox.comment_notes n
             where n.workspace_id = k.workspace_id and n.comment_id = k.id), '[]') as notes
      from inbox.identities i
      join inbox.comments k on k.workspace_id = i.workspace_id and k.channel_id = i.channel_id
       and k.author_platform_id = i.platform_user_id and not k.is_own
      join inbox.channels c on c.workspace_id = k.workspace_id and c.id = k.channel_id
      left join publishing.pub_posts p on p.workspace_id = k.workspace_id and p.id = k.post_id
     where i.contact_id = ${contactId} and ${where} ${order}`,
  );
}

/**
 * Who wrote it is put out of reach as their identity is, and in the same words: by these it is found when its words go.
 * Before that of their identity, by which it is found now.
 */
export function eraseAuthors(tx: Tx, ids: readonly ContactId[]) {
  return tx.run(sql`
    update inbox.comments k
       set author_platform_id = ${erasedAs} || i.id, author_name = null, author_username = null
      from inbox.identities i
     where i.contact_id = any(${ids}::uuid[]) and k.workspace_id = i.workspace_id and k.channel_id = i.channel_id
       and k.author_platform_id = i.platform_user_id and not k.is_own`);
}

const ToErase = z.object({ id: CommentId, threadId: CommentId, channelId: ChannelId });

/** By their ids; `after` is the last of those before. */
export function commentsToErase(tx: Tx, contactId: ContactId, after: string, limit: number) {
  return tx.many(
    ToErase,
    sql`
    select k.id, k.thread_id, k.channel_id from inbox.identities i
      join inbox.comments k on k.workspace_id = i.workspace_id and k.channel_id = i.channel_id
       and k.author_platform_id = i.platform_user_id and not k.is_own
     where i.contact_id = ${contactId} and k.id > ${after}::uuid
     order by k.id limit ${limit}`,
  );
}

/**
 * Their words and ours to them, with whatever was read from them. The platform's ids stay: by them one that is told of
 * again is known, and does not come back. An answer that is on its way goes when it is there.
 */
export async function eraseComments(tx: Tx, ids: readonly CommentId[], now: Date) {
  await tx.run(sql`delete from inbox.comment_notes where comment_id = any(${ids}::uuid[])`);
  await tx.run(sql`
    delete from inbox.comment_replies where comment_id = any(${ids}::uuid[]) and status <> 'queued'`);
  await tx.run(sql`
    update inbox.comments set author_platform_id = ${erasedAs} || answers_id, body = null, keywords = '{}'
     where answers_id = any(${ids}::uuid[])`);
  return tx.run(sql`
    update inbox.comments
       set body = null, response_text = null, sentiment = null, priority_score = 1, categories = '{}', keywords = '{}',
           language = null, status = case when status in ('unread', 'read') then 'ignored' else status end,
           status_at = case when status in ('unread', 'read') then ${now} else status_at end
     where id = any(${ids}::uuid[])`);
}

/** Something that was answered while the rest went, or that was on its way. */
export function hasWordsLeft(tx: Tx, contactId: ContactId) {
  return tx.one(
    z.object({ hasWords: z.boolean() }),
    sql`
    select exists (select 1 from inbox.identities i
        join inbox.comments k on k.workspace_id = i.workspace_id and k.channel_id = i.channel_id
         and k.author_platform_id = i.platform_user_id and not k.is_own
       where i.contact_id = ${contactId} and (k.body is not null
         or exists (select 1 from inbox.comments o
                     where o.workspace_id = k.workspace_id and o.answers_id = k.id and o.body is not null)
         or exists (select 1 from inbox.comment_replies r
                     where r.workspace_id = k.workspace_id and r.comment_id = k.id)
         or exists (select 1 from inbox.comment_notes n
                     where n.workspace_id = k.workspace_id and n.comment_id = k.id))) as has_words`,
  );
}
