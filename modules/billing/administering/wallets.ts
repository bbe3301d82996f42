import type { AdminCtx, Ctx } from '../../../kit/ctx.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { colleagues } from '../../identity/index.ts';
import { workspaceNames } from '../../workspaces/index.ts';
import { billingError } from '../contract.ts';
import { book } from '../ledger/booking.ts';
import { walletChanged } from '../ledger/contract.ts';
import { grantOf } from '../ledger/orders.ts';
import { walletOf } from '../ledger/reading.ts';
import { subscriptionsChanged } from '../ledger/renewals.ts';
import { SubscriptionId } from '../plans/contract.ts';
import { openSubscriptions } from '../plans/offering.sql.ts';
import { openMax } from '../plans/offering.ts';
import type { GiftId, WalletOfWorkspace, WalletSummary } from './contract.ts';
import { findPlan } from './offer.sql.ts';
import * as db from './wallets.sql.ts';

interface At {
  readonly workspaceId: WorkspaceId;
}

/** Each is looked at where it is: what all of them are in the order of is their names. */
export async function listWallets(
  ctx: AdminCtx,
  { q, ...page }: PageQuery & { readonly q?: string | undefined },
): Promise<Page<WalletSummary>> {
  const { items: places, next } = await db.placesByName(ctx.tx, workspaceNames, q || undefined, page);
  const items: WalletSummary[] = [];
  for (const place of places)
    items.push({ ...place, ...(await ctx.into(place.id, ({ tx }) => db.findSummary(tx, ctx.now))) });
  return { items, next };
}

export const getWalletOfWorkspace = (ctx: AdminCtx, at: At) => inside(ctx, at, async () => {});

/** CR-57, SS-68: credits that do not end. */
export const giveCredits = (
  ctx: AdminCtx,
  { giftId, micro, reason, ...at }: At & { giftId: GiftId; micro: number; reason: string },
) =>
  inside(ctx, at, async (here) => {
    // The same id is the same gift, in whichever letters it is written.
    const told = { key: `gift:${giftId.toLowerCase()}`, reason };
    const order = grantOf(told, 'bonus', micro);
    const [outcome] = await book(here, [{ ...order, asked: { ...order.asked, reason } }]);
    if (outcome?.state === 'key_taken') throw billingError('key_stands_for_something_else');
    if (outcome?.state === 'repeated') return;
    await here.record({
      category: 'money',
      action: 'billing.credits_given',
      subject: { type: 'wallet', id: at.workspaceId },
      changes: { gift: { to: giftId }, micro: { to: micro }, reason: { to: reason } },
    });
  });

/** It counts beside what somebody pays for: the best of them is the plan. */
export const givePlan = (ctx: AdminCtx, { plan, ...at }: At & { plan: string }) =>
  inside(ctx, at, async (here) => {
    if (!(await findPlan(here.tx, plan))) throw billingError('plan_not_found', { plan });
    const before = givenIn(await db.findGiven(here.tx));
    await db.putGiven(here.tx, { ...at, id: newId(SubscriptionId), plan }, here.now);
    await planGiven(here, before, plan);
  });

export const takePlan = (ctx: AdminCtx, at: At) =>
  inside(ctx, at, async (here) => {
    const before = givenIn(await db.findGiven(here.tx));
    if (before === null) return;
    await db.endGiven(here.tx, here.now);
    await planGiven(here, before, null);
  });

const givenIn = (found: { plan: string; status: string } | undefined): string | null =>
  found && found.status !== 'cancelled' ? found.plan : null;

async function planGiven(here: Ctx, from: string | null, to: string | null): Promise<void> {
  await subscriptionsChanged(here);
  await here.record({
    category: 'money',
    action: to === null ? 'billing.plan_taken_away' : 'billing.plan_given',
    subject: { type: 'wallet', id: here.workspaceId },
    changes: { plan: { from, to } },
  });
}

/** CR-60 */
export const makeUnlimited = (ctx: AdminCtx, at: At) => setUnlimited(ctx, at, true);
export const makeLimited = (ctx: AdminCtx, at: At) => setUnlimited(ctx, at, false);

const setUnlimited = (ctx: AdminCtx, at: At, wanted: boolean) =>
  inside(ctx, at, async (here) => {
    await book(here, []);
    const before = await db.findUnlimited(here.tx, colleagues);
    const since = before?.unlimitedAt ?? null;
    if ((since !== null) === wanted) return;
    const by = wanted ? { at: here.now, userId: ctx.actor.userId } : null;
    await db.setUnlimited(here.tx, by, here.now);
    await here.publish(walletChanged, {});
    await here.record({
      category: 'money',
      action: wanted ? 'billing.made_unlimited' : 'billing.made_limited',
      subject: { type: 'wallet', id: at.workspaceId },
      changes: { unlimitedAt: { from: since, to: by?.at ?? null } },
    });
  });

/** Goes to the workspace, and answers with what there is afterwards. What is done there is in its own trail. */
async function inside(
  ctx: AdminCtx,
  { workspaceId }: At,
  work: (here: Ctx) => Promise<void>,
): Promise<WalletOfWorkspace> {
  const named = await db.findNamed(ctx.tx, workspaceNames, workspaceId);
  if (!named) throw billingError('workspace_not_found', { workspaceId });
  return ctx.into(workspaceId, async (here) => {
    await work(here);
    const unlimited = await db.findUnlimited(here.tx, colleagues);
    return {
      ...named,
      wallet: await walletOf(here),
      unlimitedBy: unlimited?.unlimitedBy ?? null,
      subscriptions: await openSubscriptions(here.tx, here.now, openMax),
    };
  });
}
