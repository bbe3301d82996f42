import type { Ctx } from '../../../kit/ctx.ts';
import { billingError } from '../contract.ts';
import type { Entry } from '../ledger/accounts.ts';
import { book, type Order } from '../ledger/booking.ts';
import { move } from './allowances.sql.ts';
import { holdForBounds } from './allowing.ts';
import { amountOf } from './pricing.ts';
import * as db from './refunds.sql.ts';

export interface Refund {
  /** Made by the caller: the same refund told twice is one. */
  readonly id: string;
  readonly usageId: string;
  readonly micro: number | 'all';
  /** Or as much as was paid, where that is less. */
  readonly isAtMost?: boolean | undefined;
  /** Only of what the model cost: what each use costs stays paid. */
  readonly isOfModel?: boolean | undefined;
  readonly reason: string;
}

/**
 * What was spent last is given back first: what had to be owed, then what was bought, and the week's allowance at the
 * end. So whoever paid gets the money they paid before an allowance that may be over by then.
 */
const backOrder = ['owed', 'payg', 'bonus', 'month', 'week', 'unlimited'] as const;
type Back = Record<(typeof backOrder)[number], number>;

/** SE-11: into the buckets it came from, and never more than was paid. What was counted stays counted: it was used. */
export async function refundUse(ctx: Ctx, refund: Refund): Promise<void> {
  // The wallet before the use, as whoever spends: refunds of one use come one after the other.
  await holdForBounds(ctx);
  const paid = await db.holdPaid(ctx.tx, refund.usageId);
  if (!paid) throw billingError('no_such_use', { id: refund.usageId });
  const left = leftOf(paid);
  const asked = refund.micro === 'all' ? sumOf(left) : amountOf(refund.micro);
  const most = refund.isOfModel ? Math.max(0, sumOf(paid) - paid.fixedMicro) : sumOf(left);
  const micro = refund.isAtMost ? Math.min(asked, most, sumOf(left)) : asked;
  const parts = micro > 0 && micro <= sumOf(left) ? partsOf(left, micro) : undefined;
  const [outcome] = await book(ctx, [orderOf(refund, parts)]);
  if (outcome!.state === 'not_enough' && micro === 0) return;
  if (outcome!.state === 'not_enough') throw billingError('refund_too_large', { micro, paid: sumOf(left) });
  if (outcome!.state === 'key_taken') throw billingError('key_stands_for_something_else');
  if (outcome!.state === 'repeated') return;
  await db.markRefunded(ctx.tx, paid.id, micro, ctx.now);
  const { family, memberId, at } = paid;
  await move(ctx.tx, { family, scope: memberId ?? '', at, quantity: 0, micro: -micro });
  const { countedUntil } = await db.holdCounted(ctx.tx, ctx.workspaceId);
  if (paid.day < countedUntil) await db.takeFromDay(ctx.tx, paid, micro);
}

const orderOf = ({ id, usageId, micro, reason }: Refund, parts: Back | undefined): Order => ({
  kind: 'refund',
  key: `refund:${id}`,
  asked: { usage: usageId, micro },
  reason,
  subject: { type: 'usage_event', id: usageId },
  entries: ({ owed }) => parts && entriesOf(parts, owed),
});

/** What was owed for it may have been paid by now: then it is money that was paid. */
function entriesOf(parts: Back, owed: number): Entry[] {
  const lessOwed = Math.min(parts.owed, owed);
  return [
    { from: 'revenue', to: 'owed', micro: lessOwed },
    { from: 'revenue', to: 'payg', micro: parts.payg + parts.owed - lessOwed },
    { from: 'revenue', to: 'bonus', micro: parts.bonus },
    { from: 'revenue', to: 'month', micro: parts.month },
    { from: 'revenue', to: 'week', micro: parts.week },
    { from: 'revenue', to: 'unlimited', micro: parts.unlimited },
  ].filter(({ micro }) => micro > 0) as Entry[];
}

/** What of it has not been given back. */
function leftOf(paid: db.Paid): Back {
  const whole = partsOf(paid, sumOf(paid));
  const gone = partsOf(paid, paid.refundedMicro);
  return mapped((part) => whole[part] - gone[part]);
}

function partsOf(from: Readonly<Back>, micro: number): Back {
  let due = micro;
  return mapped((part) => {
    const taken = Math.min(from[part], due);
    due -= taken;
    return taken;
  });
}

const mapped = (pick: (part: keyof Back) => number) =>
  Object.fromEntries(backOrder.map((part) => [part, pick(part)])) as Back;
const sumOf = (parts: Readonly<Back>) => backOrder.reduce((sum, part) => sum + parts[part], 0);
