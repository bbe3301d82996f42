import type {
  Affiliate,
  AffiliateStatus,
  Commission,
  CommissionStatus,
  Payout,
  ReversalReason,
} from '../../contract.ts';

type Tone = 'quiet' | 'accent' | 'good' | 'warn' | 'danger';
interface Word {
  readonly label: string;
  readonly tone: Tone;
}

export const affiliateWords: Readonly<Record<AffiliateStatus, Word>> = {
  applied: { label: 'Waiting', tone: 'accent' },
  approved: { label: 'Affiliate', tone: 'good' },
  rejected: { label: 'Refused', tone: 'quiet' },
  suspended: { label: 'Suspended', tone: 'warn' },
};

export const commissionWords: Readonly<Record<CommissionStatus, Word>> = {
  pending: { label: 'Pending', tone: 'accent' },
  cleared: { label: 'Cleared', tone: 'good' },
  paid: { label: 'Paid', tone: 'quiet' },
  reversed: { label: 'Taken back', tone: 'warn' },
};

export const reasonWords: Readonly<Record<ReversalReason, string>> = {
  refund: 'refunded',
  dispute: 'disputed',
  dispute_won: 'dispute won',
};

export const paidForWords: Readonly<Record<Commission['paidFor'], string>> = {
  plan: 'a plan',
  credits: 'credits',
};

/** "20 %", "12.5 %" */
export const percent = (ratePpm: number): string => `${ratePpm / 10_000} %`;

/** What somebody wrote as a share; undefined where it is none. */
export function ppmIn(text: string): number | undefined {
  const plain = text.replaceAll(/[%\s]/g, '').replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(plain)) return undefined;
  const ppm = Math.round(Number(plain) * 10_000);
  return ppm >= 1 && ppm <= 1_000_000 ? ppm : undefined;
}

/** "March 2026" */
export const monthWords = (firstDay: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(firstDay),
  );

/** Of which time a statement is. */
export const statementWords = ({ month }: Pick<Payout, 'month'>): string =>
  month === null ? 'Between months' : monthWords(month);

/** By what people come: the word that was chosen, or the code everybody has. */
export const wordOf = ({ slug, code }: Pick<Affiliate, 'slug' | 'code'>): string => slug ?? code;
