import type { z } from 'zod';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import type { eventReceived } from '../../connections/contract.ts';
import { toldEvent } from '../../connections/index.ts';
import { PostId, type PostKind, PostPlatform, postChanged } from './contract.ts';
import { keepPostPicture } from './jobs.ts';
import * as db from './posts.sql.ts';
import { postNewsIn } from './told.ts';

const kindsOfPosts: readonly string[] = ['feed', 'video'];

/** A platform told of a post, or was asked. */
export async function takePost(unit: Unit, heard: z.infer<typeof eventReceived.payload>): Promise<void> {
  const platform = PostPlatform.safeParse(heard.platform).data;
  if (!platform || !kindsOfPosts.includes(heard.kind)) return;
  await unit.work(async (ctx) => {
    const told = await toldEvent(ctx, heard);
    const news = told && postNewsIn(platform, told.payload);
    if (!news) return;
    const { accountId } = heard;
    const postId = await knowPost(ctx, { accountId, platform, platformPostId: news.platformPostId });
    await db.describePost(ctx.tx, postId, news.facts, told.receivedAt);
    if (news.facts.pictureSource !== undefined) await ctx.enqueue(keepPostPicture, { postId });
    await ctx.publish(postChanged, { postId, accountId });
  });
}

/** The post of this id, whether anything else is known of it or not. For whoever has heard of it. */
export async function knowPost(
  ctx: Ctx,
  post: db.PostKey & {
    readonly platform: PostPlatform;
    readonly kind?: PostKind | undefined;
    readonly isDemo?: boolean;
  },
): Promise<PostId> {
  const { accountId, platform, platformPostId, kind = null, isDemo = false } = post;
  const known = await db.findByKey(ctx.tx, { accountId, platformPostId });
  if (known) return known.id;
  const id = newId(PostId, ctx.now.getTime());
  const inserted = await db.insertPost(ctx.tx, {
    ...{ workspaceId: ctx.workspaceId, id, accountId, platform, platformPostId, kind, isDemo, now: ctx.now },
  });
  if (inserted > 0) return id;
  // Somebody else heard of it in the same moment.
  return (await db.findByKey(ctx.tx, { accountId, platformPostId }))!.id;
}
