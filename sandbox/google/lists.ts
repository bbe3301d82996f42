import { badParameter, instant, refused, tagged } from './answers.ts';
import { uploadsOf } from './channels.ts';
import { type Call, filterOf, idsOf, type Method, oneOf, pageOf, picked, scopesTo } from './gate.ts';
import { totalOf } from './growth.ts';
import { type Channel, channelOf, type Video } from './state.ts';
import { thumbnailsOf } from './thumbnails.ts';
import { isShownTo, privacyOf, snippetOf } from './videos.ts';

export const playlistItemsList: Method = {
  name: 'playlistItems.list',
  http: 'GET',
  path: '/youtube/v3/playlistItems',
  scopes: scopesTo.read,
  units: 1,
  params: ['playlistId', 'id', 'videoId', 'maxResults', 'pageToken', 'onBehalfOfContentOwner'],
  parts: ['id', 'snippet', 'contentDetails', 'status'],
  handle: (call) => {
    const { items, around } = pageOf(call, listed(call), { usual: 5, max: 50, countsAll: true });
    return tagged(call.request, {
      kind: 'youtube#playlistItemListResponse',
      ...around,
      items: items.map((video, i) => itemResource(call, video, i)),
    });
  },
};

export const searchList: Method = {
  name: 'search.list',
  http: 'GET',
  path: '/youtube/v3/search',
  scopes: scopesTo.read,
  units: 1,
  bucket: 'search',
  params: [
    'q',
    'type',
    'channelId',
    'forMine',
    'order',
    'publishedAfter',
    'publishedBefore',
    'maxResults',
    'pageToken',
    'regionCode',
    'relevanceLanguage',
    'safeSearch',
  ],
  parts: ['id', 'snippet'],
  handle: (call) => {
    const { items, around } = pageOf(call, hits(call), { usual: 5, max: 50, countsAll: true });
    // Only roughly how many: whoever counts on it reads too few or too many pages.
    const totalResults = Math.ceil(around.pageInfo.totalResults * 1.3);
    return tagged(call.request, {
      kind: 'youtube#searchListResponse',
      ...around,
      regionCode: call.query.get('regionCode') ?? 'DE',
      pageInfo: { ...around.pageInfo, totalResults },
      items: items.map((hit) => hitResource(call, hit)),
    });
  },
};

/** Newest first, of the one playlist every channel has: its uploads. */
function listed(call: Call): Video[] {
  const { google, query, channel, now } = call;
  const by = filterOf(query, ['playlistId', 'id']);
  const shown = google.state.videos
    .filter((video) => isShownTo(channel, video, now, true))
    .reverse()
    .toSorted(orders.date);
  if (by === 'id') {
    const ids = idsOf(query);
    return shown.filter((video) => ids.includes(itemIdOf(video)));
  }
  const owner = google.state.channels.find(({ id }) => uploadsOf(id) === query.get('playlistId'));
  if (!owner)
    throw refused(
      404,
      'youtube.playlistItem',
      'playlistNotFound',
      "The playlist identified with the request's <code>playlistId</code> parameter cannot be found.",
      'playlistId',
    );
  const wanted = query.get('videoId');
  return shown.filter(({ channelId, id }) => channelId === owner.id && (wanted === null || wanted === id));
}

const itemIdOf = ({ id, channelId }: Video) =>
  Buffer.from(`${uploadsOf(channelId)}.${id}`).toString('base64url');

function itemResource({ google, parts, now }: Call, video: Video, position: number) {
  return {
    kind: 'youtube#playlistItem',
    etag: itemIdOf(video).slice(0, 27),
    id: itemIdOf(video),
    ...picked(parts, {
      snippet: () => {
        const {
          tags: _tags,
          categoryId: _category,
          localized: _localized,
          ...snippet
        } = snippetOf(google, video);
        return {
          ...snippet,
          playlistId: uploadsOf(video.channelId),
          position,
          resourceId: { kind: 'youtube#video', videoId: video.id },
          videoOwnerChannelTitle: snippet.channelTitle,
          videoOwnerChannelId: video.channelId,
        };
      },
      contentDetails: () => ({ videoId: video.id, videoPublishedAt: instant(video.publishedAt) }),
      status: () => ({ privacyStatus: privacyOf(video, now) }),
    }),
  };
}

