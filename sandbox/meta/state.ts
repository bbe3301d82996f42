import type { Kept } from '../keep.ts';
import { digitsOf, type Person, telephoneOf } from '../people.ts';
import type { World } from '../world.ts';
import { businessId, firstDay } from './first-day.ts';

export type Platform = 'instagram' | 'messenger' | 'whatsapp';
/** How an account's news are wrapped: as is usual, all of them as changes, or changes without their wrapping. */
export const shapes = ['usual', 'changes', 'flat'] as const;
export type EntryShape = (typeof shapes)[number];

/** What customers write to: an Instagram professional account, a Facebook Page, a WhatsApp number. */
export interface Account {
  readonly id: string;
  readonly platform: Platform;
  /** `linen.and.oak`: the handle, by which it is played. */
  readonly key: string;
  readonly name: string;
  readonly about: string;
  /** The Page an Instagram account is linked to; without one it is reached by Instagram Login alone. */
  readonly pageId?: string;
  readonly wabaId?: string;
  readonly followers: number;
  shape: EntryShape;
  /** Another app answers here, and this one only listens. */
  standby: boolean;
  /** What it was subscribed to, by app. */
  subscribed: Record<string, string[]>;
  /** Calls in each hour of the last day, and what a test pretends was called besides. */
  calls: Record<string, number>;
}

export interface Subscription {
  readonly appId: string;
  readonly object: string;
  readonly callbackUrl: string;
  readonly verifyToken: string;
  fields: string[];
}

export interface Attachment {
  readonly type: string;
  readonly url?: string;
  readonly title?: string;
  /** Of WhatsApp, which gives ids for addresses. */
  readonly mediaId?: string;
}

export interface Message {
  readonly mid: string;
  readonly by: 'person' | 'business';
  readonly at: string;
  text?: string | undefined;
  readonly attachments: readonly Attachment[];
  readonly replyTo?: string | undefined;
  readonly story?: { readonly id: string; readonly url: string } | undefined;
  /** Whichever app sent it; none when it was written by hand on the platform. */
  readonly appId?: string | undefined;
  /** `template`, `unsupported`, `postback`: what is shown where there is no text. */
  readonly kind?: string | undefined;
  reactions: { person?: string; business?: string };
  deletedAt?: string;
  edits: number;
  state: 'sent' | 'delivered' | 'read' | 'failed';
}

export interface Thread {
  readonly id: string;
  readonly accountId: string;
  readonly person: string;
  messages: Message[];
  /** The last time the customer wrote, which opens the window. */
  openedAt: string | null;
  updatedAt: string;
  /** The customer blocked the business. */
  blocked: boolean;
  /** Since when they see that somebody is writing to them. */
  typingAt: string | null;
}

export interface Post {
  readonly id: string;
  readonly accountId: string;
  readonly type: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM';
  readonly product: 'FEED' | 'REELS' | 'STORY';
  readonly caption: string;
  readonly pictureUrl: string;
  readonly at: string;
  readonly shortcode: string;
  likes: number;
  commentsEnabled: boolean;
  readonly children: readonly string[];
  /** A part of an album: no post of its own. */
  readonly isChild: boolean;
  /** A customer's, in which the account was mentioned. */
  readonly byPerson?: string;
}

export interface Comment {
  readonly id: string;
  readonly postId: string;
  readonly parentId: string | null;
  /** A customer's key, or null for the business itself. */
  readonly person: string | null;
  text: string;
  readonly at: string;
  hidden: boolean;
  likes: number;
  /** By the Page under whose post it stands; one of its likes. */
  likedByPage?: boolean;
  privateReplyAt?: string;
}

export interface Container {
  readonly id: string;
  readonly accountId: string;
  readonly at: string;
  /** When it will be done, or failed. */
  readonly readyAt: string | null;
  readonly trouble: { readonly subcode: number; readonly text: string } | null;
  readonly draft: Omit<Post, 'id' | 'at' | 'shortcode' | 'likes'>;
  publishedAs: string | null;
  publishedAt: string | null;
}

export interface Token {
  readonly value: string;
  readonly appId: string;
  readonly kind: 'instagram' | 'user' | 'page' | 'system' | 'app';
  /** For a page or an Instagram account: which. */
  readonly accountId: string | null;
  /** What it may touch. */
  readonly assets: readonly string[];
  readonly scopes: readonly string[];
  /** What was asked for as well, and not given. */
  readonly declined: readonly string[];
  readonly isLong: boolean;
  readonly issuedAt: string;
  expiresAt: string | null;
  /** Why it is worth nothing any more. */
  ended: 'removed' | 'password' | 'expired' | null;
}

export interface Code {
  readonly appId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly declined: readonly string[];
  readonly assets: readonly string[];
  readonly issuedAt: string;
  usedAt: string | null;
}

export interface Template {
  readonly id: string;
  readonly wabaId: string;
  readonly name: string;
  readonly language: string;
  readonly category: string;
  status: string;
  readonly components: readonly Record<string, unknown>[];
}

/** A file given to WhatsApp, by us or by a customer. */
export interface Upload {
  readonly id: string;
  readonly phoneId: string;
  readonly mimeType: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly file: string;
  readonly at: string;
}

export interface Waba {
  readonly id: string;
  readonly name: string;
  readonly businessId: string;
}

