import type { ChartProps, Series } from './frame.tsx';

export const colours = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)'];

export const figure = (value: number | null | undefined, format: (value: number) => string): string =>
  value == null ? 'not measured' : format(value);

/** Names the colours; while a point is looked at, also its figures. */
export function Legend({
  series,
  at,
  label,
  format,
}: {
  series: readonly Series[];
  at: number | null;
  label: string | undefined;
  format: (value: number) => string;
}) {
  return (
    <figcaption className="mb-2 flex min-h-5 flex-wrap items-baseline gap-x-5 text-sm text-soft">
      {series.map(({ name, values }, index) => {
        const value = at === null ? undefined : values[at];
        return (
          <span key={name} className="inline-flex items-baseline gap-1.5">
            <svg width="10" height="10" aria-hidden="true" className="self-center">
              <rect width="10" height="3" y="3.5" fill={colours[index % colours.length]} />
            </svg>
            {name}
            {value != null && <strong className="font-[600] text-ink">{format(value)}</strong>}
          </span>
        );
      })}
      {label && <span className="ml-auto text-faint">{label}</span>}
    </figcaption>
  );
}

/** The same figures for those who do not see the picture. */
export function FiguresTable({
  title,
  labels,
  series,
  format,
}: Required<Pick<ChartProps, 'title' | 'labels' | 'series' | 'format'>>) {
  return (
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, index) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {series.map(({ name, values }) => (
                <td key={name}>{figure(values[index], format)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
