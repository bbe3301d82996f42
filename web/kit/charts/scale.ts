import { locale } from '../time-words.ts';

/** The least steps that are round numbers and cover the largest value: 0, 20, 40, 60 for 53. */
export function niceTicks(largest: number, wanted = 4): number[] {
  if (!(largest > 0)) return [0, 1];
  // A few of something are counted by ones: nobody wrote three quarters of a message.
  if (Number.isInteger(largest) && largest <= wanted)
    return Array.from({ length: largest + 1 }, (_, count) => count);
  const rough = largest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const count = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Which of `count` labels to show so that at most `shownMax` stand, evenly, with the first among them. */
export function sparse(count: number, shownMax: number): number[] {
  const step = Math.max(1, Math.ceil(count / shownMax));
  return Array.from({ length: count }, (_, index) => index).filter((index) => index % step === 0);
}

export const linePath = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

export const compact = (value: number): string =>
  new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
