import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Purpose } from '../calls/contract.ts';
import { Micro, ModelName } from '../models/contract.ts';

export const UsageEventId = z.uuid().brand<'UsageEventId'>();
export type UsageEventId = z.infer<typeof UsageEventId>;
export const CapId = z.uuid().brand<'CapId'>();
export type CapId = z.infer<typeof CapId>;

export const usageDaysMax = 400;
export const usageRowsMax = 5_000;
export const capsMax = 300;
export const quantityMax = 1_000_000;
/** Of one use, whatever it is. */
export const useMicroMax = 1_000_000_000_000;
export const priceMicroMax = 1_000_000_000_000;
export const pricesShownMax = 200;

export const sourcePlatforms = ['website', 'mobile_ios', 'mobile_android', 'api', 'bot', 'unknown'] as const;
export type SourcePlatform = (typeof sourcePlatforms)[number];
export const usePeriods = ['day', 'week', 'month'] as const;
export type UsePeriod = (typeof usePeriods)[number];

const Count = z.coerce.number().int();
export const MeterSlug = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/);
const Family = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const PlanSlug = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/);

/** From which buckets something was or would be paid. */
export const PaidFrom = z.object({
  weekMicro: Micro,
  monthMicro: Micro,
  bonusMicro: Micro,
  paygMicro: Micro,
  owedMicro: Micro,
  unlimitedMicro: Micro.describe('Counted and paid by nobody.'),
});

export const UsageEvent = PaidFrom.extend({
  id: UsageEventId,
  meter: z.string(),
  family: z.string(),
  plan: z.string(),
  quantity: Count,
  status: z.enum(['completed', 'failed']),
  baseMicro: Micro,
  computeMicro: Micro,
  apiMicro: Micro.describe('What a model cost, also where it is paid elsewhere.'),
  paidMicro: Micro,
  refundedMicro: Micro,
  refundedAt: z.coerce.date().nullable(),
  model: z.string().nullable(),
  inputTokens: Count.nullable(),
  outputTokens: Count.nullable(),
  subjectType: z.string().nullable(),
  subjectId: z.string().nullable(),
  memberId: MemberId.nullable(),
  sourcePlatform: z.enum(sourcePlatforms),
  durationMs: Count.nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  createdAt: z.coerce.date(),
});
export type UsageEvent = z.infer<typeof UsageEvent>;

const summed = { uses: Count, failed: Count, quantity: Count, paidMicro: Micro, apiMicro: Micro };
export const UsageSum = z.object(summed);
export type UsageSum = z.infer<typeof UsageSum>;
export const UsedMeter = z.object({ meter: z.string(), name: z.string(), family: z.string(), ...summed });
export const Usage = z.object({
  total: UsageSum,
  /** A row for each day and meter there was something of, by day. */
  days: z.array(z.object({ day: z.iso.date(), meter: z.string(), ...summed })),
  byMeter: z.array(UsedMeter),
  byModel: z.array(z.object({ model: z.string(), ...summed })),
  byMember: z.array(z.object({ memberId: z.string().nullable(), name: z.string().nullable(), ...summed })),
});
export type Usage = z.infer<typeof Usage>;

/** BA-26, BA-28: how much of what a plan limits is used and left. */
export const Quota = z.object({
  family: z.string(),
  period: z.enum(usePeriods),
  countMax: Count,
  usedCount: Count,
  remainingCount: Count,
  isNear: z.boolean().describe('Between 1 and 5 are left.'),
  endsAt: z.coerce.date(),
});
export type Quota = z.infer<typeof Quota>;

export const Cap = z.object({
  id: CapId,
  memberId: MemberId.nullable(),
  memberName: z.string().nullable(),
  period: z.enum(usePeriods),
  maxMicro: Micro,
  updatedAt: z.coerce.date(),
});
export type Cap = z.infer<typeof Cap>;