export interface State {
  lastNumber: number;
  accounts: Record<string, Account>;
  wabas: Record<string, Waba>;
  subscriptions: Subscription[];
  tokens: Record<string, Token>;
  codes: Record<string, Code>;
  threads: Record<string, Thread>;
  posts: Record<string, Post>;
  comments: Record<string, Comment>;
  containers: Record<string, Container>;
  templates: Record<string, Template>;
  uploads: Record<string, Upload>;
  /** Calls by app and hour. */
  appCalls: Record<string, Record<string, number>>;
  /** What apps were allowed, as their makers asked Meta for it. */
  appSettings: Record<string, AppSettings>;
}

export interface AppSettings {
  humanAgent: boolean;
  /** Where an app hears that somebody removed it. */
  deauthorizeUrl: string;
}

/** Registered beforehand, as with any platform. */
export interface App {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly login: 'facebook' | 'instagram';
}
export const metaApp: App = {
  id: '1000000000000001',
  name: 'Stoa',
  secret: 'sandbox-meta-secret',
  login: 'facebook',
};
export const instagramApp: App = {
  id: '1000000000000002',
  name: 'Stoa for Instagram',
  secret: 'sandbox-instagram-secret',
  login: 'instagram',
};
export const apps: readonly App[] = [metaApp, instagramApp];

/** Whom all the businesses belong to. */
export const owner = { id: digitsOf('facebook-user:ada', 16), name: 'Ada' };
export const business = { id: businessId, name: 'Ada’s shops' };

export type Meta = Awaited<ReturnType<typeof openMeta>>;

/** Everything the part remembers, and how it is found. Knows nothing of HTTP. */
export async function openMeta(world: World) {
  const state: Kept<State> = await world.keep('meta', () => firstDay(world.now()));
  const all = () => state.value;
  const changed = () => {
    state.changed();
    world.journal.stirred('meta');
  };
  const number = () => {
    all().lastNumber += 1;
    return all().lastNumber;
  };
  return {
    world,
    all,
    changed,
    number,
    now: () => world.now(),
    nowText: () => world.now().toISOString(),
    /** Digits as Meta gives them. `owner` is who it belongs to: an account called big-ids has big ones. */
    newId: (kind: string, owner: string, count = 17) => digitsOf(`meta:${kind}:${owner}:${number()}`, count),
    account: (key: string): Account | undefined =>
      all().accounts[key] ?? Object.values(all().accounts).find((one) => one.key === key),
    accounts: (platform?: Platform): Account[] =>
      Object.values(all().accounts).filter((one) => platform === undefined || one.platform === platform),
    person: (key: string): Person | undefined => world.people.find(key),
    postsOf: (accountId: string): Post[] =>
      Object.values(all().posts)
        .filter((post) => post.accountId === accountId && !post.isChild && post.byPerson === undefined)
        .sort((a, b) => b.at.localeCompare(a.at)),
    commentsOf: (postId: string, parentId: string | null = null): Comment[] =>
      Object.values(all().comments)
        .filter((comment) => comment.postId === postId && comment.parentId === parentId)
        .sort((a, b) => b.at.localeCompare(a.at)),
    threadsOf: (accountId: string): Thread[] =>
      Object.values(all().threads)
        .filter((thread) => thread.accountId === accountId)
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)),
    settingsOf: (appId: string): AppSettings => {
      const settings = all().appSettings[appId] ?? { humanAgent: true, deauthorizeUrl: '' };
      all().appSettings[appId] = settings;
      return settings;
    },
    reset: () => state.reset(),
  };
}

const idLength = { instagram: 15, messenger: 16 } as const;

/** The id under which an account of this platform knows a customer: an IGSID, a PSID, a telephone number. */
export const personIdOn = (platform: Platform, key: string) =>
  platform === 'whatsapp' ? telephoneOf(key) : digitsOf(`${platform}:${key}`, idLength[platform]);

export const handleOf = (person: Person) => person.key.replace(/-/g, '.');

export function personBehind(meta: Meta, platform: Platform, id: string): Person | undefined {
  return meta.world.people.all().find(({ key }) => personIdOn(platform, key) === id);
}

/** What `/me` calls `id` under Instagram Login: another one for each app, and never what webhooks name. */
export const appScopedId = (account: Account, appId: string) =>
  digitsOf(`instagram-scoped:${appId}:${account.key}`, 17);

/** The conversation, made when there is none. */
export function threadWith(meta: Meta, account: Account, person: string): Thread {
  const key = `${account.id}:${person}`;
  const known = meta.all().threads[key];
  if (known) return known;
  const prefix = account.platform === 'instagram' ? 'aWdfZAG06' : 't_';
  const thread: Thread = {
    id: prefix + digitsOf(`thread:${key}`, 17),
    accountId: account.id,
    person,
    messages: [],
    openedAt: null,
    updatedAt: meta.nowText(),
    blocked: false,
    typingAt: null,
  };
  meta.all().threads[key] = thread;
  return thread;
}

const messagesKeptMax = 500;

export function addMessage(meta: Meta, thread: Thread, message: Message): Message {
  thread.messages.push(message);
  if (thread.messages.length > messagesKeptMax) thread.messages.shift();
  thread.updatedAt = message.at;
  if (message.by === 'person') thread.openedAt = message.at;
  else thread.typingAt = null;
  meta.changed();
  return message;
}

/** Of the form each platform gives its messages. */
export function newMessageId(meta: Meta, { platform, key }: Account): string {
  const digits = digitsOf(`message:${key}:${meta.number()}`, 19);
  const word = Buffer.from(digits).toString('base64url');
  return { instagram: `aWdfZAG1faXRlbToxOk${word}ZD`, messenger: `m_${word}`, whatsapp: `wamid.HBgL${word}` }[
    platform
  ];
}

/** Graph times have no colon in their zone. */
export const graphTime = (at: string) => `${at.slice(0, 19)}+0000`;
