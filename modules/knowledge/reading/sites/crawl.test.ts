import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { crawlLimits, type Scope } from '../contract.ts';
import { isOpenInTests, openSite, readHere } from '../testing/site.ts';
import { type CrawlEvent, type CrawlTools, crawl, newCrawl } from './crawl.ts';
import type { CrawlState } from './state.ts';

const fetch = { agent: 'StoaBot/1.0 (+https://stoa.example/bot)', isOpen: isOpenInTests };
const tools: CrawlTools = { fetch, read: readHere, pause: async () => {} };
const begin = (address: string, kind: Scope['kind'] = 'host', limits = {}) =>
  newCrawl({ kind, address }, { ...crawlLimits, ...limits });

async function all(state: CrawlState, more: Partial<CrawlTools> = {}): Promise<CrawlEvent[]> {
  const events: CrawlEvent[] = [];
  for await (const event of crawl(state, { ...tools, ...more })) events.push(event);
  return events;
}
const pathsOf = (events: readonly CrawlEvent[], kind: CrawlEvent['kind'] = 'page') =>
  events.flatMap((event) =>
    event.kind === kind && 'address' in event ? [new URL(event.address).pathname] : [],
  );

type Answers = Record<string, (request: IncomingMessage, response: ServerResponse) => void>;
const html = (response: ServerResponse, body: string, headers = {}) =>
  response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body);

/** Thirty pages: a front page, two shelves of links, and what they lead to. */
function shop(more: Answers = {}) {
  const links = (from: number, to: number) =>
    Array.from(
      { length: to - from + 1 },
      (_, i) => `<a href="/p/${from + i}?utm_source=menu#top">page</a>`,
    ).join(' ');
  return (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url!;
    const own = more[path];
    if (own) return own(request, response);
    if (path === '/robots.txt' || path === '/sitemap.xml') return response.writeHead(404).end();
    if (path === '/') return html(response, `<h1>Shop</h1><a href="/shelf/1">1</a><a href="/shelf/2">2</a>`);
    if (path === '/shelf/1') return html(response, links(1, 14));
    if (path === '/shelf/2') return html(response, links(10, 27));
    if (/^\/p\/\d+$/.test(path)) return html(response, `<p>This is page ${path}</p><a href="/">Home</a>`);
    response.writeHead(404).end();
  };
}

