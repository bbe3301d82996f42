/**
 * When a day begins on the clocks of a zone, or one that is some days later. Undefined for what is no day. Zones are
 * looked up twice, since the clocks may change between midnight there and midnight in UTC.
 */
export function dayBegins(zone: string, day: string, later = 0): Date | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!year) return undefined;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(date) + later);
  const once = midnight - offsetAt(zone, midnight);
  return new Date(midnight - offsetAt(zone, once));
}

/** How far the clocks of a zone are ahead of UTC at an instant. */
function offsetAt(zone: string, instant: number): number {
  const two = '2-digit' as const;
  const shown = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' as const },
    ...{ year: 'numeric' as const, month: two, day: two, hour: two, minute: two, second: two },
  }).formatToParts(instant);
  const part = (type: string) => Number(shown.find((one) => one.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(instant / 1_000) * 1_000;
}
