import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createLogger, createServer } from 'vite';
import { type Config, ConfigError, configFromEnvironment } from '../app/config.ts';
import { root } from './ensure.mjs';

// `npm run dev`: everything in one terminal. The server starts again whenever one of its files changes; the screens
// change in the open page. Open the address that "web" prints: what it does not serve itself, it asks of the server.

const webPort = 5173;
const stopWithinMs = 15_000;
const settleMs = 150;
const serverFolders = ['app', 'kit', 'modules', 'providers', 'sandbox', 'db'].filter((folder) =>
  existsSync(join(root, folder)),
);
const isServerFile = (file: string) =>
  /\.(ts|sql|json)$/.test(file) && !/\.(test|e2e|fault)\.ts$|(^|\/)(web|testing)\/|schema\.sql$/.test(file);

const config = readOrStop();
let server = startServer();
const web = await startWeb(config);
watchServer();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);

function startServer(): ChildProcess {
  const child = spawn(process.execPath, [join(root, 'app/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it started ends with it, also when it had no time to see to that.
    detached: true,
  });
  prefix('server', child.stdout!);
  prefix('server', child.stderr!);
  child.on('exit', (code) => {
    if (code !== 0 && child === server) console.log('server  waits for a change');
  });
  return child;
}

/** One restart for all files of one save, and the next one only when the last is over: both want the data folder. */
function watchServer(): void {
  let timer: NodeJS.Timeout | undefined;
  let restarting = Promise.resolve();
  for (const folder of serverFolders) {
    watch(join(root, folder), { recursive: true }, (_, file) => {
      if (!file || !isServerFile(`${folder}/${file}`)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        console.log(`server  starts again: ${folder}/${file} changed`);
        restarting = restarting.then(restart);
      }, settleMs);
    });
  }
}

async function restart(): Promise<void> {
  await stopServer();
  server = startServer();
}

/** It drains first; when it does not come to an end, it is ended. */
async function stopServer(): Promise<void> {
  const child = server;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  child.kill('SIGTERM');
  await once(child, 'exit');
  clearTimeout(late);
  endGroup(child);
}

function endGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-pid!, 'SIGTERM');
  } catch {
    // Nobody is left in it.
  }
}

async function startWeb({ port }: Config) {
  const target = `http://127.0.0.1:${port}`;
  const logger = createLogger('info', { prefix: '[web]', allowClearScreen: false });
  const vite = await createServer({
    configFile: join(root, 'vite.config.ts'),
    customLogger: logger,
    clearScreen: false,
    server: { port: webPort, host: '127.0.0.1', proxy: { '/api': { target }, '/files': { target } } },
  });
  await vite.listen();
  console.log(`web     ${vite.resolvedUrls?.local[0]}  (asks ${target})`);
  return vite;
}

function prefix(name: string, stream: Readable): void {
  createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(7)} ${line}`));
}

async function stop(): Promise<void> {
  await Promise.all([stopServer(), web.close()]);
  process.exit(0);
}

function readOrStop(): Config {
  try {
    return configFromEnvironment();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
