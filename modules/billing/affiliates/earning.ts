import type { z } from 'zod';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import type { paymentReceived, paymentReturned } from '../paying/contract.ts';
import { findRate, holdAffiliate } from './affiliates.sql.ts';
import * as db from './commissions.sql.ts';
import { affiliateChanged, CommissionId } from './contract.ts';
import { markPaying, type Route } from './referrals.sql.ts';
import { findOrFollow } from './referring.ts';
import { clearsAfter, commissionOf, earnsFrom } from './shares.ts';

/*
 * What a payment comes to for whoever brought the one who paid. Told in the payer's workspace, written in the
 * affiliate's. A payment counts by its provider's id, and what went back of it is all that went back so far: so both
 * may be told any number of times and in any order, and come to the same.
 */

type Received = z.infer<typeof paymentReceived.payload>;
type Returned = z.infer<typeof paymentReturned.payload>;

export const countPayment = (unit: Unit, received: Received): Promise<void> =>
  atAffiliate(unit, (inside, route, payer) => earn(inside, route, payer, received));

export const countReturn = (unit: Unit, returned: Returned): Promise<void> =>
  atAffiliate(unit, (inside) => giveBack(inside, returned));

async function atAffiliate(
  unit: Unit,
  work: (inside: Ctx, route: Route, payer: WorkspaceId) => Promise<void>,
): Promise<void> {
  await unit.work(async (ctx) => {
    const route = await findOrFollow(ctx);
    if (route) await ctx.into(route.workspaceId, (inside) => work(inside, route, ctx.workspaceId));
  });
}

export async function earn(inside: Ctx, route: Route, payer: WorkspaceId, received: Received): Promise<void> {
  const { tx, workspaceId, now } = inside;
  const { provider, paymentId, paidFor, paidMicro } = received;
  const receivedAt = new Date(received.at);
  const { attributedAt, endsAt } = route;
  if (receivedAt < earnsFrom(attributedAt) || receivedAt >= endsAt) return;
  if (!(await holdAffiliate(tx))) return;
  // Of the time it was paid, whatever was agreed on since; nothing in a time of suspension.
  const rate = await findRate(tx, receivedAt < attributedAt ? attributedAt : receivedAt);
  const commissionMicro = commissionOf(paidMicro, rate?.ratePpm ?? 0);
  if (!rate || commissionMicro === 0) return;
  const added = await db.insertCommission(tx, {
    ...{ workspaceId, id: newId(CommissionId, now.getTime()), referralId: route.referralId, now },
    ...{ sourceWorkspaceId: payer, provider, paymentId, paidFor, sourceMicro: paidMicro },
    ...{ ratePpm: rate.ratePpm, commissionMicro, receivedAt, clearsAt: clearsAfter(receivedAt) },
  });
  if (added === 0) return;
  await markPaying(tx, route.referralId, receivedAt);
  // It may have been told first.
  await db.takeBack(tx, provider, paymentId);
  await inside.publish(affiliateChanged, {});
}

/** SE-31: in proportion to what went back, also of what was paid out: then the next statement counts it. */
export async function giveBack(inside: Ctx, { at, ...returned }: Returned): Promise<void> {
  const { tx, workspaceId } = inside;
  if (!(await holdAffiliate(tx))) return;
  if ((await db.putReturn(tx, workspaceId, { ...returned, saidAt: new Date(at) })) === 0) return;
  const changed = await db.takeBack(tx, returned.provider, returned.paymentId);
  if (changed > 0) await inside.publish(affiliateChanged, {});
}
