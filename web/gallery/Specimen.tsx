import type { ReactNode } from 'react';

/** One part under its name. `wide` parts lay themselves out, the others stand in a row. */
export function Specimen({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className="mb-8 min-w-0">
      <h3 className="label mb-2.5">{name}</h3>
      <div className={wide ? 'min-w-0' : 'flex flex-wrap items-start gap-3'}>{children}</div>
    </div>
  );
}
