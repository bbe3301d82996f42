import type { AccountState, BrokenReason } from '../accounts/contract.ts';
import type { Call } from '../calls/contract.ts';
import type { WayFailure } from '../connecting/contract.ts';
import type { Health, Remedy } from '../health/contract.ts';
import type { WebhookEventSummary } from '../intake/contract.ts';
import type { CallKind, EventKind, Lane, PlatformName, Resource } from '../platforms/contract.ts';
import type { SyncRun, SyncState } from '../sync/contract.ts';

type Tone = 'quiet' | 'accent' | 'good' | 'warn' | 'danger';

const platformWords: Record<PlatformName, { readonly label: string; readonly brings: string }> = {
  instagram: {
    label: 'Instagram',
    brings: 'Messages, comments, mentions and posts of a professional account.',
  },
  messenger: { label: 'Messenger', brings: 'Messages to a Facebook Page, and what is said under its posts.' },
  whatsapp: { label: 'WhatsApp', brings: 'Conversations with a WhatsApp Business number.' },
  youtube: { label: 'YouTube', brings: 'Videos of a channel, and the comments under them.' },
  google: { label: 'Google', brings: 'Reviews of a place on the map, and its answers to them.' },
  shopify: { label: 'Shopify', brings: 'Products, stock and orders of a shop.' },
  amazon: { label: 'Amazon', brings: 'Listings and orders of a seller account.' },
};
export const platformLabel = (platform: PlatformName): string => platformWords[platform].label;
export const platformBrings = (platform: PlatformName): string => platformWords[platform].brings;

export const stateLabels: Record<AccountState, string> = {
  open: 'Connected',
  broken: 'Needs connecting again',
  disconnected: 'Disconnected',
};
export const stateTones: Record<AccountState, Tone> = {
  open: 'good',
  broken: 'danger',
  disconnected: 'quiet',
};

const brokenWords: Record<BrokenReason, (platform: string) => string> = {
  token_expired: (platform) => `What ${platform} gave us has run out, and was not renewed in time.`,
  token_revoked: (platform) =>
    `Somebody took the permission back on ${platform}, or changed the password there.`,
  refresh_refused: (platform) => `${platform} refuses to renew the permission.`,
  scopes_withdrawn: (platform) => `Some of what Stoa may do was taken back on ${platform}.`,
  uninstalled: (platform) => `Stoa was removed on ${platform}.`,
  blocked: (platform) => `${platform} has blocked this account or its use by applications.`,
};
export const brokenWhy = (reason: BrokenReason | null, platform: PlatformName): string =>
  reason
    ? brokenWords[reason](platformLabel(platform))
    : `${platformLabel(platform)} does not take what we hold any more.`;

export const healthLabels: Record<Health['status'], string> = {
  healthy: 'Healthy',
  degraded: 'Not quite well',
  failing: 'Failing',
};
export const healthTones = {
  healthy: 'good',
  degraded: 'warn',
  failing: 'danger',
} as const satisfies Record<Health['status'], Tone>;

/** What is the matter, in the order it should be looked at. What can be pressed about it stands beside it. */
export const remedyWords: Record<Remedy, (platform: string) => string> = {
  connect_again: (platform) => `${platform} lets nothing in or out until the account is connected again.`,
  grant_scopes: (platform) =>
    `Something Stoa needs was not ticked on ${platform}. Connect again and tick it.`,
  wait_for_limit: (platform) =>
    `${platform} has had enough calls for now. What waits goes out by itself; nothing is lost.`,
  subscribe_again: (platform) =>
    `${platform} does not tell us what happens. We ask from time to time instead, which is slower.`,
  look_at_failed_events: () => 'Some of what came in could not be worked off.',
  platform_is_down: (platform) => `${platform} is not answering. We go on trying, and nothing is lost.`,
};

export const failureWords: Record<WayFailure, (platform: string) => readonly [title: string, body: string]> =
  {
    declined: (platform) => [
      'Nothing was connected',
      `The permission was not given on ${platform}. Nothing has changed.`,
    ],
    expired: () => ['That took too long', 'Ten minutes are given to come back, and they are over.'],
    state_unknown: () => ['This is not known any more', 'It was used already, or begun by somebody else.'],
    refused_by_platform: (platform) => [
      `${platform} said no`,
      `${platform} did not take the permission. It is good once and for a short time only.`,
    ],
    nothing_to_connect: (platform) => [
      `There is nothing to connect on ${platform}`,
      'This login manages no account that can be connected. It has to be a professional account, a Page, a channel or a shop that you look after, and it has to be ticked when you are asked.',
    ],
    platform_unavailable: (platform) => [
      `${platform} is not answering`,
      'Nothing was connected and nothing is lost. Try it again in a few minutes.',
    ],
    outcome_unknown: (platform) => [
      `${platform} did not answer in the end`,
      'Its answer was lost on the way, and such a permission is good once. Nothing was connected.',
    ],
    wrong_account: () => [
      'That is another account',
      'You came back with another account than the one to be connected again. Sign in there as the right one.',
    ],
  };

