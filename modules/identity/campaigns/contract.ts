import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { MailAddress } from '../texts/contract.ts';

/** Whether somebody wants to hear from us, beside what they must know. */
export const Marketing = z.object({
  optedInAt: z.coerce.date().nullable(),
  unsubscribedAt: z.coerce.date().nullable(),
  /** Their mailbox did not take our mail: nothing is sent until an administrator clears it. */
  bouncedAt: z.coerce.date().nullable(),
});
export type Marketing = z.infer<typeof Marketing>;

const token = z.string().min(20).max(2_000);

export const getMarketing = endpoint({
  method: 'GET',
  path: '/me/marketing',
  audience: 'person',
  summary: 'Whether you want to hear from us',
  reply: Marketing,
});

export const putMarketing = endpoint({
  method: 'PUT',
  path: '/me/marketing',
  audience: 'person',
  summary: 'Say whether you want to hear from us',
  body: { optedIn: z.boolean() },
  reply: Marketing,
});

/** As a mail program does it by itself (RFC 8058): a form, from anywhere, known by the token alone. */
export const postUnsubscription = endpoint({
  method: 'POST',
  path: '/unsubscription',
  audience: 'anybody',
  summary: 'Unsubscribe with one click in a mail program',
  query: { token },
  upload: { bytesMax: 1_000, types: ['application/x-www-form-urlencoded', 'multipart/form-data'] },
  reply: z.object({}),
  errors: ['identity.unsubscribe_link_is_none'],
  limit: { count: 60, seconds: 60 },
});

export const Unsubscription = z.object({ email: z.string(), unsubscribedAt: z.coerce.date().nullable() });
export type Unsubscription = z.infer<typeof Unsubscription>;
const ofLink = {
  audience: 'anybody',
  reply: Unsubscription,
  errors: ['identity.unsubscribe_link_is_none'],
  limit: { count: 60, seconds: 60 },
} as const;

/** Changes nothing: programs that look at links in mails must not unsubscribe anybody. */
export const getUnsubscription = endpoint({
  ...ofLink,
  method: 'GET',
  path: '/unsubscription',
  summary: 'Whose link this is, partly hidden, and whether they are unsubscribed',
  query: { token },
});

export const putUnsubscription = endpoint({
  ...ofLink,
  method: 'PUT',
  path: '/unsubscription',
  summary: 'Unsubscribe',
  body: { token },
});

export const deleteUnsubscription = endpoint({
  ...ofLink,
  method: 'DELETE',
  path: '/unsubscription',
  summary: 'Take an unsubscription back',
  query: { token },
});

export const bounceKinds = ['hard', 'soft', 'complaint'] as const;

export const postBounce = endpoint({
  method: 'POST',
  path: '/hooks/mail-bounces/:hookToken',
  audience: 'anybody',
  summary: 'Told by the mail provider that a mailbox does not take mail, or that somebody complained',
  params: { hookToken: z.string().min(10).max(200) },
  body: { email: MailAddress, kind: z.enum(bounceKinds) },
  reply: z.object({}),
  errors: ['stoa.not_found'],
  limit: { count: 600, seconds: 60 },
});

export const getMailHook = endpoint({
  method: 'GET',
  path: '/admin/mail-hook',
  audience: 'admin',
  summary: 'Where the mail provider is to tell of bounces',
  reply: z.object({ url: z.string() }),
});

export const deleteBounce = endpoint({
  method: 'DELETE',
  path: '/admin/bounces/:email',
  audience: 'admin',
  summary: 'Send mail to a mailbox again that did not take it',
  params: { email: MailAddress },
  reply: Marketing,
  errors: ['stoa.not_found'],
});

export const campaignSteps = ['t14', 't7', 't1', 'launch', 'trial_7', 'trial_3', 'trial_1'] as const;
export type CampaignStep = (typeof campaignSteps)[number];
export const campaignStatuses = ['queued', 'claimed', 'sent', 'skipped', 'failed', 'unknown'] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];
/** No count goes beyond: a large campaign is "10,000 and more". */
export const campaignCountMax = 10_000;

const count = z.number().int();

export const CampaignFigures = z.object({
  campaign: z.string(),
  step: z.enum(campaignSteps),
  counts: z.object({
    queued: count,
    claimed: count,
    sent: count,
    skipped: count,
    failed: count,
    unknown: count,
  }),
});
export type CampaignFigures = z.infer<typeof CampaignFigures>;

export const listCampaigns = endpoint({
  method: 'GET',
  path: '/admin/campaigns',
  audience: 'admin',
  summary: 'How far the countdowns to a launch are, step by step',
  reply: z.object({ items: z.array(CampaignFigures) }),
});

/** What may be refused here. */
export const campaignsErrors = {
  unsubscribe_link_is_none: [
    404,
    'This link is not one of ours, or it was cut off. Use the one in the mail.',
  ],
} as const;
