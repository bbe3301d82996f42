import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Module } from '../../module.ts';
import { asPage } from '../headers.ts';
import { openApiText } from '../openapi.ts';
import { docsPage } from './page.ts';

const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/**
 * The API's description, for programs and for people. It is the same for everybody and holds nothing of
 * anybody's.
 */
export function serveDocs(app: FastifyInstance, modules: readonly Module<any>[]): void {
  const parts = [
    { url: '/api/openapi.json', type: 'application/json; charset=utf-8', make: () => openApiText(modules) },
    { url: '/api/docs', type: 'text/html; charset=utf-8', make: () => docsPage(modules) },
    { url: '/api/docs/page.css', type: 'text/css; charset=utf-8', make: () => file('page.css') },
    { url: '/api/docs/filter.js', type: 'text/javascript; charset=utf-8', make: () => file('filter.js') },
  ];
  for (const { url, type, make } of parts) {
    let made: { text: string; etag: string } | undefined;
    app.get(url, (request, reply) => {
      made ??= withEtag(make());
      reply.headers({ etag: made.etag, 'cache-control': 'no-cache' });
      if (request.headers['if-none-match'] === made.etag) return reply.code(304).send();
      return asPage(reply).type(type).send(made.text);
    });
  }
}

const withEtag = (text: string) => ({
  text,
  etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 32)}"`,
});
