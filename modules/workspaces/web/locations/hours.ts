import { OpeningHours, type Span, type Weekday, weekdays } from '../../contract.ts';

/** A week as a form writes it: every day has its spans, none means closed. */
export type Week = Readonly<Record<Weekday, readonly Span[]>>;
export interface Exception {
  /** Of the row, which keeps its place while its day is written. */
  readonly key: number;
  readonly on: string;
  readonly spans: readonly Span[];
  readonly note: string;
}

export const usualSpan: Span = { from: '09:00', to: '18:00' };
const noon: Span = { from: '13:00', to: '18:00' };

export const weekOf = (hours: OpeningHours): Week =>
  Object.fromEntries(weekdays.map((day) => [day, hours[day] ?? []])) as unknown as Week;

export const exceptionsOf = (hours: OpeningHours): readonly Exception[] =>
  (hours.exceptions ?? []).map(({ on, spans, note }, key) => ({ key, on, spans, note: note ?? '' }));

/** As it is kept: a day without spans is not named, and what is in no order is put into one. */
export function hoursOf(week: Week, exceptions: readonly Exception[]): OpeningHours {
  const days = weekdays.filter((day) => week[day].length > 0).map((day) => [day, sorted(week[day])]);
  const others = exceptions
    .map(({ on, spans, note }) => ({ on, spans: sorted(spans), ...(note.trim() && { note: note.trim() }) }))
    .sort((a, b) => a.on.localeCompare(b.on));
  return { ...Object.fromEntries(days), ...(others.length > 0 && { exceptions: others }) };
}

const sorted = (spans: readonly Span[]) => [...spans].sort((a, b) => a.from.localeCompare(b.from));

/** The next span of a day: a usual day first, then the afternoon. */
export const nextSpan = (spans: readonly Span[]): Span => {
  const last = spans.at(-1);
  if (!last) return usualSpan;
  return last.to <= noon.from ? noon : { from: last.to, to: last.to };
};

/** What is wrong, by the day or the exception it is wrong in: `monday`, `exceptions.0`. */
export function mistakesOf(hours: OpeningHours): ReadonlyMap<string, string> {
  const parsed = OpeningHours.safeParse(hours);
  const mistakes = new Map<string, string>();
  for (const { path, message } of parsed.error?.issues ?? []) {
    const at = path[0] === 'exceptions' ? path.slice(0, 2).join('.') : String(path[0] ?? '');
    if (!mistakes.has(at)) mistakes.set(at, message);
  }
  return mistakes;
}

/** What ends no later than it begins ends on the next day. */
export const endsNextDay = ({ from, to }: Span): boolean => from !== '' && to !== '' && to <= from;

/** The weekday it is on the clock there. */
export const weekdayIn = (timezone: string, at: Date): Weekday => {
  const name = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: timezone }).format(at);
  return weekdays.find((day) => day === name.toLowerCase()) ?? 'monday';
};

/** A time as people write it, as it is kept: `9`, `930`, `9.30` and `9:30 pm`. Undefined for what is none. */
export function timeOf(text: string): string | undefined {
  const [, hour, minute = '0', half] = /^(\d{1,2})(?:[:.h ]?(\d\d))?\s*(am|pm)?$/i.exec(text.trim()) ?? [];
  if (hour === undefined || Number(minute) > 59) return undefined;
  if (half && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour) % 24;
  if (!half && Number(hour) > 24) return undefined;
  return `${String(hours).padStart(2, '0')}:${minute.padStart(2, '0')}`;
}