describe('a crawl', () => {
  test('reads each page of a site once, nearest first', async () => {
    await using site = await openSite(shop());
    const events = await all(begin(`${site.origin}/`));
    const paths = pathsOf(events);
    assert.equal(paths.length, 30);
    assert.deepEqual(paths.slice(0, 4), ['/', '/shelf/1', '/shelf/2', '/p/1']);
    assert.equal(new Set(site.asked).size, site.asked.length);
  });

  test('keeps to its scope and limits', async () => {
    await using site = await openSite(shop());
    const read = async (...[kind, limits]: [Scope['kind'], object]) =>
      pathsOf(await all(begin(`${site.origin}/shelf/1`, kind, limits)));
    assert.deepEqual(await read('page', {}), ['/shelf/1']);
    assert.deepEqual(await read('below', {}), ['/shelf/1']);
    assert.equal((await read('host', { pagesMax: 7 })).length, 7);
    assert.equal((await read('host', { depthMax: 1 })).length, 15);
  });

  test('goes on where it was left, in another process as well, and reads nothing twice', async () => {
    await using site = await openSite(shop());
    let kept = JSON.stringify(begin(`${site.origin}/`));
    const paths: string[] = [];
    for (let round = 0; round < 40 && JSON.parse(kept).frontier.length > 0; round += 1) {
      const state: CrawlState = JSON.parse(kept);
      for await (const event of crawl(state, tools)) {
        paths.push(...pathsOf([event]));
        kept = JSON.stringify(state);
        if (paths.length % 4 === 0) break;
      }
    }
    assert.equal(paths.length, 30);
    assert.equal(new Set(paths).size, 30);
  });

  test('is cancelled between pages and within one', async () => {
    await using site = await openSite(shop({ '/shelf/2': () => {} }));
    const stop = new AbortController();
    const paths: string[] = [];
    const crawling = (async () => {
      for await (const event of crawl(begin(`${site.origin}/`), { ...tools, signal: stop.signal })) {
        paths.push(...pathsOf([event]));
        if (paths.length === 2) setTimeout(() => stop.abort(), 20);
      }
    })();
    await assert.rejects(crawling, { name: 'AbortError' });
    assert.deepEqual(paths, ['/', '/shelf/1']);
  });

  test('does as robots.txt asks, and waits as long between two pages, up to ten seconds', async () => {
    const robots = (text: string) => (_: IncomingMessage, response: ServerResponse) => response.end(text);
    const asked = 'User-agent: stoabot\nDisallow: /p/1\nAllow: /p/1$\nCrawl-delay: 900\n';
    await using site = await openSite(shop({ '/robots.txt': robots(asked) }));
    const pauses = new Set<number>();
    const pause = async (ms: number) => void pauses.add(ms);
    const events = await all(begin(`${site.origin}/`), { pause });
    assert.ok(pathsOf(events).includes('/p/1') && pathsOf(events).includes('/p/2'));
    assert.deepEqual(pathsOf(events, 'skipped'), [
      '/p/10',
      '/p/11',
      '/p/12',
      '/p/13',
      '/p/14',
      '/p/15',
      '/p/16',
      '/p/17',
      '/p/18',
      '/p/19',
    ]);
    assert.ok(!site.asked.includes('/p/12'));
    assert.deepEqual([...pauses], [10_000]);
    assert.equal(site.asked.filter((path) => path === '/robots.txt').length, 1);
  });

  test('waits when robots.txt cannot be had, and when the site fails again and again', async () => {
    const fail = (_: IncomingMessage, response: ServerResponse) => response.writeHead(503).end();
    await using silent = await openSite(shop({ '/robots.txt': fail }));
    assert.deepEqual(await all(begin(`${silent.origin}/`)), [{ kind: 'wait' }]);
    assert.deepEqual(silent.asked, ['/robots.txt']);
    await using broken = await openSite(
      shop({
        '/shelf/1': fail,
        '/shelf/2': fail,
        '/': (_, r) => html(r, '<a href="/shelf/1">1</a><a href="/shelf/2">2</a><a href="/shelf/3">3</a>'),
        '/shelf/3': fail,
      }),
    );
    const state = begin(`${broken.origin}/`);
    const events = await all(state);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['page', 'failed', 'failed', 'failed', 'wait'],
    );
  });

  test('finds what a site lists of itself, through lists of lists, packed or not, and nothing of other sites', async () => {
    const xml = (body: string) => (_: IncomingMessage, response: ServerResponse) => response.end(body);
    const of = (request: IncomingMessage) => `http://${request.headers.host}`;
    await using site = await openSite(
      shop({
        '/robots.txt': (request, response) => response.end(`Sitemap: ${of(request)}/lists.xml\n`),
        '/lists.xml': (request, response) =>
          response.end(
            `<?xml version="1.0"?><sitemapindex><sitemap><loc>${of(request)}/one.xml</loc></sitemap>` +
              `<sitemap><loc>${of(request)}/two.xml.gz</loc></sitemap><sitemap><loc>${of(request)}/bomb.gz</loc></sitemap>` +
              '<sitemap><loc>http://127.0.0.2/inside.xml</loc></sitemap></sitemapindex>',
          ),
        '/one.xml': (request, response) =>
          response.end(
            `<urlset><url><loc> ${of(request)}/p/40?a=1&amp;b=2 </loc></url><url><loc>http://other.example/</loc></url></urlset>`,
          ),
        '/two.xml.gz': (request, response) =>
          response.end(gzipSync(`<urlset><url><loc><![CDATA[${of(request)}/p/41]]></loc></url></urlset>`)),
        '/bomb.gz': (_, response) => response.end(gzipSync(Buffer.alloc(80e6))),
        '/p/40?a=1&b=2': xml('<p>Listed</p>'),
        '/': (_, response) => html(response, '<p>No links</p>'),
      }),
    );
    assert.deepEqual(pathsOf(await all(begin(`${site.origin}/`))), ['/', '/p/40', '/p/41']);
  });

  test('is not caught by calendars, parameters, or folders in themselves', async () => {
    let count = 0;
    const endless = (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === '/robots.txt' || request.url === '/sitemap.xml')
        return response.writeHead(404).end();
      count += 1;
      const month = `${2000 + Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
      const path = request.url!.split('?')[0]!.replace(/\/$/, '');
      html(
        response,
        `<a href="/days/${month}/">next</a><a href="/list?page=${count}">more</a><a href="${path}/again/">in</a>`,
      );
    };
    await using site = await openSite(endless);
    const events = await all(begin(`${site.origin}/`, 'host', { pagesMax: 5_000, depthMax: 100 }));
    assert.equal(events.filter(({ kind }) => kind === 'page').length, count);
    assert.ok(count < 600, `${count} pages`);
  });

  test('takes a page by the address it gives itself, and leaves what is not to be kept', async () => {
    await using site = await openSite(
      shop({
        '/': (_, response) =>
          html(response, '<a href="/a">a</a><a href="/b">b</a><a href="/c">c</a><a href="/out">d</a>'),
        '/a': (_, response) => html(response, '<link rel="canonical" href="/real">'),
        '/b': (_, response) => response.writeHead(301, { location: '/real' }).end(),
        '/c': (_, response) => html(response, '<meta name="robots" content="noindex"><a href="/p/1">1</a>'),
        '/out': (_, response) => response.writeHead(302, { location: 'http://127.0.0.2/inside' }).end(),
        '/real': (_, response) => html(response, '<p>Real</p>'),
      }),
    );
    const events = await all(begin(`${site.origin}/`));
    assert.deepEqual(pathsOf(events), ['/', '/real', '/p/1']);
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'skipped' ? [event.reason] : [])),
      ['duplicate', 'not_to_be_kept', 'out_of_scope'],
    );
  });

  test('does not have sent again what is the same', async () => {
    const page = (request: IncomingMessage, response: ServerResponse) =>
      request.headers['if-none-match'] === '"1"'
        ? response.writeHead(304).end()
        : html(response, '<p>x</p>', { etag: '"1"' });
    await using site = await openSite(shop({ '/': page }));
    const [first] = await all(begin(`${site.origin}/`));
    assert.equal(first?.kind === 'page' && first.etag, '"1"');
    const again = await all(begin(`${site.origin}/`), { known: async () => ({ etag: '"1"' }) });
    assert.deepEqual(again, [{ kind: 'unchanged', address: `${site.origin}/` }]);
  });

  test('reads a page in a process of its own', async () => {
    await using site = await openSite(shop());
    const { read: _, ...own } = tools;
    const { value: event } = await crawl(begin(`${site.origin}/p/1`, 'page'), own).next();
    assert.equal(event?.kind === 'page' && event.document.text.split('\n')[0], 'This is page /p/1');
  });
});
