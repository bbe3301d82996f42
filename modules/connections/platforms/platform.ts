import type { CallKind, EventKind, Lane, Login, OfferBlock, PlatformName, Resource } from './contract.ts';
import type { Selling } from './selling.ts';

/**
 * One platform as connections sees it. Everything about tenants, tokens, limits and time is decided outside; behind
 * this is a thin client (providers/) and nothing else. Failures are `Trouble`s of the providers.
 */
export interface Platform {
  readonly name: PlatformName;
  readonly login: Login;
  /** What is asked for when an account is connected. */
  readonly scopes: readonly string[];
  /** Other doors that its accounts come by, and what is asked for there: to connect such an account again. */
  readonly otherLogins?: Readonly<Partial<Record<Login, readonly string[]>>>;
  readonly profile: (access: Access, signal: AbortSignal) => Promise<Profile>;
  readonly hooks: Subscribing;
  /** Undefined where nothing can be asked for. */
  readonly pull?: Partial<Record<Resource, Pull>>;
  readonly perform: (call: CallRequest, access: Access, signal: AbortSignal) => Promise<Performed>;
  /** After a lost answer: whether it was done. It never does anything. */
  readonly findOut: (call: CallRequest, access: Access, signal: AbortSignal) => Promise<Found>;
  /** Who somebody is that wrote to the account. Undefined where the platform cannot be asked. */
  readonly person?: (access: Access, personId: string, signal: AbortSignal) => Promise<Person>;
  /** A file somebody sent, by the address or the id it was told under. What is longer than `bytesMax` is refused. */
  readonly file?: (access: Access, wanted: WantedFile, signal: AbortSignal) => Promise<Uint8Array>;
  /** Messages it has approved, to be sent at any time. Undefined where there is no such thing. */
  readonly templates?: (access: Access, signal: AbortSignal) => Promise<readonly MessageTemplate[]>;
  /** What is sold there, and who bought what. Undefined where nothing is, or nothing can be looked up. */
  readonly selling?: Selling;
  readonly limits: Readonly<Partial<Record<Lane, { readonly hourly: number; readonly daily: number }>>>;
}

export interface MessageTemplate {
  readonly name: string;
  readonly language: string;
  readonly category: string;
  readonly body: string;
  /** How many places in it are to be filled. */
  readonly gapsCount: number;
}

/** A way in: consent page, code, tokens. One for all platforms that share it. */
export interface Door {
  readonly login: Login;
  readonly usesChallenge: boolean;
  /** Where somebody's browser is sent. */
  authorize(way: DoorWay): string;
  /** The single-use answer becomes what may be connected. Refused, or not at all: nothing is half done. */
  exchange(answer: DoorAnswer, signal: AbortSignal): Promise<readonly Candidate[]>;
  /** A new access token. The refresh token it answers, if any, takes the place of the old one. */
  refresh(held: Held, signal: AbortSignal): Promise<Tokens>;
  /** Takes the permission back, where that can be said. */
  revoke?(access: Access, signal: AbortSignal): Promise<void>;
  /**
   * Where an account's own pages send people here, before or after consent: from which one, if it really was that. What
   * is older than the platform lets it be is nobody's word.
   */
  readInstall?(query: string, now: Date): InstallStep | undefined;
}

export interface InstallStep {
  readonly shop: string;
  /** Whether there is a code in it: `exchange` opens it. */
  readonly isAnswer: boolean;
  readonly state: string | undefined;
}

export interface DoorWay {
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly challenge?: string | undefined;
  /** Where the door is the account's own: `linen-and-oak.myshopify.com`. */
  readonly shop?: string | undefined;
}

export interface DoorAnswer {
  /** As it came back, whole: some platforms sign it. */
  readonly query: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly verifier?: string | undefined;
  readonly shop?: string | undefined;
  /** When it came back: some platforms write into it when it was sent. */
  readonly now: Date;
}

export interface Tokens {
  readonly access: string;
  readonly refresh?: string | undefined;
  /** Undefined: it does not expire. */
  readonly accessExpiresAt?: Date | undefined;
  readonly refreshExpiresAt?: Date | undefined;
  /** What was really given; undefined where the platform does not say. */
  readonly scopes?: readonly string[] | undefined;
}

/** What a call needs of an account. */
export interface Access {
  readonly token: string;
  readonly platformAccountId: string;
  readonly appScopedId: string | undefined;
  readonly parentPlatformId: string | undefined;
  readonly login: Login;
  readonly details: Readonly<Record<string, unknown>>;
}
export interface Held extends Access {
  readonly refreshToken: string | undefined;
  /** Some tokens may be refreshed only once they have a certain age. */
  readonly issuedAt: Date;
  readonly now: Date;
}

