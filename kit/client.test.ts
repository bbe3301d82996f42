import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { ApiError, call, urlOf } from './client.ts';
import { endpoint } from './http/endpoint.ts';
import { listNotes, notesError, notesServer, postNote } from './http/testing.ts';
import { WorkspaceId } from './ids.ts';

const answering = (body: BodyInit | null, init: ResponseInit = {}) => {
  const seen: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: unknown, request: RequestInit = {}) => {
    seen.push({ url: String(url), init: request });
    return new Response(body, init);
  };
  return { seen, fetch: fetch as typeof globalThis.fetch };
};

/** A real server behind `fetch`, with somebody signed in. */
async function online() {
  const { app, workspace, signIn } = await notesServer();
  const workspaceId = await workspace();
  const { token } = await signIn(workspaceId);
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  const at = { params: { workspaceId }, baseUrl, headers: { authorization: `Bearer ${token}` } };
  return { at, workspaceId, [Symbol.asyncDispose]: () => app.close() };
}

describe('call', () => {
  test('speaks to the server in the types of the contract', async () => {
    await using server = await online();

    const note = await call(postNote, { ...server.at, body: { body: 'hello' } });
    const list = await call(listNotes, { ...server.at, query: { limit: 5 } });

    // The types are what is tested here: these lines do not compile when something is any.
    const at: Date = note.at;
    const [first]: { id: string; body: string; at: Date }[] = list.items;
    assert.deepEqual([first, at.getTime()], [note, first!.at.getTime()]);
    // @ts-expect-error: a note has no such field
    assert.equal(note.colour, undefined);
  });

  test('is refused by the compiler when a part is missing or of another kind', () => {
    const workspaceId = WorkspaceId.parse(crypto.randomUUID());
    const never = () => {
      // @ts-expect-error: the body is missing
      void call(postNote, { params: { workspaceId } });
      // @ts-expect-error: the params are missing
      void call(postNote, { body: { body: 'hello' } });
      // @ts-expect-error: of another kind
      void call(postNote, { params: { workspaceId }, body: { body: 1 } });
      // @ts-expect-error: an id of something else
      void call(postNote, { params: { workspaceId: 'text' }, body: { body: 'hello' } });
    };
    assert.equal(typeof never, 'function');
  });

  test('throws a refusal with its code, words, fields and request id', async () => {
    await using server = await online();

    await assert.rejects(call(postNote, { ...server.at, body: { body: '' } }), (error: ApiError) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual(
        [error.status, error.code, error.fields[0]!.path],
        [400, 'stoa.invalid_input', 'body.body'],
      );
      assert.match(error.requestId!, /^[0-9a-f-]{36}$/);
      return true;
    });
    await assert.rejects(call(postNote, { ...server.at, body: { body: 'HELP' } }), {
      code: 'notes.note_is_not_a_shout',
      message: notesError('note_is_not_a_shout').message,
    });
  });

  test('does a write once when the same key is sent again', async () => {
    await using server = await online();
    const send = () => call(postNote, { ...server.at, body: { body: 'hello' }, idempotencyKey: 'k1' });

    assert.deepEqual(await send(), await send());
    assert.equal((await call(listNotes, server.at)).items.length, 1);
  });

  test('makes a key of its own for every write, and none for a read', async () => {
    const { seen, fetch } = answering('{"items":[]}');
    const params = { workspaceId: WorkspaceId.parse(crypto.randomUUID()) };
    const keyOf = (i: number) => (seen[i]!.init.headers as Record<string, string>)['idempotency-key'];

    await call(postNote, { params, body: { body: 'a' }, fetch }).catch(() => {});
    await call(postNote, { params, body: { body: 'a' }, fetch }).catch(() => {});
    await call(listNotes, { params, fetch });

    assert.match(keyOf(0)!, /^[0-9a-f-]{36}$/);
    assert.notEqual(keyOf(0), keyOf(1));
    assert.equal(keyOf(2), undefined);
  });

  test('tells a server that is not there, and one that is not itself, from a refusal', async () => {
    const params = { workspaceId: WorkspaceId.parse(crypto.randomUUID()) };
    const broken: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));

    await assert.rejects(call(listNotes, { params, fetch: broken }), { code: 'stoa.unreachable', status: 0 });
    const proxy = answering('<h1>Bad gateway</h1>', { status: 502 }).fetch;
    await assert.rejects(call(listNotes, { params, fetch: proxy }), {
      code: 'stoa.unavailable',
      status: 502,
    });
    const older = answering('{"items":"none"}', { headers: { 'x-request-id': 'r-1' } }).fetch;
    await assert.rejects(call(listNotes, { params, fetch: older }), {
      code: 'stoa.reply_not_understood',
      requestId: 'r-1',
    });
  });

  test('lets an abort be an abort', async () => {
    const params = { workspaceId: WorkspaceId.parse(crypto.randomUUID()) };
    const stop = AbortSignal.abort();
    await assert.rejects(call(listNotes, { params, signal: stop, baseUrl: 'http://127.0.0.1:1' }), {
      name: 'AbortError',
    });
  });

  test('takes an answer without a body', async () => {
    const remove = endpoint({
      method: 'DELETE',
      path: '/thing',
      audience: 'person',
      summary: 'x',
      status: 204,
      reply: z.void(),
    });
    assert.deepEqual(await call(remove, { fetch: answering(null, { status: 204 }).fetch }), undefined);
  });
});

test('an address keeps what is put into it apart from itself', () => {
  const path = { path: '/w/:workspaceId/files/:name' };
  assert.equal(urlOf(path, { workspaceId: 'a/b', name: '../?x' }), '/api/w/a%2Fb/files/..%2F%3Fx');
  assert.equal(
    urlOf({ path: '/x' }, {}, { after: undefined, limit: 5, tag: ['a', 'b&c'], at: new Date(0) }),
    '/api/x?limit=5&tag=a&tag=b%26c&at=1970-01-01T00%3A00%3A00.000Z',
  );
  assert.throws(() => urlOf(path, { workspaceId: 'a' }), /needs the parameter name/);
});
