import { fstatSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openSandbox, PortTaken } from './server.ts';

const usage = 'node sandbox/main.ts --port 4200 --smtp-port 4225 [--data <folder>]';

const options = readOptions();
const sandbox = await openSandbox(options).catch((error) => {
  if (!(error instanceof PortTaken)) throw error;
  console.error(`${error.message} Stop it, or start the sandbox with another port: ${usage}`);
  process.exit(1);
});
console.log(`sandbox ready ${sandbox.url} smtp://127.0.0.1:${sandbox.smtpPort}`);

const stop = async () => {
  await sandbox.close();
  process.exit(0);
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
// Whoever started us with a pipe is gone when it ends; nobody is left to want a sandbox.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.resume().once('end', stop);

function readOptions() {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ options: { port: text, 'smtp-port': text, data: text } });
    return {
      port: portOf(values.port ?? '4200'),
      smtpPort: portOf(values['smtp-port'] ?? '4225'),
      data: values.data,
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
}

function portOf(value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65_535) throw new Error(`"${value}" is not a port.`);
  return port;
}
