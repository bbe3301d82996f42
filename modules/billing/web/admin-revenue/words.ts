import type { PaymentProviderName } from '../../paying/contract.ts';
import type {
  ComparisonFailure,
  PaymentOfWorkspace,
  ReconciliationSummary,
  RefundOrder,
} from '../../revenue/contract.ts';
import { money } from '../money.ts';
import { sentence } from '../words.ts';

export const providerNames: Readonly<Record<PaymentProviderName, string>> = {
  stripe: 'Stripe',
  whop: 'Whop',
};

/** What was paid for: a plan by its name, or credits. */
export const soldLabel = (plan: string | null): string => (plan === null ? 'Credits' : sentence(plan));

/** "Mar 2027" */
export const monthWords = (month: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01`),
  );

const failures: Readonly<Record<string, string>> = {
  charge_already_refunded: 'all of it was given back already',
  charge_disputed: 'somebody wants it back through a bank',
  insufficient_funds: 'there is not enough money on the account there',
  not_answered: 'nobody answered for most of a day',
  refused: 'it was refused without a reason',
};
const failureWords = (code: string | null): string =>
  failures[code ?? 'refused'] ?? sentence(code!).toLowerCase();

/** "All that was left", or how much. */
export const orderedWords = (
  { amountMicro }: Pick<RefundOrder, 'amountMicro'>,
  { currency }: Pick<PaymentOfWorkspace, 'currency'>,
): string => (amountMicro === null ? 'All that was left' : money(amountMicro, currency));

export function orderStateWords(
  { state, failure }: Pick<RefundOrder, 'state' | 'failure'>,
  there: string,
): string {
  if (state === 'queued') return `${there} is being told`;
  return state === 'done' ? `${there} has taken it` : `Not given back: ${failureWords(failure)}`;
}

export const orderTones = { queued: 'accent', done: 'good', refused: 'danger' } as const;
export const orderLabels = { queued: 'On its way', done: 'Done', refused: 'Refused' } as const;

const followedForMs = 10 * 60_000;

/**
 * Whether something about it is still to be seen: what a provider was told is here once it was asked what there is. It
 * may never be, so it is not waited for without end.
 */
export function isUnderWay({ amountMicro, refundedMicro, refunds }: PaymentOfWorkspace, now: Date): boolean {
  if (refunds.some(({ state }) => state === 'queued')) return true;
  const done = refunds.filter(({ state }) => state === 'done');
  const told = done.reduce((sum, one) => sum + (one.amountMicro ?? amountMicro), 0);
  const isNew = done.some(({ createdAt }) => now.getTime() - createdAt.getTime() < followedForMs);
  return isNew && Math.min(told, amountMicro) > refundedMicro;
}

/** Credits that go back with so much of it: the whole proportion so far, rounded down, less what is back already. */
export function creditsBack(
  { amountMicro, refundedMicro, disputedMicro, creditsMicro, takenMicro }: PaymentOfWorkspace,
  micro: number,
): number {
  if (amountMicro === 0) return 0;
  const back = BigInt(Math.min(amountMicro, refundedMicro + disputedMicro + micro));
  return Math.max(0, Number((BigInt(creditsMicro) * back) / BigInt(amountMicro)) - takenMicro);
}

type Compared = Pick<ReconciliationSummary, 'state' | 'differencesCount'>;

export function comparedWords({ state, differencesCount }: Compared): string {
  if (state === 'running') return 'Under way';
  if (state === 'failed') return 'Not finished';
  if (differencesCount === 0) return 'Nothing differs';
  return differencesCount === 1 ? '1 difference' : `${differencesCount} differences`;
}

export function comparedTone({ state, differencesCount }: Compared): 'accent' | 'danger' | 'warn' | 'good' {
  if (state === 'running') return 'accent';
  if (state === 'failed') return 'danger';
  return differencesCount > 0 ? 'warn' : 'good';
}

/** Why a comparison came to no end, and what to do about it. */
export function notFinishedWords(failure: ComparisonFailure | null, there: string): string {
  if (failure === 'not_answered') return `${there} did not answer. Compare again once it does.`;
  if (failure === 'not_accepted')
    return `${there} does not accept the credentials of this installation. Enter them anew, and compare again.`;
  if (failure === 'refused') return `${there} refused to say what it has. The log says of whom, and why.`;
  if (failure === 'provider_gone') return `This installation has no credentials for ${there} any more.`;
  return 'The work was interrupted. Compare again.';
}
