import { Progress as Base } from '@base-ui/react/progress';
import { Button } from './Button.tsx';

interface ProgressProps {
  label: string;
  /** How far, of how much; without it the work is under way but cannot say how far. */
  done?: number | undefined;
  of?: number | undefined;
  /** What it is at: "214 of 900 posts". */
  note?: string | undefined;
  onCancel?: (() => void) | undefined;
  /** Asked to stop; it stops at its next safe point. */
  cancelling?: boolean;
}

/** Long work: what, how far, and the way to stop it. */
export function Progress({ label, done, of = 100, note, onCancel, cancelling = false }: ProgressProps) {
  const value = done === undefined ? null : Math.min(done, of);
  return (
    <div className="flex items-end gap-4">
      <Base.Root value={value} max={of} className="grid flex-1 grid-cols-[1fr_auto] gap-x-4 gap-y-1.5">
        <Base.Label className="text-base text-ink">{label}</Base.Label>
        <Base.Value className="text-sm text-soft">
          {() =>
            cancelling
              ? 'Stopping'
              : (note ?? (value === null ? 'Under way' : `${Math.round((value / of) * 100)} %`))
          }
        </Base.Value>
        <Base.Track className="col-span-2 h-1 overflow-hidden rounded-full bg-line">
          <Base.Indicator className="block h-full bg-accent transition-[width] duration-500 data-indeterminate:w-1/3 data-indeterminate:animate-pulse" />
        </Base.Track>
      </Base.Root>
      {onCancel && (
        <Button size="small" look="quiet" busy={cancelling} onClick={onCancel} aria-label={`Stop: ${label}`}>
          Stop
        </Button>
      )}
    </div>
  );
}
