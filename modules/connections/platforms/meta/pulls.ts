import { idText } from '../../../../providers/json.ts';
import type { PastMessage } from '../../../../providers/meta/conversations.ts';
import type { Answer, Page } from '../../../../providers/meta/graph.ts';
import type { Media } from '../../../../providers/meta/media.ts';
import type { Access, Pull, Pulled, SingleEvent } from '../platform.ts';
import { isSince, type Listed, pulled, pullList, pullUnder } from '../pulls.ts';
import { type MetaClient, senderOf } from './client.ts';
import { asTold } from './events.ts';
import { listPagePosts, listRawComments, type PagePost, type RawComment } from './reads.ts';
import { accountAt, isOwnId, type Talking as Platform } from './where.ts';

const postsPerPage = 50;
/** Comments under older posts are told by webhooks alone: asking for each post ever made would never end. */
const postsAskedMax = 25;
const conversationsPerPage = 50;
/** No more of a conversation can be read. */
const messagesReadMax = 20;

const listed = <T>(client: MetaClient, { data, usage }: Answer<Page<T>>): Listed<T> => ({
  items: data.items,
  after: data.after,
  ...client.usage(usage),
});

export const pullInstagramPosts = (client: MetaClient): Pull =>
  pullList(
    async (access, after, _from, signal) => {
      const { media } = client.instagram(access, signal);
      return listed(client, await media.list(access.platformAccountId, { after, limit: postsPerPage }));
    },
    (post: Media, access) => pulled(post.id, postEvent('instagram', access, post)),
  );

export const pullPagePosts = (client: MetaClient): Pull =>
  pullList(
    async (access, after, _from, signal) => {
      const wish = { after, limit: postsPerPage };
      return listed(
        client,
        await listPagePosts(client.graph(access, signal), access.platformAccountId, wish),
      );
    },
    (post: PagePost, access) => pulled(post.id, postEvent('messenger', access, post)),
  );

/** Comments and the answers to them, under the latest posts. */
export const pullComments = (client: MetaClient, platform: Platform): Pull =>
  pullUnder({
    owners: async (access, _after, _from, signal) => {
      if (platform === 'instagram') {
        const { media } = client.instagram(access, signal);
        const answer = await media.list(access.platformAccountId, { limit: postsAskedMax });
        const commented = answer.data.items.filter(({ commentsCount }) => commentsCount !== 0);
        return { items: commented.map(({ id }) => id), ...client.usage(answer.usage) };
      }
      const graph = client.graph(access, signal);
      const answer = await listPagePosts(graph, access.platformAccountId, { limit: postsAskedMax });
      return { items: answer.data.items.map(({ id }) => id), ...client.usage(answer.usage) };
    },
    under: async (access, postId, after, _from, signal) => {
      const answer = await listRawComments(client.graph(access, signal), platform, postId, { after });
      const { items, ...rest } = listed(client, answer);
      return { ...rest, items: items.flatMap((raw) => commentEvents(platform, access, postId, raw)) };
    },
  });

/** Conversations that were touched since, and what was said in them last. */
export const pullMessages = (client: MetaClient, platform: Platform): Pull =>
  pullUnder({
    owners: async (access, after, { since }, signal) => {
      const { conversations } = accountAt({ client, platform, access, signal });
      const answer = await conversations.list(senderOf(access), { after, limit: conversationsPerPage });
      const all = listed(client, answer);
      const items = all.items.filter(({ updatedAt }) => isSince(updatedAt, since)).map(({ id }) => id);
      return { ...all, items, after: items.length < all.items.length ? undefined : all.after };
    },
    under: async (access, conversationId, _after, _from, signal) => {
      const { conversations } = accountAt({ client, platform, access, signal });
      const answer = await conversations.listMessages(conversationId, { limit: messagesReadMax });
      const { items, usage } = listed(client, answer);
      return { usage, items: items.flatMap((message) => messageEvents(platform, access, message)) };
    },
  });

