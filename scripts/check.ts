import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../kit/testing/runner-chromium.ts';
import { findDovecot } from '../kit/testing/runner-dovecot.ts';
import { findHledger } from '../kit/testing/runner-hledger.ts';
import { ensureWeb, root } from './ensure.mjs';
import { whyNoPostgres, withPostgres } from './postgres.ts';

const usage = `npm run check                           every step below, in this order
npm run check -- types lint             these steps only
npm run check -- --database=postgres:…  the server's steps on this server, instead of one started for it
npm run check -- --complete             what is left out for want of a program counts as failed (in CI)
npm run check -- --until=1790000000     by when it has to be over, in seconds since 1970: the bench is left out if late
`;

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What a failed step said of it. */
  readonly words?: string;
}

interface Step {
  readonly name: string;
  readonly what: string;
  /** When it fails, what comes after would only repeat it at length. */
  readonly stopsAll?: boolean;
  /** Why it cannot be done here. */
  readonly unless?: () => Promise<string | undefined>;
  /** How long it may take. Without as much time it is left out, and that is no failure. */
  readonly needsSeconds?: number;
  readonly run: () => Promise<Outcome>;
}

const options = optionsOf(process.argv.slice(2));
const artefacts = join(root, 'artefacts');
const wordsMax = 6000;
const npm = (...args: string[]) => ['npm', '--silent', ...args] as const;
const needsPostgres = async () => (options.database ? undefined : whyNoPostgres());

const steps: readonly Step[] = [
  { name: 'types', what: 'types, by tsc', stopsAll: true, run: () => whole('types', 'tsc', '-p', '.') },
  {
    name: 'lint',
    what: 'lint and format, by Biome',
    stopsAll: true,
    run: () => whole('lint', 'biome', 'ci', '.'),
  },
  {
    name: 'docs',
    what: 'generated documents are up to date',
    run: () => whole('docs', ...npm('run', 'stoa', '--', 'docs', '--check')),
  },
  { name: 'test', what: 'npm test, on the embedded database, with the journeys', run: runTests },
  {
    name: 'server',
    what: 'the same tests, as far as they meet a database, and the fault tests on a PostgreSQL server',
    unless: needsPostgres,
    run: runOnServer,
  },
  {
    name: 'bench',
    what: 'the benchmarks, a smoke run',
    unless: needsPostgres,
    // It holds no figure to anything: that the product works is what all the others say.
    needsSeconds: 240,
    run: runBench,
  },
];

process.exitCode = await main();

