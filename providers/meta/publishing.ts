import { z } from 'zod';
import type { Answer, Graph } from './graph.ts';
import { count, id, maybe, present, text } from './shapes.ts';

/** What is to be published. The platform fetches files from public addresses. */
export type Draft =
  | ({ readonly kind: 'image'; readonly imageUrl: string } & Words & ImageWords)
  | ({ readonly kind: 'reel'; readonly videoUrl: string } & Words & ReelWords)
  | { readonly kind: 'story'; readonly imageUrl?: string; readonly videoUrl?: string }
  /** One of an album, which has no words of its own. */
  | ({ readonly kind: 'part'; readonly imageUrl?: string; readonly videoUrl?: string } & ImageWords)
  | ({ readonly kind: 'album'; readonly partIds: readonly string[] } & Words);

interface Words {
  readonly caption?: string | undefined;
  readonly collaborators?: readonly string[];
  readonly locationId?: string;
}
interface ImageWords {
  readonly altText?: string;
  readonly userTags?: readonly UserTag[];
}
interface ReelWords {
  readonly coverUrl?: string;
  readonly thumbOffsetMs?: number;
  /** Whether the profile shows it among its posts as well. */
  readonly isInFeed?: boolean;
  readonly audioName?: string;
  readonly userTags?: readonly UserTag[];
}
/** With a place in an image, from its left and upper edge, 0 to 1. */
export interface UserTag {
  readonly username: string;
  readonly x?: number;
  readonly y?: number;
}

export interface ContainerState {
  /** `IN_PROGRESS`, `FINISHED`, `ERROR`, `EXPIRED`, `PUBLISHED`, or a word of tomorrow. */
  readonly status: string;
  /** In the platform's words: `Error: Media upload has failed with error code 2207026`. */
  readonly detail?: string;
  /** The code in these words. */
  readonly code?: string;
}

export interface PublishingLimit {
  readonly usedCount: number;
  /** Absent where the platform does not say. Its documentation names two different numbers. */
  readonly totalCount?: number;
  readonly durationSeconds?: number;
}

/** Publishing to Instagram: a container is made, fetches its files, and is published when it has them. */
export interface Publishing {
  /** A container that nobody publishes is gone after a day, so making it twice does no harm. */
  create(accountId: string, draft: Draft): Promise<Answer<{ containerId: string }>>;
  state(containerId: string): Promise<Answer<ContainerState>>;
  /** After a lost answer, `state` says `PUBLISHED` if it was done. */
  publish(accountId: string, containerId: string): Promise<Answer<{ mediaId: string }>>;
  limit(accountId: string): Promise<Answer<PublishingLimit>>;
}

export function openPublishing(graph: Graph): Publishing {
  return {
    create: (accountId, draft) =>
      graph.ask(
        {
          method: 'POST',
          path: [accountId, 'media'],
          name: 'POST /media',
          isRepeatable: true,
          form: formOf(draft),
        },
        z.object({ id }).transform((one) => ({ containerId: one.id })),
      ),
    state: (containerId) =>
      graph.ask(
        {
          method: 'GET',
          path: [containerId],
          name: 'GET /{container}',
          query: { fields: 'status_code,status' },
        },
        state,
      ),
    publish: (accountId, containerId) =>
      graph.ask(
        {
          method: 'POST',
          path: [accountId, 'media_publish'],
          name: 'POST /media_publish',
          form: { creation_id: containerId },
        },
        z.object({ id }).transform((one) => ({ mediaId: one.id })),
      ),
    limit: (accountId) =>
      graph.ask(
        {
          method: 'GET',
          path: [accountId, 'content_publishing_limit'],
          name: 'GET /content_publishing_limit',
          query: { fields: 'config,quota_usage' },
        },
        limit,
      ),
  };
}

type Form = Record<string, string | undefined>;

function formOf(draft: Draft): Form {
  switch (draft.kind) {
    case 'image':
      return { image_url: draft.imageUrl, ...wordsOf(draft), ...imageWordsOf(draft) };
    case 'reel':
      return { media_type: 'REELS', video_url: draft.videoUrl, ...wordsOf(draft), ...reelWordsOf(draft) };
    case 'story':
      return { media_type: 'STORIES', ...fileOf(draft) };
    case 'part':
      return {
        is_carousel_item: 'true',
        ...(draft.videoUrl !== undefined && { media_type: 'VIDEO' }),
        ...fileOf(draft),
        ...imageWordsOf(draft),
      };
    case 'album':
      return { media_type: 'CAROUSEL', children: draft.partIds.join(','), ...wordsOf(draft) };
  }
}

const fileOf = ({ imageUrl, videoUrl }: { imageUrl?: string; videoUrl?: string }): Form =>
  videoUrl === undefined ? { image_url: imageUrl } : { video_url: videoUrl };

const listText = (values: readonly unknown[] | undefined) =>
  values?.length ? JSON.stringify(values) : undefined;

const wordsOf = ({ caption, collaborators, locationId }: Words): Form => ({
  caption,
  collaborators: listText(collaborators),
  location_id: locationId,
});
const imageWordsOf = ({ altText, userTags }: ImageWords): Form => ({
  alt_text: altText,
  user_tags: listText(userTags),
});
const reelWordsOf = ({ coverUrl, thumbOffsetMs, isInFeed, audioName, userTags }: ReelWords): Form => ({
  cover_url: coverUrl,
  thumb_offset: thumbOffsetMs?.toString(),
  share_to_feed: isInFeed?.toString(),
  audio_name: audioName,
  user_tags: listText(userTags),
});

const errorCode = /\b(2207\d{3})\b/;

const state = z
  .object({ status_code: text, status: maybe(text) })
  .transform(
    ({ status_code, status }): ContainerState =>
      present({ status: status_code, detail: status, code: errorCode.exec(status ?? '')?.[1] }),
  );

const quota = z.object({
  quota_usage: count,
  config: maybe(z.object({ quota_total: maybe(count), quota_duration: maybe(count) })),
});

const limit = z.object({ data: z.tuple([quota], z.unknown()) }).transform(
  ({ data: [one] }): PublishingLimit =>
    present({
      usedCount: one.quota_usage,
      totalCount: one.config?.quota_total,
      durationSeconds: one.config?.quota_duration,
    }),
);
