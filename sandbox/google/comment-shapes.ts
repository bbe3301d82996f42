import { instant } from './answers.ts';
import { type Call, oneOf, picked } from './gate.ts';
import { type Comment, repliesOf, videoOf } from './state.ts';

/** Of the replies only a few come along: the rest is asked for by `comments.list`. */
const repliesShownMax = 5;

export function threadResource(call: Call, top: Comment) {
  const { google, parts } = call;
  const video = videoOf(google, top.videoId)!;
  const replies = repliesOf(google, top).filter(({ moderation }) => moderation === 'published');
  return {
    kind: 'youtube#commentThread',
    etag: etagOf(top),
    id: top.id,
    ...picked(parts, {
      snippet: () => ({
        channelId: video.channelId,
        videoId: video.id,
        topLevelComment: bare(call, top),
        canReply: video.hasComments,
        totalReplyCount: replies.length,
        isPublic: top.moderation === 'published',
      }),
      replies: () =>
        replies.length === 0
          ? undefined
          : { comments: replies.slice(-repliesShownMax).map((reply) => bare(call, reply)) },
    }),
  };
}

export const commentResource = (call: Call, comment: Comment) =>
  call.parts.has('snippet')
    ? bare(call, comment)
    : { kind: 'youtube#comment', etag: etagOf(comment), id: comment.id };

function bare(call: Call, comment: Comment) {
  const { author, parentId, likedBy, publishedAt, updatedAt } = comment;
  const { channelId } = videoOf(call.google, comment.videoId)!;
  const isBare = call.failure === 'missing-fields';
  const format = oneOf(call.query, 'textFormat', ['html', 'plainText'], 'html');
  const isAuthors = author.channelId === call.channel?.id;
  return {
    kind: 'youtube#comment',
    etag: etagOf(comment),
    id: comment.id,
    snippet: {
      channelId,
      videoId: comment.videoId,
      textDisplay: format === 'html' ? asHtml(comment.text) : comment.text,
      ...((isAuthors || !isBare) && { textOriginal: comment.text }),
      ...(parentId !== null && { parentId }),
      authorDisplayName: author.name,
      authorProfileImageUrl: `https://i.ytimg.com/channel/${author.channelId}/default.jpg`,
      ...(!isBare && {
        authorChannelUrl: `http://www.youtube.com/${author.name}`,
        authorChannelId: { value: author.channelId },
      }),
      canRate: true,
      viewerRating: 'none',
      likeCount: likedBy.length,
      ...moderationOf(call, comment, channelId),
      publishedAt: instant(publishedAt),
      updatedAt: instant(updatedAt),
    },
  };
}

/** Told to the owner alone, and not where comments are asked for by their ids. */
function moderationOf({ channel, query, failure }: Call, { moderation }: Comment, ownerId: string) {
  if (channel?.id !== ownerId || query.has('id')) return {};
  return { moderationStatus: failure === 'unknown-values' ? 'heldByTheMoon' : moderation };
}

const etagOf = ({ id, updatedAt, likedBy, moderation }: Comment) =>
  `${id.slice(-16)}${Date.parse(updatedAt).toString(36)}${likedBy.length}${moderation[0]}`;

const asHtml = (text: string) =>
  text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replaceAll('\n', '<br>');
