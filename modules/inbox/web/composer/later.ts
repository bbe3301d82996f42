import { firstInstantShowing, localAt } from '../../../workspaces/contract.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const written = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** A moment as a field writes it, by the clocks of a zone: `2026-03-01T09:00`. */
export const localOf = (zone: string, at: Date): string =>
  new Date(localAt(zone, at.getTime())).toISOString().slice(0, 16);

/** The moment at which the clocks of a zone show this; of a time they leave out, the one at which they jump. */
export function momentOf(zone: string, local: string): Date | undefined {
  const shown = written.test(local) ? Date.parse(`${local.slice(0, 16)}:00Z`) : Number.NaN;
  return Number.isNaN(shown) ? undefined : new Date(firstInstantShowing(zone, shown));
}

export interface Later {
  readonly label: string;
  readonly at: Date;
}

/** What is chosen most. This evening only while it is ahead, and Monday only where that is not tomorrow. */
export function laterChoices(zone: string, now: Date): readonly Later[] {
  const today = Math.floor(localAt(zone, now.getTime()) / dayMs) * dayMs;
  const on = (days: number, hour: number) =>
    new Date(firstInstantShowing(zone, today + days * dayMs + hour * hourMs));
  const evening = on(0, 18);
  const daysToMonday = (8 - new Date(today).getUTCDay()) % 7 || 7;
  return [
    { label: 'In an hour', at: new Date(now.getTime() + hourMs) },
    ...(evening > now ? [{ label: 'This evening', at: evening }] : []),
    { label: 'Tomorrow morning', at: on(1, 9) },
    ...(daysToMonday > 1 ? [{ label: 'Monday morning', at: on(daysToMonday, 9) }] : []),
  ];
}
