import { openMsBetween } from '../../workspaces/index.ts';

type OpeningHours = Parameters<typeof openMsBetween>[0];

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
/** A place that is closed for longer is not waited for. */
const closedDaysMax = 31;

/**
 * When so many minutes of the hours in which a place is open are over. Where nobody wrote down when that is, it always
 * is; of a place that does not open for a month the minutes are those of any clock.
 */
export function dueAfter(hours: OpeningHours, timezone: string, from: Date, minutes: number): Date {
  const needMs = minutes * minuteMs;
  const at = (ms: number) => new Date(from.getTime() + ms);
  if (Object.keys(hours).length === 0) return at(needMs);
  const openBy = (ms: number) => openMsBetween(hours, timezone, from, at(ms));
  for (let day = 1; day <= closedDaysMax; day++)
    if (openBy(day * dayMs) >= needMs) return at(firstMinute((day - 1) * dayMs, day * dayMs, needMs, openBy));
  return at(needMs);
}

/** The first minute by which it was open long enough: halved until it is found. */
function firstMinute(after: number, until: number, needMs: number, openBy: (ms: number) => number): number {
  let [low, high] = [after, until];
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / (2 * minuteMs)) * minuteMs;
    if (openBy(middle) >= needMs) high = middle;
    else low = middle;
  }
  return high;
}
