import { instant, refused, tagged } from './answers.ts';
import { type Call, filterOf, idsOf, type Method, oneOf, pageOf, picked, scopesTo } from './gate.ts';
import { totalOf } from './growth.ts';
import { type Channel, channelOf, type Google, type Video } from './state.ts';
import { thumbnailsOf } from './thumbnails.ts';

const processingMs = 30_000;
export const videoParts = [
  'id',
  'snippet',
  'contentDetails',
  'statistics',
  'status',
  'player',
  'processingDetails',
  'fileDetails',
  'topicDetails',
  'recordingDetails',
  'liveStreamingDetails',
  'localizations',
  'suggestions',
  'paidProductPlacementDetails',
];
const ownersParts = ['fileDetails', 'processingDetails', 'suggestions'];

export const videosList: Method = {
  name: 'videos.list',
  http: 'GET',
  path: '/youtube/v3/videos',
  scopes: scopesTo.read,
  units: 1,
  params: [
    'id',
    'chart',
    'myRating',
    'regionCode',
    'videoCategoryId',
    'hl',
    'maxResults',
    'pageToken',
    'maxWidth',
    'maxHeight',
  ],
  parts: videoParts,
  handle: (call) => {
    const all = found(call);
    const isForeign = all.some(({ channelId }) => channelId !== call.channel?.id);
    if (isForeign && ownersParts.some((part) => call.parts.has(part)))
      throw refused(
        403,
        'youtube.video',
        'forbidden',
        'The request cannot access user rating information or owner-only parts.',
        'part',
      );
    const { items, around } = pageOf(call, all, {
      usual: call.query.has('id') ? 50 : 5,
      max: 50,
      countsAll: true,
    });
    return tagged(call.request, {
      kind: 'youtube#videoListResponse',
      ...around,
      items: items.map((video) => videoResource(call, video)),
    });
  },
};

export const videoNotFound = (parameter: string) =>
  refused(
    404,
    'youtube.video',
    'videoNotFound',
    `The video identified by the <code>${parameter}</code> parameter could not be found.`,
    parameter,
  );

export function removeVideo(google: Google, id: string): void {
  google.state.videos = google.state.videos.filter((video) => video.id !== id);
  google.state.comments = google.state.comments.filter(({ videoId }) => videoId !== id);
  google.changed();
}

/** One with a date is private until then. */
export const privacyOf = ({ privacy, publishAt }: Video, now: Date) =>
  publishAt !== null && Date.parse(publishAt) <= now.getTime() ? 'public' : privacy;

export const isProcessed = ({ uploadedAt }: Video, now: Date) =>
  now.getTime() - Date.parse(uploadedAt) >= processingMs;

/** By its id. Lists leave out what is not listed. */
export const isShownTo = (channel: Channel | undefined, video: Video, now: Date, isListed = false) =>
  video.channelId === channel?.id ||
  (privacyOf(video, now) !== 'private' &&
    (!isListed || privacyOf(video, now) === 'public') &&
    isProcessed(video, now) &&
    video.fate === 'processed');

function found(call: Call): Video[] {
  const { google, query, channel, now } = call;
  const by = filterOf(query, ['id', 'chart', 'myRating']);
  const shown = google.state.videos.filter((video) => isShownTo(channel, video, now, by !== 'id'));
  if (by === 'id') {
    const ids = idsOf(query);
    return ids.flatMap((id) => shown.find((video) => video.id === id) ?? []);
  }
  if (by === 'chart') {
    oneOf(query, 'chart', ['mostPopular'], 'mostPopular');
    return shown.toSorted((a, b) => totalOf(b, 'views', now) - totalOf(a, 'views', now));
  }
  const rating = oneOf(query, 'myRating', ['like', 'dislike'], 'like');
  const likes = ({ id }: Video) => google.state.likes[id]?.includes(channel?.id ?? '');
  return rating === 'like' ? shown.filter(likes) : [];
}

