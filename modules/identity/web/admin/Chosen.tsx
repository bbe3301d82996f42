import type { ReactNode } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';

interface ChosenProps {
  /** "3 applications" */
  what: string;
  count: number;
  onClear: () => void;
  /** What can be done with all of it. */
  children: ReactNode;
}

/** What is chosen in a list. Its place is kept free, so that the rows do not jump. */
export function Chosen({ what, count, onClear, children }: ChosenProps) {
  return (
    <div
      aria-live="polite"
      className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft"
    >
      {count > 0 && (
        <>
          <span>{what} chosen</span>
          {children}
          <Button size="small" look="quiet" onClick={onClear}>
            Choose none
          </Button>
        </>
      )}
    </div>
  );
}
