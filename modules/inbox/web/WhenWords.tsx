import { useZone } from '../../../web/kit/time.tsx';
import { clockIn, dayIn, dayWords } from '../../../web/kit/time-words.ts';

const dayMs = 86_400_000;

/** A moment ahead as one says it: "today at 18:00", "tomorrow at 09:00". */
export function whenWords(zone: string, at: Date, now: Date): string {
  const day = dayIn(zone, at);
  const name =
    day === dayIn(zone, now)
      ? 'today'
      : day === dayIn(zone, new Date(now.getTime() + dayMs))
        ? 'tomorrow'
        : dayWords(zone, at);
  return `${name} at ${clockIn(zone, at)}`;
}

export function WhenWords({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{whenWords(useZone(), at, new Date())}</time>;
}
