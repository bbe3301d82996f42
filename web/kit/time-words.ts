/** Moments in words: in which zone is always said by the caller. */

/** The screen speaks English: words and dates in its form, of the person's own region where that speaks it too. */
export const locale: string = navigator.languages?.find((language) => language.startsWith('en')) ?? 'en-GB';

export const minuteMs = 60_000;
const units: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', minuteMs],
];

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  formats.set(key, known);
  return known;
}

export const dayIn = (zone: string, at: Date): string => format(zone, { dateStyle: 'medium' }).format(at);
/** `Monday 3 June`, with its year where it was another. */
export const dayWords = (zone: string, at: Date): string => {
  const isThisYear = yearIn(zone, at) === yearIn(zone, new Date());
  return format(zone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
  }).format(at);
};
const yearIn = (zone: string, at: Date) => format(zone, { year: 'numeric' }).format(at);
/** `Mon` or `3 Jun`: where a row has room for no more. */
export const shortDayIn = (zone: string, at: Date, as: 'weekday' | 'date'): string =>
  format(zone, as === 'weekday' ? { weekday: 'short' } : { day: 'numeric', month: 'short' }).format(at);
export const clockIn = (zone: string, at: Date): string => format(zone, { timeStyle: 'short' }).format(at);
export const momentIn = (zone: string, at: Date): string =>
  format(zone, { dateStyle: 'full', timeStyle: 'short' }).format(at);

/** "3 minutes ago", "yesterday", "in 2 days": in the largest unit that is still true. */
export function relative(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const [unit, size] = units.find(([, unitMs]) => Math.abs(ms) >= unitMs) ?? ['minute', minuteMs];
  const count = Math.trunc(ms / size);
  if (unit === 'minute' && count === 0) return 'just now';
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(count, unit);
}
