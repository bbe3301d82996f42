import type { Answer, Request } from '../http.ts';
import * as answers from './answers.ts';
import { ApiError, badParameter, type Reason, refused } from './answers.ts';
import { type Bucket, left, spend } from './quota.ts';
import { type Channel, type Consent, channelOf, type Google } from './state.ts';
import { holderOf } from './tokens.ts';

/** One method of an API: who may, what it costs, which parameters it knows. */
export interface Method {
  /** `videos.list` */
  readonly name: string;
  readonly http: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Any one of them. */
  readonly scopes: readonly string[];
  readonly units: number;
  readonly bucket?: Bucket;
  /** What an API says whose quota is its own. */
  readonly quotaSpent?: Reason;
  /** Besides `part`. */
  readonly params: readonly string[];
  /** What `part` may name. Without it, the method knows no `part`. */
  readonly parts?: readonly string[];
  readonly handle: (call: Call) => Promise<Answer> | Answer;
}

export interface Call {
  readonly google: Google;
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly parts: ReadonlySet<string>;
  readonly holder: Consent;
  /** Whom the caller acts as. */
  readonly channel: Channel | undefined;
  readonly failure: string | undefined;
  readonly now: Date;
}

const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;
const manage = [scope('youtube'), scope('youtube.force-ssl')];
export const scopesTo = {
  read: [...manage, scope('youtube.readonly')],
  manage,
  upload: [...manage, scope('youtube.upload')],
  comment: [scope('youtube.force-ssl')],
  report: [scope('yt-analytics.readonly'), scope('yt-analytics-monetary.readonly')],
  business: [scope('business.manage')],
};

/** What every method of Google's takes. */
const commonParams = [
  'alt',
  'access_token',
  'oauth_token',
  'key',
  'prettyPrint',
  'quotaUser',
  'uploadType',
  'upload_protocol',
];
const idsMax = 50;
/** In the token that an empty page gave. */
const emptyMark = 'e';
const bodyBytesMax = 1024 * 1024;

