import type { AdminCtx, Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import { type Ground, openCtxOf, workIn } from '../../../kit/work.ts';
import { book } from '../ledger/booking.ts';
import { grantOf, purchaseOf } from '../ledger/orders.ts';
import { subscribed, testPlan } from '../ledger/testing.ts';
import type { Walk } from '../walk.ts';
import { deleteCap, listCaps, putCap } from './caps.ts';
import { CapId } from './contract.ts';
import { addPrice, putMeter, retireMeter } from './meters.ts';
import type { Use } from './pricing.ts';
import { meterUse } from './using.ts';

type Place = { readonly ground: Ground } & Pick<Ctx, 'workspaceId'>;
const inside = <T>({ ground, workspaceId }: Place, fn: (ctx: Ctx) => Promise<T>) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);

/** Something to spend: bought, and given with the rest. */
export const giveMoney = (
  place: Place,
  given: { payg?: number; bonus?: number; month?: number; week?: number },
) =>
  inside(place, (ctx) => {
    const told = () => ({ key: `given:${uuidv7()}`, reason: 'Given to be spent' });
    const { payg = 0, bonus = 0, month = 0, week = 0 } = given;
    return book(ctx, [
      ...(payg > 0 ? [purchaseOf(told(), payg)] : []),
      ...(bonus > 0 ? [grantOf(told(), 'bonus', bonus)] : []),
      ...(month > 0 ? [grantOf(told(), 'month', month)] : []),
      ...(week > 0 ? [grantOf(told(), 'week', week)] : []),
    ]);
  });

/** From now on this workspace pays so much for each of it, and has nothing to pay it with. */
export async function chargedFor(w: Walked, meter: string, baseMicro: number): Promise<void> {
  const plan = `plan-${uuidv7().slice(-12)}`;
  await testPlan(w, { slug: plan });
  await subscribed({ ...w, system: { work: (fn) => inside(w, fn) } }, plan);
  await asAdministrator(w, (ctx) => addPrice(ctx, { slug: meter, plan, baseMicro, computeMicro: 0 }));
}
type Walked = Pick<Walk, 'ground' | 'workspaceId' | 'ownerId'>;

/** One use that is over. */
export async function metered(place: Place, given: Partial<Use> = {}): Promise<string> {
  const id = given.id ?? uuidv7();
  await inside(place, (ctx) => meterUse(ctx, { meter: 'message', reason: 'A message', ...given, id }));
  return id;
}

const of = '/w/:workspaceId/billing';
const inTime = async (w: Walk) => {
  await metered(w);
  const day = w.ground.clock.now().toISOString().slice(0, 10);
  return { query: { from: day, until: day } };
};

/** There can be one of a kind: what another sample left is in the way. */
const withoutCaps = (w: Walk) =>
  inside(w, async (ctx) => {
    for (const { id: capId } of (await listCaps(ctx)).items) await deleteCap(ctx, { capId });
  });

async function someCap(w: Walk): Promise<CapId> {
  await withoutCaps(w);
  const capId = newId(CapId);
  await inside(w, (ctx) => putCap(ctx, { capId, memberId: null, period: 'month', maxMicro: 5_000_000 }));
  return capId;
}

/** One of its own: a sample must not take away what other tests use. */
async function someMeter(w: Walk): Promise<{ slug: string }> {
  const slug = `test_${uuidv7().replaceAll('-', '_')}`;
  await asAdministrator(w, (ctx) => putMeter(ctx, { slug, ...words }));
  return { slug };
}

/** Somebody who looks after the installation does it. */
export function asAdministrator<T>(
  { ground, ownerId: userId }: Pick<Walk, 'ground' | 'ownerId'>,
  fn: (ctx: AdminCtx) => Promise<T>,
): Promise<T> {
  const actor = { kind: 'administrator', userId } as const;
  return ground.db.transaction({ kind: 'installation' }, (tx) =>
    fn({ ...openCtxOf(ground, tx, { actor }), actor }),
  );
}
const words = { name: 'Testing', unitLabel: 'test', description: null, family: 'test' };
const atMeter = async (w: Walk) => ({ params: await someMeter(w) });

/** A good input for every route of this part. */
export const usingSamples: Samples<Walk> = {
  [`GET ${of}/usage` as const]: inTime,
  [`GET ${of}/usage.csv` as const]: inTime,
  [`GET ${of}/usage/events` as const]: async (w: Walk) => {
    await metered(w);
    return { query: { meter: 'message' } };
  },
  [`GET ${of}/quotas` as const]: async () => ({}),
  [`GET ${of}/estimate` as const]: async () => ({ query: { meter: 'try_on', quantity: 2 } }),
  [`GET ${of}/caps` as const]: async () => ({}),
  [`PUT ${of}/caps/:capId` as const]: async (w: Walk) => {
    await withoutCaps(w);
    const body = { memberId: null, period: 'day', maxMicro: 1_000_000 };
    return { params: { capId: newId(CapId) }, body, makesId: true };
  },
  [`DELETE ${of}/caps/:capId` as const]: async (w: Walk) => ({ params: { capId: await someCap(w) } }),
  'GET /admin/meters': async () => ({}),
  'PUT /admin/meters/:slug': async (w) => ({ ...(await atMeter(w)), body: { ...words, name: 'Tested' } }),
  'PUT /admin/meters/:slug/retirement': atMeter,
  'DELETE /admin/meters/:slug/retirement': async (w) => {
    const params = await someMeter(w);
    await asAdministrator(w, (ctx) => retireMeter(ctx, params));
    return { params };
  },
  'GET /admin/meters/:slug/prices': atMeter,
  'POST /admin/meters/:slug/prices': async (w) => ({
    ...(await atMeter(w)),
    body: { plan: '', baseMicro: 100, computeMicro: 20 },
  }),
};
