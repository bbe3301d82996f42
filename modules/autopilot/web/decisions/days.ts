import type { DecisionKind, DecisionStats } from '../../contract.ts';
import { statsDays } from '../../contract.ts';

const dayMs = 86_400_000;

/** `2026-06-01`, by the clocks of the place. */
const dayOf = (timezone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(at);

/** The last seven, today's at the end, whether anything was decided on them or not. */
export function lastDays(timezone: string, now: Date): string[] {
  const noon = Date.parse(`${dayOf(timezone, now)}T12:00:00Z`);
  return Array.from({ length: statsDays }, (_, index) =>
    new Date(noon - (statsDays - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
}

/** How often one thing was decided on each of the days. */
export const countsOn = (days: readonly string[], { days: rows }: DecisionStats, kind: DecisionKind) =>
  days.map((day) => rows.find((row) => row.day === day && row.decision === kind)?.count ?? 0);

const hourMs = 3_600_000;

/** The beginning of the last so many days, to the hour: what is asked for stays the same while one looks at it. */
export const since = (days: number, now: Date): Date =>
  new Date(Math.floor(now.getTime() / hourMs) * hourMs - days * dayMs);
