import { changed } from '../../../kit/audit.ts';
import type { AdminCtx } from '../../../kit/ctx.ts';
import { billingError } from '../contract.ts';
import { type CreditPack, type Plan, packsMax, plansMax } from '../plans/contract.ts';
import * as db from './offer.sql.ts';

export const listAllPlans = async ({ tx }: AdminCtx) => ({ plans: await db.allPlans(tx, plansMax) });

type GivenPlan = Omit<Plan, 'retiredAt'>;

const planFields = [
  ...(['name', 'description', 'features', 'monthPriceMicro', 'yearPriceMicro', 'monthGrantMicro'] as const),
  ...([
    'weekGrantMicro',
    'trialDays',
    'trialGrantMicro',
    'isFree',
    'isFeatured',
    'displayOrder',
    'limits',
  ] as const),
];

/** One plan at a time is free, and somebody is never without one. */
export async function putPlan(ctx: AdminCtx, given: GivenPlan): Promise<Plan> {
  const { limits, ...plan } = given;
  if (plan.isFree && plan.monthPriceMicro + plan.yearPriceMicro > 0)
    throw billingError('free_plan_costs_nothing');
  const all = await db.holdPlans(ctx.tx);
  const isNew = !all.some(({ slug }) => slug === plan.slug);
  if (isNew && all.length >= plansMax) throw billingError('too_many_plans');
  const free = all.find(({ isFree }) => isFree);
  if (!plan.isFree && free?.slug === plan.slug) throw billingError('plan_stays_free');
  const before = isNew ? undefined : await db.findPlan(ctx.tx, plan.slug);
  if (plan.isFree && before && before.retiredAt !== null) throw billingError('retired_plan_is_not_free');

  if (plan.isFree && free && free.slug !== plan.slug) await db.takeFreeFrom(ctx.tx, free.slug, ctx.now);
  await db.putPlan(ctx.tx, plan, ctx.now);
  await db.putLimits(ctx.tx, plan.slug, limits);
  const after = (await db.findPlan(ctx.tx, plan.slug))!;
  await ctx.record({
    category: 'money',
    action: isNew ? 'billing.plan_added' : 'billing.plan_changed',
    subject: { type: 'plan' },
    changes: { plan: { to: plan.slug }, ...changed<Partial<Plan>>(before ?? {}, after, planFields) },
  });
  return after;
}

export const retirePlan = (ctx: AdminCtx, { slug }: { slug: string }) => setPlanRetired(ctx, slug, ctx.now);
export const offerPlan = (ctx: AdminCtx, { slug }: { slug: string }) => setPlanRetired(ctx, slug, null);

async function setPlanRetired(ctx: AdminCtx, slug: string, at: Date | null): Promise<Plan> {
  await db.holdPlans(ctx.tx);
  const before = await db.findPlan(ctx.tx, slug);
  if (!before) throw billingError('plan_not_found', { slug });
  if (at !== null && before.isFree) throw billingError('plan_stays_free');
  if ((before.retiredAt === null) === (at === null)) return before;
  await db.setPlanRetired(ctx.tx, slug, at, ctx.now);
  await ctx.record({
    category: 'money',
    action: at === null ? 'billing.plan_offered' : 'billing.plan_retired',
    subject: { type: 'plan' },
    changes: { plan: { to: slug }, retiredAt: { from: before.retiredAt, to: at } },
  });
  return { ...before, retiredAt: at };
}

export const listAllPacks = async ({ tx }: AdminCtx) => ({ packs: await db.allPacks(tx, packsMax) });

export async function putPack(ctx: AdminCtx, given: Omit<CreditPack, 'retiredAt'>): Promise<CreditPack> {
  const all = await db.holdPacks(ctx.tx);
  const before = all.find(({ slug }) => slug === given.slug);
  if (!before && all.length >= packsMax) throw billingError('too_many_packs');
  const after = await db.putPack(ctx.tx, given, ctx.now);
  const fields = ['name', 'priceMicro', 'creditsMicro', 'displayOrder'] as const;
  await ctx.record({
    category: 'money',
    action: before ? 'billing.credits_changed' : 'billing.credits_added',
    subject: { type: 'credit_pack' },
    changes: { pack: { to: given.slug }, ...changed<Partial<CreditPack>>(before ?? {}, after, fields) },
  });
  return after;
}

export const retirePack = (ctx: AdminCtx, { slug }: { slug: string }) => setPackRetired(ctx, slug, ctx.now);
export const offerPack = (ctx: AdminCtx, { slug }: { slug: string }) => setPackRetired(ctx, slug, null);

async function setPackRetired(ctx: AdminCtx, slug: string, at: Date | null): Promise<CreditPack> {
  const before = (await db.holdPacks(ctx.tx)).find((one) => one.slug === slug);
  if (!before) throw billingError('pack_not_found', { slug });
  if ((before.retiredAt === null) === (at === null)) return before;
  const after = await db.setPackRetired(ctx.tx, slug, at, ctx.now);
  await ctx.record({
    category: 'money',
    action: at === null ? 'billing.credits_offered' : 'billing.credits_retired',
    subject: { type: 'credit_pack' },
    changes: { pack: { to: slug }, retiredAt: { from: before.retiredAt, to: at } },
  });
  return after;
}
