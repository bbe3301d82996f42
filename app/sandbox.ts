import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Log } from '../kit/log.ts';
import type { Config } from './config.ts';

export interface Sandbox {
  readonly url: string;
  readonly smtpUrl: string;
  close(): Promise<void>;
}

const readyLine = /^sandbox ready (\S+) (smtp:\S+)$/;
const closeMaxMs = 3_000;

/** The fictional internet is a process of its own, as the real one would be: it shares nothing with ours but wires. */
export async function startSandbox(config: Config, log: Log): Promise<Sandbox> {
  const { sandboxPort, sandboxSmtpPort, dataFolder } = config;
  const main = join(import.meta.dirname, '..', 'sandbox', 'main.ts');
  const child = spawn(
    process.execPath,
    [
      main,
      '--port',
      `${sandboxPort}`,
      '--smtp-port',
      `${sandboxSmtpPort}`,
      '--data',
      join(dataFolder, 'sandbox'),
    ],
    // It ends when its input does, which is when we are gone, however that came.
    { stdio: ['pipe', 'pipe', 'pipe'], env: {} },
  );
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    log.warn({ line }, 'the sandbox said');
  });
  const { url, smtpUrl } = await new Promise<Omit<Sandbox, 'close'>>((ready, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, url, smtpUrl] = readyLine.exec(line) ?? [];
      if (url && smtpUrl) ready({ url, smtpUrl });
    });
    child.once('error', failed);
    child.once('exit', (code) =>
      failed(new Error(said.join('\n') || `the sandbox stopped while starting (${code})`)),
    );
  });
  child.on('exit', (code, signal) => {
    if (signal !== 'SIGTERM' && code !== 0) log.error({ code, signal }, 'the sandbox stopped');
  });
  return { url, smtpUrl, close: () => stopped(child) };
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  const late = setTimeout(() => child.kill('SIGKILL'), closeMaxMs);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(late);
}
