import { type ChartProps, Frame } from './frame.tsx';
import { colours } from './legend.tsx';

const gap = 0.28;
const widthMax = 44;

/** Amounts beside each other: per day, per network, per person. */
export function BarChart(props: ChartProps) {
  const count = props.series.length;
  return (
    <Frame
      {...props}
      kind="bars"
      draw={({ x, y, step, base, at }) => {
        const width = Math.min((step * (1 - gap)) / count, widthMax);
        return props.series.map(({ name, values }, nth) => (
          <g key={name} fill={colours[nth % colours.length]}>
            {values.map((value, index) =>
              value === null ? null : (
                <rect
                  key={props.labels[index]}
                  x={x(index) - (width * count) / 2 + nth * width + 0.5}
                  y={y(value)}
                  width={Math.max(width - 1, 1)}
                  height={Math.max(base - y(value), 0)}
                  opacity={at === null || at === index ? 1 : 0.45}
                />
              ),
            )}
          </g>
        ));
      }}
    />
  );
}
