import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { compact, niceTicks, sparse } from './scale.ts';

export interface Series {
  readonly name: string;
  /** One per label; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}
export interface ChartProps {
  /** What it shows, for its caption and for a screen reader: "Replies per day". */
  title: string;
  /** Along the lower edge: days, weeks, names. */
  labels: readonly string[];
  series: readonly Series[];
  height?: number;
  format?: (value: number) => string;
  /** Said in its place when there is nothing to draw. */
  empty?: string;
}

export const colours = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)'];
const room = { left: 44, right: 8, top: 10, bottom: 26 };
const labelPx = 76;

export interface Plot {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly step: number;
  readonly base: number;
  readonly at: number | null;
}

interface FrameProps extends ChartProps {
  /** Bars stand between the marks, points on them. */
  kind: 'points' | 'bars';
  draw: (plot: Plot) => ReactNode;
}

/** Axes, the readout that follows pointer and arrow keys, the legend, and the same figures as a table to be read aloud. */
export function Frame(props: FrameProps) {
  const {
    title,
    labels,
    series,
    height = 220,
    format = compact,
    empty = 'Nothing measured yet.',
    kind,
    draw,
  } = props;
  const [box, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const figures = series.flatMap(({ values }) => values.filter((value) => value !== null));
  if (labels.length === 0 || figures.length === 0)
    return <NothingToDraw title={title} height={height} text={empty} />;

  const ticks = niceTicks(Math.max(...figures, 0));
  const inner = {
    width: Math.max(width - room.left - room.right, 1),
    height: height - room.top - room.bottom,
  };
  const step = kind === 'bars' ? inner.width / labels.length : inner.width / Math.max(labels.length - 1, 1);
  const x = (index: number) => room.left + (kind === 'bars' ? (index + 0.5) * step : index * step);
  const y = (value: number) => room.top + inner.height * (1 - value / ticks.at(-1)!);
  const last = labels.length - 1;
  const text = (index: number) =>
    `${labels[index]}: ${series.map(({ name, values }) => `${name} ${values[index] == null ? 'not measured' : format(values[index])}`).join(', ')}`;

  const follow = (event: PointerEvent<HTMLElement>) => {
    const px = event.clientX - event.currentTarget.getBoundingClientRect().left - room.left;
    setAt(Math.max(0, Math.min(last, kind === 'bars' ? Math.floor(px / step) : Math.round(px / step))));
  };
  const move = (event: KeyboardEvent) => {
    const now = at ?? last;
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    if (event.key === 'Escape') setAt(null);
    if (next === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(last, next)));
  };

  return (
    <figure aria-label={title} className="min-w-0">
      <Legend series={series} at={at} label={at === null ? undefined : labels[at]} format={format} />
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label={`${title}: point`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={text(at ?? last)}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => setAt(null)}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && setAt(at ?? last)}
        onBlur={() => setAt(null)}
        onKeyDown={move}
        className="touch-pan-y rounded-sm"
      >
        <svg width={width} height={height} aria-hidden="true" className="block text-[0.6875rem]">
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={room.left}
                x2={width - room.right}
                y1={y(tick)}
                y2={y(tick)}
                stroke={tick === 0 ? 'var(--line-firm)' : 'var(--line)'}
              />
              <text x={room.left - 10} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-faint">
                {format(tick)}
              </text>
            </g>
          ))}
          {sparse(labels.length, Math.max(2, Math.floor(inner.width / labelPx))).map((index) => (
            <text
              key={labels[index]}
              x={x(index)}
              y={height - 8}
              textAnchor={
                kind === 'bars' ? 'middle' : index === 0 ? 'start' : index === last ? 'end' : 'middle'
              }
              className="fill-faint"
            >
              {labels[index]}
            </text>
          ))}
          {draw({ x, y, step, base: y(0), at })}
        </svg>
      </div>
      <FiguresTable {...props} format={format} />
    </figure>
  );
}

/** Names the colours; while a point is looked at, also its figures. */
function Legend({
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

function FiguresTable({ title, labels, series, format = compact }: ChartProps) {
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
                <td key={name}>{values[index] == null ? 'not measured' : format(values[index])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NothingToDraw({ title, height, text }: { title: string; height: number; text: string }) {
  return (
    <figure
      aria-label={title}
      className="flex items-center justify-center border-y border-dashed border-line text-soft"
      style={{ height }}
    >
      {text}
    </figure>
  );
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useLayoutEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, width] as const;
}
