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
const words: Record<string, string> = { mod: isMac ? 'Command' : 'Control', enter: 'Enter', escape: 'Escape' };

/** `mod+k` is pressed together, `g l` one after the other. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const strokes = keys.split(' ');
  return (
    <kbd className={cx('inline-flex items-center gap-1 font-sans text-xs text-faint', className)}>
      <span className="sr-only">{spoken(keys)}</span>
      {strokes.map((stroke, at) => (
        <Fragment key={`${stroke}${at}`}>
          {at > 0 && (
            <span aria-hidden className="text-[0.6875rem]">
              then
            </span>
          )}
          {stroke.split('+').map((key) => (
            <span
              key={key}
              aria-hidden
              className="inline-flex h-[1.25rem] min-w-[1.25rem] items-center justify-center rounded-sm border border-line bg-raised px-1 text-[0.6875rem] leading-none text-soft"
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
      stroke
        .split('+')
        .map((key) => words[key] ?? key.toUpperCase())
        .join(' '),
    )
    .join(' then ');