const eventWords: Record<EventKind, string> = {
  message: 'Message',
  echo: 'Message of ours',
  edit: 'Message changed',
  unsend: 'Message taken back',
  reaction: 'Reaction',
  seen: 'Seen',
  delivered: 'Delivered',
  postback: 'Button pressed',
  referral: 'Came by a link',
  optin: 'Opted in',
  handover: 'Handed over',
  comment: 'Comment',
  mention: 'Mention',
  live_comment: 'Comment on a live video',
  story_insights: 'Story figures',
  status: 'Delivery status',
  template_status: 'Template reviewed',
  account_update: 'Account changed',
  contact_update: 'Contact changed',
  feed: 'Post',
  video: 'Video',
  order: 'Order',
  product: 'Product',
  inventory: 'Stock',
  privacy: 'Privacy request',
  uninstalled: 'Stoa removed',
  metrics: 'Figures',
  unknown: 'Something new',
};
/** One that was added since this page was made is shown as it is called. */
export const eventLabel = (kind: string): string =>
  (eventWords as Readonly<Record<string, string>>)[kind] ?? sentence(kind);

export const eventStatusLabels: Record<WebhookEventSummary['status'], string> = {
  pending: 'Waiting',
  processing: 'Being worked off',
  completed: 'Done',
  failed: 'Failed',
  skipped: 'Left out',
};
export const eventStatusTones: Record<WebhookEventSummary['status'], Tone> = {
  pending: 'accent',
  processing: 'accent',
  completed: 'good',
  failed: 'danger',
  skipped: 'quiet',
};

export const callKindLabels: Record<CallKind, string> = {
  message: 'Message sent',
  private_reply: 'Private reply to a comment',
  comment_reply: 'Reply under a comment',
  hide_comment: 'Comment hidden or shown',
  like_comment: 'Comment liked, or no longer liked',
  delete_comment: 'Comment deleted',
  mark_seen: 'Marked as seen',
  show_typing: 'Shown that somebody writes',
  react: 'Reaction to a message',
  publish: 'Published',
};
export const callStatusLabels: Record<Call['status'], string> = {
  queued: 'Waiting',
  sending: 'Going out',
  done: 'Done',
  failed: 'Failed',
  unknown: 'Finding out',
  cancelled: 'Taken back',
};
export const callStatusTones: Record<Call['status'], Tone> = {
  queued: 'accent',
  sending: 'accent',
  done: 'good',
  failed: 'danger',
  unknown: 'warn',
  cancelled: 'quiet',
};
export const heldLabels: Record<NonNullable<Call['heldReason']>, string> = {
  account_limit: 'The account has done enough for now',
  app_limit: 'All accounts together have done enough for now',
  platform_said_so: 'The platform asked us to wait',
  platform_unavailable: 'The platform is not answering',
  not_open: 'The account has to be connected again',
};

export const laneLabels: Record<Lane, string> = {
  messages: 'Messages',
  private_replies: 'Private replies',
  comments: 'Comments',
  publishing: 'Publishing',
  reads: 'Reading',
};
const resourceLabels: Record<Resource, string> = {
  profile: 'Profile',
  posts: 'Posts',
  comments: 'Comments',
  messages: 'Messages',
  metrics: 'Figures',
};
/** Of a place on the map there are no posts to comment on. */
export const resourceLabel = (resource: Resource, platform: PlatformName): string =>
  platform === 'google' && resource === 'comments' ? 'Reviews' : resourceLabels[resource];
export const activityLabels: Record<SyncState['activity'], string> = {
  busy: 'Much happens',
  normal: 'Something happens',
  quiet: 'Little happens',
  asleep: 'Nothing happens',
};
export const whyLabels: Record<SyncRun['why'], string> = {
  schedule: 'As planned',
  connected: 'After connecting',
  gap: 'To fill a gap',
  asked: 'Asked for',
};

/** `token_expired` is `Token expired`. */
export function sentence(name: string): string {
  const words = name.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
