import type { CaseResult, Measured } from './cases.ts';
import type { Timed } from './identity.ts';
import type { KitResult, ModeResult } from './kit.ts';

const count = (value: number) => Math.round(value).toLocaleString('en');
const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);
const ratio = (of: Measured, by: Measured) =>
  by.perSecond === 0 ? '-' : (of.perSecond / by.perSecond).toFixed(2);

export function printTop({
  node,
  cores,
  cpu,
  secondsPerCase,
  loadGenerator,
}: Omit<KitResult, 'modes'>): void {
  console.log(`Node ${node}, ${cores} cores (${cpu}), ${secondsPerCase} s per case, 20 clients`);
  console.log(
    `the load generator alone: ${count(loadGenerator.perSecond)}/s, p99 ${ms(loadGenerator.p99Ms)} ms`,
  );
}

export function printMode({ mode, database, idle, cases, identity }: ModeResult): void {
  console.log(`\n${mode}: PostgreSQL ${database}`);
  const { stoaMiB, sandboxMiB } = idle;
  console.log(`idle: Stoa ${stoaMiB} MiB (goal ${idleMaxMiB}), the sandbox beside it ${sandboxMiB} MiB`);
  if (cases.length > 0) printTable(head, cases.flatMap(rowsOf));
  if (identity.length > 0) printTable(identityHead, identity.map(identityRow));
}

function printTable(titles: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = titles.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  for (const row of [titles, ...rows]) {
    console.log(
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    );
  }
}

const identityHead = ['one at a time', '/s', 'p50 ms', 'p99 ms', 'round trips'];
const identityRow = ({ name, perSecond, p50Ms, p99Ms, trips }: Timed) => [
  name,
  count(perSecond),
  ms(p50Ms),
  ms(p99Ms),
  trips === 0 ? '-' : trips.toFixed(2),
];

/** Of Stoa's own process: 250 MB. */
const idleMaxMiB = 238;

const head = ['', '/s', 'p50 ms', 'p99 ms', 'cpu ms', 'bare /s', 'p50 ms', 'p99 ms', 'cpu ms', 'ratio'];

function rowsOf({ name, stoa, bare, plain }: CaseResult): string[][] {
  const row = (title: string, of: Measured) => [title, ...figures(of), ...figures(bare), ratio(of, bare)];
  return plain ? [row(name, stoa), row('  by Fastify alone', plain)] : [row(name, stoa)];
}

const figures = ({ perSecond, p50Ms, p99Ms, cpuMs }: Measured) => [
  count(perSecond),
  ms(p50Ms),
  ms(p99Ms),
  cpuMs.toFixed(3),
];
