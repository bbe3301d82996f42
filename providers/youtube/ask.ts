import { z } from 'zod';
import { type Exchange, exchange, isGood, type Outside, readShape } from '../answer.ts';
import type { Call } from '../wire.ts';
import { costs, type Operation, type Usage } from './quota.ts';
import { youtubeTrouble } from './trouble.ts';

export interface YouTubeOptions extends Outside {
  readonly accessToken: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** A page may be empty and not be the last: only without this is it. */
  readonly nextPageToken?: string;
  readonly usage: Usage;
}

export interface Asking {
  readonly operation: Operation;
  readonly method: Call['method'];
  /** Behind `https://www.googleapis.com/youtube/v3/`, unless it is a whole address. */
  readonly path: string;
  readonly query?: Call['query'];
  readonly headers?: Call['headers'];
  readonly json?: unknown;
  readonly body?: BodyInit;
  readonly isRepeatable?: boolean;
  readonly timeoutMs?: number;
}

export interface Answered {
  readonly asked: Exchange;
  readonly usage: Usage;
}

export const provider = 'youtube';
const base = 'https://www.googleapis.com/youtube/v3/';

export async function ask(options: YouTubeOptions, asking: Asking): Promise<Answered> {
  const asked = await askAnyhow(options, asking);
  if (!isGood(asked.reply)) throw youtubeTrouble(asked);
  return { asked, usage: costs[asking.operation] };
}

/** Whatever comes back: an upload that is not finished answers with 308. */
export function askAnyhow(options: YouTubeOptions, asking: Asking): Promise<Exchange> {
  const { operation: _operation, path, headers, ...rest } = asking;
  const resource = path.replace(/^https:\/\/[^/]+\/(upload\/)?(youtube\/)?(v\d\/)?/, '');
  return exchange(provider, options, {
    ...rest,
    url: path.startsWith('https://') ? path : base + path,
    name: `${asking.method} /${resource.replace(/\?.*/, '')}`,
    headers: { ...headers, authorization: `Bearer ${options.accessToken}` },
  });
}

/** Reads a whole list's page; each item as `shape` has it. */
export async function askForPage<T>(
  options: YouTubeOptions,
  asking: Omit<Asking, 'method'>,
  shape: z.ZodType<T>,
): Promise<Page<T>> {
  const { asked, usage } = await ask(options, { ...asking, method: 'GET' });
  const List = z.object({
    items: z.array(shape).default([]),
    nextPageToken: z.string().min(1).optional().catch(undefined),
  });
  const { items, nextPageToken } = readShape(List, asked);
  return { items, ...(nextPageToken !== undefined && { nextPageToken }), usage };
}
