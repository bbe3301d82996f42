import { z } from 'zod';
import type { Answer, Graph, Page, PageWish } from './graph.ts';
import { count, id, listOf, maybe, present, text, time } from './shapes.ts';

/** A post of an Instagram account. */
export interface Media {
  readonly id: string;
  readonly caption?: string;
  /** `IMAGE`, `VIDEO`, `CAROUSEL_ALBUM`, or a word of tomorrow. */
  readonly type?: string;
  /** `FEED`, `REELS`, `STORY`, `AD`. */
  readonly product?: string;
  /** Absent for what holds music or films of others. Expires. */
  readonly url?: string;
  readonly thumbnailUrl?: string;
  readonly permalink?: string;
  readonly at?: Date;
  readonly username?: string;
  readonly commentsCount?: number;
  /** Absent where the owner hides it. */
  readonly likesCount?: number;
  readonly isCommentable?: boolean;
  /** Of an album, in its order. */
  readonly children: readonly Omit<Media, 'children'>[];
}

export interface MediaShelf {
  /** Newest first; stories are not among them. */
  list(accountId: string, wish?: PageWish): Promise<Answer<Page<Media>>>;
  /** Those of the last day. */
  listStories(accountId: string, wish?: PageWish): Promise<Answer<Page<Media>>>;
  get(mediaId: string): Promise<Answer<Media>>;
}

const own = 'id,media_type,media_url,thumbnail_url,permalink,timestamp';
const fields = [
  `${own},caption,media_product_type,username,comments_count,like_count,is_comment_enabled`,
  'children{id,media_type,media_url,thumbnail_url}',
].join(',');

export function openMedia(graph: Graph): MediaShelf {
  const list = (accountId: string, edge: 'media' | 'stories', wish?: PageWish) =>
    graph.list(
      { method: 'GET', path: [accountId, edge], name: `GET /${edge}`, query: { fields } },
      media,
      wish,
    );
  return {
    list: (accountId, wish) => list(accountId, 'media', wish),
    listStories: (accountId, wish) => list(accountId, 'stories', wish),
    get: (mediaId) =>
      graph.ask({ method: 'GET', path: [mediaId], name: 'GET /{media}', query: { fields } }, media),
  };
}

const flat = {
  id,
  caption: maybe(text),
  media_type: maybe(text),
  media_product_type: maybe(text),
  media_url: maybe(text),
  thumbnail_url: maybe(text),
  permalink: maybe(text),
  timestamp: maybe(time),
  username: maybe(text),
  comments_count: maybe(count),
  like_count: maybe(count),
  is_comment_enabled: maybe(z.boolean()),
};
const child = z.object(flat);

const media = z
  .object({ ...flat, children: maybe(z.object({ data: listOf(child) })) })
  .transform(({ children, ...one }): Media => ({ ...named(one), children: children?.data.map(named) ?? [] }));

const named = (one: z.output<typeof child>): Omit<Media, 'children'> =>
  present({
    id: one.id,
    caption: one.caption,
    type: one.media_type,
    product: one.media_product_type,
    url: one.media_url,
    thumbnailUrl: one.thumbnail_url,
    permalink: one.permalink,
    at: one.timestamp,
    username: one.username,
    commentsCount: one.comments_count,
    likesCount: one.like_count,
    isCommentable: one.is_comment_enabled,
  });
