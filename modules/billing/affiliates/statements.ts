import { csvLine, csvMark } from '../../../kit/csv.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import { newId, type UserId } from '../../../kit/ids.ts';
import { inDollars } from '../calls/contract.ts';
import { billingError } from '../contract.ts';
import { book } from '../ledger/booking.ts';
import { payoutOf } from '../ledger/orders.ts';
import { type AffiliateRow, findAffiliate, holdAffiliate } from './affiliates.sql.ts';
import { clearDue, openCommissions } from './commissions.sql.ts';
import { affiliateChanged, type Payout, PayoutId, payoutLinesMax, payoutMinMicro } from './contract.ts';
import * as db from './payouts.sql.ts';
import { monthBefore } from './shares.ts';

/*
 * A statement counts what has cleared and has not been counted: what was earned, less what was taken back of what
 * earlier ones paid. One that comes to less than is worth paying out is not made, so what is taken back is carried on
 * by being left open, and no balance has to be kept anywhere.
 */

const clearedAtOnceMax = 1_000;

/** Takes no input: what is due to clear clears, and the month that is over is paid. Again it changes nothing. */
export async function clearAndPay(ctx: Ctx): Promise<void> {
  const found = await findAffiliate(ctx.tx);
  if (!found) return;
  const affiliate = (await holdAffiliate(ctx.tx))!;
  const cleared = await clearDue(ctx.tx, ctx.now, clearedAtOnceMax);
  if (cleared > 0) await ctx.publish(affiliateChanged, {});
  // There may be more of the month: the next turn goes on with it.
  if (cleared === clearedAtOnceMax) return;
  const { month, throughAt } = monthBefore(ctx.now);
  if (affiliate.status !== 'approved' || (await db.findPayoutOfMonth(ctx.tx, month))) return;
  const id = newId(PayoutId, ctx.now.getTime());
  await makeStatement(ctx, affiliate, { id, month, throughAt, by: null });
}

/** By hand, of all that has cleared by now. The same one asked for again is the same one. */
export async function makeStatementNow(ctx: Ctx, id: PayoutId, by: UserId): Promise<Payout> {
  const affiliate = await holdAffiliate(ctx.tx);
  if (!affiliate) throw billingError('affiliate_not_found');
  const before = await db.findPayout(ctx.tx, id);
  if (before) return before;
  if (affiliate.status !== 'approved') throw billingError('affiliate_is_not_approved');
  await clearDue(ctx.tx, ctx.now, clearedAtOnceMax);
  const made = await makeStatement(ctx, affiliate, { id, month: null, throughAt: ctx.now, by });
  if (!made) throw billingError('too_little_to_pay_out');
  return made;
}

type Asked = Pick<db.NewPayout, 'id' | 'month' | 'throughAt' | 'by'>;

/** The affiliate is held: of two who make one at once, the second finds nothing open. */
async function makeStatement(ctx: Ctx, affiliate: AffiliateRow, asked: Asked): Promise<Payout | undefined> {
  const { tx, workspaceId, now } = ctx;
  const lines = await openCommissions(tx, asked.throughAt, payoutLinesMax);
  const sumWhere = (counts: (micro: number) => boolean) =>
    lines.reduce((sum, { openMicro }) => sum + (counts(openMicro) ? openMicro : 0), 0);
  const earnedMicro = sumWhere((micro) => micro > 0);
  const takenBackMicro = -sumWhere((micro) => micro < 0);
  if (earnedMicro - takenBackMicro < payoutMinMicro) return undefined;
  const { payoutMethod: method, payoutEmail } = affiliate;
  const paidAt = method === 'credits' ? now : null;
  const made = await db.insertPayout(tx, {
    ...{ ...asked, workspaceId, method, payoutEmail, earnedMicro, takenBackMicro, lines, paidAt, now },
  });
  if (method === 'credits') await payInCredits(ctx, made);
  await ctx.publish(affiliateChanged, {});
  return made;
}

async function payInCredits(ctx: Ctx, { id, amountMicro, month }: Payout): Promise<void> {
  const reason = month ? `Commissions through ${month.slice(0, 7)}` : 'Commissions';
  const [outcome] = await book(ctx, [
    payoutOf({ key: `payout:${id}`, reason, subject: { type: 'payout', id } }, amountMicro),
  ]);
  if (outcome!.state !== 'booked') throw new Error(`payout ${id} was ${outcome!.state}`);
}

/** Somebody sent the money. Marked twice it is as it was marked first. */
export async function markAsPaid(
  ctx: Ctx,
  id: PayoutId,
  by: UserId,
  reference: string | null,
): Promise<{ readonly payout: Payout; readonly isNew: boolean }> {
  await holdAffiliate(ctx.tx);
  const isNew = (await db.markPaid(ctx.tx, id, by, reference, ctx.now)) === 1;
  if (isNew) {
    await db.markCommissionsPaid(ctx.tx, id, ctx.now);
    await ctx.publish(affiliateChanged, {});
  }
  return { payout: await requirePayout(ctx, id), isNew };
}

async function requirePayout({ tx }: Ctx, id: PayoutId): Promise<Payout> {
  const payout = await db.findPayout(tx, id);
  if (!payout) throw billingError('payout_not_found', { payoutId: id });
  return payout;
}

const linesPerReadMax = 500;
const head = [
  ...['Month', 'Referral', 'Paid for', 'Paid, dollars', 'Rate, %'],
  ...['Earned, dollars', 'Taken back, dollars'],
];

/** Read as it is sent: a page at a time is all that is ever held. */
export async function exportLines(ctx: Ctx, id: PayoutId): Promise<Bytes> {
  const payout = await requirePayout(ctx, id);
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `statement-${payout.createdAt.toISOString().slice(0, 10)}.csv`,
    stream: tableOf(ctx, id),
  };
}

async function* tableOf({ tx }: Ctx, id: PayoutId): AsyncGenerator<string> {
  yield csvMark + csvLine(head);
  for (let after: string | undefined; ; ) {
    const { items, next } = await db.linesOf(tx, id, { limit: linesPerReadMax, after });
    for (const line of items)
      yield csvLine([
        line.month.slice(0, 7),
        `Referral ${line.referralNo}`,
        line.paidFor,
        inDollars(line.sourceMicro),
        line.ratePpm / 10_000,
        inDollars(Math.max(0, line.amountMicro)),
        inDollars(Math.max(0, -line.amountMicro)),
      ]);
    if (next === null) return;
    after = next;
  }
}
