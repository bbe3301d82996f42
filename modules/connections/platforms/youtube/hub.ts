import { createHmac, timingSafeEqual } from 'node:crypto';
import { splitYouTubeFeed } from '../../../../providers/youtube/feed.ts';
import { readHubQuestion, verifyYouTube } from '../../../../providers/youtube/hub.ts';
import type { GoogleClient } from '../google/client.ts';
import type { Hook, SingleEvent, Subscribing } from '../platform.ts';

type Keys = readonly [string, ...string[]];

/**
 * A hub signs each channel's news with a secret of that subscription, and the channel is named inside of what is
 * signed: so the address says it as well, and shows that we made it.
 */
export function youtubeHook(keys: Keys): Hook {
  return {
    name: 'youtube',

    refuse({ raw, headers, query }) {
      const channelId = ownChannelIn(query, keys);
      if (channelId === undefined) return 'address_not_ours';
      const verdict = verifyYouTube(
        raw,
        headers,
        keys.map((key) => sealOf(key, 'secret', channelId)),
      );
      return verdict.ok ? undefined : verdict.flaw;
    },

    split: ({ raw, query }) => {
      const channelId = query.get('channel') ?? undefined;
      // A feed is of one channel: what it says of another is not that channel's word.
      return splitYouTubeFeed(raw.toString('utf8')).flatMap((event) =>
        channelId === undefined || (event.accountId ?? channelId) !== channelId
          ? []
          : [eventOf(event, channelId)],
      );
    },

    challenge(query) {
      const question = readHubQuestion(query);
      const isOurs = question !== undefined && question.channelId === ownChannelIn(query, keys);
      return isOurs ? question.challenge : undefined;
    },
  };
}

export const hubFields = ['video'] as const;
const leaseMs = 5 * 86_400_000;

/** It ends by itself after some days, and cannot be asked whether it holds: it is taken anew before then. */
export function subscribingToFeed(client: GoogleClient, keys: Keys): Subscribing {
  const subscriptionOf = (channelId: string, callbackUrl: string) => {
    const url = new URL(callbackUrl);
    url.searchParams.set('channel', channelId);
    url.searchParams.set('token', sealOf(keys[0], 'address', channelId));
    return { channelId, callbackUrl: url.href, secret: sealOf(keys[0], 'secret', channelId) };
  };
  return {
    fields: hubFields,
    async subscribe({ platformAccountId }, callbackUrl, signal) {
      const subscription = subscriptionOf(platformAccountId, callbackUrl);
      await client.hub(signal).subscribe({ ...subscription, leaseSeconds: leaseMs / 1_000 });
      return { fields: hubFields, until: new Date(client.now().getTime() + leaseMs) };
    },
    subscribed: async () => ({ fields: hubFields }),
    // The hub names a subscription by its address, which nobody here remembers: it ends with its lease.
    async unsubscribe() {},
  };
}

function eventOf(
  { kind, at, conversationKey, payload }: ReturnType<typeof splitYouTubeFeed>[number],
  platformAccountId: string,
): SingleEvent {
  const { videoId } = payload;
  return {
    platform: 'youtube',
    platformAccountId,
    // The hub has no ids: a video and the time of its change are told again as they were.
    eventId: at && `${kind}/${videoId}/${at.getTime()}`,
    kind: 'video',
    conversationKey: `video/${conversationKey ?? videoId}`,
    at,
    payload: kind === 'video_deleted' ? { ...payload, is_deleted: true } : payload,
  };
}

const sealOf = (key: string, what: 'address' | 'secret', channelId: string) =>
  createHmac('sha256', key).update(`${what} ${channelId}`).digest('base64url');

/** The channel that the address names, when we made that address. */
function ownChannelIn(query: URLSearchParams, keys: Keys): string | undefined {
  const [channelId, token] = [query.get('channel'), query.get('token')];
  if (!channelId || !token) return undefined;
  const isOurs = keys.some((key) => {
    const [right, given] = [Buffer.from(sealOf(key, 'address', channelId)), Buffer.from(token)];
    return right.length === given.length && timingSafeEqual(right, given);
  });
  return isOurs ? channelId : undefined;
}
