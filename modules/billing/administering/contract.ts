import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { UserId, WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { WalletState } from '../ledger/contract.ts';
import { Micro, MicroGiven } from '../models/contract.ts';
import {
  CreditPack,
  featuresMax,
  Plan,
  PlanLimit,
  PlanSlug,
  packsMax,
  planLimitsMax,
  plansMax,
  Subscription,
} from '../plans/contract.ts';

export const GiftId = z.uuid().brand<'GiftId'>();
export type GiftId = z.infer<typeof GiftId>;

const line = (lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}]*$/u, 'Write it in one line.');
const place = z.number().int().min(0).max(10_000);
const admin = { audience: 'admin' } as const;

// ---- Plans and credits on offer

export const listAllPlans = endpoint({
  ...admin,
  method: 'GET',
  path: '/admin/plans',
  summary: 'Every plan there is or was, in their order',
  reply: z.object({ plans: z.array(Plan) }),
});

const atPlan = { slug: PlanSlug };

export const putPlan = endpoint({
  ...admin,
  method: 'PUT',
  path: '/admin/plans/:slug',
  summary: 'Add a plan, or change one',
  description:
    'What it gives holds from the next week and month on; what it costs, for whoever subscribes from now on. ' +
    'Where it becomes the plan of whoever has chosen nothing, the one that was is that no more.',
  params: atPlan,
  body: {
    name: line(60),
    description: line(500).nullable(),
    features: z.array(line(120)).max(featuresMax),
    monthPriceMicro: MicroGiven,
    yearPriceMicro: MicroGiven,
    monthGrantMicro: MicroGiven,
    weekGrantMicro: MicroGiven,
    trialDays: z.number().int().min(0).max(90),
    trialGrantMicro: MicroGiven,
    isFree: z.boolean(),
    isFeatured: z.boolean(),
    displayOrder: place,
    limits: z
      // A number and nothing that becomes one: `null` would be a limit of 0.
      .array(PlanLimit.extend({ countMax: z.number().int().min(0) }))
      .max(planLimitsMax)
      .refine(
        (limits) => new Set(limits.map(({ family, period }) => `${family} ${period}`)).size === limits.length,
        'One limit for each kind of work and time.',
      ),
  },
  reply: Plan,
  errors: [
    'billing.plan_stays_free',
    'billing.retired_plan_is_not_free',
    'billing.too_many_plans',
    'billing.free_plan_costs_nothing',
  ],
});

export const putPlanRetirement = endpoint({
  ...admin,
  method: 'PUT',
  path: '/admin/plans/:slug/retirement',
  summary: 'Offer a plan to nobody any more; whoever has it keeps it',
  params: atPlan,
  reply: Plan,
  errors: ['billing.plan_not_found', 'billing.plan_stays_free'],
});

export const deletePlanRetirement = endpoint({
  ...admin,
  method: 'DELETE',
  path: '/admin/plans/:slug/retirement',
  summary: 'Offer a plan again',
  params: atPlan,
  reply: Plan,
  errors: ['billing.plan_not_found'],
});

export const listAllPacks = endpoint({
  ...admin,
  method: 'GET',
  path: '/admin/credit-packs',
  summary: 'All credits that can be bought at once, or could',
  reply: z.object({ packs: z.array(CreditPack) }),
});

export const putPack = endpoint({
  ...admin,
  method: 'PUT',
  path: '/admin/credit-packs/:slug',
  summary: 'Offer credits at a price, or change that',
  params: atPlan,
  body: {
    name: line(60),
    priceMicro: MicroGiven.min(1),
    creditsMicro: MicroGiven.min(1),
    displayOrder: place,
  },
  reply: CreditPack,
  errors: ['billing.too_many_packs'],
});

export const putPackRetirement = endpoint({
  ...admin,
  method: 'PUT',
  path: '/admin/credit-packs/:slug/retirement',
  summary: 'Offer these credits no more',
  params: atPlan,
  reply: CreditPack,
  errors: ['billing.pack_not_found'],
});

export const deletePackRetirement = endpoint({
  ...admin,
  method: 'DELETE',
  path: '/admin/credit-packs/:slug/retirement',
  summary: 'Offer these credits again',
  params: atPlan,
  reply: CreditPack,
  errors: ['billing.pack_not_found'],
});

