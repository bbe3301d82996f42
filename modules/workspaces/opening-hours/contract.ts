import { z } from 'zod';
import { line, small } from '../fields/contract.ts';

/** In the order of `Date`'s own days, beginning one later. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

const spansPerDayMax = 6;
const exceptionsMax = 200;
const bytesMax = 10_000;
const minutesPerDay = 1_440;
const minutesPerWeek = 7 * minutesPerDay;

const LocalTime = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'Write the time like 09:30.');

/** By the clock on the wall there. What ends no later than it begins ends on the next day. */
export const Span = z.strictObject({ from: LocalTime, to: LocalTime });
export type Span = z.infer<typeof Span>;

const Spans = z.array(Span).max(spansPerDayMax);

/** A day on which it is otherwise; without spans it is closed. */
const Exception = z.strictObject({
  on: z.iso.date(),
  spans: Spans,
  note: line(120).optional(),
});

const perWeekday = Object.fromEntries(weekdays.map((day) => [day, Spans.optional()])) as Record<
  Weekday,
  z.ZodOptional<typeof Spans>
>;

const Hours = z.strictObject({ ...perWeekday, exceptions: z.array(Exception).max(exceptionsMax).optional() });
type Hours = z.infer<typeof Hours>;

/** A weekday that is not named is closed. Without any hours at all nobody knows: that is an empty object. */
export const OpeningHours = small(Hours, bytesMax).superRefine((hours, context) => {
  for (const { path, message } of mistakesIn(hours)) {
    context.addIssue({ code: 'custom', path: [...path], message, input: hours });
  }
});
export type OpeningHours = z.infer<typeof OpeningHours>;

interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
interface Piece {
  readonly path: readonly (string | number)[];
  readonly begin: number;
  readonly end: number;
}

function mistakesIn({ exceptions = [], ...hours }: Hours): Mistake[] {
  const week = weekdays.flatMap((day, i) => piecesOf(hours[day] ?? [], [day], i * minutesPerDay));
  const overlap = (path: Piece['path']) => ({ path, message: 'This overlaps with other hours.' });
  const days = exceptions.map(({ on }) => on);
  return [
    ...overlapping(week, minutesPerWeek).map(overlap),
    ...exceptions.flatMap(({ spans }, i) =>
      overlapping(piecesOf(spans, ['exceptions', i, 'spans'], 0), undefined).map(overlap),
    ),
    ...days.flatMap((on, i) =>
      days.indexOf(on) < i
        ? [{ path: ['exceptions', i, 'on'], message: 'This day is in the list already.' }]
        : [],
    ),
  ];
}

const piecesOf = (spans: readonly Span[], path: Piece['path'], offset: number): Piece[] =>
  spans.map((span, i) => {
    const [from, to] = [minuteOf(span.from), minuteOf(span.to)];
    return { path: [...path, i], begin: offset + from, end: offset + to + (to <= from ? minutesPerDay : 0) };
  });

/** The paths of those that begin before an earlier one has ended. A week goes round: Sunday night is before Monday. */
function overlapping(pieces: readonly Piece[], round: number | undefined): Piece['path'][] {
  const sorted = [...pieces].sort((a, b) => a.begin - b.begin);
  let [until, last] = [Number.NEGATIVE_INFINITY, sorted.at(-1)];
  const bad = sorted.filter(({ begin, end }, i) => {
    const overlaps = begin < until;
    if (end > until) [until, last] = [end, sorted[i]];
    return overlaps;
  });
  const goesRound = round !== undefined && until - round > (sorted[0]?.begin ?? until);
  return [...bad, ...(goesRound && last ? [last] : [])].map(({ path }) => path);
}

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/**
 * Whether a place is open at an instant; undefined where nobody wrote down when. A span begins and ends the first
 * time the clock there shows it or, where the clock jumps over it in spring, at the jump. In autumn, when an hour
 * comes twice, what has closed does not open again.
 */
export function isOpenAt(hours: OpeningHours, timezone: string, instant: Date): boolean | undefined {
  if (Object.keys(hours).length === 0) return undefined;
  const today = dayOf(localAt(timezone, instant.getTime()));
  // From the evening before until, where a clock goes back over midnight, the morning after.
  return [-1, 0, 1].some((distance) => {
    const at = instant.getTime();
    return instantsOn(hours, timezone, today + distance).some(([begin, end]) => begin <= at && at < end);
  });
}

const countedDaysMax = 400;

/**
 * For how much of a time a place was open. Where nobody wrote down when, it always is; of more than 400 days only the
 * last are looked at.
 */
export function openMsBetween(hours: OpeningHours, timezone: string, from: Date, until: Date): number {
  if (until <= from) return 0;
  if (Object.keys(hours).length === 0) return until.getTime() - from.getTime();
  const last = dayOf(localAt(timezone, until.getTime())) + 1;
  const first = Math.max(dayOf(localAt(timezone, from.getTime())) - 1, last - countedDaysMax);
  let openMs = 0;
  for (let day = first; day <= last; day++)
    for (const [begin, end] of instantsOn(hours, timezone, day))
      openMs += Math.max(0, Math.min(end, until.getTime()) - Math.max(begin, from.getTime()));
  return openMs;
}

/** When the spans of a day begin and end. */
const instantsOn = (hours: OpeningHours, timezone: string, day: number) =>
  spansOn(hours, day).map(({ from, to }) => {
    const [begin, end] = [minuteOf(from), minuteOf(to)];
    const at = (minute: number) => firstInstantShowing(timezone, (day * minutesPerDay + minute) * minuteMs);
    return [at(begin), at(end + (end <= begin ? minutesPerDay : 0))] as const;
  });

const minuteMs = 60_000;
const dayMs = minutesPerDay * minuteMs;

/** Days are counted from 1970-01-01, which was a Thursday. */
const dayOf = (local: number) => Math.floor(local / dayMs);

function spansOn(hours: OpeningHours, day: number): readonly Span[] {
  const on = new Date(day * dayMs).toISOString().slice(0, 10);
  const exception = hours.exceptions?.find((one) => one.on === on);
  return exception?.spans ?? hours[weekdays[(((day + 3) % 7) + 7) % 7]!] ?? [];
}

/** A wall clock's reading, as if it were in UTC. */
export function localAt(timezone: string, instant: number): number {
  const parts = Object.fromEntries(
    clockOf(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
}

/** Clocks are a day apart at the most, and some have changed sides of the date line. */
const offsetMsMax = 26 * 60 * minuteMs;

/** The first instant at which the clock shows that time or a later one. */
export function firstInstantShowing(timezone: string, local: number): number {
  const offsetAt = (instant: number) => localAt(timezone, instant) - instant;
  const [before, after] = [offsetAt(local - offsetMsMax), offsetAt(local + offsetMsMax)];
  if (before === after) return local - before;
  // The clock changes near: where it shows the time twice, the first counts; where never, the moment it jumps.
  const shown = [local - before, local - after].filter((instant) => localAt(timezone, instant) === local);
  if (shown.length > 0) return Math.min(...shown);
  let [low, high] = [local - after, local - before];
  while (high - low > minuteMs) {
    const middle = Math.floor((low + high) / 2 / minuteMs) * minuteMs;
    if (localAt(timezone, middle) >= local) high = middle;
    else low = middle;
  }
  return high;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Made once per zone: making one costs more than all it is asked. */
function clockOf(timezone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timezone);
  if (!clock) {
    const two = '2-digit';
    clock = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: timezone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
      ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
    });
    clocks.set(timezone, clock);
  }
  return clock;
}
