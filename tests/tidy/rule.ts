import type { Source } from './source.ts';

/** What is wrong, as `file:line what`, so that an editor jumps to it. */
export type Offence = string;

export interface Rule {
  /** The guarantee, in the present tense. */
  readonly name: string;
  readonly find: (sources: readonly Source[], modules: readonly string[]) => Offence[];
  /** Breaks the rule once per file, and nothing else: a rule that cannot fail would be no rule. */
  readonly broken: Readonly<Record<string, string>>;
}

export const at = (file: string, line: number, what: string): Offence => `${file}:${line} ${what}`;

/** For rules that look at one file at a time. */
export const each =
  (find: (source: Source, modules: readonly string[]) => Offence[]): Rule['find'] =>
  (sources, modules) =>
    sources.flatMap((source) => find(source, modules));