/** Every call costs something, also one that is refused. */
export async function through(google: Google, method: Method, request: Request, failure?: string) {
  const { bucket = 'general', units } = method;
  try {
    const call = callOf(google, method, request, failure);
    if (failure === 'quota-spent' || left(google, bucket) < units)
      throw new ApiError(method.quotaSpent ?? answers.quotaExceeded);
    try {
      checkParams(method, request.url.searchParams);
      const answer = await method.handle(call);
      spend(google, bucket, units);
      return answer;
    } catch (error) {
      spend(google, bucket, Math.min(1, units));
      throw error;
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return answers.apiRefusal(error.reason);
  }
}

function callOf(google: Google, method: Method, request: Request, failure: string | undefined): Call {
  const query = request.url.searchParams;
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? query.get('access_token') ?? query.get('oauth_token');
  if (!token) throw new ApiError(answers.unregistered);
  const holder = holderOf(google, token);
  if (!holder) throw new ApiError(answers.unauthenticated);
  if (!method.scopes.some((one) => holder.scopes.includes(one)))
    throw new ApiError(answers.insufficientScopes(method.name));
  return {
    google,
    request,
    query,
    parts: new Set(listOf(query.getAll('part').join(','))),
    holder,
    channel: channelOf(google, holder.channelId),
    failure,
    now: google.world.now(),
  };
}

function checkParams({ params, parts }: Method, query: URLSearchParams): void {
  const known = new Set([...commonParams, ...params, ...(parts ? ['part'] : [])]);
  for (const name of query.keys()) if (!known.has(name)) throw new ApiError(answers.unknownName(name));
  if (!parts) return;
  const asked = listOf(query.getAll('part').join(','));
  if (asked.length === 0) throw missing('part');
  const stranger = asked.find((part) => !parts.includes(part));
  if (stranger !== undefined) throw refused(400, 'youtube.part', 'unknownPart', `'${stranger}'`, 'part');
}

export const listOf = (text: string | null) =>
  (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

export function idsOf(query: URLSearchParams, name = 'id'): string[] {
  const ids = listOf(query.getAll(name).join(','));
  if (ids.length > idsMax) throw badParameter(name, `Too many values: at most ${idsMax} are taken.`);
  return ids;
}

export const missing = (name: string) =>
  badParameter(name, `Required parameter: ${name}`, 'missingRequiredParameter');

/** Exactly one of these says what is meant. */
export function filterOf<Name extends string>(query: URLSearchParams, names: readonly Name[]): Name {
  const given = names.filter((name) => query.has(name));
  if (given.length === 0)
    throw badParameter(
      '',
      `No filter selected. Expected one of: ${names.join(', ')}`,
      'missingRequiredParameter',
    );
  if (given.length > 1)
    throw badParameter(
      given[1]!,
      `Incompatible parameters specified in the request: ${given.join(', ')}`,
      'incompatibleParameters',
    );
  return given[0]!;
}

export function oneOf<Word extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly Word[],
  usual: Word,
): Word {
  const given = query.get(name) ?? usual;
  const found = words.find((word) => word === given);
  if (found === undefined)
    throw badParameter(name, `Invalid value '${given}'. Allowed values: [${words.join(', ')}]`);
  return found;
}

export interface PageLimits {
  readonly usual: number;
  readonly max: number;
  /** Some say how many there are in all, some only how many came. */
  readonly countsAll?: boolean;
}

/** A page and the way to the next, for the same question only. */
export function pageOf<T>({ query, failure }: Call, all: readonly T[], limits: PageLimits) {
  const { usual, max } = limits;
  const size = Number(query.get('maxResults') ?? usual);
  if (!Number.isInteger(size) || size < 0 || size > max)
    throw badParameter(
      'maxResults',
      `Invalid value '${query.get('maxResults')}'. Values must be within the range: [0, ${max}]`,
    );
  const question = questionOf(query);
  const { start, wasEmpty } = startOf(query.get('pageToken'), question);
  const tokenAt = (offset: number, mark = '') =>
    Buffer.from(`${offset}${mark}.${question}`).toString('base64url');
  // Never two in a row: whoever goes on comes to the end.
  const isEmptied = failure === 'empty-page' && !wasEmpty;
  const items = isEmptied ? [] : all.slice(start, start + size);
  const next = start + items.length;
  const hasMore = isEmptied || (next < all.length && size > 0);
  return {
    items,
    around: {
      ...(hasMore && { nextPageToken: tokenAt(next, isEmptied ? emptyMark : '') }),
      ...(start > 0 && { prevPageToken: tokenAt(Math.max(0, start - size)) }),
      pageInfo: { totalResults: limits.countsAll ? all.length : items.length, resultsPerPage: size },
    },
  };
}

function questionOf(query: URLSearchParams): string {
  const asked = [...query].filter(([name]) => !['pageToken', 'maxResults', ...commonParams].includes(name));
  return answers.etagOf(asked.toSorted(([a], [b]) => (a < b ? -1 : 1))).slice(0, 8);
}

function startOf(token: string | null, question: string): { start: number; wasEmpty: boolean } {
  if (token === null || token === '') return { start: 0, wasEmpty: false };
  const text = Buffer.from(token, 'base64url').toString();
  const [, offset, mark, about] = /^(\d{1,9})(e?)\.(.+)$/.exec(text) ?? [];
  if (offset === undefined || about !== question)
    throw badParameter('pageToken', 'The request specifies an invalid page token.', 'invalidPageToken');
  return { start: Number(offset), wasEmpty: mark === emptyMark };
}

/** Only the parts that were asked for; `id` brings nothing but the id. */
export const picked = (parts: ReadonlySet<string>, all: Readonly<Record<string, () => object | undefined>>) =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => parts.has(name))
      .map(([name, make]) => [name, make()]),
  );

/** The resource that was sent. */
export async function resourceOf({ request }: Call): Promise<any> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/.test(type))
    throw new ApiError({
      code: 400,
      message: `Unsupported content with type: ${type || 'application/octet-stream'}`,
      reason: 'badContent',
    });
  try {
    const value = JSON.parse((await request.body(bodyBytesMax)).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ApiError({ code: 400, message: 'Parse Error', reason: 'parseError' });
}

export const done = (): Answer => ({ status: 204 });
