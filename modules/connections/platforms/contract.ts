import { z } from 'zod';

/** Where accounts can be, as far as Stoa speaks with it. */
export const platformNames = [
  ...(['instagram', 'messenger', 'whatsapp', 'youtube', 'google', 'shopify', 'amazon'] as const),
] as const;
export const PlatformName = z.enum(platformNames);
export type PlatformName = z.infer<typeof PlatformName>;

/** Those that tell some things of a business as a whole, and leave it to us which accounts it has. */
export const toldOfBusinesses: ReadonlySet<PlatformName> = new Set(['whatsapp']);

/** By which door an account's token comes: one login may open accounts on several platforms. */
export const logins = ['instagram', 'facebook', 'google', 'shopify', 'amazon'] as const;
export const Login = z.enum(logins);
export type Login = z.infer<typeof Login>;

/** What somebody has to do on the platform before an account of theirs can be connected. */
export const offerBlocks = ['not_verified'] as const;
export type OfferBlock = (typeof offerBlocks)[number];

/** What happens on platforms, in one vocabulary. What nobody has described yet is `unknown`, and kept. */
export const eventKinds = [
  'message',
  'echo',
  'edit',
  'unsend',
  'reaction',
  'seen',
  'delivered',
  'postback',
  'referral',
  'optin',
  'handover',
  'comment',
  'mention',
  'live_comment',
  'story_insights',
  'status',
  'template_status',
  'account_update',
  /** A person is reached under another number from now on. */
  'contact_update',
  'feed',
  'video',
  'order',
  'product',
  'inventory',
  'privacy',
  'uninstalled',
  /** Figures, which nobody tells: they are asked for. */
  'metrics',
  'unknown',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** What can be asked for instead of waited for. */
export const resources = ['profile', 'posts', 'comments', 'messages', 'metrics'] as const;
export const Resource = z.enum(resources);
export type Resource = z.infer<typeof Resource>;

/** What Stoa does on platforms. */
export const callKinds = [
  'message',
  'private_reply',
  'comment_reply',
  'hide_comment',
  'like_comment',
  'delete_comment',
  'mark_seen',
  'show_typing',
  'react',
  'publish',
] as const;
export const CallKind = z.enum(callKinds);
export type CallKind = z.infer<typeof CallKind>;

/** What is counted together against one limit. */
export const lanes = ['messages', 'private_replies', 'comments', 'publishing', 'reads'] as const;
export const Lane = z.enum(lanes);
export type Lane = z.infer<typeof Lane>;
