import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isOpenInTests, openSite } from '../testing/site.ts';
import { type FetchOptions, fetchPage } from './fetch.ts';

/** More time than is ever needed: a test of a limit on bytes is not to run into the one on time. */
const options: FetchOptions = { agent: 'StoaBot/1.0', isOpen: isOpenInTests, timeoutMs: 120_000 };
const get = (address: string, more: Partial<FetchOptions> = {}) =>
  fetchPage(address, {}, { ...options, ...more });
const refused = (getting: Promise<unknown>, code: string) =>
  assert.rejects(getting, { code: `knowledge.${code}` });

const pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/page': (request, response) => {
    if (request.headers['if-none-match'] === '"one"') return response.writeHead(304).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', etag: '"one"' }).end('<p>Here</p>');
  },
  '/moved': (_, response) => response.writeHead(301, { location: '/page#part' }).end(),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/file': (_, response) => response.writeHead(302, { location: 'file:///etc/hostname' }).end(),
  '/locked': (_, response) => response.writeHead(302, { location: 'http://me:secret@127.0.0.1/' }).end(),
  '/picture': (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'),
  '/gone': (_, response) => response.writeHead(410).end(),
  '/busy': (_, response) => response.writeHead(503, { 'retry-after': '30' }).end(),
  '/private': (_, response) => response.writeHead(403).end(),
  '/slow': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).write('<p>'),
  '/packed': (_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
      .end(gzipSync('<p>Small</p>')),
  '/bomb': (_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
      .end(gzipSync(Buffer.alloc(50e6))),
  '/endless': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  },
};
const serve = (request: IncomingMessage, response: ServerResponse) => {
  const step = /^\/step(\d)$/.exec(request.url!)?.[1];
  if (step) response.writeHead(302, { location: step === '0' ? '/page' : `/step${Number(step) - 1}` }).end();
  else (pages[request.url!] ?? ((_, none) => none.writeHead(404).end()))(request, response);
};

describe('fetchPage', () => {
  test('gets a page, from wherever it has moved to, and not again what is the same', async () => {
    await using site = await openSite(serve);
    const fetched = await get(`${site.origin}/moved`);
    assert.ok(fetched.kind === 'page');
    assert.deepEqual(
      { ...fetched, bytes: fetched.bytes.toString() },
      {
        ...{ kind: 'page', address: `${site.origin}/page`, bytes: '<p>Here</p>' },
        ...{ type: 'text/html; charset=utf-8', etag: '"one"', lastModified: null },
      },
    );
    assert.deepEqual(await fetchPage(`${site.origin}/page`, { etag: '"one"' }, options), {
      ...{ kind: 'not_modified', address: `${site.origin}/page` },
    });
    const packed = await get(`${site.origin}/packed`);
    assert.equal(packed.kind === 'page' && packed.bytes.toString(), '<p>Small</p>');
  });

  test('follows five redirects and no more, and none in a circle', async () => {
    await using site = await openSite(serve);
    assert.equal((await get(`${site.origin}/step4`)).kind, 'page');
    await refused(get(`${site.origin}/step5`), 'too_many_redirects');
    await refused(get(`${site.origin}/loop`), 'too_many_redirects');
    assert.equal(site.asked.filter((path) => path === '/loop').length, 1);
  });

  test('names what is not there, not shown, not to be reached, and no text', async () => {
    await using site = await openSite(serve);
    await refused(get(`${site.origin}/nothing`), 'page_not_found');
    await refused(get(`${site.origin}/gone`), 'page_not_found');
    await refused(get(`${site.origin}/private`), 'page_refused');
    await refused(get(`${site.origin}/busy`), 'site_unavailable');
    await refused(get(`${site.origin}/picture`), 'page_type_not_supported');
    await refused(get('http://127.0.0.1:1/'), 'site_unavailable');
  });

  test('ends what is slow, what goes on for ever, and what grows when it is unpacked', async () => {
    await using site = await openSite(serve);
    await refused(get(`${site.origin}/slow`, { timeoutMs: 200 }), 'page_took_too_long');
    const bytesMax = 1024 ** 2;
    await refused(get(`${site.origin}/endless`, { bytesMax }), 'page_too_large');
    await refused(get(`${site.origin}/bomb`, { bytesMax }), 'page_too_large');
  });

  test('goes to the web alone: no files, no names and passwords, nothing of this network', async () => {
    for (const address of [
      'file:///etc/hostname',
      'ftp://example.com/',
      'http://me:x@example.com/',
      'nothing',
    ])
      await refused(get(address), 'address_not_allowed');
    for (const address of [
      'http://127.0.0.1/',
      'http://[::1]/',
      'http://2130706433/',
      'http://169.254.169.254/',
    ])
      await refused(fetchPage(address, {}, { agent: 'StoaBot/1.0' }), 'address_not_allowed');
  });

  test('looks again at every address it is led to', async () => {
    await using inside = await openSite(serve, '127.0.0.2');
    await using site = await openSite((request, response) => {
      if (request.url === '/in') response.writeHead(302, { location: `${inside.origin}/page` }).end();
      else serve(request, response);
    });
    await refused(get(`${site.origin}/in`), 'address_not_allowed');
    await refused(get(`${site.origin}/file`), 'address_not_allowed');
    await refused(get(`${site.origin}/locked`), 'address_not_allowed');
    assert.deepEqual(inside.asked, []);
    const allowed = await get(`${site.origin}/in`, { allowPrivate: true });
    assert.equal(allowed.address, `${inside.origin}/page`);
  });

  test('connects to what it looked at, though a second answer would be another', async () => {
    await using site = await openSite(serve);
    await using inside = await openSite(serve, '127.0.0.2', site.port);
    let answers = 0;
    const resolve: FetchOptions['resolve'] = (_, __, answer) => {
      answers += 1;
      answer(null, [{ address: answers === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    };
    const address = `http://changing.example:${site.port}/page`;
    assert.equal((await get(address, { resolve })).kind, 'page');
    await refused(get(address, { resolve }), 'address_not_allowed');
    assert.deepEqual([site.asked, inside.asked], [['/page'], []]);
  });

  test('refuses a name of which one of several addresses is closed', async () => {
    await using site = await openSite(serve);
    const resolve: FetchOptions['resolve'] = (_, __, answer) =>
      answer(
        null,
        ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 })),
      );
    await refused(get(`http://both.example:${site.port}/page`, { resolve }), 'address_not_allowed');
    assert.deepEqual(site.asked, []);
  });
});
