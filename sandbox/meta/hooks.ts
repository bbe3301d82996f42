import { createHmac } from 'node:crypto';
import type { Courier } from '../courier.ts';
import { failureOfTelling } from '../wire-faults.ts';
import {
  type Account,
  type App,
  apps,
  instagramApp,
  type Meta,
  metaApp,
  type Subscription,
} from './state.ts';

/** Something Meta has to tell about an account. Exactly one of `item` and `value`. */
export interface News {
  readonly account: Account;
  /** What one subscribes to: `messages`, `comments`. */
  readonly field: string;
  /** One of `messaging[]`. */
  readonly item?: object;
  /** The value of a change. */
  readonly value?: object;
  /** Whom it is about, so that a name that is a failure's plays it. */
  readonly person?: string | undefined;
  readonly about: string;
  readonly failure?: string | undefined;
}

export interface Hooks {
  tell(news: News): void;
  /** As the button in the app's dashboard: from an account 0, in a form that nothing else has. */
  test(app: App, object: string, field: string): number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** At once, then less and less often, for 36 hours. */
const retryAfterMs = [
  0,
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  hourMs,
  2 * hourMs,
  4 * hourMs,
  8 * hourMs,
  20 * hourMs,
];
const userAgents: Readonly<Record<string, string>> = {
  instagram: 'Webhooks/1.0 (https://fb.me/webhooks)',
  page: 'facebookexternalua',
  whatsapp_business_account: 'facebookplatform/1.0 (+http://developers.facebook.com)',
};

/** Each app has a sender of its own, since each signs with its own secret. */
export function openHooks(meta: Meta): Hooks {
  const couriers = new Map<App, Courier>(
    apps.map((app) => [
      app,
      meta.world.post.courier(app === metaApp ? 'meta' : 'instagram', {
        sign: (body) => ({ 'x-hub-signature-256': `sha256=${signatureOf(app, body)}` }),
        retryAfterMs,
        batch: merged,
      }),
    ]),
  );
  const send = (app: App, object: string, entry: object, about: string, failure?: string) => {
    const to = meta.all().subscriptions.find((one) => one.appId === app.id && one.object === object);
    if (!to) return;
    couriers.get(app)!.send({
      url: to.callbackUrl,
      body: asciiJson({ object, entry: [entry] }),
      headers: { 'user-agent': userAgents[object]! },
      about,
      failure,
    });
  };
  return {
    tell(news) {
      const { account, person = '', about } = news;
      const object = objectOf(account);
      const failure = news.failure ?? failureOfTelling(meta.world, 'meta', `${account.key} ${person}`);
      for (const app of apps) {
        if (!isListening(meta, app, news)) continue;
        send(app, object, entryOf(meta, news, failure === 'unknown-fields'), about, failure);
      }
    },
    test(app, object, field) {
      const entry = testEntry(meta, object, field);
      const listening = meta
        .all()
        .subscriptions.filter((one) => one.appId === app.id && one.object === object);
      send(app, object, entry, `test of ${field}`);
      return listening.length;
    },
  };
}

export const signatureOf = (app: App, body: string) =>
  createHmac('sha256', app.secret).update(body).digest('hex');

/** As Meta writes it: nothing beyond ASCII, and every slash escaped. What is signed is this. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');

export const objectOf = ({ platform }: Pick<Account, 'platform'>) =>
  ({ instagram: 'instagram', messenger: 'page', whatsapp: 'whatsapp_business_account' })[platform];

/** Whether the app asked for this field, and for this account. */
function isListening(meta: Meta, app: App, { account, field, item }: News): boolean {
  const wanted = item && account.standby ? 'standby' : field;
  const subscription = meta
    .all()
    .subscriptions.find((one) => one.appId === app.id && one.object === objectOf(account));
  if (!subscription?.fields.includes(wanted)) return false;
  if (account.platform === 'whatsapp') return (account.subscribed[app.id] ?? []).length > 0;
  // By Facebook Login, an Instagram account is heard through its Page, which is subscribed for it.
  const heard = account.platform === 'instagram' && app === metaApp ? pageOf(meta, account) : account;
  const fields = heard?.subscribed[app.id] ?? [];
  return heard === account ? fields.includes(wanted) : fields.length > 0;
}

export const pageOf = (meta: Meta, { pageId }: Account) =>
  pageId === undefined ? undefined : meta.all().accounts[pageId];

function entryOf(meta: Meta, news: News, isStrange: boolean): object {
  const { account, field } = news;
  const id = account.wabaId ?? account.id;
  const nowMs = meta.now().getTime();
  const seconds = Math.floor(nowMs / 1_000);
  const payload = isStrange ? withStrangers(news.item ?? news.value!) : (news.item ?? news.value!);
  const strange = isStrange ? { field_of_tomorrow: { kind: 'NOT_DESCRIBED' } } : {};
  const shape = account.platform === 'instagram' ? account.shape : 'usual';
  if (news.item && shape !== 'changes')
    return { ...strange, id, time: nowMs, [account.standby ? 'standby' : 'messaging']: [payload] };
  if (shape === 'flat') return { ...strange, id, time: seconds, field, value: payload };
  return { ...strange, id, time: seconds, changes: [{ value: payload, field }] };
}

/** Fields nobody has described, in the event and in each object of it. */
function withStrangers(value: unknown): object {
  const inside = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(inside);
    if (typeof one !== 'object' || one === null) return one;
    const fields = Object.entries(one).map(([name, field]) => [name, inside(field)]);
    return { field_of_tomorrow: ['NOT_DESCRIBED', 1, null], ...Object.fromEntries(fields) };
  };
  return inside(value) as object;
}

