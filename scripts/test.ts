import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { runFiles } from '../kit/testing/runner.ts';
import { findChromium } from '../kit/testing/runner-chromium.ts';
import { findDovecot } from '../kit/testing/runner-dovecot.ts';
import { findHledger } from '../kit/testing/runner-hledger.ts';
import type { FileResult } from '../kit/testing/runner-record.ts';
import { ensureWeb } from './ensure.mjs';
import { meetsDatabase } from './meeting.ts';

const usage = `npm test                              everything, on the embedded database
npm test -- inbox                     the files with "inbox" in their path
npm test -- --database=postgres://…   on a server; databases are made and dropped there. Without parts: only what
                                      meets a database, since the rest says the same beside any
npm test -- --faults --database=…     with the fault tests: processes are killed at named points
npm test -- --faults … --rounds=100   how often a process dies at each point; CI takes what each test says
npm test -- --shards=2                how many processes run at once
npm test -- --without-pictures        journeys take none, which is quicker
npm test -- --keep-seconds            says in test-seconds.json what took long, for whoever runs them the first time
`;
const root = join(import.meta.dirname, '..');
const timesFile = join(root, 'node_modules', '.cache', 'stoa-test-times.json');
/** Where nothing has run yet: a wrong one has some processes wait for the others at the end, and does no other harm. */
const secondsFile = join(import.meta.dirname, 'test-seconds.json');
const secondsKeptMin = 5;
const silenceMaxMs = 240_000;
/** The rounds that one test goes through within that time, on a slow machine. */
const roundsInSilence = 20;
/** Journeys and fault tests wait for most of their time, and start what needs whole cores in between. */
const sideBySideMax = 2;
/** What one process may need with an embedded database in it. */
const shardBytes = 1.5 * 1024 ** 3;

interface Options {
  readonly parts: readonly string[];
  readonly database: string | undefined;
  readonly faults: boolean;
  readonly rounds: number | undefined;
  readonly journeys: boolean;
  readonly pictures: boolean;
  readonly keepsSeconds: boolean;
  readonly shards: number;
}

const options = optionsOf(process.argv.slice(2));
const kinds = wanted(options);
const times: Record<string, number> = existsSync(timesFile)
  ? JSON.parse(readFileSync(timesFile, 'utf8'))
  : {};
const seconds: Record<string, number> = JSON.parse(readFileSync(secondsFile, 'utf8'));
const results: FileResult[] = [];
const startedAt = performance.now();

if (kinds.tests.length > 0) {
  const where = options.database ? 'a PostgreSQL server' : 'the embedded database';
  heading(
    `${kinds.tests.length} test files on ${where}, ${Math.min(options.shards, kinds.tests.length)} at a time`,
  );
  results.push(...(await run(kinds.tests, options.shards)));
}
if (kinds.beside.length > 0)
  heading(`${kinds.beside.length} test files left out: they meet no database, and run without --database.`);
for (const { files, what, debian } of kinds.lacking)
  heading(`${files.length} test files left out: no ${what} was found. Debian has it as ${debian}.`);
if (kinds.faults.length > 0) {
  const shards = Math.min(options.shards, sideBySideMax, kinds.faults.length);
  heading(`${kinds.faults.length} fault tests, ${shards} at a time`);
  results.push(...(await run(kinds.faults, shards)));
}
if (kinds.journeys.length > 0) await runJourneys(kinds.journeys);

report();

async function runJourneys(files: readonly string[]): Promise<void> {
  const chromium = findChromium();
  if (chromium === undefined) {
    heading(
      `${files.length} journeys left out: no Chromium was found. \`npm run stoa -- doctor\` says how to get one.`,
    );
    return;
  }
  await ensureWeb();
  const shards = Math.min(options.shards, sideBySideMax, files.length);
  heading(`${files.length} journeys in ${chromium}, ${shards} at a time`);
  results.push(...(await run(files, shards)));
}

async function run(files: readonly string[], shards: number): Promise<FileResult[]> {
  const { database, rounds, pictures } = options;
  const args = [
    ...(database ? [`--database=${database}`] : []),
    ...(rounds ? [`--rounds=${rounds}`] : []),
    ...(pictures ? [] : ['--without-pictures']),
  ];
  const weightOf = (file: string) =>
    times[file] || (seconds[file] ?? 0) * 1000 || 200 + statSync(join(root, file)).size / 50;
  const done = await runFiles(files, weightOf, {
    shards,
    args,
    silenceMaxMs: silenceMaxMs * Math.max(1, (rounds ?? 0) / roundsInSilence),
    onFile: line,
  });
  for (const { file, durationMs } of done) times[file] = Math.round(durationMs);
  return done;
}

