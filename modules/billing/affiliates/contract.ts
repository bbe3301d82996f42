import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { UserId, WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Micro } from '../models/contract.ts';

export const ReferralId = z.uuid().brand<'ReferralId'>();
export type ReferralId = z.infer<typeof ReferralId>;
export const CommissionId = z.uuid().brand<'CommissionId'>();
export type CommissionId = z.infer<typeof CommissionId>;
export const PayoutId = z.uuid().brand<'PayoutId'>();
export type PayoutId = z.infer<typeof PayoutId>;
export const RateId = z.uuid().brand<'RateId'>();
export type RateId = z.infer<typeof RateId>;

/** How long a followed link is remembered. Who thinks about it for two months came by something else in the end. */
export const referralDays = 60;
/** How long somebody's payments count. A year is what most such programmes give, and a share for ever is a debt. */
export const commissionMonths = 12;
/** SE-29: until then a payment is likely enough to be given back. */
export const clearingDays = 14;
/** SE-32 */
export const defaultRatePpm = 200_000;
/** $20: below that, moving money costs more than it brings. What is open stays open. */
export const payoutMinMicro = 2_000_000;
/** A statement counts so many at most, those that were taken back first; the next counts the rest. */
export const payoutLinesMax = 2_000;
/** Links of one affiliate, given up or not: each word is theirs for good. */
export const linksMax = 6;
export const clickDaysShown = 30;

export const affiliateStatuses = ['applied', 'approved', 'rejected', 'suspended'] as const;
export type AffiliateStatus = (typeof affiliateStatuses)[number];
export const payoutMethods = ['credits', 'money'] as const;
export type PayoutMethod = (typeof payoutMethods)[number];
export const commissionStatuses = ['pending', 'cleared', 'paid', 'reversed'] as const;
export type CommissionStatus = (typeof commissionStatuses)[number];
export const reversalReasons = ['refund', 'dispute', 'dispute_won'] as const;
export type ReversalReason = (typeof reversalReasons)[number];

const ppmMax = 1_000_000;
const Count = z.coerce.number().int();
const Moment = z.coerce.date();
const Rate = z.number().int().min(1).max(ppmMax).describe('Of a million: 200,000 is 20 %.');

/** What nobody can type would be shown as something else than it is; lines may be broken. */
const words = (lengthMax: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}]*(?:\n[^\p{Cc}\p{Cs}]*)*$/u, 'Take out the characters that cannot be typed.');
const Slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/, 'Three letters, digits or hyphens at least, 50 at most.');
const Email = z.email().max(254);

// ---- Oneself

export const Affiliate = z.object({
  status: z.enum(affiliateStatuses),
  code: z.string(),
  slug: z.string().nullable(),
  about: z.string(),
  payoutMethod: z.enum(payoutMethods),
  payoutEmail: z.string().nullable(),
  appliedAt: Moment,
  decidedAt: Moment.nullable(),
  decisionNote: z.string().nullable(),
  approvedAt: Moment.nullable(),
});
export type Affiliate = z.infer<typeof Affiliate>;

/** What commissions come to, each figure of what is left of them after what went back. */
export const AffiliateSums = z.object({
  referralsCount: Count,
  payingCount: Count.describe('Of those who came, how many paid something that was not given back.'),
  pendingMicro: Micro.describe('Not cleared yet.'),
  openMicro: Micro.describe('Cleared, and in no statement yet; below 0 where more was taken back.'),
  duePayoutMicro: Micro.describe('In statements that are not paid yet.'),
  paidMicro: Micro,
});
export type AffiliateSums = z.infer<typeof AffiliateSums>;

export const AffiliateDay = z.object({ day: z.iso.date(), clicks: Count, signUps: Count });
export const AffiliateDashboard = z.object({
  /** Null: never asked to be one. */
  affiliate: Affiliate.nullable(),
  /** Null while nothing is agreed on. */
  ratePpm: z.number().int().nullable(),
  sums: AffiliateSums,
  /** The last 30 days on which something happened. */
  days: z.array(AffiliateDay),
  payoutMinMicro: Micro,
});
export type AffiliateDashboard = z.infer<typeof AffiliateDashboard>;

/** SE-31, and nothing of who paid: a month, an amount, and the how-manieth they were. */
export const Commission = z.object({
  id: CommissionId,
  referralNo: Count,
  month: z.iso.date(),
  paidFor: z.enum(['plan', 'credits']),
  sourceMicro: Micro,
  ratePpm: z.number().int(),
  commissionMicro: Micro,
  reversedMicro: Micro,
  status: z.enum(commissionStatuses),
  clearsAt: Moment,
  reversalReason: z.enum(reversalReasons).nullable(),
});
export type Commission = z.infer<typeof Commission>;