type Hit = { readonly video: Video } | { readonly channel: Channel };

function hits(call: Call): Hit[] {
  const { google, query, channel, now } = call;
  const types = (query.get('type') ?? 'video,channel,playlist').split(',');
  const isMine = query.get('forMine') === 'true';
  if (isMine && query.get('type') !== 'video')
    throw badParameter(
      'type',
      'The request contains an invalid combination of search filters.',
      'invalidSearchFilter',
    );
  const order = oneOf(
    query,
    'order',
    ['relevance', 'date', 'rating', 'title', 'viewCount', 'videoCount'],
    'relevance',
  );
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const says = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const within = timesOf(query);
  const videos = google.state.videos
    .filter((video) => (isMine ? video.channelId === channel?.id : isShownTo(undefined, video, now, true)))
    .filter(({ channelId }) => (query.get('channelId') ?? channelId) === channelId)
    .filter(({ title, description, publishedAt }) => says(`${title} ${description}`) && within(publishedAt))
    .toSorted(orders[order] ?? orders.date!);
  const channels = google.state.channels.filter(
    ({ title, about, id }) =>
      words.length > 0 && says(`${title} ${about}`) && !isMine && (query.get('channelId') ?? id) === id,
  );
  return [
    ...(types.includes('channel') ? channels.map((one) => ({ channel: one })) : []),
    ...(types.includes('video') ? videos.map((video) => ({ video })) : []),
  ];
}

const orders: Record<string, (a: Video, b: Video) => number> = {
  date: (a, b) => b.publishedAt.localeCompare(a.publishedAt),
  title: (a, b) => a.title.localeCompare(b.title),
  viewCount: (a, b) => total(b, 'views') - total(a, 'views'),
  rating: (a, b) => total(b, 'likes') - total(a, 'likes'),
};
const farAwayMs = 86_400_000 * 30;
/** After a month, which is enough to say which does better. */
const total = (video: Video, figure: 'views' | 'likes') =>
  totalOf(video, figure, new Date(Date.parse(video.publishedAt) + farAwayMs));

function timesOf(query: URLSearchParams): (at: string) => boolean {
  const instant = (name: string) => {
    const given = query.get(name);
    if (given === null) return undefined;
    if (!/^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/.test(given) || Number.isNaN(Date.parse(given)))
      throw badParameter(name, `Invalid value '${given}': an RFC 3339 time is expected.`);
    return Date.parse(given);
  };
  const [after, before] = [instant('publishedAfter'), instant('publishedBefore')];
  return (at) => Date.parse(at) >= (after ?? -Infinity) && Date.parse(at) < (before ?? Infinity);
}

function hitResource({ google, parts }: Call, hit: Hit) {
  const id =
    'video' in hit
      ? { kind: 'youtube#video', videoId: hit.video.id }
      : { kind: 'youtube#channel', channelId: hit.channel.id };
  return {
    kind: 'youtube#searchResult',
    etag: ('video' in hit ? hit.video.id : hit.channel.id).slice(0, 22),
    id,
    ...picked(parts, {
      snippet: () => ('video' in hit ? videoSnippet(hit.video) : channelSnippet(hit.channel)),
    }),
  };

  function videoSnippet(video: Video) {
    return {
      publishedAt: instant(video.publishedAt),
      channelId: video.channelId,
      title: video.title,
      description: video.description.slice(0, 150),
      thumbnails: thumbnailsOf(`vi/${video.id}`),
      channelTitle: channelOf(google, video.channelId)!.title,
      liveBroadcastContent: 'none',
      publishTime: instant(video.publishedAt),
    };
  }
}

const channelSnippet = ({ id, title, about, createdAt }: Channel) => ({
  publishedAt: instant(createdAt),
  channelId: id,
  title,
  description: about,
  thumbnails: thumbnailsOf(`channel/${id}`, true),
  channelTitle: title,
  liveBroadcastContent: 'none',
  publishTime: instant(createdAt),
});
