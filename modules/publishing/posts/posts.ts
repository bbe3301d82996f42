import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { publishingError } from '../contract.ts';
import type { PublishingOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import type { Post, PostId } from './contract.ts';
import * as db from './posts.sql.ts';

type Files = Pick<PublishingOutside, 'fileUrl'>;

export async function listPosts(
  ctx: Ctx,
  input: PageQuery & db.PostFilter,
  outside: Files,
): Promise<Page<Post>> {
  authorize(ctx, 'publishing.read');
  const { items, next } = await db.postsOfWorkspace(ctx.tx, input, input);
  return { items: items.map((row) => shown(row, ctx.now, outside)), next };
}

export async function getPost(ctx: Ctx, { postId }: { postId: PostId }, outside: Files): Promise<Post> {
  authorize(ctx, 'publishing.read');
  const row = await db.findPost(ctx.tx, postId);
  if (!row) throw publishingError('post_not_found', { postId });
  return shown(row, ctx.now, outside);
}

function shown(row: db.StoredPost, now: Date, { fileUrl }: Files): Post {
  const { pictureKey, likes, comments, views, lastSyncedAt, listedAt: _, ...post } = row;
  return {
    ...post,
    pictureUrl: pictureKey === null ? null : fileUrl(pictureKey, now),
    figures: { likes, comments, views, at: lastSyncedAt },
  };
}
