import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

/** A part of a page under its own heading. A hairline opens it; there is no box around it. */
export function Section({
  title,
  hint,
  actions,
  children,
}: {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="border-t border-line pt-5 pb-10 [.architrave+&]:border-0 [.architrave+&]:pt-2"
    >
      <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <h2 id={id} className="title text-xl">
            {title}
          </h2>
          {hint && <p className="text-base text-soft">{hint}</p>}
        </div>
        {actions && <div className="flex gap-2">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** For a thing among equals that can be picked up: a product, a post. Text does not need one. */
export function Card({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cx('rounded-lg border border-line bg-raised p-5', className)}>{children}</div>;
}

/** Facts by name, in two columns, for what one reads and does not edit. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-8">
      {facts.map(([name, value]) => (
        <div
          key={name}
          className="col-span-2 grid grid-cols-subgrid border-b border-line py-2.5 last:border-0"
        >
          <dt className="text-soft">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