/** An account somebody may connect, with the tokens that open it. */
export interface Candidate extends Profile {
  readonly platform: PlatformName;
  readonly tokens: Tokens;
  readonly lackingScopes: readonly string[];
  /** Why it is shown and cannot be connected as it is. */
  readonly blockedBy?: OfferBlock | undefined;
}

export interface Profile {
  readonly platformAccountId: string;
  readonly appScopedId?: string | undefined;
  readonly parentPlatformId?: string | undefined;
  readonly accountKind?: string | undefined;
  readonly username?: string | undefined;
  readonly displayName: string;
  readonly profileUrl?: string | undefined;
  readonly pictureUrl?: string | undefined;
  readonly biography?: string | undefined;
  readonly figures?: {
    readonly followers?: number | undefined;
    readonly following?: number | undefined;
    readonly posts?: number | undefined;
    readonly views?: number | undefined;
  };
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A customer, as far as they show themselves to the account. */
export interface Person {
  readonly name?: string | undefined;
  readonly username?: string | undefined;
  /** Expires. */
  readonly pictureUrl?: string | undefined;
  readonly profileUrl?: string | undefined;
}

export interface WantedFile {
  readonly source: string;
  readonly bytesMax: number;
}

export interface Subscribing {
  readonly fields: readonly string[];
  /** Sees to it that the platform tells of this account, and answers what it says it will tell. */
  subscribe(access: Access, callbackUrl: string, signal: AbortSignal): Promise<Subscribed>;
  subscribed(access: Access, signal: AbortSignal): Promise<Subscribed>;
  unsubscribe(access: Access, signal: AbortSignal): Promise<void>;
}
export interface Subscribed {
  readonly fields: readonly string[];
  readonly platformId?: string | undefined;
  /** A lease that must be taken anew before then. */
  readonly until?: Date | undefined;
}

/** How much of the platform's budget is used, by its own headers. */
export interface Usage {
  /** Of the account's share. */
  readonly percent?: number | undefined;
  /** Of our application's. */
  readonly appPercent?: number | undefined;
  readonly heldUntil?: Date | undefined;
}

export type Pull = (
  access: Access,
  from: PullFrom,
  signal: AbortSignal,
) => Promise<{
  readonly items: readonly Pulled[];
  /** Where to go on; undefined: there is no more. */
  readonly next: Readonly<Record<string, unknown>> | undefined;
  readonly callsCount: number;
  readonly usage?: Usage | undefined;
}>;
export interface PullFrom {
  readonly cursor: Readonly<Record<string, unknown>> | undefined;
  /** What is older is known already. */
  readonly since: Date | undefined;
  readonly now: Date;
}
/** Something found by asking: the very event that a webhook would have told, where it would have told one. */
export interface Pulled extends SingleEvent {
  readonly itemId: string;
}

/** One thing that happened, split from whatever it came in. */
export interface SingleEvent {
  readonly platform: PlatformName;
  readonly platformAccountId: string;
  /** The platform's own id for it: the same however often it is told. Undefined where it has none. */
  readonly eventId: string | undefined;
  readonly kind: EventKind;
  /** What must be handled in order: a person, a post. */
  readonly conversationKey: string;
  readonly personId?: string | undefined;
  /** By the platform's clock. */
  readonly at: Date | undefined;
  readonly payload: unknown;
}

/** What comes to one address of ours. Verified on the bytes, before anything is parsed. */
export interface Hook {
  /** The last word of its address: `/hooks/meta`. */
  readonly name: string;
  /** Undefined when it is genuine; else why not, for the log. */
  refuse(delivery: Delivery): string | undefined;
  /** Never throws, whatever the bytes are; what cannot be read is no event. */
  split(delivery: Delivery): readonly SingleEvent[];
  /** The platform asks whether this is our address: the exact text to answer, or undefined to refuse. */
  challenge?(query: URLSearchParams): string | undefined;
}
export interface Delivery {
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  readonly now: Date;
}

/** One thing to be done. `request` is the shape of its kind: see calls/contract.ts. */
export interface CallRequest {
  readonly id: string;
  readonly kind: CallKind;
  readonly request: Readonly<Record<string, unknown>>;
  /** When it was first attempted: what is looked for cannot be older. */
  readonly startedAt: Date | undefined;
  /** What other calls became there: the same words said before are not these. */
  readonly knownIds?: readonly string[] | undefined;
}
export interface Performed {
  /** What it became there. */
  readonly platformId: string | undefined;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly usage?: Usage | undefined;
}
export type Found =
  | { readonly outcome: 'done'; readonly platformId: string | undefined }
  | { readonly outcome: 'not_done' }
  /** The platform has no way to ask. */
  | { readonly outcome: 'cannot_tell' };
