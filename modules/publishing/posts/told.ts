import { z } from 'zod';
import type { PostKind, PostPlatform } from './contract.ts';
import type { PostFacts } from './posts.sql.ts';

/** What an event says of a post. */
export interface PostNews {
  readonly platformPostId: string;
  readonly facts: PostFacts;
}

const captionLengthMax = 100_000;
const urlLengthMax = 4_000;
const idLengthMax = 400;

/** Undefined: it is about no post. What it holds is the outside's, so nothing in it is believed to be there. */
export const postNewsIn = (platform: PostPlatform, payload: unknown): PostNews | undefined =>
  readers[platform](payload);

const readers: Readonly<Record<PostPlatform, (payload: unknown) => PostNews | undefined>> = {
  instagram: ofInstagram,
  messenger: ofPage,
  youtube: ofYouTube,
};

const maybe = <T>(shape: z.ZodType<T>) => shape.optional().catch(undefined);
const id = z.union([z.string().min(1), z.number().transform(String)]).pipe(z.string().max(idLengthMax));
const url = maybe(z.string().max(urlLengthMax));
const text = maybe(
  z.string().transform((words) => words.slice(0, captionLengthMax).toWellFormed().replaceAll('\0', '')),
);
const count = maybe(z.number().int().min(0).max(Number.MAX_SAFE_INTEGER));
const at = maybe(z.coerce.date());

const Picture = z.object({ url, thumbnailUrl: url });
const InstagramMedia = Picture.extend({
  id,
  caption: text,
  type: maybe(z.string()),
  product: maybe(z.string()),
  permalink: url,
  at,
  commentsCount: count,
  likesCount: count,
  children: maybe(z.array(Picture)),
});

function ofInstagram(payload: unknown): PostNews | undefined {
  const media = InstagramMedia.safeParse(payload).data;
  if (!media) return undefined;
  const { caption, permalink, at: postedAt, likesCount, commentsCount, children = [] } = media;
  const kind = kindOfMedia(media.type, media.product);
  // Of an album there is no picture but those in it; of a film the one it begins with.
  const picture = [media, ...children].find(({ url, thumbnailUrl }) => url ?? thumbnailUrl);
  return {
    platformPostId: media.id,
    facts: {
      ...{ kind, caption, permalink, postedAt, likesCount, commentsCount },
      mediaUrl: media.url,
      pictureSource: picture?.thumbnailUrl ?? picture?.url,
    },
  };
}

const kindsOfProduct: Readonly<Record<string, PostKind>> = { REELS: 'reel', STORY: 'story' };
const kindsOfType: Readonly<Record<string, PostKind>> = {
  IMAGE: 'image',
  VIDEO: 'video',
  CAROUSEL_ALBUM: 'carousel',
};

/** Also by what a comment says of what it is under, which is the product alone. */
export const kindOfMedia = (type: string | undefined, product: string | undefined): PostKind | undefined =>
  kindsOfProduct[product ?? ''] ?? kindsOfType[type ?? ''];

const PulledPagePost = z.object({
  id,
  text,
  at,
  permalink: url,
  pictureUrl: url,
});
const ToldOfPage = z.object({
  item: z.string(),
  verb: maybe(z.string()),
  post_id: id,
  message: text,
  created_time: maybe(z.number()),
  link: url,
  permalink_url: url,
});
const kindsOfItem: Readonly<Record<string, PostKind>> = {
  photo: 'image',
  album: 'carousel',
  video: 'video',
  share: 'link',
  status: 'text',
  post: 'text',
};

/** A Page tells of its own, of who likes them, and of much else; what was asked for has another shape. */
function ofPage(payload: unknown): PostNews | undefined {
  const pulled = PulledPagePost.safeParse(payload).data;
  if (pulled) {
    const { text: caption, at: postedAt, permalink, pictureUrl: pictureSource } = pulled;
    const kind = pictureSource === undefined ? 'text' : 'image';
    return {
      platformPostId: pulled.id,
      facts: { kind, caption, postedAt, permalink, mediaUrl: pictureSource, pictureSource },
    };
  }
  const told = ToldOfPage.safeParse(payload).data;
  const kind = told && kindsOfItem[told.item];
  if (!told || !kind) return undefined;
  const { post_id: platformPostId, message: caption, created_time: seconds, verb } = told;
  if (verb === 'remove') return { platformPostId, facts: { isDeleted: true } };
  // Of an edit it says when it was edited.
  const postedAt = verb === 'add' && seconds !== undefined ? new Date(seconds * 1_000) : undefined;
  return {
    platformPostId,
    facts: { kind, caption, postedAt, permalink: told.permalink_url, mediaUrl: told.link },
  };
}

const PulledVideo = z.object({
  id,
  title: text,
  description: text,
  publishedAt: at,
  pictureUrl: url,
  viewCount: count,
  likeCount: count,
  commentCount: count,
});
const ToldOfVideo = z.object({
  videoId: id,
  title: text,
  publishedAt: at,
  is_deleted: maybe(z.boolean()),
});

function ofYouTube(payload: unknown): PostNews | undefined {
  const pulled = PulledVideo.safeParse(payload).data;
  if (pulled) {
    const { id: platformPostId, title: caption, publishedAt: postedAt, pictureUrl: pictureSource } = pulled;
    const { viewCount: viewsCount, likeCount: likesCount, commentCount: commentsCount } = pulled;
    const known = { kind: 'video', permalink: videoAddress(platformPostId) } as const;
    return {
      platformPostId,
      facts: { ...known, caption, postedAt, pictureSource, viewsCount, likesCount, commentsCount },
    };
  }
  const told = ToldOfVideo.safeParse(payload).data;
  if (!told) return undefined;
  const { videoId, title: caption, publishedAt: postedAt, is_deleted: isDeleted } = told;
  return {
    platformPostId: videoId,
    facts: { kind: 'video', caption, postedAt, permalink: videoAddress(videoId), isDeleted },
  };
}

const videoAddress = (videoId: string) => `https://www.youtube.com/watch?v=${encodeURIComponent(videoId)}`;