// ---- Wallets

export const WalletSummary = z.object({
  id: WorkspaceId,
  name: z.string(),
  slug: z.string(),
  plan: z.object({ slug: z.string(), name: z.string() }),
  spendableMicro: Micro.nullable().describe('Null: it is added up by the next movement.'),
  paygMicro: Micro.nullable(),
  owedMicro: Micro.nullable(),
  unlimitedSince: z.coerce.date().nullable(),
  movedAt: z.coerce.date().nullable(),
});
export type WalletSummary = z.infer<typeof WalletSummary>;

export const listWallets = endpoint({
  ...admin,
  method: 'GET',
  path: '/admin/wallets',
  summary: 'What each workspace has to spend, by name',
  query: {
    ...pageQuery,
    q: z.string().trim().max(100).optional().describe('In its name or its address.'),
  },
  reply: pageOf(WalletSummary),
});

export const WalletOfWorkspace = z.object({
  id: WorkspaceId,
  name: z.string(),
  slug: z.string(),
  wallet: WalletState,
  unlimitedBy: z.object({ id: UserId, name: z.string() }).nullable(),
  subscriptions: z.array(Subscription),
});
export type WalletOfWorkspace = z.infer<typeof WalletOfWorkspace>;

const atWallet = { workspaceId: WorkspaceId };

export const getWalletOfWorkspace = endpoint({
  ...admin,
  method: 'GET',
  path: '/admin/wallets/:workspaceId',
  summary: 'What one workspace has to spend, and what it has subscribed to',
  params: atWallet,
  reply: WalletOfWorkspace,
  errors: ['billing.workspace_not_found'],
});

export const putGift = endpoint({
  ...admin,
  method: 'PUT',
  path: '/admin/wallets/:workspaceId/gifts/:giftId',
  summary: 'Give credits to a workspace',
  description: 'They do not end, and are spent before what was bought. The same id twice is one gift.',
  params: { ...atWallet, giftId: GiftId },
  body: { micro: MicroGiven.min(1), reason: line(200) },
  reply: WalletOfWorkspace,
  errors: ['billing.workspace_not_found', 'billing.key_stands_for_something_else'],
});

export const putGivenPlan = endpoint({
  ...admin,
  method: 'PUT',
  path: '/admin/wallets/:workspaceId/plan',
  summary: 'Give a plan to a workspace, for nothing and until it is taken away',
  params: atWallet,
  body: { plan: PlanSlug },
  reply: WalletOfWorkspace,
  errors: ['billing.workspace_not_found', 'billing.plan_not_found'],
});

export const deleteGivenPlan = endpoint({
  ...admin,
  method: 'DELETE',
  path: '/admin/wallets/:workspaceId/plan',
  summary: 'Take a given plan away: what was subscribed to counts, or else the free plan',
  params: atWallet,
  reply: WalletOfWorkspace,
  errors: ['billing.workspace_not_found'],
});

export const putUnlimited = endpoint({
  ...admin,
  method: 'PUT',
  path: '/admin/wallets/:workspaceId/unlimited',
  summary: 'Refuse nothing to a workspace; what it uses is written down all the same',
  params: atWallet,
  reply: WalletOfWorkspace,
  errors: ['billing.workspace_not_found'],
});

export const deleteUnlimited = endpoint({
  ...admin,
  method: 'DELETE',
  path: '/admin/wallets/:workspaceId/unlimited',
  summary: 'Have a workspace spend what it has, and no more',
  params: atWallet,
  reply: WalletOfWorkspace,
  errors: ['billing.workspace_not_found'],
});

export const administeringErrors = {
  plan_not_found: [404, 'There is no such plan.'],
  pack_not_found: [404, 'There are no such credits to buy.'],
  workspace_not_found: [404, 'There is no such workspace.'],
  plan_stays_free: [
    409,
    'Whoever has chosen nothing needs a plan that costs nothing. Make another plan that one first.',
  ],
  retired_plan_is_not_free: [409, 'This plan is offered to nobody. Offer it again first.'],
  free_plan_costs_nothing: [422, 'A plan for whoever has chosen nothing cannot have a price.'],
  too_many_plans: [409, `That is as many plans as there can be: ${plansMax}.`],
  too_many_packs: [409, `That is as many as there can be: ${packsMax}.`],
} as const;
