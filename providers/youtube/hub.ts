import { createHmac } from 'node:crypto';
import { exchange, isGood, type Outside, troubleByStatus } from '../answer.ts';
import { type DeliveryHeaders, flawed, genuine, headerOf, sameBytes, type Verdict } from '../delivery.ts';
import { provider } from './ask.ts';

export interface FeedSubscription {
  readonly channelId: string;
  readonly callbackUrl: string;
  /** What the hub signs with; of this subscription alone. */
  readonly secret: string;
  /** The hub may grant less: it says how much when it asks back. */
  readonly leaseSeconds?: number;
}

const leaseSecondsUsual = 5 * 86_400;

export const feedTopicOf = (channelId: string) =>
  `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${encodeURIComponent(channelId)}`;

/** The hub takes the wish and asks the callback whether it was ours: only then it holds. */
export const openYouTubeHub = (outside: Outside) => ({
  subscribe: (subscription: FeedSubscription) => wish(outside, 'subscribe', subscription),
  unsubscribe: (subscription: FeedSubscription) => wish(outside, 'unsubscribe', subscription),
});

async function wish(outside: Outside, mode: 'subscribe' | 'unsubscribe', subscription: FeedSubscription) {
  const { channelId, callbackUrl, secret, leaseSeconds = leaseSecondsUsual } = subscription;
  const asked = await exchange(provider, outside, {
    method: 'POST',
    url: 'https://pubsubhubbub.appspot.com/subscribe',
    name: `POST /subscribe (${mode})`,
    form: {
      'hub.mode': mode,
      'hub.topic': feedTopicOf(channelId),
      'hub.callback': callbackUrl,
      'hub.verify': 'async',
      'hub.secret': secret,
      'hub.lease_seconds': String(leaseSeconds),
    },
    isRepeatable: true,
  });
  if (!isGood(asked.reply)) throw troubleByStatus(asked, { words: asked.reply.text });
}

export interface HubQuestion {
  readonly mode: 'subscribe' | 'unsubscribe';
  readonly channelId: string;
  /** To be answered as it is, with 200; with 404 when it was not our wish. */
  readonly challenge: string;
  readonly leaseSeconds?: number;
}

/** What the hub asks the callback, or undefined for what is no such question. */
export function readHubQuestion(query: URLSearchParams): HubQuestion | undefined {
  const mode = query.get('hub.mode');
  const challenge = query.get('hub.challenge');
  const channelId = channelIdIn(query.get('hub.topic'));
  const lease = query.get('hub.lease_seconds') ?? '';
  if ((mode !== 'subscribe' && mode !== 'unsubscribe') || !challenge || channelId === undefined)
    return undefined;
  return { mode, channelId, challenge, ...(/^\d{1,9}$/.test(lease) && { leaseSeconds: Number(lease) }) };
}

function channelIdIn(topic: string | null): string | undefined {
  const url = topic !== null && URL.canParse(topic) ? new URL(topic) : undefined;
  const isFeed = url?.host === 'www.youtube.com' && /^\/(xml\/)?feeds\/videos\.xml$/.test(url.pathname);
  return (isFeed && url.searchParams.get('channel_id')) || undefined;
}

/** `X-Hub-Signature: sha1=<hex>` over the bytes. There is no time in it: an old delivery is known by its contents. */
export function verifyYouTube(
  raw: Uint8Array,
  headers: DeliveryHeaders,
  secrets: readonly string[],
): Verdict {
  const signature = headerOf(headers, 'x-hub-signature');
  if (signature === undefined) return flawed('header_missing');
  const hex = /^sha1=([0-9a-f]{40})$/i.exec(signature)?.[1];
  if (hex === undefined) return flawed('header_malformed');
  const given = Buffer.from(hex, 'hex');
  const isOurs = (secret: string) => sameBytes(given, createHmac('sha1', secret).update(raw).digest());
  return secrets.some(isOurs) ? genuine : flawed('signature_wrong');
}