export const Estimate = PaidFrom.omit({ owedMicro: true, unlimitedMicro: true }).extend({
  micro: Micro,
  isAllowed: z.boolean(),
  /** Why not, as a refusal would say it. */
  whyNot: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type Estimate = z.infer<typeof Estimate>;

const inWorkspace = { workspaceId: WorkspaceId };
const reading = { audience: 'workspace', permission: 'billing.read', params: inWorkspace } as const;
const period = { from: z.iso.date(), until: z.iso.date() };

export const getUsage = endpoint({
  ...reading,
  method: 'GET',
  path: '/w/:workspaceId/billing/usage',
  summary: 'What was used: by day, by meter, by model and by member',
  description: `Days are those of UTC, both ends included, ${usageDaysMax} at most.`,
  query: period,
  reply: Usage,
  errors: ['billing.usage_period_not_possible'],
  etag: true,
});

export const getUsageCsv = endpoint({
  ...reading,
  method: 'GET',
  path: '/w/:workspaceId/billing/usage.csv',
  summary: 'Every use of a time, as a table',
  query: period,
  reply: Bytes,
  bytes: 'text/csv',
  errors: ['billing.usage_period_not_possible'],
  limit: { count: 10, seconds: 60 },
});

export const listUsageEvents = endpoint({
  ...reading,
  method: 'GET',
  path: '/w/:workspaceId/billing/usage/events',
  summary: 'Single uses, the newest first',
  description: 'Narrowed to one of: a meter, a model, a member, or what they were for.',
  query: {
    ...pageQuery,
    meter: MeterSlug.optional(),
    model: ModelName.optional(),
    memberId: MemberId.optional(),
    subjectType: z
      .string()
      .regex(/^[a-z_]{1,40}$/)
      .optional(),
    subjectId: z.uuid().optional(),
  },
  reply: pageOf(UsageEvent),
  errors: ['billing.one_filter_for_usage'],
});

export const getQuotas = endpoint({
  ...reading,
  method: 'GET',
  path: '/w/:workspaceId/billing/quotas',
  summary: 'How much of what the plan limits is left',
  reply: z.object({ plan: z.string(), items: z.array(Quota) }),
  etag: true,
});

export const getEstimate = endpoint({
  ...reading,
  method: 'GET',
  path: '/w/:workspaceId/billing/estimate',
  summary: 'What a use would cost, from what it would be paid, and whether it is allowed',
  query: {
    meter: MeterSlug,
    quantity: z.coerce.number().int().min(1).max(quantityMax).default(1),
    apiMicro: z.coerce.number().int().min(0).max(useMicroMax).default(0),
  },
  reply: Estimate,
  errors: ['billing.meter_not_found', 'billing.meter_is_retired', 'billing.amount_not_possible'],
});

export const listCaps = endpoint({
  ...reading,
  method: 'GET',
  path: '/w/:workspaceId/billing/caps',
  summary: 'How much may be spent at most: by everybody together, and by single members',
  reply: z.object({ items: z.array(Cap) }),
  etag: true,
});

const capErrors = ['billing.cap_not_found'];
export const putCap = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/billing/caps/:capId',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Set how much may be spent at most',
  params: { ...inWorkspace, capId: CapId },
  body: {
    memberId: MemberId.nullable().describe('Null: everybody together.'),
    period: z.enum(usePeriods),
    maxMicro: z.number().int().min(0).max(useMicroMax),
  },
  reply: Cap,
  errors: ['billing.cap_is_there', 'billing.cap_reused', 'billing.too_many_caps', 'billing.cap_of_nobody'],
});

export const deleteCap = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/billing/caps/:capId',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Take a limit of what may be spent away',
  params: { ...inWorkspace, capId: CapId },
  reply: z.object({}),
  errors: capErrors,
});

// ---- The installation's: what can be used, and what it costs

export const Meter = z.object({
  slug: MeterSlug,
  name: z.string(),
  unitLabel: z.string(),
  description: z.string().nullable(),
  family: Family,
  retiredAt: z.coerce.date().nullable(),
  /** Null: nobody has entered one, and it costs nothing. */
  baseMicro: Micro.nullable(),
  computeMicro: Micro.nullable(),
  plansWithPrice: z.array(z.string()),
});
export type Meter = z.infer<typeof Meter>;

export const MeterPrice = z.object({
  plan: z.string().describe('Empty: of every plan that has none of its own.'),
  fromAt: z.coerce.date(),
  baseMicro: Micro,
  computeMicro: Micro,
});
export type MeterPrice = z.infer<typeof MeterPrice>;

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u);
const atMeter = { slug: MeterSlug };

