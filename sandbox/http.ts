import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** One address of the sandbox. Parts are lists of these; the first that fits answers. */
export interface Route {
  readonly method: string;
  /** `/mail/:id`; a last `*` takes the rest, slashes and all, as `params.rest`. */
  readonly path: string;
  readonly handle: (request: Request) => Promise<Answer> | Answer;
}

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** For what the wire alone knows: the address as it was sent, header by header, the socket. */
  readonly raw: IncomingMessage;
  /** True for a person's browser, which gets a page where a program gets JSON. */
  readonly wantsPage: boolean;
  body(bytesMax?: number): Promise<Buffer>;
  /** The fields of a form or of a JSON object, as text. */
  fields(): Promise<Record<string, string>>;
  /** Beside the request in the log: which failure was played, who signed. */
  note(text: string): void;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  /** The wire breaks while this is sent: before the first byte, or in the middle. */
  readonly cut?: 'before' | 'halfway';
}

/** Thrown anywhere while answering: it is the answer. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(status: number, message: string) {
    super(message);
    this.answer = json({ error: message }, status);
  }
}

/** What happened to one request, for whoever writes it down. */
export interface Exchange {
  /** Undefined when nothing is at the address. */
  readonly route: Route | undefined;
  readonly method: string;
  readonly path: string;
  /** Undefined when the wire broke before an answer was sent. */
  readonly status: number | undefined;
  readonly ms: number;
  readonly notes: readonly string[];
  readonly forPeople: boolean;
  readonly asked: Said;
  readonly answered: Said;
}

/** One side of an exchange, as it went over the wire. */
export interface Said {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const bodyBytesMax = 1024 * 1024;
/** Of what is written down. */
const bodyShownMax = 20_000;
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'",
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'same-origin',
};

export const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: `${JSON.stringify(value, null, 2)}\n`,
});
export const page = (text: { toString(): string }, status = 200): Answer => ({
  status,
  headers: pageHeaders,
  body: text.toString(),
});
/** After a form: the browser asks for the page again, so that a reload repeats nothing. */
export const seeOther = (location: string): Answer => ({ status: 303, headers: { location } });

export function serve(routes: readonly Route[], record: (exchange: Exchange) => void): Server {
  const matchers = routes.map((route) => ({ route, match: matcher(route) }));
  return createServer((raw, response) => {
    void answer(matchers, raw, response, record).catch(() => response.destroy());
  });
}

interface Matcher {
  readonly route: Route;
  readonly match: (method: string, path: string) => Record<string, string> | undefined;
}

async function answer(
  matchers: readonly Matcher[],
  raw: IncomingMessage,
  response: ServerResponse,
  record: (exchange: Exchange) => void,
): Promise<void> {
  const startedAt = performance.now();
  const method = raw.method ?? 'GET';
  const url = new URL(raw.url ?? '/', 'http://sandbox');
  const wantsPage = (raw.headers.accept ?? '').includes('text/html');
  const notes: string[] = [];
  const { route, params } = find(matchers, method, url.pathname);
  const heard: { body?: Buffer } = {};
  const request = requestOf(
    { method, url, params, raw, wantsPage, note: (text) => notes.push(text) },
    (body) => {
      heard.body = body;
    },
  );
  const result = await (route
    ? run(route, request, notes)
    : json({ error: 'There is nothing at this address.' }, 404));
  const { status = 200, headers = {}, body = '', cut } = result;
  record({
    route,
    method,
    path: url.pathname + url.search,
    status: cut === 'before' ? undefined : status,
    ms: Math.round(performance.now() - startedAt),
    notes,
    // A browser says what it wants something for, be it a picture on a page; a program does not.
    forPeople:
      wantsPage || raw.headers['sec-fetch-dest'] !== undefined || /^\/(?:assets|live)\b/.test(url.pathname),
    asked: { headers: plain(raw.headers), body: readable(heard.body ?? '') },
    answered: { headers, body: readable(body) },
  });
  await send(response, method, status, result);
}