interface Envelope {
  object: string;
  entry: (Record<string, unknown> & { id: string })[];
}

/** Several into one: what belongs to one account becomes one entry, as far as it has the same form. */
export function merged(bodies: readonly string[]): string {
  const envelopes = bodies.map((body) => JSON.parse(body) as Envelope);
  const entries: Envelope['entry'] = [];
  for (const entry of envelopes.flatMap((envelope) => envelope.entry)) {
    const list = ['messaging', 'standby', 'changes'].find((name) => Array.isArray(entry[name]));
    const same = entries.find((one) => list !== undefined && one.id === entry.id && Array.isArray(one[list]));
    if (same && list) {
      (same[list] as unknown[]).push(...(entry[list] as unknown[]));
      same.time = entry.time;
    } else entries.push(entry);
  }
  return asciiJson({ object: envelopes[0]!.object, entry: entries });
}

function testEntry(meta: Meta, object: string, field: string): object {
  const time = Math.floor(meta.now().getTime() / 1_000);
  const sample = { id: '0', text: 'This is an example.', from: { id: '232323232', username: 'test' } };
  const values: Record<string, object> = {
    messages: {
      sender: { id: '12334' },
      recipient: { id: '23245' },
      timestamp: '1527459824',
      message: { mid: 'test_message_id', text: 'test_message' },
    },
    comments: { ...sample, media: { id: '123123123', media_product_type: 'FEED' } },
    feed: { item: 'status', verb: 'add', post_id: '44444444_444444444', created_time: String(time) },
  };
  const number = { display_phone_number: '16505551111', phone_number_id: '123456123' };
  const whatsapp = { messaging_product: 'whatsapp', metadata: number, contacts: [], messages: [] };
  const value = object === 'whatsapp_business_account' ? whatsapp : (values[field] ?? sample);
  return { id: '0', time, changes: [{ field, value }] };
}

/** Asks the address whether it wants to be called, as is done before every subscription. */
export async function handshake(
  meta: Meta,
  { callbackUrl, verifyToken }: Pick<Subscription, 'callbackUrl' | 'verifyToken'>,
  challenge: string,
): Promise<string | undefined> {
  const url = new URL(callbackUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', verifyToken);
  const startedAt = performance.now();
  const outcome = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).then(
    async (answer) => ({ status: answer.status, body: (await answer.text()).slice(0, 1_000) }),
    (error) => ({ status: undefined, body: String((error as Error).cause ?? error) }),
  );
  const isGood = outcome.status === 200 && outcome.body === challenge;
  meta.world.journal.add({
    part: 'meta',
    direction: 'out',
    what: `GET ${callbackUrl}`,
    outcome: String(outcome.status ?? 'no answer'),
    good: isGood,
    ms: Math.round(performance.now() - startedAt),
    notes: ['handshake'],
    answered: { headers: {}, body: outcome.body },
  });
  if (isGood) return undefined;
  return outcome.status === 200
    ? 'The challenge did not come back as it was sent.'
    : `HTTP Status Code = ${outcome.status ?? 'none'}; ${outcome.body.slice(0, 100)}`;
}

/** What an app may ask to hear, by object. */
export const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  instagram: [
    'comments',
    'live_comments',
    'mentions',
    'messages',
    'message_edit',
    'message_reactions',
    'messaging_handover',
    'messaging_optins',
    'messaging_postbacks',
    'messaging_referral',
    'messaging_seen',
    'standby',
    'story_insights',
    'story_reactions',
    'share_to_story',
    'follow',
    'delta',
    'comment_poll_response',
    'story_poll_response',
  ],
  page: [
    'feed',
    'mention',
    'message_deliveries',
    'message_echoes',
    'message_edits',
    'message_reactions',
    'message_reads',
    'messages',
    'messaging_handovers',
    'messaging_optins',
    'messaging_postbacks',
    'messaging_referrals',
    'standby',
  ],
  whatsapp_business_account: [
    'account_alerts',
    'account_review_update',
    'account_update',
    'business_capability_update',
    'message_template_quality_update',
    'message_template_status_update',
    'messages',
    'phone_number_name_update',
    'phone_number_quality_update',
    'security',
    'template_category_update',
  ],
};

export const appOf = (id: string): App => apps.find((app) => app.id === id) ?? instagramApp;
