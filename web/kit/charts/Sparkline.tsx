import { linePath } from './scale.ts';

const [width, height] = [96, 24];

/** The course of a figure, beside the figure. `label` says in words what the eye sees: "rising from 12 to 48". */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const range = most - least || 1;
  const points = values.map(
    (value, index) =>
      [
        2 + (index * (width - 4)) / Math.max(values.length - 1, 1),
        height - 3 - ((value - least) / range) * (height - 6),
      ] as const,
  );
  const end = points.at(-1);
  if (!end) return <span className="text-sm text-faint">No figures yet</span>;
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="inline-block align-middle">
      <path
        d={linePath(points)}
        fill="none"
        stroke="var(--chart-1)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <circle cx={end[0]} cy={end[1]} r="2.25" fill="var(--chart-1)" />
    </svg>
  );
}
