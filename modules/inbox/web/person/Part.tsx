import type { ReactNode } from 'react';

/** One thing there is to know of somebody. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line py-4">
      <h3 className="label mb-2">{title}</h3>
      {children}
    </section>
  );
}
