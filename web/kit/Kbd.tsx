import { Fragment } from 'react';
import { cx } from './cx.ts';

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const signs: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  enter: '↵',
  escape: 'Esc',
  up: '↑',
  down: '↓',
};
const words: Record<string, string> = {
  mod: isMac ? 'Command' : 'Control',
  enter: 'Enter',
  escape: 'Escape',
  '+': 'Plus',
};

/** The plus between two keys; one that stands alone or last is a key itself. */
const partsOf = (stroke: string): string[] => stroke.split(/(?<=[^+])\+/);

/** `mod+k` is pressed together, `g l` one after the other. */
export function Kbd({ keys, onColour, className }: { keys: string; onColour?: boolean; className?: string }) {
  const strokes = keys.split(' ');
  return (
    <kbd
      className={cx(
        'inline-flex items-center gap-1 font-sans text-xs',
        onColour ? 'text-current' : 'text-faint',
        className,
      )}
    >
      <span className="sr-only">{spoken(keys)}</span>
      {strokes.map((stroke, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: strokes never move, and `g g` has the same one twice.
        <Fragment key={`${stroke}${at}`}>
          {at > 0 && (
            <span aria-hidden className="text-[0.6875rem]">
              then
            </span>
          )}
          {partsOf(stroke).map((key) => (
            <span
              key={key}
              aria-hidden
              className={cx(
                'inline-flex h-5 min-w-5 items-center justify-center rounded-sm border px-1 text-[0.6875rem] leading-none',
                onColour ? 'border-current/35 text-current' : 'border-line bg-raised text-soft',
              )}
            >
              {signs[key] ?? key.toUpperCase()}
            </span>
          ))}
        </Fragment>
      ))}
    </kbd>
  );
}

/** As a screen reader says it: "Control K", "G then L". */
export const spoken = (keys: string): string =>
  keys
    .split(' ')
    .map((stroke) =>
      partsOf(stroke)
        .map((key) => words[key] ?? key.toUpperCase())
        .join(' '),
    )
    .join(' then ');
