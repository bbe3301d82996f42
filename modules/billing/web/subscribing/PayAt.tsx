import type { ReactNode } from 'react';
import { providerNames } from '../reloading/words.ts';
import type { Till } from './usePaying.ts';

interface Props {
  till: Till;
  whyNot: string | undefined;
  /** What is otherwise where no card can be looked after from here. */
  children: ReactNode;
}

/** Where there are several to pay at: out of the way of whoever does not care. */
export function PayAt({ till: { here, elsewhere, choose }, whyNot, children }: Props) {
  if (!here || elsewhere.length === 0 || whyNot) return null;
  return (
    <p className="mt-4 flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm text-soft">
      <span role="status">
        You pay at {providerNames[here.name]}. {!here.canPortal && children}
      </span>
      {elsewhere.map(({ name }) => (
        <button
          // There are two: the focus stays on what was pressed, which then leads back.
          key={elsewhere.length === 1 ? 'other' : name}
          type="button"
          onClick={() => choose(name)}
          className="text-accent underline decoration-current/40 underline-offset-[0.2em] hover:decoration-current pointer-coarse:py-2"
        >
          Pay at {providerNames[name]} instead
        </button>
      ))}
    </p>
  );
}
