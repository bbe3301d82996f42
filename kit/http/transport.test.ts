import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, describe, test } from 'node:test';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';
import { endpoint, route } from './endpoint.ts';
import { notesOwner, notesServer } from './testing.ts';

const putPicture = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/picture',
  audience: 'workspace',
  permission: 'notes.write',
  summary: 'Send a picture',
  params: { workspaceId: WorkspaceId },
  reply: z.object({ bytes: z.number(), type: z.string(), name: z.string().nullable(), runs: z.number() }),
  upload: { bytesMax: 100_000, types: ['image/png', 'audio/*'] },
});

/** Counts the bytes it was given; `failures` times it fails first as a transaction does that met another. */
function pictures(failures = 0) {
  let runs = 0;
  return [
    route(putPicture, async (ctx, { upload }) => {
      runs += 1;
      await ctx.tx.run(sql`select 1`);
      let bytes = 0;
      for await (const chunk of upload!.stream) bytes += chunk.length;
      if (runs <= failures) throw Object.assign(new Error('could not serialize access'), { code: '40001' });
      return { bytes, type: upload!.contentType, name: upload!.name ?? null, runs };
    }),
  ];
}

describe('an upload', async () => {
  const spoolFolder = await mkdtemp(join(tmpdir(), 'stoa-test-'));
  after(() => rm(spoolFolder, { recursive: true }));
  const send = async (options: { bytes: number; headers?: Record<string, string>; failures?: number }) => {
    const owner = await notesOwner({ extra: pictures(options.failures), spoolFolder });
    const url = owner.url.replace('/notes', '/picture');
    const put = (bytes: number, headers: Record<string, string> = {}) =>
      owner.ask({
        method: 'PUT',
        url,
        payload: Readable.from([Buffer.alloc(bytes - 1, 'a'), Buffer.from('z')]),
        headers: { 'content-type': 'image/png', ...options.headers, ...headers },
      });
    return { ...owner, put, reply: await put(options.bytes) };
  };

  test('reaches the use case as a stream with its type and name', async () => {
    const { reply } = await send({
      bytes: 90_000,
      headers: { 'x-file-name': '..%2Fsecret%2FCaf%C3%A9.png' },
    });
    assert.deepEqual(reply.json(), { bytes: 90_000, type: 'image/png', name: 'Café.png', runs: 1 });
  });

  test('is refused as soon as it is too long, and leaves nothing on the disk', async () => {
    const { reply } = await send({ bytes: 100_001 });
    assert.deepEqual([reply.statusCode, reply.json().code], [413, 'stoa.body_too_large']);
    const { reply: declared } = await send({ bytes: 2, headers: { 'content-length': '100001' } });
    assert.equal(declared.statusCode, 413);
    assert.deepEqual(await readdir(spoolFolder), []);
  });

  test('is refused when it is of another kind than the endpoint takes', async () => {
    for (const type of ['image/svg+xml', 'application/json', 'text/plain', '']) {
      const { reply } = await send({ bytes: 10, headers: { 'content-type': type } });
      assert.deepEqual([reply.statusCode, reply.json().code], [415, 'stoa.media_type_unknown'], type);
    }
    const { reply } = await send({ bytes: 10, headers: { 'content-type': 'audio/ogg; codecs=opus' } });
    assert.equal(reply.json().type, 'audio/ogg');
  });

  test('can be read again when its transaction met another', async () => {
    const { reply } = await send({ bytes: 90_000, failures: 2 });
    assert.deepEqual([reply.json().bytes, reply.json().runs], [90_000, 3]);
  });

  test('with the same key is the same only when its bytes are', async () => {
    const { put } = await send({ bytes: 10 });
    const key = { 'idempotency-key': 'k1' };

    const replies = [await put(500, key), await put(500, key), await put(501, key)];

    assert.deepEqual(
      replies.map(({ statusCode }) => statusCode),
      [200, 200, 422],
    );
    assert.equal(replies[1]!.body, replies[0]!.body);
  });
});

const getSlow = endpoint({
  method: 'GET',
  path: '/slow',
  audience: 'anybody',
  summary: 'Slow',
  reply: z.object({}),
});
const postSlow = endpoint({ ...getSlow, method: 'POST', path: '/slow', params: {}, query: {}, body: {} });

