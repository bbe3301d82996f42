import { csvLine, csvMark } from '../../../kit/csv.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { coworkers } from '../../workspaces/index.ts';
import { inDollars } from '../calls/contract.ts';
import { billingError } from '../contract.ts';
import { authorize } from '../policy.ts';
import { kindLabels, reasonWords } from '../words/contract.ts';
import { type Balances, buckets, heldOf, spendableOf } from './accounts.ts';
import { balancesNow, book } from './booking.ts';
import {
  type LedgerTransaction,
  type LedgerTransactionId,
  type TransactionKind,
  type WalletState,
  walletChanged,
} from './contract.ts';
import * as db from './reading.sql.ts';
import { lowAtOf } from './watching.ts';

export async function getWallet(ctx: Ctx): Promise<WalletState> {
  authorize(ctx, 'billing.read');
  return walletOf(ctx);
}

/** What is left, as whoever may see it is shown it. Who may is for the caller to ask. */
export async function walletOf(ctx: Ctx): Promise<WalletState> {
  // One after the other: what is added up must not be newer than what is said of it.
  const balances = await balancesNow(ctx);
  const wallet = await db.findWallet(ctx.tx, ctx.now);
  const lowAtMicro = lowAtOf(wallet);
  const spendableMicro = spendableOf(balances);
  return {
    spendableMicro,
    heldMicro: buckets.reduce((sum, bucket) => sum + balances[heldOf(bucket)], 0),
    owedMicro: balances.owed,
    buckets: buckets.map((bucket) => bucketOf(bucket, balances, wallet.periods)),
    plan: wallet.plan,
    unlimitedSince: wallet.unlimitedSince,
    lowAtMicro,
    lowAtChosenMicro: wallet.lowAtMicro,
    isLow: wallet.unlimitedSince === null && spendableMicro < lowAtMicro,
    transactionsCount: wallet.lastNo,
  };
}

function bucketOf(
  bucket: (typeof buckets)[number],
  balances: Balances,
  periods: readonly { readonly kind: string; readonly grantedMicro: number; readonly endsAt: Date }[],
): WalletState['buckets'][number] {
  const period = periods.find(({ kind }) => kind === bucket);
  const { grantedMicro = null, endsAt = null } = period ?? {};
  return { bucket, micro: balances[bucket], heldMicro: balances[heldOf(bucket)], grantedMicro, endsAt };
}

/** Where it is below that already, that is said at once. */
export async function putLowBalance(
  ctx: Ctx,
  { lowAtMicro }: { readonly lowAtMicro: number | null },
): Promise<WalletState> {
  authorize(ctx, 'billing.manage');
  const before = await db.findWallet(ctx.tx, ctx.now);
  await book(ctx, []);
  await db.setLowAt(ctx.tx, lowAtMicro, ctx.now);
  await book(ctx, []);
  if (before.lowAtMicro !== lowAtMicro)
    await ctx.record({
      category: 'money',
      action: 'billing.low_balance_changed',
      subject: { type: 'wallet', id: ctx.workspaceId },
      changes: { lowAtMicro: { from: before.lowAtMicro, to: lowAtMicro } },
    });
  await ctx.publish(walletChanged, {});
  return walletOf(ctx);
}

interface Filter {
  readonly kind?: TransactionKind | undefined;
  readonly memberId?: string | undefined;
  readonly subjectType?: string | undefined;
  readonly subjectId?: string | undefined;
}

export async function listLedger(
  ctx: Ctx,
  { after, limit, ...filter }: Filter & PageQuery,
): Promise<Page<LedgerTransaction>> {
  authorize(ctx, 'billing.read');
  return db.transactionsByNumber(ctx.tx, coworkers, { after, limit }, narrowed(filter));
}

export async function getLedgerTransaction(
  ctx: Ctx,
  { transactionId }: { readonly transactionId: LedgerTransactionId },
): Promise<LedgerTransaction> {
  authorize(ctx, 'billing.read');
  const found = await db.findTransaction(ctx.tx, coworkers, transactionId);
  if (!found) throw billingError('no_such_transaction', { transactionId });
  return found;
}

/** Read as it is sent: a page at a time is all that is ever held. */
export async function exportLedger(ctx: Ctx, filter: Filter): Promise<Bytes> {
  authorize(ctx, 'billing.read');
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `ledger-${ctx.now.toISOString().slice(0, 10)}.csv`,
    stream: linesOf(ctx, narrowed(filter)),
  };
}

function narrowed({ kind, memberId, subjectType: type, subjectId: id }: Filter): db.LedgerFilter {
  const subject = type !== undefined && id !== undefined ? { type, id } : undefined;
  const isHalf = !subject && (type !== undefined || id !== undefined);
  const wanted = [kind, memberId, subject].filter((one) => one !== undefined);
  if (isHalf || wanted.length > 1) throw billingError('one_ledger_filter_at_a_time');
  return { kind, memberId, subject };
}

const exportedAtOnce = 500;
/**
 * In and out beside each other: a sign in front of a figure is not taken for a figure everywhere. The words of a screen
 * stand at the end, so that whoever reads codes by their place finds them where they were.
 */
const head = [
  'No',
  'At',
  'Kind',
  'Reason',
  'In, dollars',
  'Out, dollars',
  'Left, dollars',
  'For',
  'Id',
  'By',
  'Moved',
  'Kind, in words',
  'Reason, in words',
];

async function* linesOf(ctx: Ctx, filter: db.LedgerFilter): AsyncGenerator<string> {
  yield csvMark + csvLine(head);
  let after: string | undefined;
  do {
    const page = await db.transactionsByNumber(ctx.tx, coworkers, { after, limit: exportedAtOnce }, filter);
    if (page.items.length > 0) yield page.items.map(lineOf).join('');
    after = page.next ?? undefined;
  } while (after);
}

const lineOf = ({ no, createdAt, kind, reason, member, entries, ...one }: LedgerTransaction) =>
  csvLine([
    ...[no, createdAt, kind, reason, inDollars(Math.max(0, one.changeMicro))],
    ...[inDollars(Math.max(0, -one.changeMicro)), inDollars(one.spendableMicro)],
    ...[one.subjectType, one.subjectId, member?.name],
    entries.map(({ from, to, micro }) => `${from} > ${to} ${inDollars(micro)}`).join('; '),
    ...[kindLabels[kind], reasonWords(reason)],
  ]);
