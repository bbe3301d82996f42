import { z } from 'zod';
import { count, flag, id, idMaybe, moment, present, text } from '../fields.ts';
import { askForPage, type YouTubeOptions } from './ask.ts';

export const pageItemsMax = 50;
const idsMax = 50;

const Thumbnails = z
  .record(z.string(), z.object({ url: z.string(), width: z.number().catch(0) }))
  .transform((all) => Object.values(all).sort((a, b) => b.width - a.width)[0]?.url)
  .optional()
  .catch(undefined);

const ChannelShape = z.object({
  id,
  snippet: z.object({ title: text, customUrl: text, description: text, thumbnails: Thumbnails }).default({}),
  contentDetails: z.object({ relatedPlaylists: z.object({ uploads: text }).default({}) }).default({
    relatedPlaylists: {},
  }),
  statistics: z
    .object({ viewCount: count, subscriberCount: count, hiddenSubscriberCount: flag, videoCount: count })
    .partial()
    .default({}),
});

export type Channel = z.output<typeof Channel>;
const Channel = ChannelShape.transform(({ id, snippet, contentDetails, statistics }) =>
  present({
    id,
    title: snippet.title,
    handle: snippet.customUrl,
    description: snippet.description,
    pictureUrl: snippet.thumbnails,
    uploadsPlaylistId: contentDetails.relatedPlaylists.uploads,
    viewCount: statistics.viewCount,
    subscriberCount: statistics.hiddenSubscriberCount ? undefined : statistics.subscriberCount,
    videoCount: statistics.videoCount,
  }),
);

export type Upload = z.output<typeof Upload>;
const Upload = z
  .object({
    contentDetails: z.object({ videoId: id, videoPublishedAt: moment }),
    snippet: z.object({ title: text, publishedAt: moment }),
  })
  .transform(({ contentDetails, snippet }) =>
    present({
      videoId: contentDetails.videoId,
      title: snippet.title,
      publishedAt: contentDetails.videoPublishedAt ?? snippet.publishedAt,
    }),
  );

const VideoShape = z.object({
  id,
  snippet: z
    .object({
      channelId: idMaybe,
      title: text,
      description: text,
      publishedAt: moment,
      tags: z.array(z.string()).optional().catch(undefined),
      thumbnails: Thumbnails,
      liveBroadcastContent: text,
    })
    .partial()
    .default({}),
  contentDetails: z.object({ duration: text }).default({}),
  status: z
    .object({ uploadStatus: text, privacyStatus: text, failureReason: text, publishAt: moment })
    .partial()
    .default({}),
  statistics: z.object({ viewCount: count, likeCount: count, commentCount: count }).partial().default({}),
});

export type Video = z.output<typeof Video>;
export const Video = VideoShape.transform(({ id, snippet, contentDetails, status, statistics }) => {
  const { thumbnails, ...said } = snippet;
  return present({
    id,
    ...said,
    pictureUrl: thumbnails,
    /** ISO 8601: `PT4M13S` */
    duration: contentDetails.duration,
    ...status,
    ...statistics,
  });
});

export type Found = z.output<typeof Found>;
const Found = z
  .object({
    id: z.object({ videoId: idMaybe, channelId: idMaybe, playlistId: idMaybe }),
    snippet: z.object({ title: text, channelId: idMaybe, channelTitle: text, publishedAt: moment }).partial(),
  })
  .transform(({ id, snippet }) =>
    present({
      videoId: id.videoId,
      playlistId: id.playlistId,
      channelId: id.channelId ?? snippet.channelId,
      channelTitle: snippet.channelTitle,
      title: snippet.title,
      publishedAt: snippet.publishedAt,
    }),
  );

export interface Search {
  readonly query?: string;
  readonly channelId?: string;
  /** Only what this account has made. */
  readonly isMine?: boolean;
  readonly order?: 'date' | 'rating' | 'relevance' | 'title' | 'viewCount';
  readonly publishedAfter?: Date;
  readonly pageToken?: string | undefined;
  readonly itemsMax?: number;
}

export interface Paging {
  readonly pageToken?: string | undefined;
  readonly itemsMax?: number;
}

export const openChannels = (options: YouTubeOptions) => ({
  /** Of whoever gave consent: empty for a Google account without a channel. */
  ownChannels: () =>
    askForPage(
      options,
      {
        operation: 'channels.list',
        path: 'channels',
        query: { part: 'snippet,contentDetails,statistics', mine: 'true', maxResults: pageItemsMax },
      },
      Channel,
    ),

  uploads: (playlistId: string, { pageToken, itemsMax = pageItemsMax }: Paging = {}) =>
    askForPage(
      options,
      {
        operation: 'playlistItems.list',
        path: 'playlistItems',
        query: { part: 'snippet,contentDetails', playlistId, maxResults: itemsMax, pageToken },
      },
      Upload,
    ),

  /** At most 50. What is gone or private is left out of the answer. */
  videos: async (ids: readonly string[]) => {
    if (ids.length === 0 || ids.length > idsMax) throw new RangeError(`1 to ${idsMax} ids at a time`);
    return askForPage(
      options,
      {
        operation: 'videos.list',
        path: 'videos',
        query: { part: 'snippet,contentDetails,status,statistics', id: ids.join(','), maxResults: idsMax },
      },
      Video,
    );
  },

  /** A hundred a day for the whole project: for a person who looks, never for a job that walks. */
  search: ({ query, channelId, isMine, order, publishedAfter, pageToken, itemsMax = 25 }: Search) =>
    askForPage(
      options,
      {
        operation: 'search.list',
        path: 'search',
        query: {
          part: 'snippet',
          type: 'video',
          q: query,
          channelId,
          forMine: isMine ? 'true' : undefined,
          order,
          publishedAfter: publishedAfter?.toISOString(),
          maxResults: itemsMax,
          pageToken,
        },
      },
      Found,
    ),
});
