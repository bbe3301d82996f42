import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { AccountId } from '../../connections/contract.ts';

export const PostId = z.uuid().brand<'PostId'>();
export type PostId = z.infer<typeof PostId>;

/** Where posts are, as far as Stoa reads them. */
export const postPlatforms = ['instagram', 'messenger', 'youtube'] as const;
export const PostPlatform = z.enum(postPlatforms);
export type PostPlatform = z.infer<typeof PostPlatform>;

export const postKinds = ['image', 'video', 'carousel', 'reel', 'story', 'live', 'text', 'link'] as const;
export const PostKind = z.enum(postKinds);
export type PostKind = z.infer<typeof PostKind>;

export const Post = z.object({
  id: PostId,
  accountId: AccountId,
  platform: PostPlatform,
  platformPostId: z.string(),
  /** Null: it was heard of, and nothing is known of it yet. */
  kind: PostKind.nullable(),
  caption: z.string().nullable(),
  permalink: z.string().nullable(),
  /** Of our own storage, good for a while and without a session. */
  pictureUrl: z.string().nullable(),
  postedAt: z.coerce.date().nullable(),
  figures: z.object({
    likes: z.number().int().nullable(),
    comments: z.number().int().nullable(),
    views: z.number().int().nullable(),
    at: z.coerce.date().nullable(),
  }),
  deletedAt: z.coerce.date().nullable(),
  isDemo: z.boolean(),
});
export type Post = z.infer<typeof Post>;

const inWorkspace = { workspaceId: WorkspaceId };

export const listPosts = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/publishing/posts',
  audience: 'workspace',
  permission: 'publishing.read',
  summary: 'Posts of our accounts, newest first',
  params: inWorkspace,
  query: { ...pageQuery, accountId: AccountId.optional() },
  reply: pageOf(Post),
  etag: true,
});

export const getPost = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/publishing/posts/:postId',
  audience: 'workspace',
  permission: 'publishing.read',
  summary: 'One post',
  params: { ...inWorkspace, postId: PostId },
  reply: Post,
  errors: ['publishing.post_not_found'],
  etag: true,
});

/** A post is new, is not as it was, or is gone. */
export const postChanged = event({
  name: 'publishing.post_changed',
  payload: z.object({ postId: PostId, accountId: AccountId }),
  key: ({ postId }) => postId,
});

export const postsEvents = [postChanged] as const;

export const postsErrors = {
  post_not_found: [404, 'This post does not exist, or you cannot see it.'],
} as const;
