const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const formats = new Map<string, Intl.DateTimeFormat>();
function partsIn(zone: string, at: Date) {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${part.year}-${part.month}-${part.day}`, clock: `${part.hour}:${part.minute}` };
}

/** A moment as a field writes it, by the clocks of a zone: `2026-03-01T09:00`. */
export function localOf(zone: string, at: Date): string {
  const { day, clock } = partsIn(zone, at);
  return `${day}T${clock}`;
}

/** The moment at which the clocks of a zone show this; one that is left out in spring is the one after it. */
export function momentOf(zone: string, local: string): Date | undefined {
  const asUtc = new Date(`${local.slice(0, 16)}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local) || Number.isNaN(asUtc.getTime())) return undefined;
  const offsetAt = (at: Date) => new Date(`${localOf(zone, at)}:00Z`).getTime() - at.getTime();
  // The offset is known of a moment only: that of the first guess is right but near a change of the clocks.
  const guess = new Date(asUtc.getTime() - offsetAt(asUtc));
  return new Date(asUtc.getTime() - offsetAt(guess));
}

export interface Later {
  readonly label: string;
  readonly at: Date;
}

/** What is chosen most. This evening only while it is ahead. */
export function laterChoices(zone: string, now: Date): readonly Later[] {
  const on = (days: number, clock: string) =>
    momentOf(zone, `${partsIn(zone, new Date(now.getTime() + days * dayMs)).day}T${clock}`)!;
  const weekday = new Date(`${partsIn(zone, now).day}T00:00:00Z`).getUTCDay();
  const evening = on(0, '18:00');
  return [
    { label: 'In an hour', at: new Date(now.getTime() + hourMs) },
    ...(evening > now ? [{ label: 'This evening', at: evening }] : []),
    { label: 'Tomorrow morning', at: on(1, '09:00') },
    { label: 'Monday morning', at: on((8 - weekday) % 7 || 7, '09:00') },
  ];
}
