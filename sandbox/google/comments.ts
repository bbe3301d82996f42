import { refused, tagged } from './answers.ts';
import { asAuthor } from './cast.ts';
import { addComment, removeComment } from './comment-book.ts';
import { commentResource, threadResource } from './comment-shapes.ts';
import {
  type Call,
  done,
  filterOf,
  idsOf,
  listOf,
  type Method,
  missing,
  oneOf,
  pageOf,
  resourceOf,
  scopesTo,
} from './gate.ts';
import { type Comment, commentOf, repliesOf, type Video, videoOf } from './state.ts';
import { isShownTo } from './videos.ts';

const textLengthMax = 10_000;
const moderations = ['published', 'heldForReview', 'likelySpam', 'rejected'] as const;

export const threadsList: Method = {
  name: 'commentThreads.list',
  http: 'GET',
  path: '/youtube/v3/commentThreads',
  scopes: scopesTo.comment,
  units: 1,
  params: [
    'videoId',
    'allThreadsRelatedToChannelId',
    'id',
    'order',
    'moderationStatus',
    'searchTerms',
    'textFormat',
    'maxResults',
    'pageToken',
  ],
  parts: ['id', 'snippet', 'replies'],
  handle: (call) => {
    const { items, around } = pageOf(call, threads(call), { usual: 20, max: 100 });
    return tagged(call.request, {
      kind: 'youtube#commentThreadListResponse',
      ...around,
      items: items.map((comment) => threadResource(call, comment)),
    });
  },
};

export const threadsInsert: Method = {
  name: 'commentThreads.insert',
  http: 'POST',
  path: '/youtube/v3/commentThreads',
  scopes: scopesTo.comment,
  units: 50,
  params: [],
  parts: ['id', 'snippet', 'replies'],
  handle: async (call) => {
    const { snippet = {} } = await resourceOf(call);
    const video = videoOf(call.google, String(snippet.videoId ?? ''));
    if (snippet.videoId === undefined && snippet.channelId === undefined)
      throw refused(400, domain, 'channelOrVideoIdMissing', 'The channelId and videoId are missing.', 'body');
    if (!video || !isShownTo(call.channel, video, call.now)) throw noSuchVideo();
    checkOpen(call, video);
    const text = textFrom(call, snippet.topLevelComment?.snippet?.textOriginal);
    const comment = addComment(call.google, { video, author: asAuthor(meOf(call)), text });
    return tagged(call.request, threadResource(call, comment));
  },
};

export const commentsList: Method = {
  name: 'comments.list',
  http: 'GET',
  path: '/youtube/v3/comments',
  scopes: scopesTo.comment,
  units: 1,
  params: ['id', 'parentId', 'textFormat', 'maxResults', 'pageToken'],
  parts: ['id', 'snippet'],
  handle: (call) => {
    const { items, around } = pageOf(call, replies(call), { usual: 20, max: 100 });
    return tagged(call.request, {
      kind: 'youtube#commentListResponse',
      ...around,
      items: items.map((comment) => commentResource(call, comment)),
    });
  },
};

export const commentsInsert: Method = {
  name: 'comments.insert',
  http: 'POST',
  path: '/youtube/v3/comments',
  scopes: scopesTo.comment,
  units: 50,
  params: [],
  parts: ['id', 'snippet'],
  handle: async (call) => {
    const { snippet = {} } = await resourceOf(call);
    const parent = commentOf(call.google, String(snippet.parentId ?? ''));
    if (snippet.parentId === undefined)
      throw refused(
        400,
        commentDomain,
        'parentIdMissing',
        'The parent comment ID is missing.',
        'body.snippet.parentId',
      );
    if (!parent)
      throw refused(
        404,
        commentDomain,
        'parentCommentNotFound',
        'The specified parent comment could not be found.',
      );
    if (parent.parentId !== null)
      throw refused(
        400,
        commentDomain,
        'operationNotSupported',
        'The API user is not able to insert a comment in reply to the comment identified by <code>snippet.parentId</code>.',
      );
    const video = videoOf(call.google, parent.videoId)!;
    if (!isShownTo(call.channel, video, call.now)) throw noSuchVideo();
    checkOpen(call, video);
    const text = textFrom(call, snippet.textOriginal);
    const comment = addComment(call.google, { video, author: asAuthor(meOf(call)), text, parent });
    return tagged(call.request, commentResource(call, comment));
  },
};

