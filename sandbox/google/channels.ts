import { badParameter, instant, refused, tagged } from './answers.ts';
import { type Call, filterOf, idsOf, type Method, pageOf, picked, scopesTo } from './gate.ts';
import { subscribersOf, totalOf } from './growth.ts';
import type { Author, Channel, Google } from './state.ts';
import { thumbnailsOf } from './thumbnails.ts';
import { isShownTo } from './videos.ts';

export const channelsList: Method = {
  name: 'channels.list',
  http: 'GET',
  path: '/youtube/v3/channels',
  scopes: scopesTo.read,
  units: 1,
  params: ['mine', 'id', 'forHandle', 'forUsername', 'hl', 'maxResults', 'pageToken'],
  parts: [
    'id',
    'snippet',
    'contentDetails',
    'statistics',
    'status',
    'brandingSettings',
    'localizations',
    'topicDetails',
    'auditDetails',
    'contentOwnerDetails',
  ],
  handle: (call) => {
    const { items, around } = pageOf(call, found(call), { usual: 5, max: 50, countsAll: true });
    const resources = items.map((channel) => channelResource(call, channel));
    // Nothing found is no list at all here, where other methods answer an empty one.
    return tagged(call.request, {
      kind: 'youtube#channelListResponse',
      ...around,
      ...(resources.length > 0 && { items: resources }),
    });
  },
};

export const subscriptionsList: Method = {
  name: 'subscriptions.list',
  http: 'GET',
  path: '/youtube/v3/subscriptions',
  scopes: scopesTo.read,
  units: 1,
  params: [
    'mine',
    'channelId',
    'id',
    'mySubscribers',
    'myRecentSubscribers',
    'order',
    'maxResults',
    'pageToken',
  ],
  parts: ['id', 'snippet', 'contentDetails', 'subscriberSnippet'],
  handle: (call) => {
    const { items, around } = pageOf(call, subscriptionsFor(call), { usual: 5, max: 50, countsAll: true });
    return tagged(call.request, {
      kind: 'youtube#SubscriptionListResponse',
      ...around,
      items: items.map((one) => subscriptionResource(call, one)),
    });
  },
};

export const uploadsOf = (channelId: string) => `UU${channelId.slice(2)}`;

function found({ google, query, channel }: Call): Channel[] {
  const { channels } = google.state;
  const by = filterOf(query, ['mine', 'id', 'forHandle', 'forUsername']);
  if (by === 'mine') {
    if (query.get('mine') !== 'true') throw badParameter('mine', "Invalid value 'false'.");
    return channel ? [channel] : [];
  }
  if (by === 'id') {
    const ids = idsOf(query);
    return channels.filter(({ id }) => ids.includes(id));
  }
  const wanted = query.get(by)!.toLowerCase().replace(/^@/, '');
  return channels.filter(({ handle }) => handle.slice(1) === wanted);
}

function channelResource({ google, parts, channel: mine, failure, now }: Call, channel: Channel) {
  const isMine = channel.id === mine?.id;
  const videos = google.state.videos.filter((video) => video.channelId === channel.id);
  const shown = videos.filter((video) => isShownTo(undefined, video, now));
  const views = () => shown.reduce((sum, video) => sum + totalOf(video, 'views', now), 0);
  const isSecret = failure === 'missing-fields' || (channel.hidesSubscribers && !isMine);
  return {
    kind: 'youtube#channel',
    etag: channel.id.slice(2),
    id: channel.id,
    ...picked(parts, {
      snippet: () => ({
        title: channel.title,
        description: channel.about,
        customUrl: channel.handle,
        publishedAt: instant(channel.createdAt),
        thumbnails: thumbnailsOf(`channel/${channel.id}`, true),
        localized: { title: channel.title, description: channel.about },
        ...(failure !== 'missing-fields' && { country: channel.country }),
      }),
      contentDetails: () => ({
        relatedPlaylists: { likes: isMine ? 'LL' : '', uploads: uploadsOf(channel.id) },
      }),
      statistics: () => ({
        viewCount: String(views()),
        ...(!isSecret && { subscriberCount: String(subscribersOf(google, channel)) }),
        hiddenSubscriberCount: channel.hidesSubscribers,
        videoCount: String(shown.length),
      }),
      status: () => ({
        privacyStatus: 'public',
        isLinked: true,
        longUploadsStatus: 'allowed',
        madeForKids: false,
      }),
      brandingSettings: () => ({
        channel: { title: channel.title, description: channel.about, country: channel.country },
        image: {},
      }),
      topicDetails: () => undefined,
      localizations: () => undefined,
    }),
  };
}

type Subscription = Google['state']['subscriptions'][number];

function subscriptionsFor({ google, query, channel }: Call): Subscription[] {
  const all = google.state.subscriptions.toReversed();
  const by = filterOf(query, ['mine', 'channelId', 'id', 'mySubscribers', 'myRecentSubscribers']);
  if (by === 'id') {
    const ids = idsOf(query);
    return all.filter(({ id }) => ids.includes(id));
  }
  if (by === 'channelId' && query.get('channelId') !== channel?.id)
    throw refused(
      403,
      'youtube.subscription',
      'subscriptionForbidden',
      'The requester is not allowed to access the requested subscriptions.',
    );
  if (by === 'mine' || by === 'channelId')
    return all.filter(({ subscriber }) => subscriber.channelId === channel?.id);
  return all.filter(({ channelId }) => channelId === channel?.id);
}

function subscriptionResource({ google, parts }: Call, { id, subscriber, channelId, at }: Subscription) {
  const channel = google.state.channels.find((one) => one.id === channelId);
  return {
    kind: 'youtube#subscription',
    etag: id.slice(0, 22),
    id,
    ...picked(parts, {
      snippet: () => ({
        publishedAt: instant(at),
        title: channel?.title,
        description: channel?.about,
        resourceId: { kind: 'youtube#channel', channelId },
        channelId: subscriber.channelId,
        thumbnails: thumbnailsOf(`channel/${channelId}`, true),
      }),
      contentDetails: () => ({ totalItemCount: 0, newItemCount: 0, activityType: 'all' }),
      subscriberSnippet: () => subscriberSnippet(subscriber),
    }),
  };
}

const subscriberSnippet = ({ name, channelId }: Author) => ({
  title: name,
  description: '',
  channelId,
  thumbnails: thumbnailsOf(`channel/${channelId}`, true),
});
