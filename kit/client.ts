import { z } from 'zod';
import type { FieldError } from './errors.ts';
import type { Endpoint } from './http/endpoint.ts';
import { uuidv7 } from './ids.ts';

/** A refusal, as the screen needs it: the code to act on, the words to show, and the id to ask about. */
export class ApiError extends Error {
  /** 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly fields: readonly FieldError[];

  constructor(spec: {
    status: number;
    code: string;
    message: string;
    requestId?: string | undefined;
    fields?: readonly FieldError[];
    cause?: unknown;
  }) {
    super(spec.message, { cause: spec.cause });
    this.name = 'ApiError';
    this.status = spec.status;
    this.code = spec.code;
    this.requestId = spec.requestId;
    this.fields = spec.fields ?? [];
  }
}

type Fields = Record<string, unknown>;
/** A part that an endpoint does not have, or of which every field may be left out, need not be given. */
type Part<Name extends string, T> =
  T extends Record<string, never>
    ? { readonly [K in Name]?: T }
    : Partial<T> extends T
      ? { readonly [K in Name]?: T }
      : { readonly [K in Name]: T };

/** What a query leaves out, the endpoint fills in or does without. */
export type CallInput<P, Q, B> = Part<'params', P> & { readonly query?: Partial<Q> } & Part<'body', B>;

export interface CallOptions {
  /**
   * The same key twice is one deed. Made here when it is not given, so a write that is sent twice below us
   * is one.
   */
  readonly idempotencyKey?: string | undefined;
  /** For an endpoint that takes bytes. A `File` brings its name along. */
  readonly upload?: Blob | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Without one, the page's own address. */
  readonly baseUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Calls an endpoint: `await call(putLocation, { params, body })`. Its types are the contract's. */
export const call = <P, Q, B, R>(
  endpoint: Endpoint<any, P, Q, B, R>,
  input: NoInfer<CallInput<P, Q, B>> & CallOptions,
): Promise<R> => callWith(endpoint, input as LooseInput);

export interface LooseInput extends CallOptions {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/**
 * The same for code that serves every endpoint, and whose own signature has already said what the parts
 * are.
 */
export async function callWith<R>(endpoint: Endpoint<any, any, any, any, R>, input: LooseInput): Promise<R> {
  const { signal, baseUrl = '' } = input;
  const url = `${baseUrl}${urlOf(endpoint, input.params as Fields, input.query as Fields)}`;
  const response = await send(input.fetch ?? fetch, url, initOf(endpoint, input));
  const answer = await contentOf(response, signal);
  if (!response.ok) throw refusalOf(response, answer);
  return replyOf(endpoint, response, answer);
}

/** `/api/w/.../locations?limit=20`: also for a link, an image or an event stream. */
export function urlOf(endpoint: Pick<Endpoint, 'path'>, params: Fields = {}, query: Fields = {}): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    if (params[name] === undefined) throw new TypeError(`${endpoint.path} needs the parameter ${name}`);
    return encodeURIComponent(String(params[name]));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null)
        search.append(name, one instanceof Date ? one.toISOString() : String(one));
    }
  }
  const text = search.toString();
  return `/api${path}${text && `?${text}`}`;
}

function initOf(
  { method }: Endpoint,
  { upload, body, idempotencyKey, headers, signal }: LooseInput,
): RequestInit {
  const common = { method, credentials: 'same-origin', ...(signal && { signal }) } as const;
  const text = JSON.stringify(body ?? {});
  if (method === 'GET') return { ...common, headers: { accept: 'application/json', ...headers } };
  return {
    ...common,
    headers: {
      accept: 'application/json',
      'content-type': upload ? upload.type : 'application/json',
      'idempotency-key': idempotencyKey ?? uuidv7(),
      ...(upload && 'name' in upload && { 'x-file-name': encodeURIComponent(String(upload.name)) }),
      ...headers,
    },
    body: upload ?? text,
    // Sent to its end also when the page is left meanwhile; browsers do that for small bodies only.
    keepalive: text.length < keptAliveBytesMax && !upload,
  };
}

const keptAliveBytesMax = 16_384;

const unreachable = (cause: unknown) =>
  new ApiError({
    status: 0,
    code: 'stoa.unreachable',
    message: 'Stoa could not be reached. Check the connection and try again.',
    cause,
  });

async function send(fetcher: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetcher(url, init);
  } catch (error) {
    // Whoever called it off knows why: that is no failure to show.
    if (init.signal?.aborted) throw error;
    throw unreachable(error);
  }
}

async function contentOf(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(error);
  }
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ProblemShape = z.object({
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});

function refusalOf(response: Response, answer: unknown): ApiError {
  const problem = ProblemShape.safeParse(answer);
  if (problem.success) {
    const { code, detail: message, requestId, fields } = problem.data;
    return new ApiError({ status: response.status, code, message, requestId, fields });
  }
  // Not our words: a proxy in between.
  return new ApiError({
    status: response.status,
    code: 'stoa.unavailable',
    message: 'Stoa is not answering properly at the moment. Try again shortly.',
    requestId: requestIdOf(response),
  });
}

function replyOf<R>(endpoint: Endpoint<any, any, any, any, R>, response: Response, answer: unknown): R {
  const reply = endpoint.reply.safeParse(response.status === 204 ? undefined : answer);
  if (reply.success) return reply.data;
  throw new ApiError({
    status: response.status,
    code: 'stoa.reply_not_understood',
    message: 'This page is older than the server. Reload it to go on.',
    requestId: requestIdOf(response),
    cause: reply.error,
  });
}

const requestIdOf = (response: Response) => response.headers.get('x-request-id') ?? undefined;