export const commentsUpdate: Method = {
  name: 'comments.update',
  http: 'PUT',
  path: '/youtube/v3/comments',
  scopes: scopesTo.comment,
  units: 50,
  params: [],
  parts: ['id', 'snippet'],
  handle: async (call) => {
    const resource = await resourceOf(call);
    const comment = ownComment(call, String(resource.id ?? ''));
    comment.text = textFrom(call, resource.snippet?.textOriginal);
    comment.updatedAt = call.now.toISOString();
    call.google.changed();
    return tagged(call.request, commentResource(call, comment));
  },
};

export const commentsDelete: Method = {
  name: 'comments.delete',
  http: 'DELETE',
  path: '/youtube/v3/comments',
  scopes: scopesTo.comment,
  units: 50,
  params: ['id'],
  handle: (call) => {
    if (!call.query.has('id')) throw missing('id');
    removeComment(call.google, ownComment(call, call.query.get('id')!));
    return done();
  },
};

/** All or none: one that is not there refuses the others too. */
export const commentsModerate: Method = {
  name: 'comments.setModerationStatus',
  http: 'POST',
  path: '/youtube/v3/comments/setModerationStatus',
  scopes: scopesTo.comment,
  units: 50,
  params: ['id', 'moderationStatus', 'banAuthor'],
  handle: (call) => {
    const { google, query, channel } = call;
    if (!query.has('id')) throw missing('id');
    if (!query.has('moderationStatus')) throw missing('moderationStatus');
    const status = oneOf(query, 'moderationStatus', ['heldForReview', 'published', 'rejected'], 'published');
    const bans = query.get('banAuthor') === 'true';
    if (bans && status !== 'rejected')
      throw refused(
        400,
        commentDomain,
        'banWithoutReject',
        'The banAuthor parameter can only be used if the moderationStatus parameter value is rejected.',
        'banAuthor',
      );
    const comments = idsOf(query).map((id) => commentOf(google, id) ?? notFound());
    if (comments.some(({ videoId }) => videoOf(google, videoId)?.channelId !== channel?.id))
      throw refused(
        403,
        commentDomain,
        'forbidden',
        'One or more of the comments cannot be set due to insufficient permissions.',
      );
    for (const comment of comments) {
      comment.moderation = status;
      if (bans) google.state.banned.push(`${channel!.id} ${comment.author.channelId}`);
    }
    google.changed();
    return done();
  },
};

const domain = 'youtube.commentThread';
const commentDomain = 'youtube.comment';
const noSuchVideo = () =>
  refused(
    404,
    domain,
    'videoNotFound',
    'The video identified by the <code>videoId</code> parameter could not be found.',
    'videoId',
  );
function notFound(): never {
  throw refused(
    404,
    commentDomain,
    'commentNotFound',
    'One or more of the specified comments cannot be found.',
    'id',
  );
}