function line({ file, passed, skipped, failures, durationMs }: FileResult): void {
  const counts = [
    `${passed}`,
    failures.length > 0 && `${failures.length} failed`,
    skipped > 0 && `${skipped} skipped`,
  ];
  const mark = failures.length > 0 ? '✗' : '✓';
  console.log(
    `${mark} ${file.padEnd(52)} ${counts.filter(Boolean).join(', ').padStart(5)}  ${(durationMs / 1000).toFixed(1)} s`,
  );
}

/** Everything a person needs to mend it stands at the end, where the eye is; the very last line is for machines too. */
function report(): void {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const skipped = results.reduce((sum, result) => sum + result.skipped, 0);
  const failures = results.flatMap((result) => result.failures);
  if (results.length === 0 && kinds.lacking.length === 0)
    failures.push({ file: options.parts.join(' '), name: [], text: 'No test file has this in its path.' });

  failures.forEach(({ file, name, text, where }, i) => {
    console.log(
      `\n${i + 1}) ${[file, ...name].join(' › ')}${where ? `\n   ${where.replace(`${root}/`, '')}` : ''}`,
    );
    console.log(text.replace(/^/gm, '   ').replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, ''));
  });
  for (const { file, output } of results.filter(
    (result) => result.failures.length > 0 && result.output.trim() !== '',
  )) {
    console.log(`\n--- ${file} printed:\n${output.trimEnd()}`);
  }
  mkdirSync(dirname(timesFile), { recursive: true });
  writeFileSync(timesFile, JSON.stringify(times));
  if (options.keepsSeconds) keepSeconds();

  const inAll = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`\n${inAll} s${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

function keepSeconds(): void {
  for (const { file, durationMs } of results) seconds[file] = Math.round(durationMs / 1000);
  const slow = Object.entries(seconds)
    .filter(([file, took]) => took >= secondsKeptMin && existsSync(join(root, file)))
    .sort(([a], [b]) => a.localeCompare(b));
  writeFileSync(secondsFile, `${JSON.stringify(Object.fromEntries(slow), undefined, 2)}\n`);
}

function heading(text: string): void {
  console.log(`\n${text}`);
}

function wanted({ parts, database, faults, journeys }: Options) {
  const exclude = ['node_modules/**', 'dist/**', 'artefacts/**', '.stoa/**'];
  const named = (pattern: string) =>
    globSync(pattern, { cwd: root, exclude })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
      .sort();
  const tests = named('**/*.test.{ts,tsx}');
  const seen = !journeys ? [] : named('{tests/journeys,modules/*/web}/**/*.e2e.ts');
  const lacked = [
    { mark: '.dovecot.', what: 'Dovecot', debian: 'dovecot-imapd', found: findDovecot() },
    { mark: '.hledger.', what: 'hledger', debian: 'hledger', found: findHledger() },
  ].filter(({ found }) => found === undefined);
  const isLeftOut = (file: string) => lacked.some(({ mark }) => file.includes(mark));
  const isBeside = (file: string) => parts.length === 0 && database !== undefined && !meetsDatabase(file);
  return {
    tests: tests.filter((file) => !isLeftOut(file) && !isBeside(file)),
    beside: tests.filter(isBeside),
    lacking: lacked
      .map((one) => ({ ...one, files: [...tests, ...seen].filter((file) => file.includes(one.mark)) }))
      .filter(({ files }) => files.length > 0),
    faults: faults ? named('tests/faults/**/*.fault.ts') : [],
    journeys: seen.filter((file) => !isLeftOut(file)),
  };
}

function optionsOf(args: readonly string[]): Options {
  const given = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const known =
    /^--(database=.+|faults|rounds=\d+|without-journeys|without-pictures|keep-seconds|shards=\d+)$/;
  const strange = args.find((arg) => arg.startsWith('-') && !known.test(arg));
  if (strange !== undefined)
    refuse(strange === '--help' ? '' : `${strange} is not something tests understand.`);
  const database = given('database');
  const faults = args.includes('--faults');
  if (faults && database === undefined) refuse('Fault tests need a server: --faults --database=postgres://…');
  // One more than there are cores: a test and its database take turns in waiting for each other.
  const fitting = Math.max(1, Math.min(availableParallelism() + 1, Math.floor(totalmem() / shardBytes)));
  return {
    parts: args.filter((arg) => !arg.startsWith('-')),
    database,
    faults,
    rounds: Number(given('rounds') ?? 0) || undefined,
    journeys: !args.includes('--without-journeys'),
    pictures: !args.includes('--without-pictures'),
    keepsSeconds: args.includes('--keep-seconds'),
    shards: Number(given('shards') ?? fitting),
  };
}

function refuse(problem: string): never {
  console.error(`${problem}\n\n${usage}`.trimStart());
  process.exit(2);
}
