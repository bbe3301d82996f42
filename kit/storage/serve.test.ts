import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { movableClock } from '../clock.ts';
import { buildServer } from '../http/server.ts';
import { testGround } from '../testing/ground.ts';
import { type Links, openLinks, type SignedLink } from './links.ts';
import { openLocalStorage } from './local.ts';
import { registerFiles } from './serve.ts';
import type { Storage } from './storage.ts';

const now = new Date('2026-03-01T12:00:00Z');
const inAnHour = new Date(now.getTime() + 3_600_000);
const clock = movableClock(now);
const words = 'twelve bytes and some more, so that they could be packed'.repeat(40);
let folder: string;
let storage: Storage;
let links: Links;
let app: FastifyInstance;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-serve-'));
  storage = await openLocalStorage(folder);
  links = openLinks([randomBytes(32)]);
  app = await buildServer({
    ground: await testGround(),
    modules: [],
    doorkeeper: { person: async () => undefined, member: async () => undefined },
    plugins: [(server) => registerFiles(server, { storage, links, clock })],
  });
});
after(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const put = (key: string, contentType: string, text = words) =>
  storage.put(key, one(text), { contentType, bytesMax: 100_000 });
async function* one(text: string) {
  yield Buffer.from(text);
}
const linkTo = (key: string, disposition: SignedLink['disposition'] = { kind: 'inline' }) =>
  `/files?${links.sign({ key, until: inAnHour, disposition })}`;
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { 'accept-encoding': 'gzip, br', ...headers } });

describe('GET /files', () => {
  test('gives a file to whoever has its link, private and as it is', async () => {
    await put('a/note', 'text/plain');
    const reply = await get(linkTo('a/note'));
    assert.deepEqual([reply.statusCode, reply.body], [200, words]);
    const { headers } = reply;
    assert.equal(headers['content-type'], 'text/plain');
    assert.equal(headers['content-length'], String(words.length));
    assert.equal(headers['content-encoding'], undefined);
    assert.equal(headers['cache-control'], 'private, max-age=3600');
    assert.equal(headers['content-disposition'], 'inline');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox/);
  });

  test('answers the same to a link that was changed, that is over, and to one of a file that is gone', async () => {
    await put('a/there', 'text/plain');
    const good = linkTo('a/there');
    const asked = [
      good.replace('there', 'note'),
      good.replace(/mac=./, (first) => (first === 'mac=_' ? 'mac=-' : 'mac=_')),
      good.replace(/until=\d+/, 'until=99999999999'),
      `${good}&key=a%2Fnote`,
      linkTo('a/never'),
      '/files',
      '/files?key=a/there',
    ];
    const replies = await Promise.all(asked.map((url) => get(url)));
    clock.set(inAnHour);
    replies.push(await get(good));
    clock.set(now);
    const told = replies.map((reply) => [reply.statusCode, { ...reply.json(), requestId: '' }]);
    assert.equal(told[0]![0], 404);
    for (const one of told) assert.deepEqual(one, told[0]);
    assert.equal((await get(good)).statusCode, 200);
  });

  const active = ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'text/javascript'];
  for (const type of [...active, 'text/html; charset=utf-8', 'application/zip', 'application/vnd.odd']) {
    test(`never shows ${type}, only saves it`, async () => {
      await put('a/page', type, '<script>alert(1)</script>');
      const { headers } = await get(linkTo('a/page'));
      assert.match(String(headers['content-disposition']), /^attachment; filename="page"/);
      if (/html|xml|script/.test(type)) assert.equal(headers['content-type'], 'application/octet-stream');
    });
  }

  test('saves under the name its link has', async () => {
    const { headers } = await get(linkTo('a/note', { kind: 'attachment', fileName: 'Übersicht.txt' }));
    assert.match(
      String(headers['content-disposition']),
      /^attachment; .*filename\*=UTF-8''%C3%9Cbersicht\.txt$/,
    );
  });

  test('says when nothing changed, and not when something did', async () => {
    await put('a/changing', 'text/plain', 'first');
    const { headers } = await get(linkTo('a/changing'));
    const etag = String(headers.etag);
    const again = await get(linkTo('a/changing'), { 'if-none-match': `"other", W/${etag}` });
    assert.deepEqual([again.statusCode, again.body], [304, '']);
    // Of the same length, a moment later.
    await wait(20);
    await put('a/changing', 'text/plain', 'other');
    assert.equal((await get(linkTo('a/changing'), { 'if-none-match': etag })).body, 'other');
  });

  const ranges: [range: string, status: number, body: string, contentRange?: string][] = [
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=9-9', 206, '9', 'bytes 9-9/10'],
    ['bytes=0-1,4-5', 200, '0123456789'],
    ['bytes=5-2', 200, '0123456789'],
    ['lines=1-2', 200, '0123456789'],
    ['bytes=-', 200, '0123456789'],
  ];
  for (const [range, status, body, contentRange] of ranges) {
    test(`answers ${range} with ${contentRange ?? 'all of it'}`, async () => {
      await put('a/digits', 'text/plain', '0123456789');
      const reply = await get(linkTo('a/digits'), { range });
      assert.deepEqual([reply.statusCode, reply.body], [status, body]);
      assert.equal(reply.headers['content-range'], contentRange);
      assert.equal(reply.headers['content-length'], String(body.length));
    });
  }

  test('refuses a part that is beyond the end', async () => {
    await put('a/digits', 'text/plain', '0123456789');
    for (const range of ['bytes=10-', 'bytes=10-12', 'bytes=-0']) {
      const reply = await get(linkTo('a/digits'), { range });
      assert.deepEqual([reply.statusCode, reply.headers['content-range']], [416, 'bytes */10'], range);
      assert.equal(reply.json().code, 'storage.range_is_outside');
    }
  });

  test('gives the whole of what changed since its first part was read', async () => {
    await put('a/digits', 'text/plain', '0123456789');
    const { headers } = await get(linkTo('a/digits'));
    const part = { range: 'bytes=2-3' };
    const same = await get(linkTo('a/digits'), { ...part, 'if-range': String(headers.etag) });
    const other = await get(linkTo('a/digits'), { ...part, 'if-range': '"earlier"' });
    assert.deepEqual([same.body, other.body], ['23', '0123456789']);
  });

  test('tells the size of an empty file, and of any without its bytes', async () => {
    await put('a/empty', 'text/plain', '');
    const empty = await get(linkTo('a/empty'));
    assert.deepEqual([empty.statusCode, empty.body, empty.headers['content-length']], [200, '', '0']);
    await put('a/digits', 'text/plain', '0123456789');
    const head = await app.inject({ method: 'HEAD', url: linkTo('a/digits') });
    assert.deepEqual([head.statusCode, head.body, head.headers['content-length']], [200, '', '10']);
  });
});
