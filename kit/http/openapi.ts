import { writeFile } from 'node:fs/promises';
import { kitError } from '../errors.ts';
import { imageError } from '../images/errors.ts';
import type { Module } from '../module.ts';
import { type Endpoint, Problem } from './endpoint.ts';
import { idempotencyKeptDays } from './idempotency.ts';
import { type JsonSchema, propertiesOf, schemaOf } from './openapi-schema.ts';
import { fileNameHeader } from './upload.ts';

export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly [part: string]: unknown;
}

type Refusal = { code: string; status: number; message: string };

/** The API's description, made from the contracts alone. */
export function openApiOf(modules: readonly Module<any>[]): OpenApi {
  const refusals = refusalsOf(modules);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const module of modules) {
    for (const { endpoint } of module.routes) {
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = {
        ...paths[path],
        [endpoint.method.toLowerCase()]: operationOf(module.name, endpoint, refusals),
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stoa',
      version: '1',
      summary: 'Conversations, publishing, commerce and an AI that knows the business.',
      description: introduction,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api', description: 'This installation' }],
    tags: modules
      .filter(({ routes }) => routes.length > 0)
      .map(({ name }) => ({ name, description: `Module ${name}.` })),
    security: signedIn,
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'stoa_session',
          description: 'A browser that is signed in. Over TLS the cookie is called `__Host-stoa_session`.',
        },
        token: { type: 'http', scheme: 'bearer', description: 'A token of a workspace.' },
      },
      parameters: { IdempotencyKey: idempotencyKey },
      headers: responseHeaders,
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
  };
}

export async function writeOpenApi(modules: readonly Module<any>[], file: string): Promise<void> {
  await writeFile(file, openApiText(modules));
}

/** As it is committed: a change of the API is a change somebody sees. */
export const openApiText = (modules: readonly Module<any>[]) =>
  `${JSON.stringify(openApiOf(modules), null, 2)}\n`;

/**
 * `PUT /w/:workspaceId/locations/:locationId` is `put_w_locations_by_location`: as stable as the address.
 */
export function operationIdOf({ method, path }: Pick<Endpoint, 'method' | 'path'>): string {
  const words = path
    .replace(/^\/w\/:workspaceId(?=\/|$)/, '/workspace')
    .split('/')
    .filter(Boolean)
    .map((part) => (part.startsWith(':') ? `by-${part.slice(1).replace(/Id$/, '')}` : part));
  return [method.toLowerCase(), ...words]
    .join('-')
    .replace(/[^A-Za-z0-9]+(\w)/g, (_, first: string) => first.toUpperCase());
}

/** Every code there is, with what it means. */
export function refusalsOf(modules: readonly Module<any>[]): Map<string, Refusal> {
  return new Map(
    [kitError, imageError, ...modules.map(({ errors }) => errors)]
      .flatMap(({ all }) => all)
      .map((one) => [one.code, one]),
  );
}

/** Which codes an endpoint may refuse with: its own, and those that come with what it is. */
export function codesOf(endpoint: Endpoint): string[] {
  const isWrite = endpoint.method !== 'GET';
  const ground = [
    'invalid_input',
    ...(endpoint.audience === 'anybody' ? [] : ['not_signed_in']),
    ...(endpoint.audience === 'workspace' ? ['not_permitted', 'not_found'] : []),
    ...(endpoint.audience === 'admin' ? ['not_permitted'] : []),
    ...(isWrite ? ['foreign_origin', 'conflict', 'body_too_large', 'media_type_unknown'] : []),
    ...(takesKey(endpoint) ? ['idempotency_key_reused'] : []),
    'rate_limited',
    'internal',
    'timed_out',
    'unavailable',
  ];
  return [...new Set([...endpoint.errors, ...ground.map((name) => `stoa.${name}`)])];
}

export const takesKey = ({ method, audience }: Endpoint) => method !== 'GET' && audience !== 'anybody';

const introduction = [
  'Every refusal is a problem document (RFC 9457) with a stable `code`.',
  'What each code means is listed at `/api/docs`.',
  `A write may carry an \`Idempotency-Key\`: sent again with the same key within ${idempotencyKeptDays} days,`,
  'it is answered as the first time and done once.',
  "Lists are read a page at a time: ask again with `after` set to the page's `next`.",
].join(' ');

