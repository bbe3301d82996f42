import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { reloadTried } from '../ledger/reload.ts';
import { boughtNow } from './bought.ts';
import { autoReloadChanged, ReloadId } from './contract.ts';
import { beginReload, makeReload } from './jobs.ts';
import * as reloads from './reloads.sql.ts';
import * as db from './settings.sql.ts';

const dayMs = 86_400_000;
export const reloadName = 'Credits, bought by auto-reload';

/**
 * Decides whether credits are to be bought now, and writes that down before anybody is asked for money. Whoever else
 * finds too little left waits for this to be committed, and then finds that one is under way: so it may be asked
 * however often, by whomever.
 */
export async function begin(ctx: Ctx): Promise<void> {
  const { tx, now } = ctx;
  const held = await db.holdAutoReload(tx);
  if (!held || held.enabledAt === null) return;
  if (await reloads.findOpenReload(tx)) return;
  const bought = await boughtNow(tx);
  if (!bought || bought.isUnlimited) return;
  const isItsTime = held.nextTryAt === null || held.nextTryAt <= now;
  if (bought.boughtMicro >= held.thresholdMicro) {
    // Somebody bought some by hand meanwhile.
    if (held.nextTryAt !== null && isItsTime) await db.markWaiting(tx, null);
    return reloadTried(ctx);
  }
  if (!isItsTime) return;
  const since = new Date(now.getTime() - dayMs);
  const { micro, firstAt } = await reloads.reloadedSince(tx, since);
  if (micro + held.amountMicro > held.dayMaxMicro) return waitFor(ctx, new Date(firstAt!.getTime() + dayMs));
  await order(ctx, held);
}

async function order(ctx: Ctx, { provider, amountMicro }: db.Held): Promise<void> {
  const { tx, workspaceId, now } = ctx;
  const id = newId(ReloadId);
  const known = await db.customersKnown(tx);
  const customerId = known.find((one) => one.provider === provider)?.customerId ?? null;
  await db.markWaiting(tx, null);
  const order = { workspaceId, id, provider, customerId, amountMicro, name: reloadName, now };
  if ((await reloads.insertReload(tx, order)) === 0) return;
  await ctx.enqueue(makeReload, { reloadId: id });
  await ctx.publish(autoReloadChanged, {});
}

/** What was bought a day ago is out of the count then, and there is room for the next. */
async function waitFor(ctx: Ctx, until: Date): Promise<void> {
  await db.markWaiting(ctx.tx, until);
  await ctx.enqueue(beginReload, {}, { startAfter: until });
  await ctx.publish(autoReloadChanged, {});
}
