import type { Came } from './asking.ts';

const columns = 'asked right share handed-over invented crossings tools dollars seconds'.split(' ');
const microPerDollar = 1_000_000;

const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
const count = (all: readonly Came[], of: (one: Came) => boolean) => all.filter(of).length;

export const shareOf = (all: readonly Came[]): number => count(all, ({ isRight }) => isRight) / all.length;
export const ofKinds = (all: readonly Came[], kinds: readonly string[]) =>
  all.filter(({ kind }) => kinds.includes(kind));

const cellsOf = (all: readonly Came[]): string[] => [
  String(all.length),
  String(count(all, ({ isRight }) => isRight)),
  `${(shareOf(all) * 100).toFixed(1)} %`,
  String(count(all, ({ decision }) => decision === 'escalate')),
  String(count(all, ({ isInvented }) => isInvented)),
  String(sum(all.map(({ crossingsCount }) => crossingsCount))),
  String(sum(all.map(({ toolCallsCount }) => toolCallsCount))),
  (sum(all.map(({ costMicro }) => costMicro)) / microPerDollar).toFixed(4),
  sum(all.map(({ seconds }) => seconds)).toFixed(1),
];

const line = (name: string, cells: readonly string[]) =>
  `${name.padEnd(34)}${cells.map((cell, i) => cell.padStart(Math.max(6, columns[i]!.length) + 2)).join('')}`;

/** One line for each kind, one for each of its languages, and why the others did not come out right. */
export function tableOf(title: string, all: readonly Came[]): string {
  const byKind = [...Map.groupBy(all, ({ kind }) => kind)].flatMap(([kind, some]) => [
    line(kind, cellsOf(some)),
    ...[...Map.groupBy(some, ({ language }) => language)].map(([language, own]) =>
      line(`  ${language}`, cellsOf(own)),
    ),
  ]);
  const missed = all.filter(({ isRight }) => !isRight);
  const causes = [...Map.groupBy(missed, ({ kind, rule }) => `${kind}: ${rule}`)]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([cause, some]) => `  ${String(some.length).padStart(4)}  ${cause}`);
  return [
    '',
    line(title, columns),
    ...byKind,
    ...(causes.length > 0 ? ['  not right, by cause:', ...causes] : []),
  ].join('\n');
}
