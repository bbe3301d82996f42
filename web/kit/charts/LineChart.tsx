import { type ChartProps, Frame, type Plot, type Series } from './frame.tsx';
import { colours } from './legend.tsx';
import { linePath } from './scale.ts';

/** How something went over time. With `area` the first series is filled: for amounts, not for rates. */
export function LineChart({ area = false, ...props }: ChartProps & { area?: boolean }) {
  return (
    <Frame
      {...props}
      kind="points"
      draw={(plot) => (
        <>
          {plot.at !== null && (
            <line x1={plot.x(plot.at)} x2={plot.x(plot.at)} y1={8} y2={plot.base} stroke="var(--line-firm)" />
          )}
          {props.series.map((series, index) => (
            <Line
              key={series.name}
              series={series}
              plot={plot}
              colour={colours[index % colours.length]!}
              filled={area && index === 0}
              dashed={index > 0}
            />
          ))}
        </>
      )}
    />
  );
}

interface LineProps {
  series: Series;
  plot: Plot;
  colour: string;
  filled: boolean;
  dashed: boolean;
}

function Line({ series, plot, colour, filled, dashed }: LineProps) {
  const at = plot.at === null ? null : series.values[plot.at];
  return (
    <g stroke={colour} strokeLinejoin="round" strokeLinecap="round">
      {runsOf(series.values).map((run) => {
        const points = run.map(([index, value]) => [plot.x(index), plot.y(value)] as const);
        const line = linePath(points);
        const area = `${line}L${points.at(-1)![0]} ${plot.base}L${points[0]![0]} ${plot.base}Z`;
        return (
          <g key={run[0]![0]}>
            {filled && <path d={area} fill={colour} stroke="none" opacity="0.12" />}
            <path d={line} fill="none" strokeWidth="1.75" strokeDasharray={dashed ? '5 4' : undefined} />
          </g>
        );
      })}
      {at != null && (
        <circle cx={plot.x(plot.at!)} cy={plot.y(at)} r="4" fill="var(--paper)" strokeWidth="2" />
      )}
    </g>
  );
}

/** What was not measured is a gap, not a zero. */
function runsOf(values: Series['values']): (readonly [index: number, value: number])[][] {
  const runs: (readonly [number, number])[][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    if (index === 0 || values[index - 1] === null) runs.push([]);
    runs.at(-1)?.push([index, value]);
  });
  return runs;
}