/** So that a deadline that never comes is a failure, and not a test that never ends. */
const limited = { timeout: 20_000 };

describe('the time a request has', () => {
  test('ends its work, and nothing of it is kept', limited, async () => {
    const seen: unknown[] = [];
    const extra = [
      route(postSlow, async (ctx) => {
        await ctx.tx.run(sql`select 1`);
        await once(ctx.signal, 'abort');
        seen.push(ctx.signal.reason.code);
        return {};
      }),
    ];
    const { app } = await notesServer({ extra, limits: { requestTimeoutMs: 30 } });

    const reply = await app.inject({ method: 'POST', url: '/api/slow', payload: {} });

    assert.deepEqual([reply.statusCode, reply.json().code], [503, 'stoa.timed_out']);
    assert.deepEqual(seen, ['stoa.timed_out']);
  });

  test('stops a statement that is still running', limited, async () => {
    const endings: string[] = [];
    const extra = [
      route(getSlow, async (ctx) => {
        await ctx.tx.run(sql`select pg_sleep(30)`).catch((error) => {
          endings.push(error.code);
          throw error;
        });
        return {};
      }),
    ];
    const { app } = await notesServer({ extra, limits: { requestTimeoutMs: 30 } });

    assert.equal((await app.inject({ url: '/api/slow' })).json().code, 'stoa.timed_out');
    assert.deepEqual(endings, ['stoa.timed_out']);
  });

  test('is over when the caller goes away', limited, async () => {
    const started = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<void>();
    const extra = [
      route(getSlow, async (ctx) => {
        ctx.signal.addEventListener('abort', () => stopped.resolve());
        started.resolve();
        await stopped.promise;
        return {};
      }),
    ];
    const { app } = await notesServer({ extra });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };

    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET /api/slow HTTP/1.1\r\nHost: stoa.test\r\n\r\n'),
    );
    await started.promise;
    socket.destroy();
    await stopped.promise;
    await app.close();
  });
});

describe('compression', () => {
  const text = 'All that is said twice is said once. '.repeat(200);
  const getText = endpoint({
    method: 'GET',
    path: '/text',
    audience: 'anybody',
    summary: 'Text',
    query: { short: z.string().optional() },
    reply: z.object({ text: z.string() }),
    etag: true,
  });
  const extra = [route(getText, async (_ctx, { query }) => ({ text: query.short ?? text }))];

  test('is what the caller can read, and only where it pays', async () => {
    const { app } = await notesServer({ extra });
    const get = (encoding: string, url = '/api/text') =>
      app.inject({ url, headers: { 'accept-encoding': encoding } });
    const open = { br: brotliDecompressSync, gzip: gunzipSync, zstd: zstdDecompressSync };

    for (const [encoding, decompress] of Object.entries(open)) {
      const reply = await get(encoding);
      assert.equal(reply.headers['content-encoding'], encoding);
      assert.equal(JSON.parse(decompress(reply.rawPayload).toString()).text, text);
      assert.ok(reply.rawPayload.length < text.length / 10);
      assert.match(String(reply.headers.vary), /accept-encoding/i);
    }
    assert.equal((await get('br, gzip')).headers['content-encoding'], 'br');
    assert.equal((await get('identity')).headers['content-encoding'], undefined);
    assert.equal((await get('br', '/api/text?short=x')).headers['content-encoding'], undefined);
  });

  test('leaves an event stream alone', async () => {
    const { app } = await notesServer({
      plugins: [
        (server) => {
          server.get('/api/events', (_request, reply) =>
            reply.type('text/event-stream').send(Readable.from([text])),
          );
        },
      ],
    });

    const reply = await app.inject({ url: '/api/events', headers: { 'accept-encoding': 'br, gzip' } });

    assert.deepEqual([reply.headers['content-encoding'], reply.body], [undefined, text]);
  });
});

