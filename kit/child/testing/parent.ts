import { streamChild } from '../run.ts';

/** A parent to be killed by the test, once its child has begun to hear nothing or to wait for ever. */
const work = {
  module: new URL('./bombs.ts', import.meta.url),
  input: { bomb: 'announced', next: process.argv[2] },
  timeoutMs: 600_000,
  memoryBytesMax: 300e6,
  outputBytesMax: 1000,
};
for await (const chunk of streamChild(work)) process.stdout.write(chunk);
