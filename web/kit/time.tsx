import { createContext, useContext, useEffect, useState } from 'react';

const minuteMs = 60_000;
const units: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', minuteMs],
];

/** The zone times are shown in: the workspace's, where it has one, and not that of whoever looks. */
export const ZoneContext = createContext<string>(Intl.DateTimeFormat().resolvedOptions().timeZone);
export const useZone = (): string => useContext(ZoneContext);

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone });
  formats.set(key, known);
  return known;
}

export const dayIn = (zone: string, at: Date): string => format(zone, { dateStyle: 'medium' }).format(at);
export const clockIn = (zone: string, at: Date): string => format(zone, { timeStyle: 'short' }).format(at);
export const momentIn = (zone: string, at: Date): string =>
  format(zone, { dateStyle: 'full', timeStyle: 'short' }).format(at);

/** "3 minutes ago", "yesterday", "in 2 days": in the largest unit that is still true. */
export function relative(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const [unit, size] = units.find(([, unitMs]) => Math.abs(ms) >= unitMs) ?? ['minute', minuteMs];
  const count = Math.trunc(ms / size);
  if (unit === 'minute' && count === 0) return 'just now';
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(count, unit);
}

/** How long ago in words, the exact moment and its zone on demand. */
export function Time({ at, as = 'relative' }: { at: Date; as?: 'relative' | 'day' | 'clock' }) {
  const zone = useZone();
  const now = useMinute(as === 'relative');
  const text = as === 'relative' ? relative(at, now) : as === 'day' ? dayIn(zone, at) : clockIn(zone, at);
  return (
    <time dateTime={at.toISOString()} title={`${momentIn(zone, at)} (${zone})`}>
      {text}
    </time>
  );
}

/** What the clocks show somewhere else, now. */
export function ClockAt({ zone }: { zone: string }) {
  return <>{clockIn(zone, useMinute(true))}</>;
}

/** The time, again every minute: "2 minutes ago" must not stand there for an hour. */
function useMinute(ticking: boolean): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(new Date()), minuteMs);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
