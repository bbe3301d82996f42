import { dollars } from '../../../../web/kit/dollars.ts';
import type { LedgerTransaction, TransactionKind, WalletState } from '../../ledger/contract.ts';
import { aSubject } from '../words.ts';

export { kindLabels } from '../../words/contract.ts';

type Bucket = WalletState['buckets'][number]['bucket'];

export const bucketLabels: Readonly<Record<Bucket, string>> = {
  week: 'This week’s allowance',
  month: 'This month’s allowance',
  bonus: 'Given to you',
  payg: 'Bought',
};

/** As whoever looks after the installation sees them. */
export const bucketLabelsElsewhere: typeof bucketLabels = { ...bucketLabels, bonus: 'Given' };

export const bucketHints: Readonly<Record<Bucket, string>> = {
  week: 'Spent first. What is left at its end is gone, and it is given anew.',
  month: 'Spent before what does not end. What is left at its end is gone, and it is given anew.',
  bonus: 'Spent after the allowances. It does not end.',
  payg: 'Spent last, since it was paid for. It does not end.',
};

export const kindHints: Readonly<Record<TransactionKind, string>> = {
  grant: 'An allowance of your plan, or credits somebody gave you.',
  purchase: 'Credits that were paid for. What was owed is paid from it first.',
  charge: 'Used, at a price that was known.',
  hold: 'Kept back until it is known what something costs.',
  settle: 'What it came to. The rest of what was kept back is free again.',
  release: 'It was not done: nothing was spent.',
  refund: 'What was spent came back to where it was taken from.',
  expire: 'What was left of an allowance when its time was over.',
  withdraw: 'A payment went back, and with it what was bought for it.',
  payout: 'For those you brought here.',
};

const accountLabels: Readonly<Record<string, string>> = {
  week: 'Week’s allowance',
  month: 'Month’s allowance',
  bonus: 'Given to you',
  payg: 'Bought',
  held_week: 'Kept back of the week’s',
  held_month: 'Kept back of the month’s',
  held_bonus: 'Kept back of what was given',
  held_payg: 'Kept back of what was bought',
  owed: 'Owed',
  grants: 'Grants',
  purchases: 'Purchases',
  revenue: 'What was used',
  expiry: 'What ended',
  refunds: 'Returned payments',
  affiliates: 'Earned by bringing others',
  unlimited: 'Used without limit',
};
export const accountLabel = (account: string): string => accountLabels[account] ?? account;

/** "+$10.00", "−$0.007": with a minus of its own width. */
export function changeWords(micro: number): string {
  if (micro === 0) return '–';
  return `${micro > 0 ? '+' : '\u2212'}${dollars(Math.abs(micro))}`;
}

/** What a movement is about, as far as its name says it. */
export const subjectWords = ({ subjectType }: Pick<LedgerTransaction, 'subjectType'>): string | undefined =>
  subjectType === null ? undefined : `For ${aSubject(subjectType)}`;
