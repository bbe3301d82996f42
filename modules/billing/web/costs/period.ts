export const spans = [
  { value: '', label: 'This month' },
  { value: '7', label: 'The last 7 days' },
  { value: '30', label: 'The last 30 days' },
  { value: '90', label: 'The last 90 days' },
];

const dayMs = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Days are those of UTC, by which a month is charged: both ends of it are in the span. */
export function periodOf(span: string, now: Date): { readonly from: string; readonly until: string } {
  const until = dayOf(now.getTime());
  const days = spans.some(({ value }) => value === span && value !== '') ? Number(span) : undefined;
  return { from: days ? dayOf(now.getTime() - (days - 1) * dayMs) : `${until.slice(0, 8)}01`, until };
}

/** Every day of it, also those on which nothing was asked: a chart that leaves them out tells of another course. */
export function daysIn({ from, until }: { readonly from: string; readonly until: string }): string[] {
  const count = (Date.parse(until) - Date.parse(from)) / dayMs + 1;
  return Array.from({ length: count }, (_, nth) => dayOf(Date.parse(from) + nth * dayMs));
}

interface OfDay {
  readonly day: string;
  readonly purpose: string;
  readonly costMicro: number;
}

/** What each purpose cost on each day, the dearest first; those after so many are one. */
export function seriesOf<Day extends OfDay>(
  days: readonly string[],
  rows: readonly Day[],
  seriesMax: number,
) {
  const sums = new Map<string, number>();
  for (const { purpose, costMicro } of rows) sums.set(purpose, (sums.get(purpose) ?? 0) + costMicro);
  const dearest = [...sums].sort(([, a], [, b]) => b - a).map(([purpose]) => purpose);
  const apart = dearest.slice(0, dearest.length > seriesMax ? seriesMax - 1 : seriesMax);
  const groups = [
    ...apart.map((purpose) => ({ purpose, isIn: (one: string) => one === purpose })),
    ...(apart.length < dearest.length
      ? [{ purpose: null, isIn: (one: string) => !apart.includes(one) }]
      : []),
  ];
  return groups.map(({ purpose, isIn }) => ({
    purpose,
    values: days.map((day) =>
      rows.reduce((sum, row) => (row.day === day && isIn(row.purpose) ? sum + row.costMicro : sum), 0),
    ),
  }));
}
