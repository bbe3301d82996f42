import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createLogger, createServer } from 'vite';
import { ConfigError, configFromEnvironment } from '../app/config.ts';
import { root } from './ensure.mjs';

// `npm run dev`: everything in one terminal. The server starts again whenever one of its files changes; the screens
// change in the open page. Open the address that "web" prints: what it does not serve itself, it asks of the server.

const webPort = 5173;
const stopWithinMs = 15_000;

const config = readOrStop();
const server = startServer();
const web = await startWeb();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);

function startServer(): ChildProcess {
  const child = spawn(process.execPath, ['--watch', '--watch-preserve-output', join(root, 'app/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  prefix('server', child.stdout!);
  prefix('server', child.stderr!);
  child.on('exit', (code) => process.exit(code ?? 0));
  return child;
}

async function startWeb() {
  const target = `http://127.0.0.1:${config.port}`;
  const logger = createLogger('info', { prefix: '[web]', allowClearScreen: false });
  const vite = await createServer({
    configFile: join(root, 'vite.config.ts'),
    customLogger: logger,
    clearScreen: false,
    server: { port: webPort, host: '127.0.0.1', proxy: { '/api': { target } } },
  });
  await vite.listen();
  logger.info(`web     ${vite.resolvedUrls?.local[0] ?? ''}  (API: ${target})`);
  return vite;
}

function prefix(name: string, stream: Readable): void {
  createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(7)} ${line}`));
}

/** The server drains first; whoever does not come to an end is ended. */
async function stop(): Promise<void> {
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), stopWithinMs).unref();
  await web.close();
}

function readOrStop() {
  try {
    return configFromEnvironment();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
