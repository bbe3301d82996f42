import { cx } from './cx.ts';

const vanishing = { x: 690, y: 470 };
const farthest = 0.11;
const nearest = 1.7;
/** How near each column stands: even steps along the walk, seen in perspective. */
const depths = [1, 0.735, 0.553, 0.425, 0.333, 0.266, 0.216, 0.178, 0.149];
const ground = 880;
const column = { left: 150, right: 226, top: 60 };
const front = 244;
const edge = 648;

type Point = readonly [x: number, y: number];
const round = (value: number) => Math.round(value * 10) / 10;
/** A point of the nearest plane, moved towards the vanishing point. */
const at = ([x, y]: Point, depth: number): string =>
  `${round(vanishing.x + (x - vanishing.x) * depth)} ${round(vanishing.y + (y - vanishing.y) * depth)}`;
/** An outline at one depth. */
const shape = (depth: number, ...points: readonly Point[]) =>
  `M${points.map((point) => at(point, depth)).join('L')}Z`;
/** A line along the walk, from the viewer to the far end. */
const along = (point: Point) => `M${at(point, nearest)}L${at(point, farthest)}`;
/** A surface along the walk, between two such lines. */
const strip = (a: Point, b: Point) =>
  `M${at(a, nearest)}L${at(a, farthest)}L${at(b, farthest)}L${at(b, nearest)}Z`;

/** The walk the product is named after: columns to one side, the sea to the other, sun by day, moon by night. */
export function Colonnade({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 900 1000"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      className={cx('size-full', className)}
    >
      <rect width="900" height="1000" className="fill-paper" />
      <circle cx="782" cy="352" r="44" className="fill-wash stroke-accent" strokeWidth="1.25" />
      <Sea />
      <Inside />
      <Terrace />
      {depths.toReversed().map((depth) => (
        <Column key={depth} depth={depth} />
      ))}
      <Entablature />
    </svg>
  );
}

function Sea() {
  return (
    <g className="stroke-accent" strokeWidth="1">
      <path d="M600 470H900V1000H560Z" className="fill-wash" stroke="none" />
      <path d="M640 470H900" />
      <path
        opacity="0.6"
        d="M762 482h40M748 494h22M786 494h36M756 508h62M738 524h26M790 526h44M752 546h72M812 572h50M730 580h34M772 612h84M706 640h40M800 668h74M738 716h88M836 768h60M716 800h64M776 872h104M724 944h56"
      />
    </g>
  );
}

/** The shade behind the columns, and the wall at its end. */
function Inside() {
  return (
    <g>
      <path d={strip([column.left, column.top], [column.left, ground])} className="fill-sunk" />
      <path d={strip([-260, -40], [-260, ground])} className="fill-hover" />
      <path d={strip([column.left - 20, 60], [front, 60])} className="fill-hover" />
      <g className="stroke-line" strokeWidth="1.25" fill="none">
        <path d={along([-260, -40]) + along([-260, 560]) + along([-260, ground]) + along([-60, ground])} />
      </g>
    </g>
  );
}

/** Stone slabs and their joints, the step under the columns, their shadows, a low wall before the sea. */
function Terrace() {
  const joints = depths
    .map((depth) => `M${at([front + 44, ground + 40], depth)}L${at([edge, ground + 40], depth)}`)
    .join('');
  return (
    <g strokeWidth="1.25">
      <path d={strip([-260, ground], [front, ground])} className="fill-sunk" />
      <path d={strip([front + 44, ground + 40], [edge, ground + 40])} className="fill-paper" />
      {depths.slice(0, 7).map((depth) => (
        <path
          key={depth}
          d={shape(
            depth,
            [front + 44, ground + 40],
            [front + 118, ground + 40],
            [edge, ground + 122],
            [edge, ground + 168],
          )}
          className="fill-hover"
        />
      ))}
      <path
        d={joints + along([392, ground + 40]) + along([520, ground + 40])}
        className="stroke-line"
        fill="none"
      />
      <path d={strip([front, ground], [front + 44, ground])} className="fill-raised" />
      <path d={strip([front + 44, ground], [front + 44, ground + 40])} className="fill-hover" />
      <path
        d={along([front + 44, ground]) + along([front + 44, ground + 40]) + along([front, ground])}
        className="stroke-firm"
        fill="none"
      />
      <path d={strip([edge, ground - 70], [edge, ground + 40])} className="fill-hover" />
      <path d={strip([edge, ground - 70], [edge + 34, ground - 70])} className="fill-raised" />
      <path
        d={along([edge, ground - 70]) + along([edge, ground + 40]) + along([edge + 34, ground - 70])}
        className="stroke-firm"
        fill="none"
      />
    </g>
  );
}

function Column({ depth }: { depth: number }) {
  const { left, right, top } = column;
  const foot = ground - 22;
  const flute = (part: number) =>
    `M${at([left + 6 + (right - left - 12) * part, top + 44], depth)}L${at([left + (right - left) * part, foot - 3], depth)}`;
  return (
    <g strokeWidth={Math.max(0.6, 1.5 * depth)} className="fill-raised stroke-firm">
      <path d={shape(depth, [left + 6, top + 38], [right - 6, top + 38], [right, foot], [left, foot])} />
      <path
        d={shape(depth, [right - 30, top + 38], [right - 6, top + 38], [right, foot], [right - 27, foot])}
        className="fill-hover"
        stroke="none"
      />
      <path d={[0.14, 0.32, 0.52, 0.72, 0.87].map(flute).join('')} className="stroke-line" />
      <path
        d={shape(
          depth,
          [left - 10, top + 20],
          [right + 10, top + 20],
          [right - 4, top + 38],
          [left + 4, top + 38],
        )}
      />
      <path
        d={shape(depth, [left - 15, top], [right + 15, top], [right + 15, top + 20], [left - 15, top + 20])}
      />
      <path
        d={shape(depth, [left - 11, foot], [right + 11, foot], [right + 11, ground], [left - 11, ground])}
      />
    </g>
  );
}

/** What the columns carry: the architrave, the frieze with its panels, the cornice against the sky. */
function Entablature() {
  const panels = depths
    .flatMap((depth, index) => [depth, (depth + (depths[index + 1] ?? depth * 0.84)) / 2])
    .map(
      (depth) =>
        `M${at([front, -8], depth)}L${at([front, -66], depth)}M${at([front - 10, -8], depth)}L${at([front - 10, -66], depth)}`,
    );
  return (
    <g strokeWidth="1.25">
      <path d={strip([front, 60], [front, -66])} className="fill-raised" />
      <path d={strip([front, -66], [front + 34, -66])} className="fill-hover" />
      <path d={strip([front + 34, -66], [front + 34, -98])} className="fill-raised" />
      <path d={panels.join('')} className="stroke-line" fill="none" />
      <path
        d={
          [60, 24, -8, -66].map((y) => along([front, y])).join('') +
          along([front + 34, -66]) +
          along([front + 34, -98])
        }
        className="stroke-firm"
        fill="none"
      />
    </g>
  );
}
