import { countryOf } from './concepts.ts';
import { akin, kinds, loose } from './vocabulary/relations.ts';

const readFrom = (written: string): Map<string, readonly string[]> =>
  new Map(
    written
      .trim()
      .split('\n')
      .map((line) => [
        line.slice(0, line.indexOf(':')),
        line
          .slice(line.indexOf(':') + 1)
          .trim()
          .split(' '),
      ]),
  );

const onesByKind = readFrom(kinds);
const akinBy = readFrom(akin);
const kindsByOne = new Map<string, string[]>();
for (const [kind, ones] of onesByKind)
  for (const one of ones) kindsByOne.set(one, [...(kindsByOne.get(one) ?? []), kind]);

/** What is said of one of these is said of the kind. */
export const onesOf = (kind: string): readonly string[] => onesByKind.get(kind) ?? [];

/** Of which kinds something is: what is said of them may be said of it. */
export const kindsOf = (one: string): readonly string[] => [
  ...(one.includes('.') ? [one.slice(0, one.indexOf('.'))] : []),
  ...(kindsByOne.get(one) ?? []),
];

/** What also speaks of what is asked: of what is free, whoever asks what it costs. */
export const akinTo = (asked: string): readonly string[] => [
  ...(akinBy.get(asked) ?? []),
  ...(countryOf.has(asked) ? [countryOf.get(asked)!] : []),
];

const isLooseBy = new Set(loose.split(' '));
/** Things that only go together: two words for it need not be the same. */
export const isLoose = (concept: string): boolean => isLooseBy.has(concept);
