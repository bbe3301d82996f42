import type { AdminCtx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { openCtxOf } from '../../../kit/work.ts';
import { testPlan } from '../ledger/testing.ts';
import type { Walk } from '../walk.ts';
import { GiftId } from './contract.ts';
import { putPack, retirePack } from './offer.ts';
import { givePlan, makeUnlimited } from './wallets.ts';

const plan = {
  ...{ name: 'Tried out', description: null, features: ['One brand'], monthPriceMicro: 1_900_000 },
  ...{ yearPriceMicro: 19_000_000, monthGrantMicro: 1_900_000, weekGrantMicro: 0, trialDays: 14 },
  ...{ trialGrantMicro: 100_000, isFree: false, isFeatured: false, displayOrder: 200 },
  limits: [{ family: 'generation', period: 'month', countMax: 50 }],
};
const pack = { name: '100 credits', priceMicro: 1_000_000, creditsMicro: 1_000_000, displayOrder: 9 };
const any = () => `tried-${newId(GiftId).slice(-12)}`;

/** As somebody who looks after the installation, and in none of its workspaces. */
export const asAdministrator = <T>(
  { ground, ownerId: userId }: Pick<Walk, 'ground' | 'ownerId'>,
  fn: (ctx: AdminCtx) => Promise<T>,
): Promise<T> =>
  ground.db.transaction({ kind: 'installation' }, (tx) => {
    const actor = { kind: 'administrator', userId } as const;
    return fn({ ...openCtxOf(ground, tx, { actor }), actor });
  });

const aPlan = (isOffered: boolean) => async (w: Walk) => {
  const slug = any();
  await testPlan(w, { slug, isOffered });
  return { params: { slug } };
};

const aPack = (isOffered: boolean) => async (w: Walk) => {
  const slug = any();
  await asAdministrator(w, async (ctx) => {
    await putPack(ctx, { ...pack, slug });
    if (!isOffered) await retirePack(ctx, { slug });
  });
  return { params: { slug } };
};

const at = async ({ workspaceId }: Walk) => ({ params: { workspaceId } });

/** A good input for every route of this part. */
export const administeringSamples: Samples<Walk> = {
  'GET /admin/plans': async () => ({}),
  'PUT /admin/plans/:slug': async () => ({ params: { slug: any() }, body: plan, makesId: true }),
  'PUT /admin/plans/:slug/retirement': aPlan(true),
  'DELETE /admin/plans/:slug/retirement': aPlan(false),
  'GET /admin/credit-packs': async () => ({}),
  'PUT /admin/credit-packs/:slug': async () => ({ params: { slug: any() }, body: pack, makesId: true }),
  'PUT /admin/credit-packs/:slug/retirement': aPack(true),
  'DELETE /admin/credit-packs/:slug/retirement': aPack(false),
  'GET /admin/wallets': async () => ({ query: { q: 'test', limit: 5 } }),
  'GET /admin/wallets/:workspaceId': at,
  'PUT /admin/wallets/:workspaceId/gifts/:giftId': async ({ workspaceId }) => ({
    params: { workspaceId, giftId: newId(GiftId) },
    body: { micro: 100_000, reason: 'For the trouble' },
    makesId: true,
  }),
  'PUT /admin/wallets/:workspaceId/plan': async ({ workspaceId }) => ({
    params: { workspaceId },
    body: { plan: 'pro' },
  }),
  'DELETE /admin/wallets/:workspaceId/plan': async (w) => {
    await asAdministrator(w, (ctx) => givePlan(ctx, { workspaceId: w.workspaceId, plan: 'pro' }));
    return at(w);
  },
  'PUT /admin/wallets/:workspaceId/unlimited': at,
  'DELETE /admin/wallets/:workspaceId/unlimited': async (w) => {
    await asAdministrator(w, (ctx) => makeUnlimited(ctx, { workspaceId: w.workspaceId }));
    return at(w);
  },
};
