import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { newId } from '../../../kit/ids.ts';
import { billingError } from '../contract.ts';
import { buckets, drawn, spendableOf } from '../ledger/accounts.ts';
import { balancesNow } from '../ledger/booking.ts';
import { planOf } from '../plans/current.ts';
import { authorize } from '../policy.ts';
import { standsOf } from './allowances.sql.ts';
import { boundsOf, refusalOf, stepOf } from './allowing.ts';
import { type Estimate, type Quota, UsageEventId } from './contract.ts';
import * as db from './estimating.sql.ts';
import { amountOf, priceOf, quantityOf, requireTerms, type Use } from './pricing.ts';

/** What it would cost now, and whether it would be let through. Nothing is kept back: somebody else may be quicker. */
export async function estimateUse(
  ctx: Ctx,
  use: Pick<Use, 'meter' | 'quantity' | 'apiMicro' | 'memberId' | 'isApiPaidElsewhere'>,
): Promise<Estimate> {
  authorize(ctx, 'billing.read');
  const terms = await requireTerms(ctx, { ...use, id: newId(UsageEventId) });
  const quantity = quantityOf(use);
  const price = priceOf(terms, quantity);
  const api = use.isApiPaidElsewhere ? 0 : amountOf(use.apiMicro ?? 0);
  const micro = amountOf(price.baseMicro + price.computeMicro + api);
  const bounds = boundsOf(terms);
  const stands =
    bounds.length > 0 ? await standsOf(ctx.tx, bounds, await stepOf(ctx, { quantity, micro })) : [];
  const over = stands.find(({ isOver }) => isOver);
  const balances = await balancesNow(ctx);
  const parts = drawn(balances, Math.min(micro, terms.isUnlimited ? 0 : spendableOf(balances)))!;
  const lacks = !terms.isUnlimited && micro > spendableOf(balances);
  const refusal = over ? refusalOf(over) : lacks ? billingError('not_enough') : undefined;
  const [weekMicro, monthMicro, bonusMicro, paygMicro] = buckets.map((bucket) => parts[bucket]);
  return {
    ...{
      micro,
      weekMicro: weekMicro!,
      monthMicro: monthMicro!,
      bonusMicro: bonusMicro!,
      paygMicro: paygMicro!,
    },
    isAllowed: refusal === undefined,
    whyNot: refusal instanceof AppError ? { code: refusal.code, message: refusal.message } : null,
  };
}

/** Up to here it is said that little is left: BA-28. */
const nearMax = 5;

/** BA-26: what the plan limits, how much of it is used in this period, and what is left. */
export async function listQuotas(ctx: Ctx): Promise<{ plan: string; items: Quota[] }> {
  authorize(ctx, 'billing.read');
  const { slug: plan } = await planOf(ctx);
  const limits = await db.limitsOf(ctx.tx, plan);
  if (limits.length === 0) return { plan, items: [] };
  const bounds = limits.map((limit) => ({ ...limit, scope: '', maxMicro: null }));
  const stands = await standsOf(ctx.tx, bounds, await stepOf(ctx, { quantity: 0, micro: 0 }));
  return { plan, items: stands.map(({ countMax, ...stand }) => quotaOf({ ...stand, countMax: countMax! })) };
}

interface Standing {
  readonly family: string;
  readonly period: Quota['period'];
  readonly countMax: number;
  readonly usedCount: number;
  readonly endsAt: Date;
}

function quotaOf({ family, period, countMax, usedCount, endsAt }: Standing): Quota {
  const remainingCount = Math.max(0, countMax - usedCount);
  const isNear = remainingCount >= 1 && remainingCount <= nearMax;
  return { family, period, countMax, usedCount, remainingCount, isNear, endsAt };
}
