import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../sql.ts';
import { endpoint, Problem, route } from './endpoint.ts';
import { notesOwner, notesServer } from './testing.ts';

const json = { 'content-type': 'application/json' };

describe('a route', () => {
  test('answers what its use case does, in its own status', async () => {
    const { ask, url, notes } = await notesOwner();

    const reply = await ask({ method: 'POST', url, payload: { body: 'hello' } });

    assert.equal(reply.statusCode, 201, reply.body);
    assert.equal(reply.json().body, 'hello');
    assert.deepEqual(
      (await notes()).map(({ body }) => body),
      ['hello'],
    );
  });

  test('asks for a session before it reads anything', async () => {
    const { app, url } = await notesOwner();

    const reply = await app.inject({ method: 'POST', url, payload: '{ this is not json', headers: json });

    assert.equal(reply.statusCode, 401);
    assert.equal(reply.json().code, 'stoa.not_signed_in');
  });

  test('cannot tell a workspace one has no place in from none at all', async () => {
    const { ask, workspace } = await notesOwner();
    const theirs = await workspace();
    const missing = theirs.replace(/.$/, (last) => (last === '0' ? '1' : '0'));

    const replies = [
      await ask({ url: `/api/w/${theirs}/notes` }),
      await ask({ url: `/api/w/${missing}/notes` }),
    ];

    assert.deepEqual(
      replies.map(({ statusCode }) => statusCode),
      [404, 404],
    );
    const [one, other] = replies.map((reply) => ({ ...reply.json(), requestId: '' }));
    assert.deepEqual(one, other);
  });

  test('names every field that is wrong, wherever it stands, and stores nothing', async () => {
    const { ask, url, notes } = await notesOwner();

    const reply = await ask({
      method: 'POST',
      url: `${url}?page=2`,
      payload: { body: '', tags: { first: 'x' }, colour: 'red' },
    });

    assert.equal(reply.statusCode, 400);
    const problem = Problem.parse(reply.json());
    assert.equal(problem.code, 'stoa.invalid_input');
    assert.deepEqual(problem.fields.map(({ path, code }) => `${path} ${code}`).sort(), [
      'body.body too_small',
      'body.colour unrecognized_keys',
      'body.tags.first invalid_type',
      'query.page unrecognized_keys',
    ]);
    assert.deepEqual(await notes(), []);
  });

  test('refuses a workspace id that is none as bad input, but only to somebody signed in', async () => {
    const { app, ask } = await notesOwner();

    assert.equal((await ask({ url: '/api/w/nonsense/notes' })).json().fields[0].path, 'params.workspaceId');
    assert.equal((await app.inject({ url: '/api/w/nonsense/notes' })).statusCode, 401);
  });

  test('is refused at the start when its contract would let it out of its workspace', async () => {
    const loose = endpoint({
      method: 'GET',
      path: '/loose',
      audience: 'workspace',
      permission: 'notes.read',
      summary: 'Loose',
      reply: z.object({}),
    });

    await assert.rejects(
      notesServer({ extra: [route(loose, async () => ({}))] }),
      /begins with \/w\/:workspaceId/,
    );
  });

  test('answers 304 without a body when nothing changed', async () => {
    const { ask, url } = await notesOwner();
    const first = await ask({ url });
    assert.equal(first.headers['cache-control'], 'private, no-cache');
    const etag = String(first.headers.etag);
    assert.match(etag, /^"[\w-]{32}"$/);

    const same = await ask({ url, headers: { 'if-none-match': `"other", W/${etag}` } });
    assert.deepEqual([same.statusCode, same.body], [304, '']);

    await ask({ method: 'POST', url, payload: { body: 'new' } });
    const changed = await ask({ url, headers: { 'if-none-match': etag } });
    assert.equal(changed.statusCode, 200);
    assert.notEqual(changed.headers.etag, etag);
  });
});