describe('the web app', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Stoa</title>');
  await writeFile(join(folder, 'assets', 'main-3f2a.js'), 'export {}');
  await writeFile(join(folder, 'assets', 'main-3f2a.js.br'), 'pressed');
  await writeFile(join(folder, '.secret'), randomBytes(4));
  after(() => rm(folder, { recursive: true }));

  test('is one page at every address of a screen, never kept, and under a strict policy', async () => {
    const { app } = await notesServer({ webFolder: folder });
    for (const url of ['/', '/w/some/inbox?tab=1', '/index.html']) {
      const reply = await app.inject({ url });
      assert.equal(reply.statusCode, 200, url);
      assert.match(reply.body, /<title>Stoa/);
      assert.equal(reply.headers['cache-control'], 'no-cache');
      const policy = String(reply.headers['content-security-policy']);
      assert.match(policy, /script-src 'self';/);
      assert.match(policy, /style-src 'self';/);
      assert.doesNotMatch(policy, /unsafe|\*/);
      assert.match(policy, /frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'/);
    }
  });

  test('has files whose name changes with them kept for ever', async () => {
    const { app } = await notesServer({ webFolder: folder });
    const reply = await app.inject({ url: '/assets/main-3f2a.js' });
    assert.equal(reply.headers['cache-control'], 'public, max-age=31536000, immutable');
  });

  test('has files that were pressed before, for whoever can read them', async () => {
    const { app } = await notesServer({ webFolder: folder });
    const of = async (encodings: string) => {
      const reply = await app.inject({
        url: '/assets/main-3f2a.js',
        headers: { 'accept-encoding': encodings },
      });
      const {
        'content-encoding': encoding,
        'content-type': type,
        'cache-control': kept,
        vary,
      } = reply.headers;
      assert.deepEqual([type, vary], ['application/javascript; charset=utf-8', 'accept-encoding']);
      assert.match(String(kept), /immutable/);
      return [encoding, reply.body];
    };
    assert.deepEqual(await of('gzip, br'), ['br', 'pressed']);
    assert.deepEqual(await of('identity'), [undefined, 'export {}']);
  });

  test('does not answer for what is not its own', async () => {
    const { app } = await notesServer({ webFolder: folder });
    for (const url of [
      '/api/nowhere',
      '/api',
      '/hooks/nobody',
      '/healthz',
      '/assets/gone-1.js',
      '/favicon.ico',
      '/.secret',
    ]) {
      const reply = await app.inject({ url });
      assert.equal(reply.statusCode, 404, url);
      assert.equal(reply.json().code, 'stoa.not_found', url);
    }
    assert.equal((await app.inject({ method: 'POST', url: '/w/some/inbox' })).statusCode, 404);
    for (const url of ['/..%2f..%2f..%2fetc/passwd', '/assets/..%2f..%2f..%2f..%2fetc%2fpasswd']) {
      assert.doesNotMatch((await app.inject({ url })).body, /root:/, url);
    }
  });
});

describe('the reference', () => {
  test('is a page without anything written into it that the policy forbids', async () => {
    const { app } = await notesServer();
    const page = await app.inject({ url: '/api/docs' });

    assert.match(String(page.headers['content-security-policy']), /script-src 'self'/);
    assert.doesNotMatch(page.body, /<script>|<style|style=|\son\w+=/);
    const files = [...page.body.matchAll(/(?:src|href)="(\/[^"#]+)"/g)].map(([, url]) => url!);
    assert.deepEqual(files.toSorted(), ['/api/docs/filter.js', '/api/docs/page.css', '/api/openapi.json']);
    for (const url of files) assert.equal((await app.inject({ url })).statusCode, 200, url);
  });

  test('has a place for every code a refusal points at, and for every operation', async () => {
    const { app } = await notesServer();
    const page = (await app.inject({ url: '/api/docs' })).body;
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);

    assert.deepEqual([...new Set(targets.filter((id) => !ids.includes(id)))], []);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.includes('notes.note_is_not_a_shout') && ids.includes('postWorkspaceNotes'));
  });

  test('shows what a contract says as text', async () => {
    const odd = endpoint({
      ...getSlow,
      path: '/odd',
      params: {},
      query: {},
      body: {},
      summary: '<img src=x onerror=alert(1)> & "so"',
    });
    const { app } = await notesServer({ extra: [route(odd, async () => ({}))] });
    const page = (await app.inject({ url: '/api/docs' })).body;

    assert.doesNotMatch(page, /<img/);
    assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt; &amp; &quot;so&quot;/);
  });
});
