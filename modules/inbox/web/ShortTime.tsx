import { useZone } from '../../../web/kit/time.tsx';
import { clockIn, dayIn, momentIn, shortDayIn } from '../../../web/kit/time-words.ts';

const dayMs = 86_400_000;

/** Today by the clock, this week by its day, and before that by its date: as long as a row has room for. */
export function ShortTime({ at, isAhead = false }: { at: Date; isAhead?: boolean }) {
  const zone = useZone();
  const now = new Date();
  const isToday = dayIn(zone, at) === dayIn(zone, now);
  const isNear = Math.abs(now.getTime() - at.getTime()) < 6 * dayMs;
  const day = shortDayIn(zone, at, isNear ? 'weekday' : 'date');
  const text = isToday ? clockIn(zone, at) : isAhead ? `${day} ${clockIn(zone, at)}` : day;
  return (
    <time dateTime={at.toISOString()} title={`${momentIn(zone, at)} (${zone})`}>
      {text}
    </time>
  );
}