const signedIn = [{ session: [] }, { token: [] }];

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: `Made by the caller, a new one for every deed. Kept ${idempotencyKeptDays} days.`,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const responseHeaders = {
  RequestId: { description: 'To be named when something must be looked into.', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
  ETag: { description: 'To be sent back as If-None-Match.', schema: { type: 'string' } },
  IdempotencyReplayed: {
    description: '`true` when this was answered before.',
    schema: { type: 'string', enum: ['true'] },
  },
};

function operationOf(
  module: string,
  endpoint: Endpoint,
  refusals: Map<string, Refusal>,
): Record<string, unknown> {
  const { summary, description, permission, limit, audience } = endpoint;
  const body = requestBodyOf(endpoint);
  return {
    operationId: operationIdOf(endpoint),
    tags: [module],
    summary,
    ...(description !== undefined && { description }),
    ...(permission !== undefined && { 'x-permission': permission }),
    ...(limit && { 'x-rate-limit': limit }),
    ...(audience === 'anybody' && { security: [] }),
    parameters: parametersOf(endpoint),
    ...(body && { requestBody: body }),
    responses: { ...successOf(endpoint), ...refusalResponsesOf(endpoint, refusals) },
  };
}

function parametersOf(endpoint: Endpoint): unknown[] {
  const named = (place: 'path' | 'query', shape: Endpoint['params']) =>
    propertiesOf(schemaOf(shape, 'input')).map(({ name, required, schema: { description, ...schema } }) => ({
      name,
      in: place,
      required: place === 'path' || required,
      ...(description !== undefined && { description }),
      schema,
    }));
  return [
    ...named('path', endpoint.params),
    ...named('query', endpoint.query),
    ...(takesKey(endpoint) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(endpoint.upload ? [fileName] : []),
  ];
}

const fileName = {
  name: fileNameHeader,
  in: 'header',
  required: false,
  description: "The file's name, percent-encoded.",
  schema: { type: 'string' },
};

function requestBodyOf({ method, body, upload }: Endpoint): Record<string, unknown> | undefined {
  if (method === 'GET') return undefined;
  if (upload) {
    const bytes = { schema: { type: 'string', format: 'binary', maxLength: upload.bytesMax } };
    return { required: true, content: Object.fromEntries(upload.types.map((type) => [type, bytes])) };
  }
  const schema = schemaOf(body, 'input');
  const properties = propertiesOf(schema);
  if (properties.length === 0) return undefined;
  return {
    required: properties.some(({ required }) => required),
    content: { 'application/json': { schema } },
  };
}

function successOf(endpoint: Endpoint): Record<string, unknown> {
  const headers = {
    'x-request-id': { $ref: '#/components/headers/RequestId' },
    ...(endpoint.etag && { etag: { $ref: '#/components/headers/ETag' } }),
    ...(takesKey(endpoint) && {
      'idempotency-replayed': { $ref: '#/components/headers/IdempotencyReplayed' },
    }),
  };
  const content = endpoint.bytes
    ? { [endpoint.bytes]: { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: schemaOf(endpoint.reply, 'output') as JsonSchema } };
  return {
    [endpoint.status]: {
      description: endpoint.summary,
      headers,
      ...(endpoint.status !== 204 && { content }),
    },
    ...(endpoint.etag && { 304: { description: 'Nothing changed since the ETag that was sent.' } }),
  };
}

function refusalResponsesOf(endpoint: Endpoint, refusals: Map<string, Refusal>): Record<string, unknown> {
  const byStatus = Map.groupBy(
    codesOf(endpoint).map((code) => {
      const refusal = refusals.get(code);
      if (!refusal)
        throw new Error(`${endpoint.method} ${endpoint.path} names an error nobody lists: ${code}`);
      return refusal;
    }),
    ({ status }) => status,
  );
  return Object.fromEntries(
    [...byStatus].map(([status, ones]) => [
      status,
      {
        description: ones.map(({ code, message }) => `\`${code}\`: ${message}`).join('\n\n'),
        headers: {
          'x-request-id': { $ref: '#/components/headers/RequestId' },
          ...(status === 429 && { 'retry-after': { $ref: '#/components/headers/RetryAfter' } }),
        },
        content: { 'application/problem+json': { schema: problemWith(ones.map(({ code }) => code)) } },
      },
    ]),
  );
}

const problemWith = (codes: string[]) => ({
  allOf: [
    { $ref: '#/components/schemas/Problem' },
    { type: 'object', properties: { code: { enum: codes } } },
  ],
});
