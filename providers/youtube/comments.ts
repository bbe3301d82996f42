import { z } from 'zod';
import { readShape } from '../answer.ts';
import { count, flag, id, idMaybe, moment, present, text } from '../fields.ts';
import { ask, askForPage, type YouTubeOptions } from './ask.ts';
import type { Paging } from './channels.ts';
import type { Usage } from './quota.ts';

const threadsMax = 100;
const idsMax = 50;

const CommentShape = z.object({
  id,
  snippet: z.object({
    videoId: idMaybe,
    channelId: idMaybe,
    parentId: idMaybe,
    textOriginal: text,
    textDisplay: text,
    authorDisplayName: text,
    authorProfileImageUrl: text,
    // Gone accounts have none.
    authorChannelId: z.object({ value: idMaybe }).optional().catch(undefined),
    likeCount: count,
    publishedAt: moment,
    updatedAt: moment,
    moderationStatus: text,
  }),
});

export type Comment = z.output<typeof Comment>;
const Comment = CommentShape.transform(({ id, snippet }) =>
  present({
    id,
    videoId: snippet.videoId,
    channelId: snippet.channelId,
    parentId: snippet.parentId,
    // The original is shown to its author alone; with `textFormat=plainText` the other is without markup.
    text: snippet.textOriginal ?? snippet.textDisplay ?? '',
    authorName: snippet.authorDisplayName,
    authorPictureUrl: snippet.authorProfileImageUrl,
    authorChannelId: snippet.authorChannelId?.value,
    likeCount: snippet.likeCount,
    publishedAt: snippet.publishedAt,
    updatedAt: snippet.updatedAt,
    moderationStatus: snippet.moderationStatus,
  }),
);

export type Thread = z.output<typeof Thread>;
const Thread = z
  .object({
    id,
    snippet: z.object({
      videoId: idMaybe,
      topLevelComment: Comment,
      canReply: flag,
      totalReplyCount: count,
      isPublic: flag,
    }),
    replies: z
      .object({ comments: z.array(Comment) })
      .optional()
      .catch(undefined),
  })
  .transform(({ id, snippet, replies }) =>
    present({
      id,
      videoId: snippet.videoId,
      comment: snippet.topLevelComment,
      canReply: snippet.canReply,
      isPublic: snippet.isPublic,
      replyCount: snippet.totalReplyCount ?? 0,
      /** Only the latest few: `replies` has them all. */
      replies: replies?.comments ?? [],
    }),
  );

export interface ThreadsAsked extends Paging {
  /** One of the two: a video's, or all that have to do with a channel. */
  readonly videoId?: string;
  readonly channelId?: string;
  readonly order?: 'time' | 'relevance';
  readonly moderationStatus?: 'published' | 'heldForReview' | 'likelySpam';
}

type Moderation = 'published' | 'heldForReview' | 'rejected';

export const openComments = (options: YouTubeOptions) => ({
  threads: ({
    videoId,
    channelId,
    order,
    moderationStatus,
    pageToken,
    itemsMax = threadsMax,
  }: ThreadsAsked) =>
    askForPage(
      options,
      {
        operation: 'commentThreads.list',
        path: 'commentThreads',
        query: {
          part: 'snippet,replies',
          videoId,
          allThreadsRelatedToChannelId: channelId,
          order,
          moderationStatus,
          textFormat: 'plainText',
          maxResults: itemsMax,
          pageToken,
        },
      },
      Thread,
    ),

  replies: (parentId: string, { pageToken, itemsMax = threadsMax }: Paging = {}) =>
    askForPage(
      options,
      {
        operation: 'comments.list',
        path: 'comments',
        query: { part: 'snippet', parentId, textFormat: 'plainText', maxResults: itemsMax, pageToken },
      },
      Comment,
    ),

  /** To a video, as the first of a new thread. */
  comment: (videoId: string, words: string) =>
    write(options, 'commentThreads.insert', 'POST', 'commentThreads', {
      snippet: { videoId, topLevelComment: { snippet: { textOriginal: words } } },
    }).then(({ asked, usage }) => ({ thread: readShape(Thread, asked), usage })),

  /** To the first comment of a thread: an answer to an answer is not to be had. */
  reply: (parentId: string, words: string) =>
    write(options, 'comments.insert', 'POST', 'comments', {
      snippet: { parentId, textOriginal: words },
    }).then(({ asked, usage }) => ({ comment: readShape(Comment, asked), usage })),

  editComment: (commentId: string, words: string) =>
    write(options, 'comments.update', 'PUT', 'comments', {
      id: commentId,
      snippet: { textOriginal: words },
    }).then(({ asked, usage }) => ({ comment: readShape(Comment, asked), usage })),

  /** For those this account wrote: others are hidden by `moderate`. */
  deleteComment: async (commentId: string): Promise<{ usage: Usage }> => {
    const { usage } = await ask(options, {
      operation: 'comments.delete',
      method: 'DELETE',
      path: 'comments',
      query: { id: commentId },
      isRepeatable: true,
    });
    return { usage };
  },

  moderate: async (ids: readonly string[], status: Moderation, isAuthorBanned = false) => {
    if (ids.length === 0 || ids.length > idsMax) throw new RangeError(`1 to ${idsMax} ids at a time`);
    const { usage } = await ask(options, {
      operation: 'comments.setModerationStatus',
      method: 'POST',
      path: 'comments/setModerationStatus',
      query: {
        id: ids.join(','),
        moderationStatus: status,
        banAuthor: isAuthorBanned ? 'true' : undefined,
      },
      isRepeatable: true,
    });
    return { usage };
  },
});

type Write = 'commentThreads.insert' | 'comments.insert' | 'comments.update';

const write = (
  options: YouTubeOptions,
  operation: Write,
  method: 'POST' | 'PUT',
  path: string,
  json: unknown,
) =>
  ask(options, {
    operation,
    method,
    path,
    json,
    query: { part: 'snippet' },
    // The same words over the same words; a comment written twice stands there twice.
    isRepeatable: operation === 'comments.update',
  });
