import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Trouble } from '../trouble.ts';
import type { Call, Wire } from '../wire.ts';
import { troubleOf, troubleOfShape } from './failures.ts';
import { listOf } from './shapes.ts';
import { type Usage, usageOf } from './usage.ts';

/** What was asked for, and what is left of the allowance afterwards. */
export interface Answer<T> {
  readonly data: T;
  readonly usage?: Usage;
}

/** Some of a longer list. With `after` there is more, even where this page is empty. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly after?: string;
}
export interface PageWish {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export interface Way {
  readonly wire: Wire;
  /** Where waiting and expiry are counted from. */
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
}

/** One host of the platform, as somebody with a token. */
export interface Graph {
  ask<T>(call: GraphCall, shape: z.ZodType<T>): Promise<Answer<T>>;
  list<T>(call: GraphCall, element: z.ZodType<T>, wish?: PageWish): Promise<Answer<Page<T>>>;
}

export interface GraphCall extends Omit<Call, 'url' | 'name' | 'signal'> {
  /** The ids and edges of the path: `[accountId, 'messages']`. */
  readonly path: readonly string[];
  /** `POST /messages`: what was asked, without ids. */
  readonly name: string;
}

export type GraphHost = 'graph.instagram.com' | 'graph.facebook.com';

export interface GraphOptions extends Way {
  readonly host: GraphHost;
  /** `v25.0` */
  readonly version: string;
  readonly token: string;
  /**
   * Proves with every call that it comes from the app itself. Apps can be set to refuse a stolen token without it;
   * the Instagram host knows no such proof.
   */
  readonly appSecret?: string | undefined;
}

const pageLimitUsual = 50;

export function openGraph({ host, version, token, appSecret, ...way }: GraphOptions): Graph {
  const proof = appSecret ? createHmac('sha256', appSecret).update(token).digest('hex') : undefined;
  const graphAsk: Graph['ask'] = async ({ path, ...call }, shape) =>
    ask(
      way,
      {
        ...call,
        url: `https://${host}/${version}/${pathOf(path, call.name)}`,
        query: { ...call.query, appsecret_proof: proof },
        headers: { ...call.headers, authorization: `Bearer ${token}` },
      },
      shape,
    );
  return {
    ask: graphAsk,
    list: (call, element, { after, limit = pageLimitUsual } = {}) =>
      graphAsk({ ...call, query: { ...call.query, limit, after } }, pageOf(element)),
  };
}

/** One request, read or refused. */
export async function ask<T>(way: Way, call: Call, shape: z.ZodType<T>): Promise<Answer<T>> {
  const reply = await way.wire.send({ ...call, signal: way.signal });
  const trouble = troubleOf(reply, call, way.now());
  if (trouble) throw trouble;
  const read = shape.safeParse(reply.json);
  if (!read.success) throw troubleOfShape(reply, call, read.error);
  const usage = usageOf(reply.headers);
  return { data: read.data, ...(usage && { usage }) };
}

/** An id comes from outside: it stays one step of the path, whatever it says. */
function pathOf(parts: readonly string[], name: string): string {
  if (parts.some((part) => ['', '.', '..'].includes(part)))
    throw new Trouble('rejected', `${name} names nothing that could be asked for`, {
      provider: 'meta',
      call: name,
    });
  return parts.map(encodeURIComponent).join('/');
}

/** An id that is written into a list of fields, where brackets and commas would ask for something else. */
export function plainId(id: string): string {
  if (/^\w+$/.test(id)) return id;
  throw new Trouble('rejected', 'what is asked for has an id of no known shape', {
    provider: 'meta',
    call: 'GET',
  });
}

/** Elements that say nothing we understand are left out, so that one of them does not hide the others. */
const pageOf = <T>(element: z.ZodType<T>) =>
  z
    .object({
      data: listOf(element),
      paging: z
        .object({
          next: z.string().optional(),
          cursors: z.object({ after: z.string().optional() }).optional(),
        })
        .optional()
        .catch(undefined),
    })
    .transform(({ data: items, paging }): Page<T> => {
      const after = paging?.next === undefined ? undefined : (paging.cursors?.after ?? afterIn(paging.next));
      return { items, ...(after && { after }) };
    });

/** The address of the next page also holds the token, so no more of it than this is kept. */
const afterIn = (next: string) => (URL.canParse(next) ? new URL(next).searchParams.get('after') : null);
