import { createHmac, randomBytes } from 'node:crypto';
import { isOwnAddress } from '../common/returning.ts';
import type { Courier } from '../courier.ts';
import type { Answer, Request } from '../http.ts';
import { failureOfTelling } from '../wire-faults.ts';
import type { World } from '../world.ts';
import { atomFeed, goneFeed } from './atom.ts';
import { type Channel, channelOf, type Google, type HubSubscription, type Video, wordsOf } from './state.ts';

const minuteMs = 60_000;
const leaseSecondsUsual = 5 * 86_400;
const leaseSecondsMax = 10 * 86_400;
const secretBytesMax = 200;
const verifyTimeoutMs = 10_000;
const topicPattern = /^https?:\/\/www\.youtube\.com\/(?:xml\/)?feeds\/videos\.xml\?channel_id=(UC[\w-]{22})$/;
const couriers = new WeakMap<World, Courier>();

/** Signed once over its bytes, since the secret is the subscription's; the same bytes go at every attempt. */
export function openHub(world: World): void {
  const courier = world.post.courier('google', {
    sign: () => ({}),
    retryAfterMs: [1, 5, 15, 60, 240, 720].map((minutes) => minutes * minuteMs),
    isFinal: (status) => status === 410,
  });
  couriers.set(world, courier);
}

/** `hub.callback`, `hub.mode`, `hub.topic`; `hub.verify=sync` is answered once the callback has agreed. */
export async function subscribe(google: Google, request: Request, failure?: string): Promise<Answer> {
  const fields = await request.fields();
  const wish = wishOf(google, request, fields);
  if (typeof wish === 'string') return said(400, wish);
  if (failure === 'hub-silent') return { status: 202 };
  const verification = verify(google, wish);
  if (fields['hub.verify'] !== 'sync') return { status: 202 };
  return (await verification) ? { status: 204 } : said(409, 'Subscriber rejected the verification request.');
}

interface Wish {
  readonly mode: string;
  readonly callback: string;
  readonly topic: string;
  readonly channelId: string;
  readonly secret: string;
  readonly leaseSeconds: number;
  readonly verifyToken: string | undefined;
}

function wishOf(google: Google, request: Request, fields: Record<string, string>): Wish | string {
  if (!(request.headers['content-type'] ?? '').includes('application/x-www-form-urlencoded'))
    return 'The request has to be of the type application/x-www-form-urlencoded.';
  const { 'hub.mode': mode = '', 'hub.callback': callback = '', 'hub.topic': topic = '' } = fields;
  if (!['subscribe', 'unsubscribe'].includes(mode)) return `Invalid value for hub.mode: ${mode}`;
  if (!isOwnAddress(callback) || new URL(callback).hash)
    return `Invalid parameter: hub.callback; must be valid URI with no fragment and optional port: ${callback}`;
  const [, channelId] = topicPattern.exec(topic) ?? [];
  if (channelId === undefined || !channelOf(google, channelId))
    return `Invalid value for hub.topic: ${topic}`;
  const secret = fields['hub.secret'] ?? '';
  if (Buffer.byteLength(secret) > secretBytesMax) return 'Invalid parameter: hub.secret; it is too long.';
  const asked = Number(fields['hub.lease_seconds'] || leaseSecondsUsual);
  if (!Number.isInteger(asked) || asked <= 0) return 'Invalid value for hub.lease_seconds.';
  const leaseSeconds = Math.min(asked, leaseSecondsMax);
  return { mode, callback, topic, channelId, secret, leaseSeconds, verifyToken: fields['hub.verify_token'] };
}

/** Asks the callback whether it really wants this: only who answers the challenge is believed. */
async function verify(google: Google, wish: Wish): Promise<boolean> {
  const challenge = randomBytes(20).toString('hex');
  const url = new URL(wish.callback);
  const facts = {
    'hub.mode': wish.mode,
    'hub.topic': wish.topic,
    'hub.challenge': challenge,
    ...(wish.mode === 'subscribe' && { 'hub.lease_seconds': String(wish.leaseSeconds) }),
    ...(wish.verifyToken !== undefined && { 'hub.verify_token': wish.verifyToken }),
  };
  for (const [name, value] of Object.entries(facts)) url.searchParams.set(name, value);
  const answer = await heard(google, url.href);
  if (answer.status < 200 || answer.status >= 300 || answer.body !== challenge) return false;
  const { state, world } = google;
  state.hub = state.hub.filter(({ callback, topic }) => callback !== wish.callback || topic !== wish.topic);
  const { callback, topic, channelId, secret, leaseSeconds } = wish;
  const endsAt = world.now().getTime() + leaseSeconds * 1_000;
  if (wish.mode === 'subscribe') state.hub.push({ callback, topic, channelId, secret, endsAt });
  google.changed();
  return true;
}

async function heard({ world }: Google, url: string): Promise<{ status: number; body: string }> {
  const startedAt = performance.now();
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(verifyTimeoutMs) }).then(
    async (response) => ({ status: response.status, body: await response.text() }),
    (error) => ({ status: 0, body: String(error.cause ?? error) }),
  );
  world.journal.add({
    part: 'google',
    direction: 'out',
    what: `GET ${url}`,
    outcome: answer.status === 0 ? 'no answer' : String(answer.status),
    good: answer.status >= 200 && answer.status < 300,
    ms: Math.round(performance.now() - startedAt),
    notes: ['the hub asks whether it is meant'],
    asked: { headers: {}, body: '' },
    answered: { headers: {}, body: answer.body.slice(0, 1_000) },
  });
  return answer;
}

/** Whoever subscribed to the channel is told, once each. */
export function tell(google: Google, video: Video, request?: Request): void {
  const channel = channelOf(google, video.channelId)!;
  const about = `“${video.title}” on ${channel.title}`;
  send(google, { channel, about, request }, (failure) =>
    atomFeed(google, channel, [video], { isStrange: failure === 'unknown-fields' }),
  );
}

export function tellGone(google: Google, video: Video, request?: Request): void {
  const channel = channelOf(google, video.channelId)!;
  const about = `“${video.title}” is gone`;
  send(google, { channel, about, request }, () => goneFeed(google, channel, video));
}

export const liveSubscriptions = ({ state, world }: Google): HubSubscription[] =>
  state.hub.filter(({ endsAt }) => endsAt > world.now().getTime());

interface News {
  readonly channel: Channel;
  readonly about: string;
  readonly request: Request | undefined;
}

function send(google: Google, { channel, about, request }: News, make: (failure?: string) => string): void {
  const failure = failureOfTelling(google.world, 'google', wordsOf(google, channel.id), request);
  const body = make(failure);
  const hub = '<https://pubsubhubbub.appspot.com/>; rel="hub"';
  for (const { callback, channelId, topic, secret } of liveSubscriptions(google)) {
    if (channelId !== channel.id) continue;
    couriers.get(google.world)!.send({
      url: callback,
      body,
      about,
      failure,
      headers: {
        'content-type': 'application/atom+xml',
        link: `<${topic}>; rel="self", ${hub}`,
        ...(secret !== '' && {
          'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
        }),
      },
    });
  }
}

const said = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});
