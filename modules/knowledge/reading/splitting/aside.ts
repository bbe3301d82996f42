import { Worker } from 'node:worker_threads';
import type { Chunk, Heading } from '../contract.ts';
import { type Place, type Splitting, splitText } from '../split.ts';
import type { ToSplit } from './worker.ts';

/** Up to here it takes less time than beginning elsewhere would. */
const hereLettersMax = 20_000;
const memoryMbMax = 500;

/** The same as `splitText`. A long text is cut beside this process, which goes on with its other work meanwhile. */
export async function splitAside(
  text: string,
  headings: readonly Heading[],
  splitting: Splitting,
  signal: AbortSignal,
): Promise<readonly Chunk[]> {
  signal.throwIfAborted();
  if (text.length <= hereLettersMax) return splitText(text, headings, splitting);
  const workerData: ToSplit = { text, headings, splitting };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: memoryMbMax },
  });
  const chunks: Chunk[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  worker.on('message', (places: readonly Place[]) => {
    for (const place of places) chunks.push({ content: text.slice(place.start, place.end), ...place });
  });
  worker.on('error', reject);
  worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The worker ended with ${code}.`))));
  try {
    await promise;
    return chunks;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
