import { firstInstantShowing, localAt } from '../../workspaces/contract.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const monthNames = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august'],
  ...['september', 'october', 'november', 'december'],
];
/** What people mean by a part of a day, where they name no hour. */
const partsOfDay = new Map([
  ['morning', 9],
  ['noon', 12],
  ['afternoon', 14],
  ['evening', 18],
  ['night', 20],
]);
const beginOfDay = 9 * 60;

/** From where it is asked, and when: a wall clock is read as if it were in UTC. */
interface Here {
  readonly now: Date;
  readonly timezone: string;
  readonly today: number;
}

/**
 * The moment somebody means by "tomorrow 9", "in 2 hours", "next monday" or an instant as programs write it; undefined
 * where it is none. Hours are those of a clock in that zone: one that comes twice is the first of them, and one that
 * the clock jumps over in spring begins at the jump. Days and weeks keep the hour, minutes and hours are counted.
 */
export function momentOf(words: string, now: Date, timezone: string): Date | undefined {
  const instant = instantOf(words.trim());
  if (instant) return instant;
  const text = words
    .trim()
    .toLowerCase()
    .replace(/[,.]? +/g, ' ')
    .replace(/^(until|till|on|at) /, '');
  const here = { now, timezone, today: dayOf(localAt(timezone, now.getTime())) };
  return later(text, here) ?? onSomeDay(text, here);
}

/** 2026-12-24T10:00:00Z: with its offset, or it would be a clock's reading. */
function instantOf(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

/** "in 2 hours", "in a week", "3d" */
function later(text: string, { now, timezone }: Here): Date | undefined {
  const found = /^(?:in )?(an?|\d{1,5}) ?(m|min|minute|h|hour|d|day|w|week|month)s?$/.exec(text);
  if (!found || (/^an?$/.test(found[1]!) && !text.startsWith('in '))) return undefined;
  const count = /^an?$/.test(found[1]!) ? 1 : Number(found[1]);
  const unit = found[2]!;
  if (unit === 'm' || unit.startsWith('min')) return new Date(now.getTime() + count * minuteMs);
  if (unit.startsWith('h')) return new Date(now.getTime() + count * hourMs);
  const local = localAt(timezone, now.getTime());
  const shown =
    unit === 'month' ? monthsAfter(local, count) : local + count * (unit.startsWith('w') ? 7 : 1) * dayMs;
  return new Date(firstInstantShowing(timezone, shown));
}

/** The same day so many months on, or the last day of a month that has no such day. */
function monthsAfter(local: number, count: number): number {
  const date = new Date(local);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, days));
  return date.getTime();
}

/** "tomorrow at 9:30", "friday 14:00", "25 dec", "this evening", "9pm": a day and an hour, or one of them. */
function onSomeDay(text: string, here: Here): Date | undefined {
  const words = text
    .replace(/^tonight (?:at )?([5-9]|1[01])(:\d\d)?$/, 'today $1$2 pm')
    .replace(/^tonight$/, 'today night')
    .replace(/^tonight /, 'today ')
    .replace(/^this (?=morning|afternoon|evening)/, 'today ');
  for (const [day, rest] of splits(words)) {
    const days = day === '' ? [here.today, here.today + 1] : daysOf(day, here);
    const minute = rest === '' && day !== '' ? beginOfDay : minuteOf(rest);
    if (!days || minute === undefined) continue;
    const moments = days.map((one) => at(one, minute, here));
    return moments.find((moment) => moment > here.now) ?? moments.at(-1);
  }
  return undefined;
}

/** Every way to take the first words for a day and the others for an hour; the longest day first. */
function splits(text: string): (readonly [string, string])[] {
  const words = text.split(' ');
  return words
    .map((_, i) => words.length - i)
    .concat(0)
    .map(
      (count) => [words.slice(0, count).join(' '), words.slice(count).join(' ').replace(/^at /, '')] as const,
    );
}

const at = (day: number, minute: number, { timezone }: Here) =>
  new Date(firstInstantShowing(timezone, day * dayMs + minute * minuteMs));

/** Days are counted from 1970-01-01. */
const dayOf = (local: number) => Math.floor(local / dayMs);

/** Those it may be: of several, the first that is not over. */
function daysOf(text: string, { today }: Here): number[] | undefined {
  if (text === 'today') return [today];
  if (text === 'tomorrow') return [today + 1];
  if (text === 'the day after tomorrow') return [today + 2];
  if (text === 'next week') return [today + daysUntil('monday', today)];
  if (text === 'next month') return [dayOf(firstOfNextMonth(today))];
  const [, isNext, name] = /^(next |this )?([a-z]+)$/.exec(text) ?? [];
  const weekday = name && nameIn(dayNames, name);
  if (weekday) {
    const distance = daysUntil(weekday, today);
    // Today still counts as "monday" as long as the hour is not over; "next monday" is another day.
    return distance === 7 && isNext !== 'next ' ? [today, today + 7] : [today + distance];
  }
  return datesOf(text, today);
}

/** From 1 to 7. */
function daysUntil(weekday: string, today: number): number {
  const todays = (((today + 4) % 7) + 7) % 7;
  return ((dayNames.indexOf(weekday) - todays + 6) % 7) + 1;
}

function firstOfNextMonth(today: number): number {
  const date = new Date(today * dayMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** "2026-12-24", "25 dec", "dec 25th", "25 december 2026" */
function datesOf(text: string, today: number): number[] | undefined {
  const written = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (written) return existing([[Number(written[1]), Number(written[2]) - 1, Number(written[3])]]);
  const found =
    /^(?<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<month>[a-z]+)(?: (?<year>\d{4}))?$/.exec(text) ??
    /^(?<month>[a-z]+) (?<day>\d{1,2})(?:st|nd|rd|th)?(?: (?<year>\d{4}))?$/.exec(text);
  const { day, month, year } = found?.groups ?? {};
  const name = month && nameIn(monthNames, month);
  if (!name) return undefined;
  const thisYear = new Date(today * dayMs).getUTCFullYear();
  const years = year === undefined ? [thisYear, thisYear + 1] : [Number(year)];
  return existing(years.map((one) => [one, monthNames.indexOf(name), Number(day)]));
}

/** The 30th of February is no day, and so is not meant. */
function existing(dates: readonly (readonly [number, number, number])[]): number[] | undefined {
  const days = dates
    .filter(([year, month, day]) => {
      const date = new Date(Date.UTC(year, month, day));
      return date.getUTCFullYear() === year && date.getUTCMonth() === month && date.getUTCDate() === day;
    })
    .map(([year, month, day]) => dayOf(Date.UTC(year, month, day)));
  return days.length > 0 ? days : undefined;
}

/** In full, or its first letters: three at least. */
const nameIn = (names: readonly string[], text: string) =>
  text.length < 3 ? undefined : names.find((name) => name.startsWith(text));

/** "9", "9:30", "9 pm", "14:00", "noon", "evening": minutes after midnight. */
function minuteOf(text: string): number | undefined {
  const part = partsOfDay.get(text);
  if (part !== undefined) return part * 60;
  const found = /^(\d{1,2})(?::(\d\d))? ?(am|pm)?$/.exec(text);
  if (!found) return undefined;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (minute > 59) return undefined;
  if (found[3] === undefined) return hour > 23 ? undefined : hour * 60 + minute;
  if (hour < 1 || hour > 12) return undefined;
  return ((hour % 12) + (found[3] === 'pm' ? 12 : 0)) * 60 + minute;
}
