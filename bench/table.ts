import type { CaseResult, Measured } from './cases.ts';
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

export function printMode({ mode, database, idle, cases }: ModeResult): void {
  console.log(`\n${mode}: PostgreSQL ${database}`);
  const { stoaMiB, sandboxMiB } = idle;
  console.log(`idle: Stoa ${stoaMiB} MiB (goal ${idleMaxMiB}), the sandbox beside it ${sandboxMiB} MiB`);
  const rows = cases.flatMap(rowsOf);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  for (const row of [head, ...rows]) {
    console.log(
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    );
  }
}

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
