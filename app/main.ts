import { openLog } from '../kit/log.ts';
import { openTracing } from '../kit/tracing.ts';
import { explainFailure } from './commands/explain.ts';
import { openStoa } from './compose.ts';
import { type Config, configFromEnvironment } from './config.ts';

const config = configOrExit();
const log = openLog({ level: config.logLevel, name: 'stoa', pretty: process.stdout.isTTY === true });
const tracing = await openTracing({ endpoint: config.otlpEndpoint, serviceName: 'stoa', log });

const stoa = await openStoa(config, log).catch((error: Error) => {
  // What a person can mend is said in one line; the stack is for us.
  log.debug({ err: error }, 'could not start');
  process.stderr.write(`Stoa could not start: ${explainFailure(error)}\nnpm run stoa -- doctor says more.\n`);
  process.exit(1);
});
greet();

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, async () => {
    // Asked twice, somebody is in a hurry.
    if (stopping) process.exit(130);
    stopping = true;
    await stoa.close();
    await tracing.close();
    process.exit(0);
  });
}

function configOrExit(): Config {
  try {
    return configFromEnvironment();
  } catch (error) {
    process.stderr.write(`${explainFailure(error)}\n`);
    process.exit(2);
  }
}

function greet(): void {
  const { address, sandbox, demo } = stoa;
  const lines = [`stoa ready ${address}`];
  if (demo && config.role !== 'worker') lines.push(`  sign in with ${demo.email} and ${demo.password}`);
  if (sandbox) lines.push(`  the sandbox world is at ${sandbox}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
