import { z } from 'zod';
import type { Told } from '../../connections/index.ts';
import type { PostKind } from '../../publishing/contract.ts';
import type { CommentKind } from './contract.ts';

/** What an event says of a comment. What it does not say is undefined. */
export interface CommentNews {
  readonly platformCommentId: string;
  readonly what: 'said' | 'edited' | 'removed' | 'hidden' | 'shown';
  readonly kind: CommentKind;
  /** Of ours; undefined where it is somebody else's, or an answer that names its comment alone. */
  readonly platformPostId?: string | undefined;
  readonly postKind?: PostKind | undefined;
  readonly parentPlatformId?: string | undefined;
  readonly isOwn: boolean;
  readonly author: {
    readonly platformId?: string | undefined;
    readonly name?: string | undefined;
    readonly username?: string | undefined;
  };
  /** Empty: it has no words, or none any more. */
  readonly body?: string | undefined;
  /** Of a review, in stars. */
  readonly rating?: number | undefined;
  /** There is one in its place: another takes it, and after it is gone one may come back. */
  readonly hasPlace?: boolean | undefined;
  readonly likesCount?: number | undefined;
  readonly isHidden?: boolean | undefined;
  /** By the platform's clock; undefined where it does not say. */
  readonly happenedAt?: Date | undefined;
  readonly editedAt?: Date | undefined;
}

/** Undefined: it is about no comment. What it holds is the outside's, so nothing in it is believed to be there. */
export function commentNewsIn(told: Told): CommentNews | undefined {
  if (told.platform === 'instagram') return ofInstagram(told);
  if (told.platform === 'messenger') return ofPage(told);
  if (told.platform === 'google') return ofGoogle(told);
  return told.platform === 'youtube' ? ofYouTube(told) : undefined;
}

const bodyLengthMax = 20_000;
const nameLengthMax = 255;

const maybe = <T>(shape: z.ZodType<T>) => shape.optional().catch(undefined);
const id = z.union([z.string().min(1), z.number().transform(String)]).pipe(z.string().max(400));
const storable = (lengthMax: number) =>
  maybe(
    z.string().transform((text) => text.slice(0, lengthMax).toWellFormed().replaceAll('\0', '') || undefined),
  );
const text = storable(bodyLengthMax);
const name = storable(nameLengthMax);
const flag = maybe(z.boolean());
const count = maybe(z.number().int().min(0).max(Number.MAX_SAFE_INTEGER));
const at = maybe(z.coerce.date());
const personId = maybe(id.pipe(z.string().max(320)));
const Person = maybe(z.object({ id: personId, name, username: name }));

const InstagramComment = z.object({
  id: maybe(id),
  comment_id: maybe(id),
  parent_id: maybe(id),
  from: Person,
  username: name,
  text,
  media: maybe(z.object({ id: maybe(id), media_product_type: maybe(z.string()) })),
  media_id: maybe(id),
  hidden: flag,
  like_count: count,
  timestamp: at,
});

const kindsOfProduct: Readonly<Record<string, PostKind>> = { REELS: 'reel', STORY: 'story', LIVE: 'live' };

function ofInstagram({ kind, payload, happenedAt, ownIds }: Told): CommentNews | undefined {
  const told = InstagramComment.safeParse(payload).data;
  // Somebody named us under a post of their own, or in its words: then the post is all there is.
  const isMention = kind === 'mention';
  const platformCommentId = told?.id ?? told?.comment_id ?? (isMention ? told?.media_id : undefined);
  if (!told || platformCommentId === undefined) return undefined;
  const { from, media, username } = told;
  return {
    platformCommentId,
    what: 'said',
    kind: isMention ? 'mention' : kind === 'live_comment' ? 'live' : 'comment',
    platformPostId: isMention ? undefined : media?.id,
    postKind: kind === 'live_comment' ? 'live' : kindsOfProduct[media?.media_product_type ?? ''],
    parentPlatformId: told.parent_id,
    isOwn: from?.id !== undefined && ownIds.includes(from.id),
    author: { platformId: from?.id, name: from?.name, username: from?.username ?? username },
    body: told.text,
    likesCount: told.like_count,
    isHidden: told.hidden,
    happenedAt: told.timestamp ?? happenedAt ?? undefined,
  };
}

const PageComment = z.object({
  item: z.literal('comment'),
  verb: maybe(z.string()),
  comment_id: id,
  post_id: maybe(id),
  parent_id: maybe(id),
  from: Person,
  message: text,
  is_hidden: flag,
  created_time: maybe(z.union([z.number(), z.string()])),
});

