import { cx } from '../../../../web/kit/cx.ts';
import { Tooltip } from '../../../../web/kit/Tooltip.tsx';
import type { Mode } from './words-kept.ts';

const modes = [
  { mode: 'reply', label: 'Answer', keys: 'r' },
  { mode: 'note', label: 'Note', keys: 'n' },
] as const;

/** For whom it is written: to the customer, or to colleagues only. */
export function ModeSwitch({
  mode,
  mayReply,
  mayNote,
  onChange,
}: {
  mode: Mode;
  mayReply: boolean;
  mayNote: boolean;
  onChange: (mode: Mode) => void;
}) {
  return (
    <fieldset className="flex gap-4">
      <legend className="sr-only">What you write is</legend>
      {modes
        .filter((one) => (one.mode === 'reply' ? mayReply : mayNote))
        .map((one) => (
          <Tooltip key={one.mode} text={one.label} keys={one.keys}>
            <button
              type="button"
              aria-pressed={one.mode === mode}
              onClick={() => onChange(one.mode)}
              className={cx(
                'border-b-2 py-1 text-sm pointer-coarse:py-2',
                one.mode !== mode
                  ? 'border-transparent text-soft hover:text-ink'
                  : mode === 'note'
                    ? 'border-warn font-[550] text-warn'
                    : 'border-accent font-[550] text-ink',
              )}
            >
              {one.label}
            </button>
          </Tooltip>
        ))}
    </fieldset>
  );
}
