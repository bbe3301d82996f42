import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { FiguresTable, figure, Legend } from './legend.tsx';
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

const room = { left: 44, right: 8, top: 10, bottom: 26 };
const letterPx = 6.4;
/** Amounts in words or of money are longer than plain ones: what stands at the left is never cut. */
const leftFor = (texts: readonly string[]): number =>
  Math.max(room.left, Math.ceil(Math.max(...texts.map(({ length }) => length)) * letterPx) + 12);
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

/** Axes, legend, the readout that follows pointer and arrow keys, and the figures as a table to be read aloud. */
export function Frame(props: FrameProps) {
  const { title, labels, series, height = 220, format = compact, kind, draw } = props;
  const [box, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const figures = series.flatMap(({ values }) => values.filter((value) => value !== null));
  if (labels.length === 0 || figures.length === 0) {
    return <NothingToDraw title={title} height={height} text={props.empty ?? 'Nothing measured yet.'} />;
  }

  const ticks = niceTicks(Math.max(...figures, 0));
  const left = leftFor(ticks.map(format));
  const inner = {
    width: Math.max(width - left - room.right, 1),
    height: height - room.top - room.bottom,
  };
  const right = width - room.right;
  const step = inner.width / (kind === 'bars' ? labels.length : Math.max(labels.length - 1, 1));
  const x = (index: number) => left + (kind === 'bars' ? index + 0.5 : index) * step;
  const y = (value: number) => room.top + inner.height * (1 - value / ticks.at(-1)!);
  return (
    <figure aria-label={title} className="min-w-0">
      <Legend series={series} at={at} label={at === null ? undefined : labels[at]} format={format} />
      <Readout {...props} {...{ format, box, step, left, at }} onMove={setAt}>
        <svg width={width} height={height} aria-hidden="true" className="block text-[0.6875rem]">
          {ticks.map((tick) => (
            <Tick key={tick} text={format(tick)} y={y(tick)} {...{ left, right }} isBase={tick === 0} />
          ))}
          {sparse(labels.length, Math.max(2, Math.floor(inner.width / labelPx))).map((index) => (
            <text
              key={labels[index]}
              x={x(index)}
              y={height - 8}
              textAnchor={anchorOf(props, index)}
              className="fill-faint"
            >
              {labels[index]}
            </text>
          ))}
          {draw({ x, y, step, base: y(0), at })}
        </svg>
      </Readout>
      <FiguresTable title={title} labels={labels} series={series} format={format} />
    </figure>
  );
}

/** The outer labels of a line stay inside of the picture. */
function anchorOf({ kind, labels }: FrameProps, index: number): 'start' | 'middle' | 'end' {
  if (kind === 'bars') return 'middle';
  return index === 0 ? 'start' : index === labels.length - 1 ? 'end' : 'middle';
}

interface TickProps {
  text: string;
  y: number;
  left: number;
  right: number;
  isBase: boolean;
}

function Tick({ text, y, left, right, isBase }: TickProps) {
  return (
    <g>
      <line x1={left} x2={right} y1={y} y2={y} stroke={isBase ? 'var(--line-firm)' : 'var(--line)'} />
      <text x={left - 10} y={y} dy="0.32em" textAnchor="end" className="fill-faint">
        {text}
      </text>
    </g>
  );
}

interface ReadoutProps extends FrameProps {
  format: (value: number) => string;
  box: RefObject<HTMLDivElement | null>;
  step: number;
  left: number;
  at: number | null;
  onMove: (at: number | null) => void;
  children: ReactNode;
}

/** A slider over the points: by pointer, by arrow keys, and in words. */
function Readout(props: ReadoutProps) {
  const { title, labels, series, kind, format, box, step, left, at, onMove, children } = props;
  const last = labels.length - 1;
  const now = at ?? last;
  const go = (index: number) => onMove(Math.max(0, Math.min(last, index)));
  const follow = (event: PointerEvent<HTMLElement>) => {
    const px = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
    go(kind === 'bars' ? Math.floor(px / step) : Math.round(px / step));
  };
  const move = (event: KeyboardEvent) => {
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    if (event.key === 'Escape') onMove(null);
    if (next === undefined) return;
    event.preventDefault();
    go(next);
  };
  const said = series.map(({ name, values }) => `${name} ${figure(values[now], format)}`);
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={`${title}: point`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={now}
      aria-valuetext={`${labels[now]}: ${said.join(', ')}`}
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={() => onMove(null)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && go(now)}
      onBlur={() => onMove(null)}
      onKeyDown={move}
      className="touch-pan-y rounded-sm"
    >
      {children}
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
