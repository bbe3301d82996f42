import { nearest } from '../nearest.ts';

/** Something that `npm run stoa -- <name>` does. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** One line per way to say it: how, and what it does. */
  readonly usage: readonly (readonly [how: string, what: string])[];
  /** Answers the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** What was asked is not understood: its usage is printed below the message. */
export class UsageError extends Error {}

/** One word out of a few, or a refusal that names the nearest. */
export function wordOf<T extends string>(given: string | undefined, words: readonly T[], what: string): T {
  if (given === undefined) throw new UsageError(`${what} is missing: ${words.join(', ')}.`);
  const word = words.find((one) => one === given);
  if (word) return word;
  const meant = nearest(given, words);
  throw new UsageError(
    `"${given}" is not known.${meant ? ` Did you mean "${meant}"?` : ` It can be ${words.join(', ')}.`}`,
  );
}

export function noMore(args: readonly string[]): void {
  if (args.length > 0) throw new UsageError(`"${args[0]}" is one word too many.`);
}