describe('a refusal', () => {
  test('is a problem document with a stable code and the request id', async () => {
    const { ask, url } = await notesOwner();

    const reply = await ask({
      method: 'POST',
      url,
      payload: { body: 'refuse me' },
      headers: { 'x-request-id': 'trace-0001' },
    });

    assert.equal(reply.headers['content-type'], 'application/problem+json; charset=utf-8');
    assert.equal(reply.headers['x-request-id'], 'trace-0001');
    assert.deepEqual(reply.json(), {
      type: '/api/docs#notes.refused_on_purpose',
      title: 'This was refused on purpose.',
      status: 409,
      code: 'notes.refused_on_purpose',
      detail: 'This was refused on purpose.',
      requestId: 'trace-0001',
      fields: [],
    });
  });

  test('keeps nothing of what was done before it', async () => {
    const { ask, url, notes } = await notesOwner();

    await ask({ method: 'POST', url, payload: { body: 'refuse me' } });

    assert.deepEqual(await notes(), []);
  });

  test('by a named constraint has the words the module gave to that name', async () => {
    const { ask, url } = await notesOwner();

    const reply = await ask({ method: 'POST', url, payload: { body: 'HELP' } });

    assert.deepEqual([reply.statusCode, reply.json().code], [400, 'notes.note_is_not_a_shout']);
  });

  test('by any other constraint still has a code that can be acted on', async () => {
    const { ask, url } = await notesOwner();
    const write = async (body: string) => (await ask({ method: 'POST', url, payload: { body } })).json().code;

    assert.equal(await write('rude'), 'stoa.invalid_input');
    assert.equal(await write('zero \u0000 byte'), 'stoa.invalid_input');
    await write('only once');
    assert.equal(await write('only once'), 'stoa.conflict');
  });

  test('of a surprise says nothing about it, but the log does', async () => {
    const lines: object[] = [];
    const boom = endpoint({
      method: 'GET',
      path: '/boom',
      audience: 'anybody',
      summary: 'Boom',
      reply: z.object({}),
    });
    const extra = [
      route(boom, async (ctx) => {
        await ctx.tx.run(sql`select * from notes.secret_table`);
        return {};
      }),
    ];
    const { ground } = await notesServer();
    const log = { ...ground.log, debug() {}, info() {}, error: (line: object) => lines.push(line) } as never;
    const { app } = await notesServer({
      extra,
      ground: { ...ground, log: Object.assign(log, { child: () => log }) },
    });

    const reply = await app.inject({ url: '/api/boom' });

    assert.deepEqual([reply.statusCode, reply.json().code], [500, 'stoa.internal']);
    assert.doesNotMatch(reply.body, /secret_table/);
    const [line] = lines as { requestId: string; err: Error }[];
    assert.equal(line!.requestId, reply.headers['x-request-id']);
    assert.match(line!.err.message, /secret_table/);
  });

  test('is made of every way to send what cannot be read', async () => {
    const { app, ask, url } = await notesOwner({ limits: { bodyBytesMax: 2_000 } });
    const post = async (payload: string, type: string) =>
      (await ask({ method: 'POST', url, payload, headers: { 'content-type': type } })).json().code;

    assert.equal(await post('{"body":', 'application/json'), 'stoa.invalid_input');
    assert.equal(await post('{"body":"x","__proto__":{"a":1}}', 'application/json'), 'stoa.invalid_input');
    assert.equal(await post('null', 'application/json'), 'stoa.invalid_input');
    assert.equal(await post('"text"', 'application/json'), 'stoa.invalid_input');
    assert.equal(await post('body=x', 'application/x-www-form-urlencoded'), 'stoa.media_type_unknown');
    assert.equal(await post('{"body":"x"}', 'text/plain'), 'stoa.media_type_unknown');
    assert.equal(
      await post(JSON.stringify({ body: 'x'.repeat(3_000) }), 'application/json'),
      'stoa.body_too_large',
    );
    assert.equal((await app.inject({ url: '/api/%zz' })).json().code, 'stoa.not_found');
    assert.equal((await app.inject({ url: `/api/${'long'.repeat(200)}` })).json().code, 'stoa.not_found');
  });

  test('tells a wrong method from a wrong address', async () => {
    const { ask, url } = await notesOwner();

    const wrongMethod = await ask({ method: 'DELETE', url });
    assert.deepEqual([wrongMethod.statusCode, wrongMethod.headers.allow], [405, 'GET, HEAD, POST']);
    const wrongAddress = await ask({ url: `${url}/nowhere` });
    assert.deepEqual([wrongAddress.statusCode, wrongAddress.json().code], [404, 'stoa.not_found']);
  });

  test('takes a request id from outside only when it can stand in a log line', async () => {
    const { app } = await notesServer();
    const idFor = async (given: string) =>
      (await app.inject({ url: '/api/nowhere', headers: { 'x-request-id': given } })).headers['x-request-id'];

    assert.equal(await idFor('abc-123.DEF_4'), 'abc-123.DEF_4');
    for (const given of ['short', 'with space in it', 'x'.repeat(200), '{"json":"inside"}']) {
      assert.match(String(await idFor(given)), /^[0-9a-f-]{36}$/);
    }
  });
});

describe('checkReplies', () => {
  const leak = endpoint({
    method: 'GET',
    path: '/leak',
    audience: 'anybody',
    summary: 'Leak',
    reply: z.object({ people: z.array(z.object({ name: z.string() })) }),
  });
  const extra = (value: unknown) => [route(leak, async () => value as never)];

  test('refuses a field the contract does not name', async () => {
    const { app } = await notesServer({ extra: extra({ people: [{ name: 'A', passwordHash: 'x' }] }) });

    assert.equal((await app.inject({ url: '/api/leak' })).statusCode, 500);
  });

  test('refuses a field that is missing, and is not paid for in production', async () => {
    const strict = await notesServer({ extra: extra({ people: [{}] }) });
    const lax = await notesServer({ extra: extra({ people: [{}] }), checkReplies: false });

    assert.equal((await strict.app.inject({ url: '/api/leak' })).statusCode, 500);
    assert.equal((await lax.app.inject({ url: '/api/leak' })).statusCode, 200);
  });
});