export function videoResource(call: Call, video: Video) {
  const isMine = video.channelId === call.channel?.id;
  return {
    kind: 'youtube#video',
    etag: `${video.id}${Date.parse(video.updatedAt).toString(36)}`,
    id: video.id,
    ...picked(call.parts, {
      snippet: () => snippetOf(call.google, video, call.failure === 'missing-fields'),
      contentDetails: () => ({
        duration: durationOf(video.durationSeconds),
        dimension: '2d',
        definition: 'hd',
        caption: String(video.captions.length > 0),
        licensedContent: false,
        contentRating: {},
        projection: 'rectangular',
      }),
      statistics: () => statisticsOf(call, video, isMine),
      status: () => statusOf(call, video),
      player: () => ({
        embedHtml: `<iframe width="480" height="270" src="//www.youtube.com/embed/${video.id}"></iframe>`,
      }),
      processingDetails: () => ({
        processingStatus: isProcessed(video, call.now)
          ? video.fate === 'failed'
            ? 'failed'
            : 'succeeded'
          : 'processing',
        fileDetailsAvailability: 'available',
      }),
      fileDetails: () => ({
        fileSize: String(video.file?.bytes ?? 0),
        fileType: 'video',
        durationMs: String(video.durationSeconds * 1_000),
      }),
      recordingDetails: () => ({}),
      paidProductPlacementDetails: () => ({ hasPaidProductPlacement: false }),
    }),
  };
}

export const snippetOf = (google: Google, video: Video, isBare = false) => ({
  publishedAt: instant(video.publishedAt),
  channelId: video.channelId,
  title: video.title,
  description: video.description,
  thumbnails: thumbnailsOf(`vi/${video.id}`),
  channelTitle: channelOf(google, video.channelId)!.title,
  ...(video.tags.length > 0 && !isBare && { tags: video.tags }),
  categoryId: video.categoryId,
  liveBroadcastContent: 'none',
  localized: { title: video.title, description: video.description },
  ...(video.language !== null && !isBare && { defaultLanguage: video.language }),
});

/** Numbers as text, and what is hidden or switched off is not there. */
function statisticsOf({ google, failure, now }: Call, video: Video, isMine: boolean) {
  const comments = google.state.comments.filter(
    ({ videoId, moderation }) => videoId === video.id && moderation === 'published',
  );
  const likes = totalOf(video, 'likes', now) + (google.state.likes[video.id]?.length ?? 0);
  const isBare = failure === 'missing-fields';
  return {
    ...(!isBare && { viewCount: String(totalOf(video, 'views', now)) }),
    ...(!isBare && (!video.hidesLikes || isMine) && { likeCount: String(likes) }),
    ...(isMine && !isBare && { dislikeCount: String(totalOf(video, 'dislikes', now)) }),
    favoriteCount: '0',
    ...(!isBare && video.hasComments && { commentCount: String(comments.length) }),
  };
}

function statusOf({ failure, now }: Call, video: Video) {
  const isUnheardOf = failure === 'unknown-values';
  const isWaiting = video.publishAt !== null && Date.parse(video.publishAt) > now.getTime();
  return {
    uploadStatus: isUnheardOf ? 'awaitingMoonrise' : isProcessed(video, now) ? video.fate : 'uploaded',
    ...(video.fate === 'failed' && isProcessed(video, now) && { failureReason: 'codec' }),
    ...(video.fate === 'rejected' && isProcessed(video, now) && { rejectionReason: 'duplicate' }),
    privacyStatus: isUnheardOf ? 'friendsOfFriends' : privacyOf(video, now),
    ...(isWaiting && { publishAt: instant(video.publishAt!) }),
    license: 'youtube',
    embeddable: true,
    publicStatsViewable: !video.hidesLikes,
    madeForKids: video.isMadeForKids,
    selfDeclaredMadeForKids: video.isMadeForKids,
  };
}

function durationOf(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `PT${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${rest}S` : ''}`;
}
