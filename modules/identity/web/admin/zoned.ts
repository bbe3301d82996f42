const dayMs = 86_400_000;

/** What the clocks of a zone show at a moment, as a date-and-time field writes it: `2026-12-01T09:30`. */
export function wallClockOf(zone: string, at: Date): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en', {
      ...{ timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year!.padStart(4, '0')}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/**
 * The moment at which a zone's clocks show this. Where they show it twice, the first time; where they skip it, as long
 * after the skip as it was written after its beginning.
 */
export function momentOf(zone: string, wallClock: string): Date | undefined {
  const asUtc = Date.parse(`${wallClock}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wallClock) || Number.isNaN(asUtc)) return undefined;
  const offsetAt = (ms: number) => Date.parse(`${wallClockOf(zone, new Date(ms))}Z`) - ms;
  const [before, after] = [offsetAt(asUtc - dayMs), offsetAt(asUtc + dayMs)];
  const first = asUtc - Math.max(before, after);
  const shows = (ms: number) => wallClockOf(zone, new Date(ms)) === wallClock;
  const found = [first, asUtc - Math.min(before, after)].find(shows);
  return new Date(found ?? asUtc - before);
}
