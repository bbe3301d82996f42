import type { AdminCtx, Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { colleagues } from '../../identity/index.ts';
import { billingError } from '../contract.ts';
import * as db from './affiliates.sql.ts';
import { sumsOf } from './commissions.sql.ts';
import {
  type AffiliateStatus,
  type AffiliateSummary,
  affiliateChanged,
  type ManagedAffiliate,
  type ManagedPayout,
  type Payout,
  type PayoutId,
  RateId,
} from './contract.ts';
import { affiliatesByTime, findSummary, payoutsOfAll } from './managing.sql.ts';
import { exportLines, makeStatementNow, markAsPaid } from './statements.ts';

/* What whoever looks after the installation does about affiliates. */

const ratesShownMax = 50;

interface At {
  readonly affiliateId: WorkspaceId;
}

export const listAffiliates = (
  ctx: AdminCtx,
  { status, ...page }: PageQuery & { status?: AffiliateStatus | undefined },
): Promise<Page<AffiliateSummary>> => affiliatesByTime(ctx.tx, colleagues, page, status);

export async function getManagedAffiliate(ctx: AdminCtx, { affiliateId }: At): Promise<ManagedAffiliate> {
  const summary = await ctx.aside((tx) => findSummary(tx, colleagues, affiliateId));
  if (!summary) throw billingError('affiliate_not_found', { affiliateId });
  return ctx.into(affiliateId, async ({ tx }) => {
    const { about, decisionNote } = (await db.findAffiliate(tx))!;
    const sums = await sumsOf(tx);
    return { ...summary, about, decisionNote, sums, rates: await db.ratesOf(tx, ratesShownMax) };
  });
}

interface Deciding extends At {
  readonly note: string | null;
}

/** For the first time, after a refusal, or after a suspension: from now on it is this rate. */
export async function approve(
  ctx: AdminCtx,
  { affiliateId, ratePpm, note }: Deciding & { ratePpm: number },
): Promise<ManagedAffiliate> {
  await atAffiliate(ctx, affiliateId, async (inside, before) => {
    const { ratePpm: rateBefore } = (await db.findRate(inside.tx, ctx.now)) ?? { ratePpm: null };
    if (before.status === 'approved' && rateBefore === ratePpm) return;
    await sayRate(ctx, inside, { id: newId(RateId, ctx.now.getTime()), startsAt: ctx.now, ratePpm });
    if (before.status !== 'approved') await say(ctx, inside, 'approved', note);
    await record(ctx, before, affiliateId, 'billing.affiliate_approved', {
      status: { from: before.status, to: 'approved' },
      ratePpm: { from: rateBefore, to: ratePpm },
    });
  });
  return getManagedAffiliate(ctx, { affiliateId });
}

export async function reject(ctx: AdminCtx, { affiliateId, note }: Deciding): Promise<ManagedAffiliate> {
  await atAffiliate(ctx, affiliateId, async (inside, before) => {
    if (before.status === 'rejected') return;
    if (before.status !== 'applied') throw billingError('affiliate_is_decided', { status: before.status });
    await say(ctx, inside, 'rejected', note);
    await record(ctx, before, affiliateId, 'billing.affiliate_rejected', {
      status: { from: before.status, to: 'rejected' },
      note: { to: note },
    });
  });
  return getManagedAffiliate(ctx, { affiliateId });
}

/** Nothing is earned from now on, and nothing paid out. What was earned before stays theirs. */
export async function suspend(ctx: AdminCtx, { affiliateId, note }: Deciding): Promise<ManagedAffiliate> {
  await atAffiliate(ctx, affiliateId, async (inside, before) => {
    if (before.status === 'suspended') return;
    requireApproved(before);
    await db.withdrawRatesAhead(inside.tx, ctx.now);
    await sayRate(ctx, inside, { id: newId(RateId, ctx.now.getTime()), startsAt: ctx.now, ratePpm: 0 });
    await say(ctx, inside, 'suspended', note);
    await record(ctx, before, affiliateId, 'billing.affiliate_suspended', {
      status: { from: before.status, to: 'suspended' },
      note: { to: note },
    });
  });
  return getManagedAffiliate(ctx, { affiliateId });
}

interface NewRate extends At {
  readonly rateId: RateId;
  readonly ratePpm: number;
  readonly startsAt: string | null;
}

export async function changeRate(ctx: AdminCtx, asked: NewRate): Promise<ManagedAffiliate> {
  const { affiliateId, rateId: id, ratePpm } = asked;
  const startsAt = asked.startsAt === null ? ctx.now : new Date(asked.startsAt);
  if (startsAt < ctx.now) throw billingError('rate_is_of_the_past');
  await atAffiliate(ctx, affiliateId, async (inside, before) => {
    requireApproved(before);
    if (!(await sayRate(ctx, inside, { id, startsAt, ratePpm }))) return requireSaidSo(inside, asked);
    await record(ctx, before, affiliateId, 'billing.affiliate_rate_set', {
      ratePpm: { to: ratePpm },
      startsAt: { to: startsAt },
    });
    await inside.publish(affiliateChanged, {});
  });
  return getManagedAffiliate(ctx, { affiliateId });
}

/** The same id with something else is refused, or it would seem to be agreed on. */
async function requireSaidSo({ tx }: Ctx, { rateId, ratePpm, startsAt }: NewRate): Promise<void> {
  const said = await db.findRateSaid(tx, rateId);
  const isSame = startsAt === null || said?.startsAt.getTime() === Date.parse(startsAt);
  if (said?.ratePpm !== ratePpm || !isSame) throw billingError('key_stands_for_something_else', { rateId });
}

export const listAffiliatePayouts = (
  ctx: AdminCtx,
  { due, ...page }: PageQuery & { due?: boolean | undefined },
): Promise<Page<ManagedPayout>> => payoutsOfAll(ctx.tx, colleagues, page, due ?? false);

interface AtPayout extends At {
  readonly payoutId: PayoutId;
}

export async function payOut(ctx: AdminCtx, { affiliateId, payoutId }: AtPayout): Promise<Payout> {
  const { userId } = ctx.actor;
  const payout = await ctx.into(affiliateId, (inside) => makeStatementNow(inside, payoutId, userId));
  await ctx.record({
    category: 'money',
    action: 'billing.affiliate_statement_made',
    subject: { type: 'payout', id: payoutId },
    changes: { affiliateId: { to: affiliateId }, amountMicro: { to: payout.amountMicro } },
  });
  return payout;
}

export async function markPaid(
  ctx: AdminCtx,
  { affiliateId, payoutId, reference }: AtPayout & { reference: string | null },
): Promise<Payout> {
  const { userId } = ctx.actor;
  const { payout, isNew } = await ctx.into(affiliateId, (inside) =>
    markAsPaid(inside, payoutId, userId, reference),
  );
  if (isNew)
    await ctx.record({
      category: 'money',
      action: 'billing.affiliate_paid',
      subject: { type: 'payout', id: payoutId },
      changes: { amountMicro: { to: payout.amountMicro }, reference: { to: reference } },
    });
  return payout;
}

export const exportPayout = (ctx: AdminCtx, { affiliateId, payoutId }: AtPayout): Promise<Bytes> =>
  ctx.into(affiliateId, (inside) => exportLines(inside, payoutId));

const atAffiliate = (
  ctx: AdminCtx,
  affiliateId: WorkspaceId,
  work: (inside: Ctx, before: db.AffiliateRow) => Promise<void>,
): Promise<void> =>
  ctx.into(affiliateId, async (inside) => {
    const before = await db.holdAffiliate(inside.tx);
    if (!before) throw billingError('affiliate_not_found', { affiliateId });
    await work(inside, before);
  });

function requireApproved({ status }: db.AffiliateRow): void {
  if (status !== 'approved') throw billingError('affiliate_is_not_approved', { status });
}

async function say(
  ctx: AdminCtx,
  inside: Ctx,
  status: db.Decided['status'],
  note: string | null,
): Promise<void> {
  await db.decide(inside.tx, { status, note, by: ctx.actor.userId, now: ctx.now });
  await inside.publish(affiliateChanged, {});
}

const sayRate = async (
  ctx: AdminCtx,
  { tx, workspaceId }: Ctx,
  rate: Pick<db.NewRate, 'id' | 'startsAt' | 'ratePpm'>,
): Promise<boolean> =>
  (await db.insertRate(tx, { ...rate, workspaceId, by: ctx.actor.userId, now: ctx.now })) === 1;

/** Among what happened to the installation: it is no business of the affiliate's who decided. */
const record = (
  ctx: AdminCtx,
  { userId: about }: db.AffiliateRow,
  affiliateId: WorkspaceId,
  action: string,
  changes: Readonly<Record<string, { readonly from?: unknown; readonly to?: unknown }>>,
): Promise<void> =>
  ctx.record({ category: 'money', action, subject: { type: 'affiliate', id: affiliateId }, about, changes });
