import type { ReactNode } from 'react';

/** A page that is nothing but sections: the lines under its title open the first. */
export function Sections({ children }: { children: ReactNode }) {
  return <div className="*:first:border-t-0 *:first:pt-2">{children}</div>;
}
