import { spawn } from 'node:child_process';
import { whyNoPostgres, withPostgres } from './postgres.ts';

/*
 * The fault tests for a long night: `npm run test:faults`. A hundred deaths at each point, where CI takes a tenth of
 * that or less, on a server started for it or on the one that `--database=postgres://…` names.
 */

const args = process.argv.slice(2);
const given = args.find((arg) => arg.startsWith('--database='))?.slice('--database='.length);
const missing = given ? undefined : await whyNoPostgres();
if (missing !== undefined) {
  console.error(missing);
  process.exitCode = 1;
} else process.exitCode = await (given ? faultsOn(given) : withPostgres(faultsOn));

function faultsOn(url: string): Promise<number> {
  const others = args.filter((arg) => !arg.startsWith('--database='));
  const rounds = others.some((arg) => arg.startsWith('--rounds=')) ? [] : ['--rounds=100'];
  const child = spawn(
    'npm',
    [
      '--silent',
      'test',
      '--',
      `--database=${url}`,
      '--faults',
      '--without-journeys',
      ...rounds,
      ...named(others),
    ],
    { stdio: 'inherit' },
  );
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

/** All of them, unless some are named. */
function named(others: readonly string[]): readonly string[] {
  return others.some((arg) => !arg.startsWith('-')) ? others : [...others, '.fault.ts'];
}