/** The account's own figures of the last day, then those of its latest posts. */
export const pullInstagramMetrics = (client: MetaClient): Pull =>
  pullUnder({
    owners: async (access, _after, _from, signal) => {
      const { media } = client.instagram(access, signal);
      const answer = await media.list(access.platformAccountId, { limit: postsAskedMax });
      const items = [ofAccount, ...answer.data.items.map(({ id, product }) => `${product ?? ''}/${id}`)];
      return { items, ...client.usage(answer.usage) };
    },
    under: async (access, owner, _after, { now }, signal) => {
      const { insights } = client.instagram(access, signal);
      if (owner === ofAccount) {
        const since = new Date(now.getTime() - dayMs);
        const wish = { metrics: accountMetrics, period: 'day', metricType: 'total_value', since, until: now };
        const answer = await insights.ofAccount(access.platformAccountId, wish as never);
        return { items: [metricsEvent(access, 'account', answer.data, now)], ...client.usage(answer.usage) };
      }
      const [product, id] = owner.split('/') as [string, string];
      const metrics = [...postMetrics, ...(product === 'REELS' ? reelMetrics : [])];
      const answer = await insights.ofMedia(id, { metrics });
      return { items: [metricsEvent(access, id, answer.data, now)], ...client.usage(answer.usage) };
    },
  });

const dayMs = 86_400_000;
const ofAccount = 'account';
const accountMetrics = ['reach', 'views', 'accounts_engaged', 'total_interactions', 'profile_views'];
const postMetrics = ['views', 'reach', 'likes', 'comments', 'saved', 'shares', 'total_interactions'];
const reelMetrics = ['ig_reels_avg_watch_time', 'ig_reels_video_view_total_time'];

function metricsEvent(access: Access, itemId: string, metrics: unknown, now: Date): Pulled {
  return pulled(itemId, {
    platform: 'instagram',
    platformAccountId: access.platformAccountId,
    eventId: undefined,
    kind: 'metrics',
    conversationKey: itemId === ofAccount ? 'account' : `media/${itemId}`,
    at: now,
    payload: { of: itemId, metrics },
  });
}

/** No webhook of Instagram tells of a post; those of a Page do, under an id made of the same parts. */
const postEvent = (platform: Platform, access: Access, post: Media | PagePost): SingleEvent => ({
  platform,
  platformAccountId: access.platformAccountId,
  eventId: platform === 'messenger' ? `feed/${post.id}/add` : undefined,
  kind: 'feed',
  conversationKey: platform === 'messenger' ? `post/${post.id}` : `media/${post.id}`,
  at: post.at,
  payload: post,
});

function commentEvents(platform: Platform, access: Access, postId: string, raw: RawComment): Pulled[] {
  const id = idText(raw.id);
  if (id === undefined) return [];
  const told =
    platform === 'instagram'
      ? { field: 'comments', value: { media: { id: postId }, ...raw } }
      : { field: 'feed', value: pageComment(postId, id, raw) };
  return asTold(platform, access.platformAccountId, told).map((event) => pulled(id, event));
}

function pageComment(postId: string, id: string, { parent, ...raw }: RawComment) {
  const parentId = idText((parent as { id?: unknown } | undefined)?.id) ?? postId;
  return { ...raw, item: 'comment', verb: 'add', comment_id: id, post_id: postId, parent_id: parentId };
}

function messageEvents(platform: Platform, access: Access, message: PastMessage): Pulled[] {
  const isOwn = isOwnId(message.fromId, access);
  const personId = isOwn ? message.toIds[0] : message.fromId;
  // The oldest are named and no more: nobody can say who wrote them.
  if (personId === undefined) return [];
  const [person, own] = [{ id: personId }, { id: access.platformAccountId }];
  const item = {
    sender: isOwn ? own : person,
    recipient: isOwn ? person : own,
    timestamp: message.at?.getTime(),
    message: {
      mid: message.id,
      ...(message.text !== undefined && { text: message.text }),
      ...(message.attachmentUrls.length > 0 && { attachments: message.attachmentUrls.map(attachmentOf) }),
      ...(isOwn && { is_echo: true }),
    },
  };
  return asTold(platform, access.platformAccountId, { item }).map((event) => pulled(message.id, event));
}

/** What a past message holds is told by its address alone. */
function attachmentOf(url: string) {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const [, type = 'file'] = types.find(([shape]) => shape.test(path)) ?? [];
  return { type, payload: { url } };
}
const types: readonly (readonly [RegExp, string])[] = [
  [/\.(jpe?g|png|gif|webp|heic)$/i, 'image'],
  [/\.(mp4|mov|webm)$/i, 'video'],
  [/\.(mp3|m4a|aac|ogg|wav)$/i, 'audio'],
];
