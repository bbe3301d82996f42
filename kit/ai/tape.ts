import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { AiTrouble } from './trouble.ts';

/** One request and what came of it. The answer is kept as it came, usage and all, so that replay runs what was run. */
interface Line {
  readonly hash: string;
  /** `chat/completions openai/gpt-5-mini`: for people who look into the file. */
  readonly of: string;
  readonly type: string;
  readonly body: string;
}

/**
 * What was asked and answered, for evaluation: the same questions cost nothing a second time, and show what a change of
 * ours changes. A request is known by its whole body, so one that is built otherwise is another. Nothing of the key
 * and of the house's address is on a tape; people's words are, so it belongs where an evaluation set may be.
 */
export interface Tape {
  readonly isReplay: boolean;
  find(hash: string): Line | undefined;
  keep(line: Line): Promise<void>;
}

/** Writes behind what the file holds. A request that was asked twice has its last answer. */
export function recordTape(file: string): Tape {
  let written: Promise<void> = Promise.resolve();
  return {
    isReplay: false,
    find: () => undefined,
    keep: (line) => {
      // One after another: two calls at once would write into each other's line.
      written = written.then(() => appendFile(file, `${JSON.stringify(line)}\n`));
      return written;
    },
  };
}

/** Answers from the file, and refuses what is not in it: nothing is ever sent. */
export async function replayTape(file: string): Promise<Tape> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((text) => text !== '');
  const byHash = new Map(lines.map((text) => JSON.parse(text) as Line).map((line) => [line.hash, line]));
  return { isReplay: true, find: (hash) => byHash.get(hash), keep: async () => {} };
}

/** A request past the tape: from it, onto it, or without one as if there were none. */
export async function taped(
  tape: Tape | undefined,
  fetcher: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
): Promise<Response> {
  if (!tape) return fetcher(url, init);
  const of = `${new URL(url).pathname.split('/').slice(-2).join('/')} ${modelIn(init.body)}`;
  const hash = createHash('sha256').update(`${of}\n${init.body}`).digest('hex');
  if (tape.isReplay) {
    const found = tape.find(hash);
    if (!found)
      throw new AiTrouble('broken_answer', { detail: `not on the tape: ${of} ${hash.slice(0, 12)}` });
    return new Response(found.body, { headers: { 'content-type': found.type } });
  }
  const response = await fetcher(url, init);
  if (!response.ok || !response.body) return response;
  const type = response.headers.get('content-type') ?? 'application/json';
  const chunks: Uint8Array[] = [];
  const recording = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      chunks.push(chunk);
      controller.enqueue(chunk);
    },
    // Only what came to its end: half an answer is not to be repeated for ever.
    flush: () => tape.keep({ hash, of, type, body: Buffer.concat(chunks).toString('utf8') }),
  });
  return new Response(response.body.pipeThrough(recording), {
    status: response.status,
    headers: response.headers,
  });
}

const modelIn = (body: unknown) => /"model":"([^"]{1,120})"/.exec(String(body))?.[1] ?? '';
