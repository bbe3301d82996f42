import { firstInstantShowing, localAt } from '../../workspaces/contract.ts';
import type { AllowanceKind } from './contract.ts';

/** A time that an allowance is for: from midnight on its first day to midnight on the first day of the next. */
export interface Period {
  /** By the calendar there, by which it is known: '2026-11-01', '2026-11-02'. */
  readonly startsOn: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const dayMs = 86_400_000;
const daysPerWeek = 7;
/** 1970-01-01 was a Thursday, three days after a Monday. */
const thursday = 3;

/** The one that an instant is in. Where midnight is left out in spring, the day begins with what comes after it. */
export function periodAt(kind: AllowanceKind, timezone: string, instant: Date): Period {
  const day = Math.floor(localAt(timezone, instant.getTime()) / dayMs);
  return periodFrom(kind, timezone, onDay(kind === 'week' ? mondayOf(day) : firstOf(day)));
}

/** The one that begins on a day. */
export function periodFrom(kind: AllowanceKind, timezone: string, startsOn: string): Period {
  const day = Date.parse(startsOn) / dayMs;
  const next = kind === 'week' ? day + daysPerWeek : nextFirstOf(day);
  const midnight = (of: number) => new Date(firstInstantShowing(timezone, of * dayMs));
  return { startsOn, startsAt: midnight(day), endsAt: midnight(next) };
}

const onDay = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
const mondayOf = (day: number) => day - ((((day + thursday) % daysPerWeek) + daysPerWeek) % daysPerWeek);
const firstOf = (day: number) => {
  const date = new Date(day * dayMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / dayMs;
};
const nextFirstOf = (day: number) => {
  const date = new Date(day * dayMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / dayMs;
};