export const Payout = z.object({
  id: PayoutId,
  month: z.iso.date().nullable(),
  throughAt: Moment,
  method: z.enum(payoutMethods),
  earnedMicro: Micro,
  takenBackMicro: Micro,
  amountMicro: Micro,
  linesCount: Count,
  paidAt: Moment.nullable(),
  reference: z.string().nullable(),
  createdAt: Moment,
});
export type Payout = z.infer<typeof Payout>;

export const getAffiliate = endpoint({
  method: 'GET',
  path: '/me/affiliate',
  audience: 'person',
  summary: 'Whether one is an affiliate, and what came of it',
  reply: AffiliateDashboard,
});

export const putAffiliateApplication = endpoint({
  method: 'PUT',
  path: '/me/affiliate/application',
  audience: 'person',
  summary: 'Ask to become an affiliate; again after a refusal',
  body: { about: words(2_000) },
  reply: Affiliate,
  errors: ['billing.affiliate_is_decided', 'billing.no_personal_workspace'],
});

export const patchAffiliate = endpoint({
  method: 'PATCH',
  path: '/me/affiliate',
  audience: 'person',
  summary: 'Choose the word of one’s link, and how one is paid',
  body: {
    slug: Slug.optional(),
    payoutMethod: z.enum(payoutMethods).optional(),
    payoutEmail: Email.nullable().optional(),
  },
  reply: Affiliate,
  errors: [
    'billing.affiliate_not_found',
    'billing.affiliate_is_not_approved',
    'billing.link_is_taken',
    'billing.too_many_links',
    'billing.money_needs_an_address',
    'billing.no_personal_workspace',
  ],
});

export const listOwnCommissions = endpoint({
  method: 'GET',
  path: '/me/affiliate/commissions',
  audience: 'person',
  summary: 'One’s commissions, the newest first',
  query: pageQuery,
  reply: pageOf(Commission),
});

export const listOwnPayouts = endpoint({
  method: 'GET',
  path: '/me/affiliate/payouts',
  audience: 'person',
  summary: 'Statements that paid something, the newest first',
  query: pageQuery,
  reply: pageOf(Payout),
});

export const getOwnPayoutCsv = endpoint({
  method: 'GET',
  path: '/me/affiliate/payouts/:payoutId/lines.csv',
  audience: 'person',
  summary: 'What a statement is made of, as a table',
  params: { payoutId: PayoutId },
  reply: Bytes,
  bytes: 'text/csv',
  errors: ['billing.payout_not_found'],
  limit: { count: 20, seconds: 60 },
});

// ---- Whoever comes by a link

/** Answered alike whether there is such a link: nobody finds out by it who is an affiliate. */
export const postReferralClick = endpoint({
  method: 'POST',
  path: '/referral-clicks',
  audience: 'anybody',
  summary: 'Come by an affiliate’s link',
  body: { word: z.string().max(200) },
  reply: z.object({ token: z.string().describe('To be shown once there is an account.') }),
  limit: { count: 20, seconds: 60 },
});

export const putReferral = endpoint({
  method: 'PUT',
  path: '/me/referral',
  audience: 'person',
  summary: 'Show by whose link one came, once there is an account',
  body: { token: z.string().min(1).max(2_000) },
  reply: z.object({}),
});

// ---- The installation

/** An affiliate is known by their personal workspace. */
const AffiliateId = WorkspaceId;
const atAffiliate = { affiliateId: AffiliateId };
const atPayout = { ...atAffiliate, payoutId: PayoutId };

export const AffiliateSummary = Affiliate.omit({ about: true, decisionNote: true }).extend({
  id: AffiliateId,
  userId: UserId,
  name: z.string(),
  email: z.string(),
});
export type AffiliateSummary = z.infer<typeof AffiliateSummary>;

export const AffiliateRate = z.object({ id: RateId, startsAt: Moment, ratePpm: z.number().int() });
export const ManagedAffiliate = AffiliateSummary.extend({
  about: z.string(),
  decisionNote: z.string().nullable(),
  sums: AffiliateSums,
  /** The newest first, with what lies ahead. */
  rates: z.array(AffiliateRate),
});
export type ManagedAffiliate = z.infer<typeof ManagedAffiliate>;

export const ManagedPayout = Payout.extend({
  affiliateId: AffiliateId,
  name: z.string(),
  email: z.string(),
  payoutEmail: z.string().nullable(),
});
export type ManagedPayout = z.infer<typeof ManagedPayout>;

export const listAffiliates = endpoint({
  method: 'GET',
  path: '/admin/affiliates',
  audience: 'admin',
  summary: 'Who asks to become an affiliate, and who is one; the newest first',
  query: { ...pageQuery, status: z.enum(affiliateStatuses).optional() },
  reply: pageOf(AffiliateSummary),
});