const whatByVerb: Readonly<Record<string, CommentNews['what']>> = {
  add: 'said',
  edited: 'edited',
  edit: 'edited',
  remove: 'removed',
  delete: 'removed',
  hide: 'hidden',
  unhide: 'shown',
};

function ofPage({ kind, payload, happenedAt, receivedAt, ownIds }: Told): CommentNews | undefined {
  const told = PageComment.safeParse(payload).data;
  const what = whatByVerb[told?.verb ?? 'add'];
  if (!told || !what) return undefined;
  const { comment_id, post_id, parent_id, from, message, is_hidden, created_time } = told;
  // The parent of a comment that answers no other is the post.
  const isAnswer = parent_id !== undefined && parent_id !== post_id && parent_id !== comment_id;
  return {
    platformCommentId: comment_id,
    what,
    kind: kind === 'mention' ? 'mention' : 'comment',
    platformPostId: kind === 'mention' ? undefined : post_id,
    parentPlatformId: isAnswer ? parent_id : undefined,
    isOwn: from?.id !== undefined && ownIds.includes(from.id),
    author: { platformId: from?.id, name: from?.name },
    body: message,
    isHidden: is_hidden,
    happenedAt: instantOf(created_time) ?? happenedAt ?? undefined,
    // It is not told when: the Page says when the comment was made, whatever was done with it since.
    ...(what === 'edited' && { editedAt: receivedAt }),
  };
}

function instantOf(time: number | string | undefined): Date | undefined {
  const date = typeof time === 'number' ? new Date(time * 1_000) : new Date(time ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const YouTubeComment = z.object({
  id,
  videoId: maybe(id),
  parentId: maybe(id),
  text,
  authorName: name,
  authorChannelId: personId,
  likeCount: count,
  publishedAt: at,
  updatedAt: at,
  moderationStatus: maybe(z.string()),
});

const heldBack: readonly string[] = ['heldForReview', 'likelySpam', 'rejected'];

function ofYouTube({ kind, payload, happenedAt, ownIds }: Told): CommentNews | undefined {
  const told = YouTubeComment.safeParse(payload).data;
  if (!told) return undefined;
  const { authorChannelId, moderationStatus } = told;
  const isEdit = kind === 'edit';
  return {
    platformCommentId: told.id,
    what: isEdit ? 'edited' : 'said',
    kind: 'comment',
    platformPostId: told.videoId,
    postKind: 'video',
    parentPlatformId: told.parentId,
    isOwn: authorChannelId !== undefined && ownIds.includes(authorChannelId),
    author: { platformId: authorChannelId, name: told.authorName },
    body: told.text,
    likesCount: told.likeCount,
    isHidden: moderationStatus === undefined ? undefined : heldBack.includes(moderationStatus),
    happenedAt: told.publishedAt ?? happenedAt ?? undefined,
    ...(isEdit && { editedAt: told.updatedAt ?? happenedAt ?? undefined }),
  };
}

const GoogleReview = z.object({
  id,
  authorName: name,
  rating: maybe(z.number().int().min(1).max(5)),
  text,
  createdAt: at,
  updatedAt: at,
  /** Of an answer: to which review. */
  answers: maybe(id),
});

/** Each state of a review is told whole: words that are not there are there no longer. */
function ofGoogle({ kind, payload, happenedAt }: Told): CommentNews | undefined {
  const told = GoogleReview.safeParse(payload).data;
  if (!told || kind !== 'comment') return undefined;
  const { answers, createdAt, updatedAt = createdAt ?? happenedAt ?? undefined } = told;
  const common = { platformCommentId: told.id, hasPlace: true, body: told.text ?? '' } as const;
  if (answers !== undefined)
    return {
      ...{ ...common, what: 'said', kind: 'comment', isOwn: true, author: {} },
      ...{ parentPlatformId: answers, happenedAt: updatedAt },
    };
  const isEdited = createdAt !== undefined && updatedAt !== undefined && updatedAt > createdAt;
  return {
    ...{ ...common, what: isEdited ? 'edited' : 'said', kind: 'review', isOwn: false },
    // Google does not say who wrote it. Of a place they write one review, so by that one they are told apart.
    author: { platformId: personId.parse(told.id), name: told.authorName },
    ...{ rating: told.rating, happenedAt: createdAt ?? updatedAt },
    ...(isEdited && { editedAt: updatedAt }),
  };
}
