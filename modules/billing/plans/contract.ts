import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { Micro } from '../models/contract.ts';

export const SubscriptionId = z.uuid().brand<'SubscriptionId'>();
export type SubscriptionId = z.infer<typeof SubscriptionId>;

/** What stands behind `billing.plans` and `billing.credit_packs`: `pro`, `large`. */
export const PlanSlug = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'Use small letters, digits, - and _.');

export const cycles = ['month', 'year'] as const;
export type Cycle = (typeof cycles)[number];
export const limitPeriods = ['day', 'week', 'month'] as const;
export type LimitPeriod = (typeof limitPeriods)[number];
/** `house`: given by whoever looks after the installation, and paid for nowhere. */
export const subscriptionProviders = ['stripe', 'whop', 'house'] as const;
/** As the provider says it; those in `openStatuses` give what the plan gives. */
export const subscriptionStatuses = [
  'trialing',
  'active',
  'past_due',
  'incomplete',
  'unpaid',
  'paused',
  'cancelled',
] as const;
export const openStatuses = ['trialing', 'active', 'past_due'] as const;

export const plansMax = 50;
export const packsMax = 50;
export const planLimitsMax = 60;
export const featuresMax = 40;

const Instant = z.coerce.date();

/** How much of something a plan allows. BA-21: where none is said, there is none. */
export const PlanLimit = z.object({
  family: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  period: z.enum(limitPeriods),
  countMax: z.coerce.number().int().min(0),
});
export type PlanLimit = z.infer<typeof PlanLimit>;

export const Plan = z.object({
  slug: PlanSlug,
  name: z.string(),
  description: z.string().nullable(),
  features: z.array(z.string()),
  monthPriceMicro: Micro,
  yearPriceMicro: Micro,
  monthGrantMicro: Micro.describe('Credits given anew on the first of each month.'),
  weekGrantMicro: Micro.describe('And on each Monday.'),
  trialDays: z.number().int(),
  trialGrantMicro: Micro.describe('Given once to a workspace that tries it.'),
  isFree: z.boolean(),
  isFeatured: z.boolean(),
  displayOrder: z.number().int(),
  retiredAt: Instant.nullable().describe('Kept by whoever has it, offered to nobody else.'),
  limits: z.array(PlanLimit),
});
export type Plan = z.infer<typeof Plan>;

export const CreditPack = z.object({
  slug: PlanSlug,
  name: z.string(),
  priceMicro: Micro,
  creditsMicro: Micro,
  displayOrder: z.number().int(),
  retiredAt: Instant.nullable(),
});
export type CreditPack = z.infer<typeof CreditPack>;

/** What a workspace has subscribed to, as the provider last said. */
export const Subscription = z.object({
  id: SubscriptionId,
  provider: z.enum(subscriptionProviders),
  plan: PlanSlug,
  cycle: z.enum(cycles),
  status: z.enum(subscriptionStatuses),
  priceMicro: Micro,
  currency: z.string(),
  periodEndsAt: Instant.nullable(),
  trialEndsAt: Instant.nullable(),
  endsAt: Instant.nullable().describe('Cancelled, and good until then.'),
  cancelledAt: Instant.nullable(),
  scheduledPlan: PlanSlug.nullable().describe('SE-21: what it becomes at the end of what is paid for.'),
  scheduledCycle: z.enum(cycles).nullable(),
  scheduledAt: Instant.nullable(),
  createdAt: Instant,
});
export type Subscription = z.infer<typeof Subscription>;

export const PlansOnOffer = z.object({
  /** SE-18: in their order, with the one the workspace has also where it is offered to nobody else. */
  plans: z.array(Plan),
  /** Credits that can be bought at once. */
  packs: z.array(CreditPack),
  currentPlan: PlanSlug,
  /** Those that are open, the one that says which plan it is first. None: it is the free plan. */
  subscriptions: z.array(Subscription),
  /** A plan is tried once, by a workspace that never subscribed to any. */
  canTry: z.boolean(),
});
export type PlansOnOffer = z.infer<typeof PlansOnOffer>;

export const getPlans = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/plans',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'Plans and credits on offer, and the plan this workspace has',
  params: { workspaceId: WorkspaceId },
  reply: PlansOnOffer,
  etag: true,
});

/** Another plan, or another end of it: whoever looks at plans or limits looks again. */
export const planChanged = event({
  name: 'billing.plan_changed',
  payload: z.object({ plan: PlanSlug }),
  forCustomers: true,
});

export const plansEvents = [planChanged] as const;
