import { createContext, useContext, useEffect, useState } from 'react';
import { clockIn, dayIn, minuteMs, momentIn, relative } from './time-words.ts';

/** The zone times are shown in: the workspace's, where it has one, and not that of whoever looks. */
export const ZoneContext = createContext<string>(Intl.DateTimeFormat().resolvedOptions().timeZone);
export const useZone = (): string => useContext(ZoneContext);

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
