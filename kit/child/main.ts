import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type FrameKind, frame, frameKinds } from './frames.ts';

/** Runs in the child: takes the work from standard input, does it, says what came of it. */
const channel = 3;
const [parentPid, moduleUrl] = process.argv.slice(2);

/**
 * A thread of its own, since work that loops for ever hears nothing on this one. Its parent is gone when
 * another process has taken us over.
 */
const watch = `
  const parent = ${Number(parentPid)};
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 200);
  require('node:worker_threads').parentPort.postMessage('watching');
`;
const watchdog = new Worker(watch, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } });
// Work that begins before it watches could never be stopped by it.
await once(watchdog, 'message');
watchdog.unref();

try {
  const input = JSON.parse(await textOf(process.stdin));
  const { default: work } = await import(moduleUrl!);
  const result = await work(input);
  if (isStream(result)) {
    for await (const chunk of result) say(frameKinds.chunk, chunk);
    say(frameKinds.end, new Uint8Array());
  } else {
    say(frameKinds.value, Buffer.from(JSON.stringify(result ?? null)));
  }
  process.exit(0);
} catch (error) {
  const { name, message, code } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { name: 'unknown', message: String(error) };
  say(frameKinds.error, Buffer.from(JSON.stringify({ name, message: message.slice(0, 4000), code })));
  process.exit(1);
}

function say(kind: FrameKind, bytes: Uint8Array): void {
  const whole = frame(kind, bytes);
  for (let at = 0; at < whole.length; ) at += writeSync(channel, whole, at);
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function isStream(result: unknown): result is AsyncIterable<Uint8Array> {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}
