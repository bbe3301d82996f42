import type { RevenueLine } from '../../revenue/contract.ts';

export const spans = [
  { value: '', label: 'The last 12 months' },
  { value: 'month', label: 'This month' },
  { value: 'before', label: 'The month before' },
  { value: '3', label: 'The last 3 months' },
  { value: 'year', label: 'This year' },
  { value: '24', label: 'The last 24 months' },
];

export interface Period {
  /** The first and the last day of it, by UTC. */
  readonly from: string;
  readonly until: string;
}

/** Whole months, but for the one that is not over. */
export function periodOf(span: string, now: Date): Period {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const day = (ofMonth: number, ofDay: number) =>
    new Date(Date.UTC(year, ofMonth, ofDay)).toISOString().slice(0, 10);
  const today = day(month, now.getUTCDate());
  if (span === 'before') return { from: day(month - 1, 1), until: day(month, 0) };
  if (span === 'month') return { from: day(month, 1), until: today };
  if (span === 'year') return { from: day(0, 1), until: today };
  const months = span === '3' || span === '24' ? Number(span) : 12;
  return { from: day(month - months + 1, 1), until: today };
}

/** Each month of it, also those in which nobody paid: a chart that leaves them out tells of another course. */
export function monthsIn({ from, until }: Period): string[] {
  const [first, last] = [from, until].map(
    (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1,
  );
  return Array.from({ length: last! - first! + 1 }, (_, nth) => {
    const month = first! + nth;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

type Paid = Pick<RevenueLine, 'payments' | 'paidMicro' | 'returnedMicro'>;

export function sumOf(lines: readonly Paid[]): Paid & { readonly netMicro: number } {
  const sum = { payments: 0, paidMicro: 0, returnedMicro: 0 };
  for (const { payments, paidMicro, returnedMicro } of lines) {
    sum.payments += payments;
    sum.paidMicro += paidMicro;
    sum.returnedMicro += returnedMicro;
  }
  return { ...sum, netMicro: sum.paidMicro - sum.returnedMicro };
}

/** What is in different currencies cannot be added up. The one that is paid in most often first. */
export function currenciesOf(lines: readonly Pick<RevenueLine, 'currency' | 'payments'>[]): string[] {
  const counts = new Map<string, number>();
  for (const { currency, payments } of lines) counts.set(currency, (counts.get(currency) ?? 0) + payments);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([currency]) => currency);
}