export const listMeters = endpoint({
  method: 'GET',
  path: '/admin/meters',
  audience: 'admin',
  summary: 'What can be used and is counted, with what it costs now',
  query: pageQuery,
  reply: pageOf(Meter),
});

export const putMeter = endpoint({
  method: 'PUT',
  path: '/admin/meters/:slug',
  audience: 'admin',
  summary: 'Add something that is counted, or name it anew',
  params: atMeter,
  body: { name: line(120), unitLabel: line(40), description: line(500).nullable(), family: Family },
  reply: Meter,
});

export const putMeterRetirement = endpoint({
  method: 'PUT',
  path: '/admin/meters/:slug/retirement',
  audience: 'admin',
  summary: 'Have something used no more',
  params: atMeter,
  reply: Meter,
  errors: ['billing.meter_not_found'],
});

export const deleteMeterRetirement = endpoint({
  method: 'DELETE',
  path: '/admin/meters/:slug/retirement',
  audience: 'admin',
  summary: 'Have it used again',
  params: atMeter,
  reply: Meter,
  errors: ['billing.meter_not_found'],
});

export const listMeterPrices = endpoint({
  method: 'GET',
  path: '/admin/meters/:slug/prices',
  audience: 'admin',
  summary: `Its prices, those of now and of before, the newest first, ${pricesShownMax} at most`,
  params: atMeter,
  reply: z.object({ items: z.array(MeterPrice) }),
  errors: ['billing.meter_not_found'],
});

export const postMeterPrice = endpoint({
  method: 'POST',
  path: '/admin/meters/:slug/prices',
  audience: 'admin',
  summary: 'Have it cost something else from a moment on',
  description: 'A price is never changed: what was used before keeps the one it had.',
  params: atMeter,
  body: {
    plan: z.union([z.literal(''), PlanSlug]).default(''),
    fromAt: z.coerce
      .date()
      .max(new Date('9999-12-31T23:59:59Z'), 'This is too far ahead.')
      .optional()
      .describe('Now, where it is left out; never a moment that is over.'),
    baseMicro: z.number().int().min(0).max(priceMicroMax),
    computeMicro: z.number().int().min(0).max(priceMicroMax),
  },
  reply: MeterPrice,
  errors: [
    'billing.meter_not_found',
    'billing.price_of_no_plan',
    'billing.price_is_there',
    'billing.price_is_of_the_past',
  ],
});

/** Said once a month, when a model was not asked because nothing is left to pay it with. */
export const creditsUsedUp = event({
  name: 'billing.credits_used_up',
  payload: z.object({ month: z.string(), purpose: Purpose }),
  forCustomers: true,
});
export const capsChanged = event({ name: 'billing.caps_changed', payload: z.object({}) });
export const usingEvents = [creditsUsedUp, capsChanged] as const;

export const usingErrors = {
  meter_not_found: [404, 'There is nothing by this name that could be used.'],
  meter_is_retired: [409, 'This is not on offer any more.'],
  amount_not_possible: [422, 'This is no amount that something can cost.'],
  use_stands_for_something_else: [422, 'This id was used before for something else. Make a new one.'],
  no_such_use: [404, 'Nothing was begun by this id.'],
  use_is_settled: [409, 'What this came to has been said already.'],
  limit_reached: [
    402,
    'Your plan allows no more of this for now. Wait for the next period or change the plan.',
  ],
  cap_reached: [409, 'This would go beyond what your workspace lets be spent. An owner can change that.'],
  refund_too_large: [422, 'This is more than was paid for it.'],
  usage_period_not_possible: [422, `Choose a first and a last day, ${usageDaysMax} days apart at most.`],
  one_filter_for_usage: [
    422,
    'Uses are narrowed by one thing at a time: a meter, a model, a member, or what they were for.',
  ],
  cap_not_found: [404, 'This limit does not exist.'],
  cap_is_there: [409, 'There is such a limit already. Change that one.'],
  cap_reused: [422, 'This id belongs to a limit of somebody else or of another period.'],
  cap_of_nobody: [422, 'There is no such member.'],
  too_many_caps: [409, `There can be ${capsMax} limits at most.`],
  price_of_no_plan: [422, 'There is no such plan.'],
  price_is_there: [409, 'There is a price from this very moment on. Choose another.'],
  price_is_of_the_past: [422, 'What was used before keeps its price. Choose a moment that is still to come.'],
} as const;
