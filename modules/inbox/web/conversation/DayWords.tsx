import { useZone } from '../../../../web/kit/time.tsx';
import { dayIn, dayWords } from '../../../../web/kit/time-words.ts';

const dayMs = 86_400_000;

/** "Today", "Yesterday", and before that the day itself. */
export function DayWords({ at }: { at: Date }) {
  const zone = useZone();
  const day = dayIn(zone, at);
  const now = new Date();
  const text =
    day === dayIn(zone, now)
      ? 'Today'
      : day === dayIn(zone, new Date(now.getTime() - dayMs))
        ? 'Yesterday'
        : dayWords(zone, at);
  return <time dateTime={at.toISOString()}>{text}</time>;
}
