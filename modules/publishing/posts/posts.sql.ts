import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { Post, PostId, type PostKind, type PostPlatform } from './contract.ts';

const byTime = keyset({ listedAt: 'desc', id: 'desc' }, 'p');

const count = z.bigint().transform(Number).nullable();
export const StoredPost = Post.omit({ pictureUrl: true, figures: true }).extend({
  pictureKey: z.string().nullable(),
  listedAt: z.date(),
  lastSyncedAt: z.date().nullable(),
  likes: count,
  comments: count,
  views: count,
});
export type StoredPost = z.infer<typeof StoredPost>;

const stored = sql`
  p.id, p.account_id, p.platform, p.platform_post_id, p.kind, p.caption, p.permalink, p.picture_key, p.posted_at,
  p.listed_at, p.last_synced_at, p.deleted_at, p.is_demo, p.likes_count as likes, p.comments_count as comments,
  p.views_count as views`;

export interface PostFilter {
  readonly accountId?: Post['accountId'] | undefined;
}

export function postsOfWorkspace(tx: Tx, { accountId }: PostFilter, page: PageQuery) {
  const ofAccount = accountId === undefined ? sql`true` : sql`p.account_id = ${accountId}`;
  return byTime.page(
    tx,
    StoredPost,
    page,
    (where, order) => sql`
    select ${stored} from publishing.posts p where ${ofAccount} and ${where} ${order}`,
  );
}

export function findPost(tx: Tx, id: PostId) {
  return tx.maybeOne(StoredPost, sql`select ${stored} from publishing.posts p where p.id = ${id}`);
}

/** Which one, in the platform's words. */
export interface PostKey {
  readonly accountId: Post['accountId'];
  readonly platformPostId: string;
}

export function findByKey(tx: Tx, { accountId, platformPostId }: PostKey) {
  return tx.maybeOne(
    z.object({ id: PostId }),
    sql`
    select id from publishing.posts where account_id = ${accountId} and platform_post_id = ${platformPostId}`,
  );
}

export interface NewPost extends PostKey {
  readonly workspaceId: WorkspaceId;
  readonly id: PostId;
  readonly platform: PostPlatform;
  readonly kind: PostKind | null;
  readonly isDemo: boolean;
  readonly now: Date;
}

/** Answers 0 where it is here already. */
export function insertPost(tx: Tx, post: NewPost) {
  return tx.run(sql`
    insert into publishing.posts (workspace_id, id, account_id, platform, platform_post_id, kind, is_demo, created_at,
      updated_at)
    values (${post.workspaceId}, ${post.id}, ${post.accountId}, ${post.platform}, ${post.platformPostId}, ${post.kind},
      ${post.isDemo}, ${post.now}, ${post.now})
    on conflict (workspace_id, account_id, platform_post_id) do nothing`);
}

/** What a platform told of a post; what it did not say is left as it is. */
export interface PostFacts {
  readonly kind?: PostKind | undefined;
  readonly caption?: string | undefined;
  readonly permalink?: string | undefined;
  readonly mediaUrl?: string | undefined;
  readonly pictureSource?: string | undefined;
  readonly postedAt?: Date | undefined;
  readonly likesCount?: number | undefined;
  readonly commentsCount?: number | undefined;
  readonly viewsCount?: number | undefined;
  readonly isDeleted?: boolean | undefined;
}

/** What was told before what is known already adds what is missing, and takes the place of nothing. */
export function describePost(tx: Tx, id: PostId, facts: PostFacts, toldAt: Date) {
  const later = sql`(p.last_synced_at is null or p.last_synced_at <= ${toldAt})`;
  const newer = (column: string, value: unknown, type: string) => {
    const [known, told] = [sql.id('p', column), sql`${value}::${sql.trusted(type)}`];
    return sql`${sql.id(column)} = case when ${later} then coalesce(${told}, ${known}) else coalesce(${known}, ${told}) end`;
  };
  const changes = [
    newer('kind', facts.kind, 'text'),
    newer('caption', facts.caption, 'text'),
    newer('permalink', facts.permalink, 'text'),
    newer('media_url', facts.mediaUrl, 'text'),
    newer('picture_source', facts.pictureSource, 'text'),
    newer('posted_at', facts.postedAt, 'timestamptz'),
    newer('likes_count', facts.likesCount, 'bigint'),
    newer('comments_count', facts.commentsCount, 'bigint'),
    newer('views_count', facts.viewsCount, 'bigint'),
  ];
  return tx.run(sql`
    update publishing.posts p
       set ${sql.join(changes)},
           last_synced_at = greatest(p.last_synced_at, ${toldAt}),
           deleted_at = coalesce(p.deleted_at, case when ${facts.isDeleted ?? false} then ${toldAt}::timestamptz end)
     where p.id = ${id}`);
}
