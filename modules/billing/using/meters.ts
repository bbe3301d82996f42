import { changed } from '../../../kit/audit.ts';
import type { AdminCtx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { billingError } from '../contract.ts';
import { type Meter, type MeterPrice, pricesShownMax } from './contract.ts';
import * as db from './meters.sql.ts';

/*
 * What the installation's workspaces can use, and what that costs all of them. Whoever looks after the installation
 * says so: the routes ask for that.
 */

export const listMeters = ({ tx, now }: AdminCtx, page: PageQuery): Promise<Page<Meter>> =>
  db.metersBySlug(tx, now, page);

/** What it is called in the ledger and in every use stays; its words may change. */
export async function putMeter(ctx: AdminCtx, wanted: db.Named): Promise<Meter> {
  await db.holdMeter(ctx.tx, wanted.slug);
  const before = await db.findMeter(ctx.tx, wanted.slug, ctx.now);
  await db.putMeter(ctx.tx, wanted, ctx.now);
  const facts = ['name', 'unitLabel', 'description', 'family'] as const;
  const was: Facts = before ?? { name: null, unitLabel: null, description: null, family: null };
  const changes = changed(was, wanted as Facts, [...facts]);
  if (Object.keys(changes).length > 0)
    await record(ctx, before ? 'billing.meter_changed' : 'billing.meter_added', {
      slug: { to: wanted.slug },
      ...changes,
    });
  return requireMeter(ctx, wanted.slug);
}

type Facts = Readonly<Record<'name' | 'unitLabel' | 'description' | 'family', string | null>>;

export const retireMeter = (ctx: AdminCtx, { slug }: { readonly slug: string }) => retire(ctx, slug, ctx.now);
export const reviveMeter = (ctx: AdminCtx, { slug }: { readonly slug: string }) => retire(ctx, slug, null);

async function retire(ctx: AdminCtx, slug: string, retiredAt: Date | null): Promise<Meter> {
  await db.holdMeter(ctx.tx, slug);
  const before = await requireMeter(ctx, slug);
  if ((before.retiredAt === null) === (retiredAt === null)) return before;
  await db.markRetired(ctx.tx, slug, retiredAt);
  const action = retiredAt ? 'billing.meter_retired' : 'billing.meter_revived';
  await record(ctx, action, { slug: { to: slug } });
  return requireMeter(ctx, slug);
}

export async function listPrices(
  ctx: AdminCtx,
  { slug }: { readonly slug: string },
): Promise<{ items: MeterPrice[] }> {
  await requireMeter(ctx, slug);
  return { items: await db.pricesOf(ctx.tx, slug, pricesShownMax) };
}

interface GivenPrice {
  readonly slug: string;
  readonly plan: string;
  readonly fromAt?: Date | undefined;
  readonly baseMicro: number;
  readonly computeMicro: number;
}

/** What was used before keeps the price it had: one that begins in the past would say otherwise. */
export async function addPrice(
  ctx: AdminCtx,
  { slug, fromAt = ctx.now, ...given }: GivenPrice,
): Promise<MeterPrice> {
  await db.holdMeter(ctx.tx, slug);
  await requireMeter(ctx, slug);
  if (fromAt < ctx.now) throw billingError('price_is_of_the_past', { fromAt });
  if (given.plan !== '' && !(await db.planIsThere(ctx.tx, given.plan)))
    throw billingError('price_of_no_plan', { plan: given.plan });
  const price = { ...given, fromAt };
  if ((await db.insertPrice(ctx.tx, slug, price, ctx.now)) === 0)
    throw billingError('price_is_there', { fromAt });
  const { plan, baseMicro, computeMicro } = price;
  await record(ctx, 'billing.price_set', {
    ...{ slug: { to: slug }, plan: { to: plan }, fromAt: { to: fromAt } },
    ...{ baseMicro: { to: baseMicro }, computeMicro: { to: computeMicro } },
  });
  return price;
}

async function requireMeter({ tx, now }: AdminCtx, slug: string): Promise<Meter> {
  const meter = await db.findMeter(tx, slug, now);
  if (!meter) throw billingError('meter_not_found', { slug });
  return meter;
}

const record = (
  ctx: AdminCtx,
  action: string,
  changes: Parameters<AdminCtx['record']>[0]['changes'] & object,
) => ctx.record({ category: 'money', action, subject: { type: 'meter' }, changes });
