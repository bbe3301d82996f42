import type { MetaPlatform } from './candidates.ts';

/** What happened, on any platform of this provider. */
export type MetaEventKind =
  | 'message'
  /** What the business itself wrote, from here or elsewhere. */
  | 'echo'
  | 'edit'
  | 'unsend'
  | 'reaction'
  | 'seen'
  | 'delivered'
  /** A button, an icebreaker or a menu was tapped. */
  | 'postback'
  | 'referral'
  | 'optin'
  /** The thread went from one app to another, or somebody asked for it. */
  | 'handover'
  | 'comment'
  | 'mention'
  | 'live_comment'
  | 'story_insights'
  /** What became of a message we sent by WhatsApp. */
  | 'status'
  | 'template_status'
  /** Of the account itself: reviews, limits, quality. */
  | 'account_update'
  /** A WhatsApp contact has another number now. */
  | 'contact_update'
  /** A post of a Page, or what happened to one. Comments there are `comment`. */
  | 'feed'
  | 'unknown';

/**
 * One event of a delivery.
 *
 * `eventId` is the same each time the platform tells the same thing, and different for everything else of the account.
 * It is made of the platform's own ids:
 *
 * - message and echo `<mid>`, edit `<mid>/edit/<number>`, unsend `<mid>/unsend`, seen on Instagram `<mid>/seen`,
 *   reaction `<mid>/<react or unreact>/<person>/<ms>`, postback `<mid>/postback`
 * - comment on Instagram `comment/<id>`, live `live_comment/<id>`; on a Page `comment/<id>/<add or remove>`
 * - mention `mention/<comment or media>`, story_insights `story_insights/<media>`
 * - feed, of a post that is added or removed, `feed/<post>/<add or remove>`
 * - WhatsApp: message, echo, reaction, edit and unsend `<wamid>`, status `<wamid>/<status>`
 *
 * Without one, since the platform gives nothing that would be the same twice and different otherwise: seen and
 * delivered in Messenger (watermarks), referral, optin, handover, edited or hidden comments of a Page, reactions to
 * posts, template_status, account_update, unknown, and everything of the above that comes without its ids.
 */
export interface MetaEvent {
  /** `meta` for objects that belong to no platform we know. */
  readonly platform: MetaPlatform | 'meta';
  /** Whose it is: professional account, Page, phone number. A WhatsApp Business Account where no number is named. */
  readonly accountId: string;
  readonly eventId: string | undefined;
  readonly kind: MetaEventKind;
  /** Events of one key belong together: `person/<id>`, `comment/<top comment>`, `media/<id>`, `post/<id>`. */
  readonly conversationKey: string | undefined;
  /** The other side, as this account knows them: never the account itself. */
  readonly personId?: string;
  /** When it happened, as the platform says; of comments on Instagram, when it was told. */
  readonly at: Date | undefined;
  /** The subscribed field, where the platform names it. */
  readonly field?: string;
  /** Another app owns the thread, and this one only listens. */
  readonly isStandby: boolean;
  /** As it came: the element of `messaging`, the `value` of a change, or for WhatsApp `{ message | status, ... }`. */
  readonly payload: unknown;
}

/** What is known before an element is looked at. */
export interface Around {
  readonly platform: MetaEvent['platform'];
  /** `entry.id` */
  readonly accountId: string;
  /** `entry.time` */
  readonly toldAt: Date | undefined;
}

export type Fields = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of what it is not, an empty one: so that a strange body is walked like any other. */
export const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {});
export const arrayOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The parts as one id, when all of them are there. */
export const joined = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.every(Boolean) ? parts.join('/') : undefined;

export const unknownEvent = (around: Around, payload: unknown, field?: string): MetaEvent => ({
  platform: around.platform,
  accountId: around.accountId,
  eventId: undefined,
  kind: 'unknown',
  conversationKey: undefined,
  at: around.toldAt,
  ...(field !== undefined && { field }),
  isStandby: false,
  payload,
});
