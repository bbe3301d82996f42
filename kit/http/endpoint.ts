import { z } from 'zod';
import type { AdminCtx, Ctx, OpenCtx, PersonCtx, StepsCtx } from '../ctx.ts';
import type { AppError } from '../errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may come in at all. `workspace`: a member of the workspace in the path, and `permission` says which.
 * `person`: anybody signed in. `admin`: whoever looks after the installation. `anybody`: no session asked for.
 */
export type Audience = 'workspace' | 'person' | 'admin' | 'anybody';

/** One HTTP operation as data: the server mounts it, the web calls it, the API description and the tests read it. */
export interface Endpoint<A extends Audience = any, P = any, Q = any, B = any, R = any> {
  readonly method: Method;
  /** `/w/:workspaceId/inbox/replies/:replyId`; served under `/api`. */
  readonly path: string;
  readonly audience: A;
  /** The permission its use case asks for: `inbox.reply`. Every route of a workspace names one. */
  readonly permission?: string | undefined;
  /** One line for people: what it does. */
  readonly summary: string;
  readonly description?: string | undefined;
  readonly params: z.ZodType<P>;
  readonly query: z.ZodType<Q>;
  readonly body: z.ZodType<B>;
  readonly reply: z.ZodType<R>;
  /** 200 unless said otherwise; 204 sends no body. */
  readonly status: number;
  /** Codes it may refuse with beyond those every route has. */
  readonly errors: readonly string[];
  /** Answer 304 when nothing changed. For reads that are asked for again and again. */
  readonly etag: boolean;
  /** The body is not JSON but a stream of bytes, up to this many, of one of these media types. */
  readonly upload?: { readonly bytesMax: number; readonly types: readonly string[] } | undefined;
  /** The answer is no JSON but a stream of bytes of this media type. */
  readonly bytes?: string | undefined;
  /** Secrets in its answer, by their fields: a repeated request is answered null there, since they are not kept. */
  readonly shownOnce?: readonly string[] | undefined;
  /** Tighter than the installation's own limit: at most `count` per `seconds` for one caller. */
  readonly limit?: { readonly count: number; readonly seconds: number } | undefined;
}

type Shape = z.ZodRawShape;
type Out<S extends Shape | undefined> = S extends Shape ? z.infer<z.ZodObject<S>> : Record<string, never>;

interface Spec<
  A extends Audience,
  P extends Shape | undefined,
  Q extends Shape | undefined,
  B extends Shape | undefined,
  R,
> {
  method: Method;
  path: string;
  audience: A;
  permission?: string;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  reply: z.ZodType<R>;
  status?: number;
  errors?: readonly string[];
  etag?: boolean;
  upload?: { bytesMax: number; types: readonly string[] };
  bytes?: string;
  shownOnce?: readonly (keyof R & string)[];
  limit?: { count: number; seconds: number };
}

/** Shapes become strict objects: a field nobody asked for is refused, so a spelling mistake is not silently ignored. */
export function endpoint<
  A extends Audience,
  R,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
>(spec: Spec<A, P, Q, B, R>): Endpoint<A, Out<P>, Out<Q>, Out<B>, R> {
  return {
    ...spec,
    params: z.strictObject(spec.params ?? {}) as never,
    query: z.strictObject(spec.query ?? {}) as never,
    body: z.strictObject(spec.body ?? {}) as never,
    status: spec.status ?? 200,
    errors: spec.errors ?? [],
    etag: spec.etag ?? false,
  };
}

export interface Input<P = any, Q = any, B = any> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The bytes of an upload, received whole; may be read more than once. */
  readonly upload?: {
    readonly stream: AsyncIterable<Uint8Array>;
    readonly contentType: string;
    readonly name: string | undefined;
  };
  /** To set cookies, and for what the protocol alone knows. Use cases never see it. */
  readonly http: HttpFacts;
}

export interface HttpFacts {
  readonly address: string;
  readonly userAgent: string;
  readonly sessionToken: string | undefined;
  /** Sets, or with `undefined` removes, the cookie that keeps a person signed in. */
  setSession(token: string | undefined, maxAgeSeconds?: number): void;
}

/** What a route with `bytes` answers. Its file name is plain ASCII. */
export interface Bytes {
  readonly contentType: string;
  readonly fileName?: string;
  /** Of what is shown in a frame of ours: the policy it has instead of none at all. */
  readonly policy?: string;
  readonly stream: AsyncIterable<Uint8Array | string>;
}
export const Bytes: z.ZodType<Bytes> = z.custom<Bytes>();

export type CtxFor<A extends Audience> = A extends 'workspace'
  ? Ctx
  : A extends 'person'
    ? PersonCtx
    : A extends 'admin'
      ? AdminCtx
      : OpenCtx;

export interface Route<Outside = any> {
  readonly endpoint: Endpoint;
  readonly handle: (ctx: any, input: Input, outside: Outside) => Promise<unknown>;
  /** Makes its own transactions. */
  readonly inSteps?: true;
}

/** `outside` is what the module asks of the world: the vault, files, other people's servers. */
export function route<A extends Audience, P, Q, B, R, Outside = unknown>(
  endpoint: Endpoint<A, P, Q, B, R>,
  handle: (ctx: CtxFor<A>, input: Input<P, Q, B>, outside: Outside) => Promise<R>,
): Route<Outside> {
  return { endpoint, handle };
}

/**
 * A route that makes its own transactions: while it hashes a password or asks somebody else's server, none is open,
 * and what it wrote stays although the request is refused. Only where nobody is signed in yet, because such a route
 * keeps no Idempotency-Key.
 */
export function routeInSteps<P, Q, B, R, Outside = unknown>(
  endpoint: Endpoint<'anybody', P, Q, B, R>,
  handle: (ctx: StepsCtx, input: Input<P, Q, B>, outside: Outside) => Promise<R>,
): Route<Outside> {
  return { endpoint, handle, inSteps: true };
}

/** `application/problem+json` (RFC 9457), the one shape every refusal has. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});
export type Problem = z.infer<typeof Problem>;

export const problemOf = (error: AppError, requestId: string): Problem => ({
  type: `/api/docs#${error.code}`,
  title: error.message,
  status: error.status,
  code: error.code,
  detail: error.message,
  requestId,
  fields: [...error.fields],
});
