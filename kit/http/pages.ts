import { basename } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asPage } from './headers.ts';

/** What is never a page of the web app, so that a mistyped address there is a refusal and not a screen. */
const notPages = /^\/(?:api|hooks|healthz|readyz|metrics|assets)(?:\/|$)/;
const yearSeconds = 365 * 24 * 3600;

/**
 * The built web app: files whose name changes with their content are kept for ever, the page that names
 * them never.
 */
export async function servePages(app: FastifyInstance, webFolder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: webFolder,
    cacheControl: false,
    dotfiles: 'ignore',
    // The build has pressed them as small as they go, which takes too long to do for whoever asks.
    preCompressed: true,
    setHeaders(reply, path) {
      const isHashed = path.includes('/assets/');
      reply.header('cache-control', isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
      if (basename(path).endsWith('.html')) asPage(reply);
    },
  });
}

/** The screens' own addresses are known to the browser only: each is answered with the app's one page. */
export function isPage(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0]!;
  return (
    (request.method === 'GET' || request.method === 'HEAD') && !notPages.test(path) && !/\.\w+$/.test(path)
  );
}

export const sendIndex = (reply: FastifyReply): FastifyReply => reply.sendFile('index.html');