const plain = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** Text as it is, or its beginning; of anything else, how much there was. */
export function readable(body: string | Buffer | Readable): string {
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return '(a stream)';
  const isLong = body.length > bodyShownMax;
  const begun = isLong ? body.slice(0, bodyShownMax).toString() : body.toString();
  // Where it was cut off may be within a character.
  const text = isLong ? begun.replace(/\uFFFD{1,3}$/, '') : begun;
  if (text.includes('\u0000') || text.includes('\uFFFD')) return `(${Buffer.byteLength(body)} bytes)`;
  return isLong ? `${text}…` : text;
}

async function run(route: Route, request: Request, notes: string[]): Promise<Answer> {
  try {
    return await route.handle(request);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    notes.push(`broke: ${error instanceof Error ? error.message : error}`);
    return json({ error: 'The sandbox itself broke here.', detail: String(error) }, 500);
  }
}

async function send(
  response: ServerResponse,
  method: string,
  status: number,
  { headers = {}, body = '', cut }: Answer,
): Promise<void> {
  if (cut === 'before') {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(typeof body === 'string' || Buffer.isBuffer(body)
      ? { 'content-length': String(Buffer.byteLength(body)) }
      : {}),
    ...headers,
  });
  if (cut === 'halfway') await breakOff(response, body);
  else if (method === 'HEAD' || status === 204 || status === 304) response.end();
  else if (typeof body === 'string' || Buffer.isBuffer(body)) response.end(body);
  else await pipeline(body, response);
}

/** Half of what was promised, then nothing more. */
async function breakOff(response: ServerResponse, body: string | Buffer | Readable): Promise<void> {
  const whole = typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : undefined;
  const half = whole?.subarray(0, Math.ceil(whole.length / 2)) ?? (await firstOf(body as Readable));
  await new Promise<void>((resolve) => response.write(half, () => resolve()));
  response.destroy();
}

async function firstOf(stream: Readable): Promise<Buffer> {
  for await (const chunk of stream) return Buffer.from(chunk);
  return Buffer.alloc(0);
}

function find(matchers: readonly Matcher[], method: string, path: string) {
  for (const { route, match } of matchers) {
    const params = match(method, path);
    if (params) return { route, params };
  }
  return { route: undefined, params: {} };
}

function matcher({ method, path }: Route): Matcher['match'] {
  const wanted = path.split('/');
  const takesRest = wanted.at(-1) === '*';
  if (takesRest) wanted.pop();
  return (givenMethod, givenPath) => {
    if (method !== '*' && method !== givenMethod && !(method === 'GET' && givenMethod === 'HEAD'))
      return undefined;
    const given = givenPath.split('/');
    if (takesRest ? given.length < wanted.length : given.length !== wanted.length) return undefined;
    const params: Record<string, string> = {};
    for (const [i, part] of wanted.entries()) {
      if (part.startsWith(':')) params[part.slice(1)] = decoded(given[i]!);
      else if (part !== given[i]) return undefined;
    }
    if (takesRest) params.rest = given.slice(wanted.length).join('/');
    return params;
  };
}

function requestOf(
  facts: Pick<Request, 'method' | 'url' | 'params' | 'raw' | 'wantsPage' | 'note'>,
  hear: (body: Buffer) => void,
): Request {
  let read: Promise<Buffer> | undefined;
  const body = (bytesMax = bodyBytesMax) => {
    read ??= readAll(facts.raw, bytesMax).then((whole) => {
      hear(whole);
      return whole;
    });
    return read;
  };
  return {
    ...facts,
    headers: facts.raw.headers,
    body,
    fields: async () => {
      const text = (await body()).toString('utf8');
      if (!(facts.raw.headers['content-type'] ?? '').includes('json'))
        return Object.fromEntries(new URLSearchParams(text));
      try {
        return Object.fromEntries(
          Object.entries(JSON.parse(text)).map(([name, value]) => [name, String(value)]),
        );
      } catch {
        throw new Refusal(400, 'This body is not JSON.');
      }
    },
  };
}

async function readAll(raw: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of raw) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new Refusal(413, `More than ${bytesMax} bytes are not taken here.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
