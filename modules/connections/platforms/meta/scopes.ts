import type { Login, PlatformName } from '../contract.ts';

type MetaPlatform = Extract<PlatformName, 'instagram' | 'messenger' | 'whatsapp'>;

const instagramByInstagram = [
  'instagram_business_basic',
  'instagram_business_manage_messages',
  'instagram_business_manage_comments',
  'instagram_business_content_publish',
  'instagram_business_manage_insights',
] as const;

/** An Instagram account that comes with its Page is written and heard through the Page. */
const instagramByFacebook = [
  'pages_show_list',
  'pages_manage_metadata',
  'instagram_basic',
  'instagram_manage_messages',
  'instagram_manage_comments',
  'instagram_content_publish',
  'instagram_manage_insights',
] as const;

const pages = [
  'pages_show_list',
  'pages_manage_metadata',
  'pages_messaging',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_engagement',
  'pages_manage_posts',
] as const;

const numbers = ['whatsapp_business_management', 'whatsapp_business_messaging'] as const;

/** What an account of each platform needs, by the login it came with. */
export function neededScopes(platform: MetaPlatform, login: Login): readonly string[] {
  if (platform === 'messenger') return pages;
  if (platform === 'whatsapp') return numbers;
  return login === 'instagram' ? instagramByInstagram : instagramByFacebook;
}

/** Whoever connects a Page is offered the Instagram account linked to it as well. */
export const askedForPages: readonly string[] = [...new Set([...pages, ...instagramByFacebook])];
