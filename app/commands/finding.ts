/** One line of what `doctor` says. */
export interface Finding {
  /** `bad` is in the way of running; `note` is worth knowing. */
  readonly mark: 'good' | 'bad' | 'note';
  readonly what: string;
  readonly text: string;
  /** The command or the line that mends it. */
  readonly mend?: string;
}

export const good = (what: string, text: string): Finding => ({ mark: 'good', what, text });
export const bad = (what: string, text: string, mend: string): Finding => ({ mark: 'bad', what, text, mend });
export const note = (what: string, text: string, mend?: string): Finding =>
  mend === undefined ? { mark: 'note', what, text } : { mark: 'note', what, text, mend };

const marks = { good: '✓', bad: '✗', note: '–' };

export function lineOf({ mark, what, text, mend }: Finding): string {
  return `${marks[mark]} ${what.padEnd(14)} ${text}${mend === undefined ? '' : `  →  ${mend}`}`;
}