export const getManagedAffiliate = endpoint({
  method: 'GET',
  path: '/admin/affiliates/:affiliateId',
  audience: 'admin',
  summary: 'One affiliate: what they wrote, what they get, and what came of it',
  params: atAffiliate,
  reply: ManagedAffiliate,
  errors: ['billing.affiliate_not_found'],
});

const note = { note: words(500).nullable().default(null) };
const decided = { reply: ManagedAffiliate, errors: ['billing.affiliate_not_found'] };

export const putAffiliateApproval = endpoint({
  method: 'PUT',
  path: '/admin/affiliates/:affiliateId/approval',
  audience: 'admin',
  summary: 'Take somebody on as an affiliate, or again, with what they get from now on',
  params: atAffiliate,
  body: { ratePpm: Rate.default(defaultRatePpm), ...note },
  ...decided,
});

export const putAffiliateRejection = endpoint({
  method: 'PUT',
  path: '/admin/affiliates/:affiliateId/rejection',
  audience: 'admin',
  summary: 'Refuse an application; they read the note',
  params: atAffiliate,
  body: note,
  reply: ManagedAffiliate,
  errors: ['billing.affiliate_not_found', 'billing.affiliate_is_decided'],
});

export const putAffiliateSuspension = endpoint({
  method: 'PUT',
  path: '/admin/affiliates/:affiliateId/suspension',
  audience: 'admin',
  summary: 'Have an affiliate earn and be paid nothing until they are taken on again',
  params: atAffiliate,
  body: note,
  reply: ManagedAffiliate,
  errors: ['billing.affiliate_not_found', 'billing.affiliate_is_not_approved'],
});

export const putAffiliateRate = endpoint({
  method: 'PUT',
  path: '/admin/affiliates/:affiliateId/rates/:rateId',
  audience: 'admin',
  summary: 'Say what an affiliate gets from a moment on; never of what was paid before',
  params: { ...atAffiliate, rateId: RateId },
  body: { ratePpm: Rate, startsAt: z.iso.datetime().nullable().default(null).describe('Null: from now on.') },
  reply: ManagedAffiliate,
  errors: [
    'billing.affiliate_not_found',
    'billing.affiliate_is_not_approved',
    'billing.rate_is_of_the_past',
    'billing.key_stands_for_something_else',
  ],
});

export const listAffiliatePayouts = endpoint({
  method: 'GET',
  path: '/admin/affiliate-payouts',
  audience: 'admin',
  summary: 'What affiliates were paid, and what waits to be; the newest first',
  query: { ...pageQuery, due: z.stringbool().optional().describe('Only what is not paid yet.') },
  reply: pageOf(ManagedPayout),
});

export const putAffiliatePayout = endpoint({
  method: 'PUT',
  path: '/admin/affiliates/:affiliateId/payouts/:payoutId',
  audience: 'admin',
  summary: 'Make a statement now of all that has cleared',
  params: atPayout,
  reply: Payout,
  errors: [
    'billing.affiliate_not_found',
    'billing.affiliate_is_not_approved',
    'billing.too_little_to_pay_out',
  ],
});

export const putAffiliatePayment = endpoint({
  method: 'PUT',
  path: '/admin/affiliates/:affiliateId/payouts/:payoutId/payment',
  audience: 'admin',
  summary: 'Mark a statement as paid in money',
  params: atPayout,
  body: { reference: words(200).nullable().default(null) },
  reply: Payout,
  errors: ['billing.payout_not_found'],
});

export const getAffiliatePayoutCsv = endpoint({
  method: 'GET',
  path: '/admin/affiliates/:affiliateId/payouts/:payoutId/lines.csv',
  audience: 'admin',
  summary: 'What a statement is made of, as a table',
  params: atPayout,
  reply: Bytes,
  bytes: 'text/csv',
  errors: ['billing.payout_not_found'],
});

/** Something of one's affiliation is not as it was. */
export const affiliateChanged = event({ name: 'billing.affiliate_changed', payload: z.object({}) });
export const affiliatesEvents = [affiliateChanged] as const;

export const affiliatesErrors = {
  no_personal_workspace: [409, 'This needs a workspace of your own, and yours is gone.'],
  affiliate_not_found: [404, 'There is no such affiliate.'],
  affiliate_is_decided: [409, 'This was decided already.'],
  affiliate_is_not_approved: [409, 'This is for affiliates who were taken on.'],
  link_is_taken: [409, 'This word is taken. Choose another.'],
  too_many_links: [409, 'That is as many words as one can have. Each stays yours for good.'],
  money_needs_an_address: [422, 'Write the address by which money reaches you.'],
  rate_is_of_the_past: [422, 'What was paid keeps its rate. Choose a moment that lies ahead.'],
  payout_not_found: [404, 'There is no such statement.'],
  too_little_to_pay_out: [
    409,
    'Too little has cleared to be paid out. It stays open for the next statement.',
  ],
} as const;