function threads(call: Call): Comment[] {
  const { google, query, channel, now } = call;
  const by = filterOf(query, ['videoId', 'allThreadsRelatedToChannelId', 'id']);
  // Of two in the same moment the later one is the newer.
  const tops = google.state.comments.filter(({ parentId }) => parentId === null).reverse();
  if (by === 'id') {
    const ids = idsOf(query);
    return tops.filter((comment) => ids.includes(comment.id) && isSeenBy(call, comment));
  }
  const owner = by === 'videoId' ? watched(call).channelId : query.get('allThreadsRelatedToChannelId')!;
  if (!google.state.channels.some(({ id }) => id === owner))
    throw refused(
      404,
      domain,
      'channelNotFound',
      'The channel identified by the request could not be found.',
      by,
    );
  const status = oneOf(query, 'moderationStatus', moderations.slice(0, 3), 'published');
  if (status !== 'published' && owner !== channel?.id)
    throw refused(
      403,
      domain,
      'forbidden',
      'One or more of the requested comment threads cannot be retrieved due to insufficient permissions.',
    );
  const order = oneOf(query, 'order', ['time', 'relevance'], 'time');
  const words = listOf(query.get('searchTerms')).map((word) => word.toLowerCase());
  return tops
    .filter(({ videoId, moderation }) => {
      if (moderation !== status) return false;
      if (by === 'videoId') return videoId === query.get('videoId');
      const video = videoOf(google, videoId);
      return video?.channelId === owner && isShownTo(channel, video, now);
    })
    .filter(({ text }) => words.length === 0 || words.some((word) => text.toLowerCase().includes(word)))
    .toSorted((a, b) =>
      order === 'relevance' && a.likedBy.length !== b.likedBy.length
        ? b.likedBy.length - a.likedBy.length
        : newestFirst(a, b),
    );
}

const newestFirst = (a: Comment, b: Comment) => b.publishedAt.localeCompare(a.publishedAt);

function watched(call: Call): Video {
  const video = videoOf(call.google, call.query.get('videoId')!);
  if (!video || !isShownTo(call.channel, video, call.now)) throw noSuchVideo();
  checkOpen(call, video);
  return video;
}

function replies(call: Call): Comment[] {
  const { google, query } = call;
  if (filterOf(query, ['id', 'parentId']) === 'id') {
    const ids = idsOf(query);
    return google.state.comments.filter((comment) => ids.includes(comment.id) && isSeenBy(call, comment));
  }
  const parent = commentOf(google, query.get('parentId')!) ?? notFound();
  return repliesOf(google, parent)
    .filter((comment) => isSeenBy(call, comment))
    .toSorted((a, b) => newestFirst(b, a));
}

/** What is not published is for whom the video belongs to. */
const isSeenBy = ({ google, channel }: Call, { moderation, videoId }: Comment) =>
  moderation === 'published' ||
  (moderation !== 'rejected' && videoOf(google, videoId)?.channelId === channel?.id);

function checkOpen({ failure }: Call, { hasComments }: Video): void {
  if (!hasComments || failure === 'comments-disabled')
    throw refused(
      403,
      domain,
      'commentsDisabled',
      'The video identified by the <code><a href="/youtube/v3/docs/commentThreads/list#videoId">videoId</a></code> parameter has disabled comments.',
      'videoId',
    );
}

function textFrom({ failure }: Call, text: unknown): string {
  if (failure === 'processing-failure')
    throw refused(
      400,
      commentDomain,
      'processingFailure',
      'The API server failed to successfully process the request.',
      'body',
    );
  if (typeof text !== 'string' || text.trim() === '')
    throw refused(
      400,
      commentDomain,
      'commentTextRequired',
      'The comment resource that is being inserted must specify a value for the <code>snippet.textOriginal</code> property. Comments cannot be empty.',
      'body.snippet.textOriginal',
    );
  if (text.length > textLengthMax)
    throw refused(
      400,
      commentDomain,
      'commentTextTooLong',
      'The comment resource that is being inserted contains too many characters.',
      'body.snippet.textOriginal',
    );
  return text;
}

/** Somebody without a channel can read, and say nothing. */
function meOf({ channel }: Call) {
  if (!channel)
    throw refused(
      400,
      commentDomain,
      'ineligibleAccount',
      'The YouTube account used to authorize the API request must be merged with the user’s Google account in order to insert a comment or comment thread.',
    );
  return channel;
}

function ownComment({ google, channel }: Call, id: string): Comment {
  const comment = commentOf(google, id) ?? notFound();
  if (comment.author.channelId !== channel?.id)
    throw refused(
      403,
      commentDomain,
      'forbidden',
      'The comment cannot be changed due to insufficient permissions. The request might not be properly authorized.',
    );
  return comment;
}
