import type { Comment, Thread } from '../../../../providers/youtube/comments.ts';
import type { GoogleClient } from '../google/client.ts';
import type { Access, Pull, Pulled, PullFrom, SingleEvent } from '../platform.ts';
import { isSince, pulled, pullList, pullUnder } from '../pulls.ts';

const dayMs = 86_400_000;
/** Figures of the last two or three days are not there yet, and those before still change. */
const daysAsked = 10;
const videosRanked = 50;
const dailyMetrics = [
  'views',
  'estimatedMinutesWatched',
  'averageViewDuration',
  'likes',
  'comments',
  'shares',
  'subscribersGained',
  'subscribersLost',
];
const videoMetrics = ['views', 'estimatedMinutesWatched', 'averageViewDuration', 'likes', 'comments'];

/** Uploads, newest first, with their counters: two calls a page. */
export const pullVideos = (client: GoogleClient): Pull => {
  const list = pullList(
    async (access: Access, after: string | undefined, _from: PullFrom, signal) => {
      const channel = client.channel(access.token, signal);
      const page = await channel.uploads(uploadsOf(access), { pageToken: after });
      const ids = page.items.map(({ videoId }) => videoId);
      const videos = ids.length === 0 ? [] : (await channel.videos(ids)).items;
      return { items: videos, after: page.nextPageToken };
    },
    (video, { platformAccountId }) =>
      pulled(video.id, {
        platform: 'youtube',
        platformAccountId,
        eventId: undefined,
        kind: 'video',
        conversationKey: `video/${video.id}`,
        at: video.publishedAt,
        payload: video,
      }),
  );
  return async (...asked) => {
    const page = await list(...asked);
    return { ...page, callsCount: page.items.length > 0 ? 2 : 1 };
  };
};

/** The list of uploads is the channel under another first letters; what it was said to be goes before that. */
const uploadsOf = ({ platformAccountId, details }: Access) =>
  typeof details.uploadsPlaylistId === 'string'
    ? details.uploadsPlaylistId
    : platformAccountId.replace(/^UC/, 'UU');

/** Comments of the whole channel, the latest first, then the answers that a thread is too long to bring along. */
export const pullComments = (client: GoogleClient): Pull =>
  pullUnder({
    owners: async (access, after, { since }, signal) => {
      const asked = { channelId: access.platformAccountId, order: 'time', pageToken: after } as const;
      const { items, nextPageToken } = await client.channel(access.token, signal).threads(asked);
      const isKnown = ({ comment }: Thread) => !isSince(comment.publishedAt, since);
      const long = items.filter(({ replies, replyCount }) => replyCount > replies.length);
      return {
        items: long.map(({ id }) => id),
        found: items.flatMap(({ comment, replies }) =>
          [comment, ...replies].flatMap((one) => commentEvents(access, one)),
        ),
        // A page of nothing but what is known is the last one.
        after: items.length > 0 && items.every(isKnown) ? undefined : nextPageToken,
      };
    },
    under: async (access, threadId, pageToken, _from, signal) => {
      const { items, nextPageToken } = await client
        .channel(access.token, signal)
        .replies(threadId, { pageToken });
      return { items: items.flatMap((one) => commentEvents(access, one)), after: nextPageToken };
    },
  });

/**
 * A comment, and once more when it was changed: nothing tells of either, so ids are made of what the platform keeps.
 */
function commentEvents({ platformAccountId }: Access, comment: Comment): Pulled[] {
  const { id, parentId, authorChannelId, publishedAt, updatedAt } = comment;
  const isOwn = authorChannelId === platformAccountId;
  const event: SingleEvent = {
    platform: 'youtube',
    platformAccountId,
    eventId: `comment/${id}`,
    kind: 'comment',
    conversationKey: `comment/${parentId ?? id}`,
    personId: isOwn ? undefined : authorChannelId,
    at: publishedAt,
    payload: comment,
  };
  const isChanged = updatedAt !== undefined && publishedAt !== undefined && updatedAt > publishedAt;
  if (!isChanged) return [pulled(id, event)];
  const eventId = `comment/${id}/edit/${updatedAt.getTime()}`;
  return [pulled(id, event), pulled(id, { ...event, kind: 'edit', eventId, at: updatedAt })];
}

/** The channel by day, and its videos by views: two reports, which have a quota of their own. */
export const pullMetrics =
  (client: GoogleClient): Pull =>
  async ({ token, platformAccountId }, { now }, signal) => {
    const channel = client.channel(token, signal);
    const range = { startDate: dayOf(now, -daysAsked), endDate: dayOf(now, 0) };
    const byDay = await channel.report({ ...range, metrics: dailyMetrics, dimensions: ['day'] });
    const ranked = { dimensions: ['video'], sort: '-views', itemsMax: videosRanked };
    const byVideo = await channel.report({ ...range, metrics: videoMetrics, ...ranked });
    const items = [
      ['channel', byDay],
      ['videos', byVideo],
    ] as const;
    return {
      items: items.map(([of, { columns, rows }]) =>
        pulled(of, {
          platform: 'youtube',
          platformAccountId,
          eventId: undefined,
          kind: 'metrics',
          conversationKey: 'account',
          at: now,
          payload: { of, columns, rows },
        }),
      ),
      next: undefined,
      callsCount: 2,
    };
  };

const dayOf = (now: Date, days: number) =>
  new Date(now.getTime() + days * dayMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
