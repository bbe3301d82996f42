import type { ReactNode } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';

interface ChosenProps {
  /** "3 applications" */
  what: string;
  count: number;
  onClear: () => void;
  /** What can be done with all of it. */
  actions: ReactNode;
  /** What the list is sifted by, while nothing is chosen. */
  children: ReactNode;
}

/** What is chosen in a list. It takes the place of the filters, so that the rows do not jump. */
export function Chosen({ what, count, onClear, actions, children }: ChosenProps) {
  const any = count > 0;
  return (
    <div className="grid *:[grid-area:1/1]">
      <div className={cx(any && 'invisible')}>{children}</div>
      <div
        aria-live="polite"
        className={cx(
          'flex flex-wrap content-start items-center gap-x-3 gap-y-1 pt-1.5 text-sm text-soft',
          !any && 'invisible',
        )}
      >
        {any && (
          <>
            <span>{what} chosen</span>
            {actions}
            <Button size="small" look="quiet" onClick={onClear}>
              Choose none
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
