import type { Ctx, Unit } from '../../../../kit/ctx.ts';
import type { BillingOutside } from '../../outside.ts';
import { paymentsChanged } from '../contract.ts';
import { mirrorCustomer } from '../mirror/jobs.ts';
import * as db from './checkouts.sql.ts';

const pagesAtOnceMax = 50;

/**
 * Of several pages for a plan one may be paid. A provider that can close a page is asked to, with no transaction open:
 * it decides whether somebody has paid before. Answers whether somebody has.
 */
export async function closeOtherPages(
  unit: Unit,
  { payments }: Pick<BillingOutside, 'payments'>,
): Promise<boolean> {
  const pages = await unit.work(({ tx }) => db.pagesToClose(tx, pagesAtOnceMax));
  let hasPaid = false;
  for (const { id, provider, pageId } of pages) {
    const there = payments?.get(provider);
    if (!there?.closePage) continue;
    const came = await there.closePage(pageId, unit.signal);
    if (came === 'paid') hasPaid = true;
    await unit.work(async (ctx) => {
      if (came === 'paid') return void (await ctx.enqueue(mirrorCustomer, { provider }));
      if ((await db.markExpired(ctx.tx, id, ctx.now)) > 0) await ctx.publish(paymentsChanged, {});
    });
  }
  return hasPaid;
}

export async function runClosePages(unit: Unit, _: object, outside: BillingOutside): Promise<void> {
  await closeOtherPages(unit, outside);
}

/** Why a page that was asked for is not to be opened any more; undefined: it is. */
export async function whyNotOpened(
  { tx }: Pick<Ctx, 'tx'>,
  checkout: { readonly id: Parameters<typeof db.isPassedOver>[1]; readonly kind: string },
): Promise<'passed_over' | 'subscribed_already' | undefined> {
  if (checkout.kind !== 'plan') return undefined;
  if ((await db.isPassedOver(tx, checkout.id)).isSo) return 'passed_over';
  return (await db.subscribedBefore(tx)).openCount > 0 ? 'subscribed_already' : undefined;
}
