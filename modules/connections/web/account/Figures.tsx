import type { ReactNode } from 'react';

export interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  /** What it stands for, in a few words. */
  readonly note?: ReactNode;
}

/** A few amounts one looks at rather than reads. */
export const Figures = ({ figures }: { figures: readonly Figure[] }) => (
  <dl className="grid grid-cols-2 gap-x-8 border-b border-line sm:grid-cols-4">
    {figures.map(({ label, value, note }) => (
      <div key={label} className="border-t border-line py-4">
        <dt className="text-sm text-soft">{label}</dt>
        <dd className="title mt-1 text-xl tabular-nums">{value}</dd>
        {note && <dd className="mt-0.5 text-sm text-faint">{note}</dd>}
      </div>
    ))}
  </dl>
);
