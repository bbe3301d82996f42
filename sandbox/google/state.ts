import { createHash, randomBytes } from 'node:crypto';
import type { Kept } from '../keep.ts';
import type { World } from '../world.ts';
import type { Business } from './business/state.ts';

/** Somebody's Google account. What they publish belongs to their channels. */
export interface Account {
  /** The first half of the address. */
  readonly key: string;
  readonly email: string;
  readonly name: string;
  /** The number that stays when the address changes. */
  readonly sub: string;
}

export interface Channel {
  /** `UC…` */
  readonly id: string;
  readonly owner: string;
  readonly title: string;
  readonly handle: string;
  readonly about: string;
  readonly country: string;
  readonly createdAt: string;
  readonly subscribersBase: number;
  readonly hidesSubscribers: boolean;
  /** Not the account's own: one of several it looks after. */
  readonly isBrand: boolean;
}

export type Privacy = 'public' | 'unlisted' | 'private';
export interface Video {
  readonly id: string;
  readonly channelId: string;
  title: string;
  description: string;
  tags: string[];
  categoryId: string;
  language: string | null;
  /** When it became public; the upload's time until then. */
  publishedAt: string;
  updatedAt: string;
  readonly durationSeconds: number;
  privacy: Privacy;
  /** Private until then. */
  publishAt: string | null;
  /** Somebody could see it once: what is hidden again keeps its figures. */
  wasOut: boolean;
  isMadeForKids: boolean;
  hasComments: boolean;
  /** Nobody but its owner is told how many like it. */
  hidesLikes: boolean;
  /** Of bytes that came over the wire. */
  readonly file: { readonly bytes: number; readonly sha256: string; readonly type: string } | null;
  readonly uploadedAt: string;
  /** What becomes of it once it was looked at. */
  readonly fate: 'processed' | 'failed' | 'rejected';
  captions: { id: string; language: string; name: string; kind: string; updatedAt: string }[];
}

export type Moderation = 'published' | 'heldForReview' | 'likelySpam' | 'rejected';
export interface Comment {
  /** A reply's begins with its thread's and a dot. */
  readonly id: string;
  readonly videoId: string;
  readonly parentId: string | null;
  readonly author: Author;
  text: string;
  likedBy: string[];
  readonly publishedAt: string;
  updatedAt: string;
  moderation: Moderation;
}
/** A channel of a business, or a person. */
export interface Author {
  readonly channelId: string;
  readonly name: string;
  /** The person's key, where it is one: a failure's name plays it. */
  readonly key: string;
}

export interface Consent {
  readonly clientId: string;
  readonly sub: string;
  /** The one that was chosen; null for an account that has none. */
  readonly channelId: string | null;
  readonly scopes: readonly string[];
}
export interface Code extends Consent {
  readonly redirectUri: string;
  readonly challenge: { readonly value: string; readonly method: string } | null;
  readonly nonce: string | null;
  /** Whether it also brings a token that lasts. */
  readonly isLasting: boolean;
  readonly madeAt: number;
  usedAt: number | null;
}
export interface RefreshToken extends Consent {
  readonly token: string;
  readonly madeAt: number;
  usedAt: number;
  /** Of an app that is being tested: it ends by itself. */
  readonly endsAt: number | null;
}
export interface AccessToken extends Consent {
  readonly token: string;
  readonly refreshToken: string | null;
  endsAt: number;
}

export interface Upload extends Consent {
  readonly id: string;
  readonly channelId: string;
  readonly draft: Draft;
  readonly type: string;
  readonly parts: string;
  readonly madeAt: number;
  bytesTotal: number | null;
  bytesReceived: number;
  videoId: string | null;
  readonly fate: Video['fate'];
}
/** What a video is to be called and who may see it. */
export type Draft = Pick<
  Video,
  | 'title'
  | 'description'
  | 'tags'
  | 'categoryId'
  | 'language'
  | 'privacy'
  | 'publishAt'
  | 'isMadeForKids'
  | 'hidesLikes'
>;

export interface HubSubscription {
  readonly callback: string;
  readonly topic: string;
  readonly channelId: string;
  readonly secret: string;
  readonly endsAt: number;
}

export interface State {
  accounts: Account[];
  channels: Channel[];
  videos: Video[];
  comments: Comment[];
  /** Who likes which video, by channel. */
  likes: Record<string, string[]>;
  subscriptions: { id: string; subscriber: Author; channelId: string; at: string }[];
  /** Authors whose comments a channel takes no more: `<channel> <author>`. */
  banned: string[];
  codes: Record<string, Code>;
  refreshTokens: RefreshToken[];
  accessTokens: AccessToken[];
  keys: { id: string; privateJwk: object; publicJwk: object }[];
  /** The project's switches at the console. */
  project: { isTesting: boolean; isUnaudited: boolean };
  spent: { day: string; general: number; search: number; insert: number };
  uploads: Upload[];
  hub: HubSubscription[];
  /** Videos that were told about when they became public. */
  announced: string[];
  /** Places and what people think of them, from when somebody first looks. */
  business?: Business;
}

/** Everything of this part: the world it stands in, and what it knows. */
export interface Google {
  readonly world: World;
  readonly kept: Kept<State>;
  readonly state: State;
  /** Where bytes are kept until a video is whole. */
  readonly folder: string;
  changed(): void;
}

export const clientId = 'sandbox.apps.googleusercontent.com';
export const clientSecret = 'sandbox-google-secret';

/** The same letters for the same words, always. */
export const wordOf = (words: string, length: number) =>
  createHash('sha512').update(words).digest('base64url').slice(0, length);
export const freshWord = (length: number) => randomBytes(length).toString('base64url').slice(0, length);

export const channelOf = ({ state }: Google, id: string | null) =>
  state.channels.find((channel) => channel.id === id);
export const videoOf = ({ state }: Google, id: string) => state.videos.find((video) => video.id === id);
export const commentOf = ({ state }: Google, id: string) =>
  state.comments.find((comment) => comment.id === id);
export const accountOf = ({ state }: Google, sub: string) =>
  state.accounts.find((account) => account.sub === sub)!;
export const channelsOf = ({ state }: Google, { sub }: Account) =>
  state.channels.filter(({ owner }) => owner === sub);
export const repliesOf = ({ state }: Google, { id }: Comment) =>
  state.comments.filter(({ parentId }) => parentId === id);

/** Whom something about this channel is about, as words a failure's name may be among. */
export function wordsOf(google: Google, channelId: string | null): string {
  const channel = channelOf(google, channelId);
  return channel ? `${accountOf(google, channel.owner).email} ${channel.handle.slice(1)}` : '';
}
