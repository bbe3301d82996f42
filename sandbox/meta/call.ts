import type { Request } from '../http.ts';
import { badParameter, missing } from './errors.ts';
import type { Meta, Token } from './state.ts';

/** One request to the Graph, read: who asks, for what, with which parameters. */
export interface Call {
  readonly meta: Meta;
  readonly request: Request;
  readonly host: string;
  readonly method: string;
  /** Behind the version: `['17841…', 'messages']`. */
  readonly path: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
  readonly token: Token;
  /** A failure of the part's own that this request meets. */
  readonly failure: string | undefined;
  /** As text; a list or an object in its JSON. */
  text(name: string): string | undefined;
  need(name: string): string;
  /** An object, also when it came as JSON in a form. */
  object(name: string): Record<string, unknown> | undefined;
  flag(name: string): boolean | undefined;
  count(name: string, usual: number, max: number): number;
  /** The same request again, from here on. */
  nextUrl(after: string): string;
}

export type CallFacts = Pick<
  Call,
  'meta' | 'request' | 'host' | 'method' | 'path' | 'params' | 'token' | 'failure'
>;

export function callOf(facts: CallFacts): Call {
  const { params, request, host } = facts;
  const text = (name: string) => {
    const value = params[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return {
    ...facts,
    text,
    need: (name) => {
      const value = text(name);
      if (value === undefined || value === '') throw missing(name);
      return value;
    },
    object: (name) => objectOf(name, params[name]),
    flag: (name) => {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!['true', 'false', '1', '0'].includes(value)) throw badParameter(`Param ${name} must be a boolean`);
      return value === 'true' || value === '1';
    },
    count: (name, usual, max) => {
      const value = text(name);
      if (value === undefined) return usual;
      if (!/^\d+$/.test(value) || Number(value) < 1)
        throw badParameter(`Param ${name} must be an integer greater than 0`);
      return Math.min(Number(value), max);
    },
    nextUrl: (after) => {
      const url = new URL(`https:/${request.url.pathname}${request.url.search}`);
      url.hostname = host;
      url.searchParams.set('after', after);
      return url.href;
    },
  };
}

function objectOf(name: string, value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === '') return undefined;
  const given = typeof value === 'string' ? parsed(value) : value;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw badParameter(`Param ${name} must be a JSON object.`);
  return given as Record<string, unknown>;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whatever a request says, in its address and in its body. Files of a multipart body are Buffers. */
export async function paramsOf(request: Request): Promise<Record<string, unknown>> {
  const query = Object.fromEntries(request.url.searchParams);
  if (request.method === 'GET') return query;
  const type = String(request.headers['content-type'] ?? '');
  if (type.startsWith('multipart/form-data')) return { ...query, ...(await partsOf(request, type)) };
  const body = (await request.body()).toString('utf8');
  if (type.includes('application/json')) {
    const given = body === '' ? {} : parsed(body);
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw badParameter('Invalid JSON for postcard');
    return { ...query, ...given };
  }
  // Anything else that is no form is not read at all: its parameters are missing.
  if (type.includes('application/x-www-form-urlencoded'))
    return { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
  return query;
}

export interface GivenFile {
  readonly type: string;
  readonly name: string;
  readonly bytes: Buffer;
}

const fileBytesMax = 100 * 1024 * 1024;

async function partsOf(request: Request, type: string): Promise<Record<string, unknown>> {
  const bytes = await request.body(fileBytesMax);
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => {
      throw badParameter('The multipart body cannot be read.');
    });
  const parts: Record<string, unknown> = {};
  for (const [name, value] of form) {
    parts[name] =
      typeof value === 'string'
        ? value
        : { type: value.type, name: value.name, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return parts;
}