async function main(): Promise<number> {
  mkdirSync(artefacts, { recursive: true });
  const lines: string[] = [];
  const words: string[] = [];
  const total = { passed: 0, failed: 0 };
  for (const step of steps.filter(({ name }) => options.names.length === 0 || options.names.includes(name))) {
    console.log(`\n━━ ${step.name}: ${step.what}`);
    const startedAt = performance.now();
    const missing = await step.unless?.();
    const late = missing === undefined && isLate(step) ? 'too little time is left' : undefined;
    const leftOut = missing ?? late;
    const outcome =
      leftOut === undefined ? await step.run() : { passed: 0, failed: options.complete && missing ? 1 : 0 };
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    const mark = outcome.failed > 0 ? '✗' : leftOut === undefined ? '✓' : '–';
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    lines.push(
      `${mark} ${step.name.padEnd(8)} ${seconds.padStart(7)} s  ${leftOut ? `left out: ${leftOut}` : countsOf(outcome)}`,
    );
    if (outcome.words) words.push(`━━ what failed in ${step.name}\n${outcome.words}`);
    if (step.stopsAll && outcome.failed > 0) break;
  }
  // Told once more, because what keeps only the end of a long log must keep this.
  for (const text of words) console.log(`\n${text}`);
  console.log(`\n━━ summary\n${lines.join('\n')}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

function isLate({ needsSeconds }: Step): boolean {
  const { until = Number.POSITIVE_INFINITY } = options;
  return needsSeconds !== undefined && Date.now() / 1000 + needsSeconds > until;
}

function countsOf({ passed, failed }: Outcome): string {
  return failed > 0 ? `${passed} passed, ${failed} failed` : `${passed} passed`;
}

async function runTests(): Promise<Outcome> {
  // In CI nobody looks at pictures.
  const outcome = await counted(
    'test',
    ...npm('test', ...(options.complete ? ['--', '--without-pictures'] : [])),
  );
  if (!options.complete) return outcome;
  const leftOut = [
    ...(findChromium() ? [] : ['The journeys were left out: there is no Chromium.']),
    ...(findDovecot() ? [] : ['Tests of mail were left out: there is no Dovecot.']),
    ...(findHledger() ? [] : ['A test of the ledger was left out: there is no hledger.']),
  ];
  for (const what of leftOut) console.log(`✗ ${what}`);
  return { ...outcome, failed: outcome.failed + leftOut.length };
}

function runOnServer(): Promise<Outcome> {
  return onServer((url) =>
    counted('server', ...npm('test', '--', `--database=${url}`, '--faults', '--without-journeys')),
  );
}

async function runBench(): Promise<Outcome> {
  await ensureWeb();
  return onServer((url) =>
    // On one of the two: that the other works as well is what the tests say.
    whole('bench', ...npm('run', 'bench', '--', '--smoke', '--mode=server', `--database=${url}`)),
  );
}

function onServer<T>(work: (url: string) => Promise<T>): Promise<T> {
  return options.database ? work(options.database) : withPostgres(work);
}

/** A step that is right or wrong as a whole. */
async function whole(name: string, command: string, ...args: string[]): Promise<Outcome> {
  const { code, text } = await run(name, command, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, words: text.slice(-wordsMax) };
}

/** A step that counts for itself, in its last line. One that ends otherwise than its count says has failed. */
async function counted(name: string, command: string, ...args: string[]): Promise<Outcome> {
  const { code, text } = await run(name, command, args);
  const counts = /^(\d+) passed, (\d+) failed$/.exec(text.trimEnd().split('\n').at(-1) ?? '');
  if (!counts) return { passed: 0, failed: 1, words: text.slice(-wordsMax) };
  const [passed, failed] = [Number(counts[1]), Number(counts[2])];
  if (code === 0 && failed === 0) return { passed, failed };
  const first = text.lastIndexOf('\n1) ');
  const words = first < 0 ? text.slice(-wordsMax) : text.slice(first, first + wordsMax);
  return { passed, failed: Math.max(failed, 1), words };
}

/** Shown as it comes, and kept in artefacts/ for whoever looks later. */
async function run(
  name: string,
  command: string,
  args: readonly string[],
): Promise<{ code: number | null; text: string }> {
  const file = createWriteStream(join(artefacts, `${name}.log`));
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      file.write(chunk);
    });
  }
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      console.log(`✗ ${command} does not run: ${error.message}`);
      resolve(null);
    });
    child.on('close', resolve);
  });
  file.end();
  return { code, text };
}

function optionsOf(args: readonly string[]) {
  const database = args.find((arg) => arg.startsWith('--database='))?.slice('--database='.length);
  const names = args.filter((arg) => !arg.startsWith('-'));
  const known = ['types', 'lint', 'docs', 'test', 'server', 'bench'];
  const strange = args.find((arg) =>
    arg.startsWith('-') ? !/^--(complete|database=.+|until=\d+)$/.test(arg) : !known.includes(arg),
  );
  if (strange !== undefined) {
    console.error(`"${strange}" is not understood. Steps are ${known.join(', ')}.\n\n${usage}`);
    process.exit(2);
  }
  const until = args.find((arg) => arg.startsWith('--until='))?.slice('--until='.length);
  return { database, names, complete: args.includes('--complete'), until: until ? Number(until) : undefined };
}
