import { cx } from './cx.ts';

const vanishing = { x: 690, y: 470 };
const floor = 910;
const near = 0.93;
const depths = [1, 0.735, 0.553, 0.425, 0.333, 0.266, 0.216, 0.178, 0.149];
const flutes = [0.14, 0.3, 0.5, 0.7, 0.86];

/** A point of the colonnade: across and up as on its nearest plane, moved towards the vanishing point. */
const at = (x: number, y: number, depth: number): string =>
  `${round(vanishing.x + (x - vanishing.x) * depth)} ${round(vanishing.y + (y - vanishing.y) * depth)}`;
const round = (value: number) => Math.round(value * 10) / 10;
const shape = (depth: number, ...points: readonly (readonly [number, number])[]) =>
  `M${points.map(([x, y]) => at(x, y, depth)).join('L')}Z`;

/** The walk the product is named after: columns on the left, the sea behind, the sun by day and the moon by night. */
export function Colonnade({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 900 1000" preserveAspectRatio="xMidYMid slice" aria-hidden="true" className={cx('size-full', className)}>
      <rect width="900" height="1000" className="fill-paper" />
      <Sea />
      <Floor />
      <Roof />
      {depths.toReversed().map((depth) => (
        <Column key={depth} depth={depth} />
      ))}
    </svg>
  );
}

function Sea() {
  return (
    <g>
      <circle cx="742" cy="388" r="37" className="fill-wash stroke-accent" strokeWidth="1.25" />
      <path d="M470 470H900V560H560Z" className="fill-wash" />
      <g className="stroke-accent" strokeWidth="1" opacity="0.55">
        <path d="M470 470H900M712 481h61M690 492h38M756 492h42M722 504h40M700 517h22M748 517h50M731 531h31" />
      </g>
    </g>
  );
}

/** Long lines to the vanishing point, joints across, and the shadows of the columns lying between. */
function Floor() {
  const seams = [-60, 150, 360, 560];
  return (
    <g>
      <path d={`M0 1000V${round(470 + 440 * near)}L${at(-700, floor, 0.1)}L${at(700, floor, 0.1)}L760 1000Z`} className="fill-sunk" />
      <path d={`M${at(640, floor, 0.1)}L${at(640, floor, 1.25)}H900V1000L900 560L${at(900, 560, 0.1)}Z`} className="fill-paper" opacity="0" />
      {depths.slice(0, 7).map((depth) => (
        <path key={depth} d={shape(depth, [150, floor], [226, floor], [600, floor + 118], [500, floor + 118])} className="fill-hover" />
      ))}
      <g className="stroke-line" strokeWidth="1.25" fill="none">
        {seams.map((x) => (
          <path key={x} d={`M${at(x, floor, 0.1)}L${at(x, floor, 1.4)}`} />
        ))}
        {depths.map((depth) => (
          <path key={depth} d={`M${at(-200, floor + 4, depth)}L${at(700, floor + 4, depth)}`} />
        ))}
      </g>
      <path d={`M${at(700, floor, 0.1)}L${at(700, floor, 1.4)}`} className="stroke-firm" strokeWidth="1.5" />
    </g>
  );
}

/** The architrave runs over the columns, beams go out from it to a lintel on the sea side. */
function Roof() {
  const band = (y: number) => `${at(188, y, 1.5)}L${at(188, y, 0.12)}`;
  return (
    <g>
      <path d={`M${at(188, 60, 1.5)}L${at(188, 60, 0.12)}L${at(188, -60, 0.12)}L${at(188, -420, 1.5)}Z`} className="fill-raised" />
      <g className="stroke-firm" strokeWidth="1.25" fill="none">
        <path d={`M${band(60)}M${band(12)}M${band(-2)}M${band(-64)}`} />
      </g>
      <g className="stroke-line" strokeWidth="1.25" fill="none">
        {depths.map((depth) => (
          <path key={depth} d={`M${at(188, -64, depth)}L${at(900, -64, depth)}`} />
        ))}
      </g>
    </g>
  );
}

function Column({ depth }: { depth: number }) {
  const [left, right, top] = [150, 226, 60];
  const stroke = Math.max(0.6, 1.5 * depth);
  const width = right - left;
  return (
    <g strokeWidth={stroke} className="stroke-firm">
      <path d={shape(depth, [left + 5, top + 34], [right - 5, top + 34], [right, floor - 18], [left, floor - 18])} className="fill-raised" />
      <path d={shape(depth, [right - 26, top + 34], [right - 5, top + 34], [right, floor - 18], [right - 24, floor - 18])} className="fill-hover" stroke="none" />
      <g className="stroke-line">
        {flutes.map((part) => (
          <path
            key={part}
            d={`M${at(left + 5 + (width - 10) * part, top + 40, depth)}L${at(left + width * part, floor - 20, depth)}`}
          />
        ))}
      </g>
      <path d={shape(depth, [left - 14, top], [right + 14, top], [right + 14, top + 16], [left - 14, top + 16])} className="fill-raised" />
      <path d={shape(depth, [left - 8, top + 16], [right + 8, top + 16], [right - 3, top + 34], [left + 3, top + 34])} className="fill-raised" />
      <path d={shape(depth, [left - 10, floor - 18], [right + 10, floor - 18], [right + 10, floor], [left - 10, floor])} className="fill-raised" />
    </g>
  );
}
