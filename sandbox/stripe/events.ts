import { ofTomorrow } from '../common/reading.ts';
import { hmac, secondsOf } from '../common/sealing.ts';
import type { Manner } from '../courier.ts';
import type { World } from '../world.ts';
import { apiVersion, type Desk, idFor, nowFor, type State, type Thing, thingsOf } from './state.ts';

const minuteMs = 60_000;
const eventsKeptMax = 1000;

/** In test mode three attempts, over a few hours. */
export const mannerOf = (world: World, state: State): Manner => ({
  retryAfterMs: [5 * minuteMs, 120 * minuteMs],
  sign: (body, at, id) => {
    const url = world.post.parcels({ part: 'stripe' }).find((parcel) => parcel.message === id)?.url;
    const t = secondsOf(at);
    // Two endpoints at one address: each finds its own signature among both.
    const seals = thingsOf({ state }, 'webhook_endpoint')
      .filter((endpoint) => endpoint.url === url)
      .map((endpoint) => `v1=${hmac(state.value.secrets[endpoint.id]!, `${t}.${body}`, 'hex')}`);
    return { 'stripe-signature': [`t=${t}`, ...seals].join(',') };
  },
});

/** Something happened: it is kept for whoever asks, and told to the endpoints that want to hear of it. */
export function happened(
  desk: Desk,
  type: string,
  object: Thing,
  previous?: Readonly<Record<string, unknown>>,
): Thing {
  const { state, courier, cause, failure } = desk;
  const endpoints = thingsOf(desk, 'webhook_endpoint').filter(
    ({ status, enabled_events: wanted }) =>
      status === 'enabled' && (wanted.includes('*') || wanted.includes(type)),
  );
  const event: Thing = {
    id: idFor('evt'),
    object: 'event',
    api_version: apiVersion,
    created: nowFor(desk, object.customer),
    data: {
      object: structuredClone(failure === 'unknown-fields' ? { ...ofTomorrow, ...object } : object),
      ...(previous && { previous_attributes: structuredClone(previous) }),
    },
    livemode: false,
    pending_webhooks: endpoints.length,
    request: cause,
    type,
  };
  state.value.events.unshift(event);
  state.value.events.length = Math.min(state.value.events.length, eventsKeptMax);
  for (const { url } of endpoints)
    courier.send({
      url,
      about: type,
      body: JSON.stringify(failure === 'unknown-fields' ? { ...ofTomorrow, ...event } : event, null, 2),
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Stripe/1.0 (sandbox)' },
      failure,
    });
  return event;
}
