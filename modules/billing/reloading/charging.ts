import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import type { BillingOutside } from '../outside.ts';
import type { Charged } from '../paying/provider.ts';
import { reloadName } from './beginning.ts';
import { autoReloadChanged, type ReloadId } from './contract.ts';
import { keyGoodForMs, settleLost, settlePaid, settleRefused, settleUnknown } from './outcomes.ts';
import * as reloads from './reloads.sql.ts';
import * as db from './settings.sql.ts';

/** More than a job may take. */
export const lostAfterMs = 90_000;
/** Asked longer ago, the job that asked is gone. */
export const lostBefore = (now: Date) => new Date(now.getTime() - lostAfterMs);
const askTimeoutMs = 30_000;

/** What the provider said, or that it said nothing. */
type Came =
  | Charged
  | { readonly state: 'failed'; readonly code: string }
  | { readonly state: 'unknown'; readonly until: Date | undefined };

/** Two short transactions around one call, as every call that cannot be taken back. */
export async function runMakeReload(
  unit: Unit,
  { reloadId }: { reloadId: ReloadId },
  outside: Pick<BillingOutside, 'payments'>,
): Promise<void> {
  const asked = await unit.work((ctx) => claim(ctx, reloadId, unit.jobId));
  if (!asked) return;
  const came = await ask(unit, asked, outside);
  await unit.work((ctx) => settle(ctx, asked, came));
}

async function claim(ctx: Ctx, id: ReloadId, jobId: string): Promise<reloads.Asked | undefined> {
  const { tx, now } = ctx;
  const held = await db.holdAutoReload(tx);
  if (held?.enabledAt === null && (await reloads.dropQueued(tx, id, now)) === 1) {
    await reloads.closeCheckout(tx, id, 'switched_off', now);
    await ctx.publish(autoReloadChanged, {});
    return undefined;
  }
  const asked = await reloads.claimReload(tx, id, { jobId, now, lostBefore: lostBefore(now) });
  // Told by the provider meanwhile, it need not be asked.
  const paid = asked && (await reloads.findPaymentOf(tx, id));
  if (paid) await settlePaid(ctx, asked, paid.paymentId);
  if (!asked || paid) return undefined;
  if (!mayHaveBeenForgotten(asked, now)) return asked;
  await settleLost(ctx, asked);
  return undefined;
}

/** Asked before, so long ago that the same key may be another charge: whoever was away for a day comes back to that. */
const mayHaveBeenForgotten = ({ asksCount, createdAt }: reloads.Asked, now: Date) =>
  asksCount > 1 && now.getTime() - createdAt.getTime() >= keyGoodForMs;

async function ask(
  unit: Unit,
  asked: reloads.Asked,
  { payments }: Pick<BillingOutside, 'payments'>,
): Promise<Came> {
  const provider = payments?.get(asked.provider);
  if (!provider?.chargeSaved) return { state: 'failed', code: 'provider_gone' };
  if (asked.customerId === null) return { state: 'needs_person', code: 'not_known_there' };
  const signal = AbortSignal.any([unit.signal, AbortSignal.timeout(askTimeoutMs)]);
  try {
    return await provider.chargeSaved(
      {
        customerId: asked.customerId,
        amountMicro: asked.amountMicro,
        currency: 'usd',
        description: reloadName,
        checkoutId: asked.id,
        workspaceId: unit.workspaceId,
        key: `reload:${asked.id}`,
      },
      signal,
    );
  } catch (error) {
    // Under one key it is done once, so whatever is not an answer is asked for again, by the same key. A refusal says
    // nothing of what was asked before it.
    if (isTrouble(error, 'rejected') && asked.asksCount === 1)
      return { state: 'failed', code: error.facts.code ?? 'rejected' };
    const until = isTrouble(error) ? error.facts.until : undefined;
    unit.log.warn({ err: error, reloadId: asked.id }, 'nobody said what came of a reload; it is asked again');
    return { state: 'unknown', until };
  }
}

function settle(ctx: Ctx, asked: reloads.Asked, came: Came): Promise<void> {
  if (came.state === 'paid') return settlePaid(ctx, asked, came.paymentId);
  if (came.state === 'unknown') return settleUnknown(ctx, asked, came.until);
  const message = 'message' in came ? came.message : null;
  return settleRefused(ctx, asked, { state: came.state, code: came.code, message });
}
