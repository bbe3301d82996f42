import { cx } from '../../../../../web/kit/cx.ts';
import { Tooltip } from '../../../../../web/kit/Tooltip.tsx';
import type { Mode } from './words-kept.ts';

const shown: Record<Mode, { readonly label: string; readonly keys: string }> = {
  public: { label: 'Answer', keys: 'r' },
  private: { label: 'In private', keys: 'p' },
  note: { label: 'Note', keys: 'n' },
};

interface ModeSwitchProps {
  mode: Mode;
  modes: readonly Mode[];
  onChange: (mode: Mode) => void;
}

/** For whom it is written: for everybody, for whoever commented, or for colleagues only. */
export function ModeSwitch({ mode, modes, onChange }: ModeSwitchProps) {
  return (
    <fieldset className="flex gap-4">
      <legend className="sr-only">What you write is</legend>
      {modes.map((one) => (
        <Tooltip key={one} text={shown[one].label} keys={shown[one].keys}>
          <button
            type="button"
            aria-pressed={one === mode}
            onClick={() => onChange(one)}
            className={cx(
              'border-b-2 py-1 text-sm pointer-coarse:py-2',
              one !== mode
                ? 'border-transparent text-soft hover:text-ink'
                : mode === 'note'
                  ? 'border-warn font-[550] text-warn'
                  : 'border-accent font-[550] text-ink',
            )}
          >
            {shown[one].label}
          </button>
        </Tooltip>
      ))}
    </fieldset>
  );
}
