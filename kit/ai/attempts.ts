import type { Log } from '../log.ts';
import type { Account } from './account.ts';
import { type Tape, taped } from './tape.ts';
import { AiTrouble, type HouseError, refusalOf } from './trouble.ts';

export interface AttemptOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly account: Account;
  readonly signal: AbortSignal;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  readonly tape: Tape | undefined;
}

const attemptsMax = 3;
const waitMsFirst = 500;
/** Whoever asks us to stay away for longer is taken at his word, and the caller has its own queue. */
const retryAfterMsMax = 20_000;
const answerBytesMax = 64 * 1024 * 1024;

/**
 * The way to a house: a request is sent again when it was refused for a while, when the house failed, or when the
 * connection was lost, as long as nothing of an answer has been passed on. A stream is passed on from its first byte,
 * so one that breaks is not begun anew. Every attempt is entered into the account before it is sent.
 */
export function attemptingFetch(options: AttemptOptions): typeof globalThis.fetch {
  const { account, signal, wait, log } = options;
  return async (input, init) => {
    // A picture that is somewhere else: the house says where, and we do not go there.
    if (init?.method !== 'POST')
      throw new AiTrouble('broken_answer', { detail: 'an address, not an answer' });
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const entry = account.begin();
      const outcome = await once(input, init, options);
      if (outcome instanceof Response) return outcome;
      const { trouble, isHeard } = outcome;
      if (isHeard) entry.isLost = true;
      else account.drop(entry);
      signal.throwIfAborted();
      const ms = waitMsOf(trouble, attempt);
      if (ms === undefined) throw trouble;
      log.debug(
        { kind: trouble.kind, detail: trouble.detail, attempt, waitMs: ms },
        'the model is asked again',
      );
      await wait(ms, signal);
    }
  };
}

interface Failed {
  readonly trouble: AiTrouble;
  /** Whether the house may have done the work, and charge for it. */
  readonly isHeard: boolean;
}

async function once(input: RequestInfo | URL, init: RequestInit, options: AttemptOptions) {
  try {
    const response = await taped(options.tape, options.fetch, String(input), init);
    if (!response.ok) return refused(response.status, await errorIn(response), response);
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
    // Read to its end here: half an answer is none, and an error may come as 200.
    const text = await textOf(response);
    const error = errorOf(text);
    if (error) return refused(statusOf(error), error, response);
    return new Response(text, { status: response.status, headers: response.headers });
  } catch (error) {
    if (error instanceof AiTrouble) return { trouble: error, isHeard: false };
    return lost(error);
  }
}

const refused = (status: number, error: HouseError, { headers }: Response): Failed => ({
  trouble: refusalOf(status, error, headers),
  isHeard: false,
});

/** OpenRouter says 200 and fails inside, with the status as the code. */
const statusOf = ({ code }: HouseError) =>
  typeof code === 'number' && code >= 400 && code < 600 ? code : 502;

async function errorIn(response: Response): Promise<HouseError> {
  return errorOf(await textOf(response)) ?? {};
}

function errorOf(text: string): HouseError | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return { message: error };
    return typeof error === 'object' && error !== null ? error : undefined;
  } catch {
    return undefined;
  }
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > answerBytesMax) throw new AiTrouble('broken_answer', { detail: 'the answer has no end' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Errors that come before anything can have been heard by the other side. */
const beforeAnything = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
]);

function lost(error: unknown): Failed {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  const trouble = new AiTrouble('unavailable', {
    detail: typeof code === 'string' ? code : 'no whole answer',
  });
  return { trouble, isHeard: !beforeAnything.has(String(code)) };
}

/** Undefined when it is not to be tried again. Twice as long each time, and not everybody at the same moment. */
function waitMsOf({ kind, retryAfterMs }: AiTrouble, attempt: number): number | undefined {
  if ((kind !== 'rate_limited' && kind !== 'unavailable') || attempt >= attemptsMax) return undefined;
  const jitter = Math.random();
  if (retryAfterMs !== undefined)
    return retryAfterMs > retryAfterMsMax ? undefined : Math.round(retryAfterMs * (1 + jitter / 10));
  return Math.round(waitMsFirst * 2 ** (attempt - 1) * (0.5 + jitter / 2));
}
