import type { Access, Subscribing } from '../platform.ts';
import { type MetaClient, senderOf } from './client.ts';

/** Of an Instagram account. What nobody here reads is not asked for: each field is a delivery more per event. */
export const instagramFields = [
  'messages',
  'message_edit',
  'message_reactions',
  'messaging_postbacks',
  'messaging_referral',
  'messaging_seen',
  'messaging_optins',
  'messaging_handover',
  'standby',
  'comments',
  'live_comments',
  'mentions',
  'story_insights',
] as const;

export const pageFields = [
  'messages',
  'message_echoes',
  'message_edits',
  'message_reactions',
  'message_reads',
  'message_deliveries',
  'messaging_postbacks',
  'messaging_referrals',
  'messaging_optins',
  'messaging_handovers',
  'standby',
  'feed',
  'mention',
] as const;

export const numberFields = [
  'messages',
  'message_template_status_update',
  'message_template_quality_update',
  'template_category_update',
  'account_update',
  'account_alerts',
  'account_review_update',
  'business_capability_update',
  'phone_number_name_update',
  'phone_number_quality_update',
] as const;

/** An Instagram account by Instagram Login, or a Page. */
export function subscribingTo(client: MetaClient, fields: readonly string[]): Subscribing {
  const webhooksOf = (access: Access, signal: AbortSignal) =>
    access.login === 'instagram'
      ? client.instagram(access, signal).webhooks
      : client.page(access, signal).webhooks;
  const subscribed = async (access: Access, signal: AbortSignal) => {
    const { data } = await webhooksOf(access, signal).state(senderOf(access));
    return { fields: heard(access, data.isSubscribed ? data.fields : []), platformId: senderOf(access) };
  };
  return {
    fields,
    async subscribe(access, _callbackUrl, signal) {
      const wanted = isThroughPage(access) ? pageFields : fields;
      await webhooksOf(access, signal).subscribe(senderOf(access), wanted);
      return subscribed(access, signal);
    },
    subscribed,
    async unsubscribe(access, signal) {
      // The Page is heard for itself too. Of an account that is nobody's here nothing is kept.
      if (!isThroughPage(access)) await webhooksOf(access, signal).unsubscribe(senderOf(access));
    },
  };
}

/**
 * With Facebook Login an Instagram account is heard through its Page: once that is subscribed to anything, all is
 * told of the account that the application asked for.
 */
const isThroughPage = ({ login, parentPlatformId }: Access) =>
  login === 'facebook' && parentPlatformId !== undefined;

const heard = (access: Access, fields: readonly string[]) =>
  isThroughPage(access) && fields.length > 0 ? instagramFields : fields;

/**
 * A WhatsApp Business Account, of which a number is a part, knows no fields: it tells what the application asked
 * for.
 */
export function subscribingNumbers(client: MetaClient): Subscribing {
  const state = async (access: Access, signal: AbortSignal) => {
    const { data } = await client.number(access, signal).webhooks.state(senderOf(access));
    return { fields: data.isSubscribed ? numberFields : [], platformId: senderOf(access) };
  };
  return {
    fields: numberFields,
    async subscribe(access, _callbackUrl, signal) {
      await client.number(access, signal).webhooks.subscribe(senderOf(access));
      return state(access, signal);
    },
    subscribed: state,
    // Other numbers of the same business are heard by the same subscription, and may be connected here.
    async unsubscribe() {},
  };
}
