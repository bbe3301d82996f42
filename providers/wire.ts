import { parseJson } from './json.ts';
import { Trouble, type TroubleFacts } from './trouble.ts';

/**
 * The way to the hosts of one platform. Clients write true addresses (`https://graph.facebook.com/v25.0/me`); where
 * these lead is decided here alone.
 */
export interface Wire {
  /** Where a browser is to be sent for this address. */
  address(url: string): string;
  /** One request, one answer: nothing is repeated here. Throws `Trouble` when there is no whole answer. */
  send(call: Call): Promise<Reply>;
  /** For clients of others that bring their own protocol and take a `fetch`. */
  readonly fetch: typeof globalThis.fetch;
}

export interface WireOptions {
  /** `meta`: named in every trouble. */
  readonly provider: string;
  /** A world to speak with instead: `https://HOST/PATH` is then at `<world>/HOST/PATH`. */
  readonly world?: string | undefined;
  readonly timeoutMs?: number;
  /** Sent with every request: the sandbox's switches for tests. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The true address. */
  readonly url: string;
  /** `POST /messages`: for errors and spans, without ids. */
  readonly name: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly json?: unknown;
  readonly body?: BodyInit;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Doing it twice is doing it once, so no answer means `unavailable`, not `unknown_outcome`. GETs are. */
  readonly isRepeatable?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Read with `parseJson`; undefined when the text is not JSON. */
  readonly json: unknown;
}

const timeoutMsUsual = 15_000;
const answerBytesMax = 20 * 1024 * 1024;

export function openWire({ provider, world, timeoutMs = timeoutMsUsual, headers = {} }: WireOptions): Wire {
  const address = (url: string) => (world === undefined ? url : `${world}/${url.replace(/^https:\/\//, '')}`);
  const fetchThere: typeof globalThis.fetch = (input, init) => {
    const request =
      input instanceof Request ? new Request(address(input.url), input) : address(String(input));
    return fetch(request, { redirect: 'manual', ...init, headers: withExtra(init?.headers, headers) });
  };
  return {
    address,
    fetch: fetchThere,
    send: (call) => send(call, { provider, address, headers, timeoutMs: call.timeoutMs ?? timeoutMs }),
  };
}

function withExtra(given: HeadersInit | undefined, extra: Readonly<Record<string, string>>): Headers {
  const all = new Headers(given);
  for (const [name, value] of Object.entries(extra)) all.set(name, value);
  return all;
}

interface Way {
  readonly provider: string;
  readonly address: (url: string) => string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

async function send(call: Call, way: Way): Promise<Reply> {
  call.signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(way.timeoutMs);
  const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
  let isUnderWay = false;
  try {
    const request = requestOf(call, way, signal);
    isUnderWay = true;
    const response = await fetch(request);
    const text = await textOf(response);
    return { status: response.status, headers: response.headers, text, json: readJson(text) };
  } catch (error) {
    if (error instanceof Trouble) throw error;
    if (call.signal?.aborted && (call.isRepeatable ?? call.method === 'GET')) throw call.signal.reason;
    throw silence(call, way.provider, isUnderWay, error);
  }
}

function requestOf(call: Call, { address, headers }: Way, signal: AbortSignal): Request {
  const url = new URL(address(call.url));
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const [body, type] = bodyOf(call);
  return new Request(url, {
    method: call.method,
    headers: { accept: 'application/json', ...type, ...call.headers, ...headers },
    ...(body !== undefined && { body, duplex: 'half' }),
    redirect: 'manual',
    signal,
  } as RequestInit);
}

function bodyOf({ form, json, body }: Call): [BodyInit | undefined, Record<string, string>] {
  if (json !== undefined) return [JSON.stringify(json), { 'content-type': 'application/json' }];
  if (form === undefined) return [body, {}];
  const given = Object.entries(form).filter((field): field is [string, string] => field[1] !== undefined);
  return [new URLSearchParams(given).toString(), { 'content-type': 'application/x-www-form-urlencoded' }];
}

/** Of an endless answer, no more than anybody could mean. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > answerBytesMax) throw new Error(`The answer is longer than ${answerBytesMax} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
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

function silence(call: Call, provider: string, isUnderWay: boolean, cause: unknown): Trouble {
  const code = (cause as { cause?: { code?: string } }).cause?.code ?? '';
  const isRepeatable = call.isRepeatable ?? call.method === 'GET';
  const facts: TroubleFacts = { provider, call: call.name, cause };
  if (!isUnderWay || isRepeatable || beforeAnything.has(code))
    return new Trouble('unavailable', `${provider} did not answer to ${call.name}`, facts);
  return new Trouble(
    'unknown_outcome',
    `${provider} may have done ${call.name}: no whole answer came`,
    facts,
  );
}
