// What must be there before anything else can run, made where it is missing. Plain JavaScript that an old Node can
// read: it is the first thing that runs on a fresh clone, when nothing is installed yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative, resolve as resolvePath, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const nodeMajorMin = 20;
const linesShownMax = 25;
const parentWatchMs = 250;
const installTimeoutMs = 20 * 60_000;
const installStamp = join(root, 'node_modules', '.stoa-installed');
const webStamp = join(root, 'dist', 'web.stamp');
/** The Node that comes with the packages: the same version on every machine. */
export const ownNode = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/** What one process has compiled the next need not: half of what a start costs. */
const compileCache = join(root, 'node_modules', '.cache', 'stoa-compiled');

/** Ends the process with one line that says what is wrong and one that mends it. */
export function fail(problem, remedy) {
  process.stderr.write(`\n✗ ${problem}\n${remedy ? `  ${remedy}\n` : ''}`);
  process.exit(1);
}

export function say(text) {
  process.stdout.write(`${text}\n`);
}

export function ensureNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major >= nodeMajorMin) return;
  fail(
    `Stoa needs Node ${nodeMajorMin} or newer to set itself up; this is ${process.versions.node}.`,
    'Install a current Node from https://nodejs.org, then run the same command again.',
  );
}

/** Answers why packages must be installed, or undefined when what is there is what the lock file says. */
export function whyInstall(folder = root) {
  const modules = join(folder, 'node_modules');
  if (!existsSync(join(modules, '.bin', 'node'))) return 'packages are missing';
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const stamp = join(modules, '.stoa-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(lock)) return undefined;
  // Somebody ran npm by hand: npm's own record says what is there.
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return 'packages were installed only half-way';
  return sameVersions(JSON.parse(lock), JSON.parse(readFileSync(record, 'utf8')))
    ? undefined
    : 'packages are older than package-lock.json';
}

const stampOf = (lock) =>
  `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}\n`;

function sameVersions(lock, record) {
  const here = record.packages;
  return Object.keys(lock.packages).every((path) => {
    const wanted = lock.packages[path];
    if (path === '' || wanted.version === undefined) return true;
    // Packages for other machines are in the lock file and rightly not here.
    if (here[path] === undefined) return wanted.optional === true || wanted.devOptional === true;
    return here[path].version === wanted.version;
  });
}

export async function ensureInstalled() {
  const reason = whyInstall();
  if (reason === undefined) return;
  const done = step(`Installing packages (${reason})`);
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const args = [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = await quietly(npm[0], args, installTimeoutMs);
  if (result.code !== 0) {
    done(false);
    showStart(result.output);
    fail(
      'The packages could not be installed.',
      "See npm's words above; after mending it, run `npm ci`, then this command again.",
    );
  }
  if (!existsSync(ownNode)) {
    done(false);
    fail(
      'Node 24 did not arrive with the packages: npm was told not to run install scripts.',
      'Run `npm ci --ignore-scripts=false`, then this command again.',
    );
  }
  writeFileSync(installStamp, stampOf(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  done(true);
}

/** Answers why the web must be built, or undefined when what is built is what the sources say. */
export function whyBuild() {
  if (!existsSync(join(root, 'web', 'index.html'))) return undefined;
  if (!existsSync(join(root, 'dist', 'web', 'index.html')) || !existsSync(webStamp)) return 'not built yet';
  return readFileSync(webStamp, 'utf8') === webDigest() ? undefined : 'sources changed';
}

export async function ensureWeb() {
  const reason = whyBuild();
  if (reason === undefined) return;
  const digest = webDigest();
  const done = step(`Building the web (${reason})`);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = await quietly(ownNode, [vite, 'build', '--logLevel', 'warn'], installTimeoutMs);
  done(result.code === 0);
  if (result.code !== 0) {
    showStart(result.output);
    fail(
      'The web could not be built.',
      'Mend what Vite says above; `npm run check -- types` often says it better.',
    );
  }
  mkdirSync(dirname(webStamp), { recursive: true });
  writeFileSync(webStamp, digest);
}

/** Everything the bundle is made from: the web, each module's screens and contracts, and the kit these stand on. */
function webDigest() {
  const hash = createHash('sha256');
  const tests = /\.(test|e2e)\.tsx?$/;
  const files = filesUnder('web').concat(
    filesUnder('modules').filter((file) => file.includes('/web/') || file.endsWith('/contract.ts')),
    filesUnder('kit', 1),
    filesUnder('kit/http', 1),
    filesUnder('kit/events', 1),
    filesUnder('kit/stream', 1),
    ['vite.config.ts', 'package-lock.json'],
  );
  for (const file of files) {
    if (!tests.test(file)) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesUnder(folder, depthMax = 20) {
  const start = join(root, folder);
  if (depthMax === 0 || !existsSync(start)) return [];
  const files = [];
  for (const name of readdirSync(start).sort()) {
    const path = join(start, name);
    const shown = relative(root, path).split(sep).join('/');
    if (statSync(path).isDirectory()) files.push(...filesUnder(shown, depthMax - 1));
    else files.push(shown);
  }
  return files;
}

/**
 * Runs a file on Node 24 in place of this process: same terminal, same signals, same exit code. The environment is
 * handed on as it is, except that programs of the packages are found first.
 */
export function runOwn(file, args = [], flags = []) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(ownNode, [...flags, resolvePath(root, file), ...args], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env, PATH: path },
  });
  // Ctrl-C reaches the child by itself, since it is in the same group of the terminal; twice would mean "at once".
  const inTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  process.on('SIGINT', () => inTerminal || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  stopWithNpm(child);
  child.on('error', (error) =>
    fail(`${relative(root, ownNode)} does not run: ${error.message}`, 'Run `npm ci`.'),
  );
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signalNumbers[signal] ?? 0)));
}

/**
 * Whoever stops npm means us. But npm hands the signal to a shell that ends without handing it on, and all that we
 * see of it is that our parent is gone.
 */
function stopWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, parentWatchMs);
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/** One line that says what is going on and, when it is over, how long it took. */
function step(title) {
  const startedAt = Date.now();
  const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  const live = process.stdout.isTTY === true;
  if (live) process.stdout.write(`  ${title} …`);
  const timer = setInterval(() => {
    if (live) process.stdout.write(`\r  ${title} … ${seconds()}`);
  }, 500);
  return (good) => {
    clearInterval(timer);
    process.stdout.write(`${live ? '\r\x1b[K' : ''}${good ? '✓' : '✗'} ${title}  ${seconds()}\n`);
  };
}

function quietly(command, args, timeoutMs) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-100_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: -1, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** What went wrong first is what went wrong. */
function showStart(output) {
  process.stderr.write(`${output.trimEnd().split('\n').slice(0, linesShownMax).join('\n')}\n`);
}
