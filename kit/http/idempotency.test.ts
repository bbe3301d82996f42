import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { KeyActor, MemberActor } from '../ctx.ts';
import { ApiKeyId, MemberId, newId, UserId } from '../ids.ts';
import { sql } from '../sql.ts';
import { assertNoSecretInDump } from '../testing/no-secrets.ts';
import { endpoint, route } from './endpoint.ts';
import { purgeIdempotencyKeys, purgePersonIdempotencyKeys, requestHashOf } from './idempotency.ts';
import { notesOwner } from './testing.ts';

const Count = z.object({ n: z.number() });
const keyed = (key: string) => ({ 'idempotency-key': key });

/** A write of a person in no workspace, which says who its session is for. */
const postGreeting = endpoint({
  method: 'POST',
  path: '/greetings',
  audience: 'person',
  summary: 'Greet',
  body: { name: z.string() },
  reply: z.object({ text: z.string(), count: z.number() }),
});

const maker: MemberActor = {
  kind: 'member',
  userId: newId(UserId),
  memberId: newId(MemberId),
  role: 'owner',
};

function greetings() {
  let count = 0;
  return [
    route(postGreeting, async (_ctx, { body }) => {
      count += 1;
      return { text: `Hello ${body.name}`, count };
    }),
  ];
}

describe('a write with an Idempotency-Key', () => {
  test('sent twice is done once and answered the same', async () => {
    const { ask, url, notes } = await notesOwner();
    const send = () => ask({ method: 'POST', url, payload: { body: 'hello' }, headers: keyed('k1') });

    const [first, again] = [await send(), await send()];

    assert.deepEqual([again.statusCode, again.body], [201, first.body]);
    assert.deepEqual(
      [first, again].map(({ headers }) => headers['idempotency-replayed']),
      [undefined, 'true'],
    );
    assert.equal((await notes()).length, 1);
  });

  test('sent five times at once is done once', async () => {
    const { ask, url, notes } = await notesOwner();
    const send = () => ask({ method: 'POST', url, payload: { body: 'hello' }, headers: keyed('k1') });

    const replies = await Promise.all(Array.from({ length: 5 }, send));

    assert.equal(new Set(replies.map(({ body }) => body)).size, 1);
    assert.equal(replies.filter(({ headers }) => headers['idempotency-replayed']).length, 4);
    assert.equal((await notes()).length, 1);
  });

  test('is refused when the key stood for another request', async () => {
    const { ask, url, notes } = await notesOwner();
    await ask({ method: 'POST', url, payload: { body: 'hello' }, headers: keyed('k1') });

    const other = await ask({ method: 'POST', url, payload: { body: 'other' }, headers: keyed('k1') });

    assert.deepEqual([other.statusCode, other.json().code], [422, 'stoa.idempotency_key_reused']);
    assert.equal((await notes()).length, 1);
  });

  test('means the same whatever the order of the fields', async () => {
    const { ask, url, notes } = await notesOwner();
    const headers = { ...keyed('k1'), 'content-type': 'application/json' };

    await ask({ method: 'POST', url, payload: '{"body":"a","tags":{"first":1}}', headers });
    const again = await ask({ method: 'POST', url, payload: '{ "tags": {"first":1}, "body":"a" }', headers });

    assert.equal(again.headers['idempotency-replayed'], 'true');
    assert.equal((await notes()).length, 1);
  });

  test('that was refused leaves the key free', async () => {
    const { ask, url, notes } = await notesOwner();

    const refused = await ask({ method: 'POST', url, payload: { body: 'refuse me' }, headers: keyed('k1') });
    const other = await ask({ method: 'POST', url, payload: { body: 'hello' }, headers: keyed('k1') });

    assert.deepEqual([refused.statusCode, other.statusCode], [409, 201]);
    assert.deepEqual(
      (await notes()).map(({ body }) => body),
      ['hello'],
    );
  });

  test('is not the same as that of another member', async () => {
    const { ask, url, notes, signIn, workspaceId } = await notesOwner();
    const colleague = await signIn(workspaceId);
    const request = { method: 'POST', url, payload: { body: 'hello' }, headers: keyed('k1') } as const;

    const [mine, theirs] = [await ask(request), await colleague.ask(request)];

    assert.equal(theirs.headers['idempotency-replayed'], undefined);
    assert.notEqual(mine.json().id, theirs.json().id);
    assert.equal((await ask(request)).body, mine.body);
    assert.equal((await notes()).length, 2);
  });

  test('is not the same as that in another workspace', async () => {
    const [ours, theirs] = [await notesOwner(), await notesOwner()];
    const payload = { body: 'hello' };

    await ours.ask({ method: 'POST', url: ours.url, payload, headers: keyed('k1') });
    const reply = await theirs.ask({ method: 'POST', url: theirs.url, payload, headers: keyed('k1') });

    assert.equal(reply.headers['idempotency-replayed'], undefined);
  });

  test('outside any workspace belongs to the person', async () => {
    const { ask, signIn } = await notesOwner({ extra: greetings() });
    const other = await signIn();
    const request = {
      method: 'POST',
      url: '/api/greetings',
      payload: { name: 'Ada' },
      headers: keyed('k1'),
    } as const;

    const counts = [
      (await ask(request)).json(),
      (await ask(request)).json(),
      (await other.ask(request)).json(),
    ];

    assert.deepEqual(
      counts.map(({ count }) => count),
      [1, 1, 2],
    );
    const reused = await ask({ ...request, payload: { name: 'Bob' } });
    assert.equal(reused.json().code, 'stoa.idempotency_key_reused');
  });

  test('is refused when the key is none', async () => {
    const { ask, url } = await notesOwner();
    for (const key of ['', 'with space', 'x'.repeat(256), 'ünicode']) {
      const reply = await ask({ method: 'POST', url, payload: { body: 'hello' }, headers: keyed(key) });
      assert.deepEqual(
        [reply.statusCode, reply.json().fields[0].path],
        [400, 'headers.idempotency-key'],
        key,
      );
    }
  });
});

describe('an answer with something that is shown once', () => {
  const postSecret = endpoint({
    method: 'POST',
    path: '/secrets',
    audience: 'person',
    summary: 'Make a secret',
    reply: z.object({ name: z.string(), secret: z.string().nullable() }),
    shownOnce: ['secret'],
  });
  const secret = 'walk-along-the-columns';
  const extra = [route(postSecret, async () => ({ name: 'One', secret }))];

  test('is repeated without it, and nobody finds it in a dump', async () => {
    const { ask, ground } = await notesOwner({ extra });
    const send = () => ask({ method: 'POST', url: '/api/secrets', payload: {}, headers: keyed('k1') });

    const [first, again] = [await send(), await send()];

    assert.deepEqual(first.json(), { name: 'One', secret });
    assert.deepEqual(again.json(), { name: 'One', secret: null });
    assert.equal(again.headers['idempotency-replayed'], 'true');
    await assertNoSecretInDump(ground.db, [secret]);
  });
});

test('the hash of a request tells apart what is different', () => {
  const hash = (...parts: Parameters<typeof requestHashOf>) => requestHashOf(...parts).toString('hex');
  const one = hash('POST', '/a', { x: 1, list: [1, 2] });

  assert.equal(hash('POST', '/a', { list: [1, 2], x: 1 }), one);
  for (const other of [
    hash('PUT', '/a', { x: 1, list: [1, 2] }),
    hash('POST', '/b', { x: 1, list: [1, 2] }),
    hash('POST', '/a', { x: 1, list: [2, 1] }),
    hash('POST', '/a', { x: '1', list: [1, 2] }),
    hash('POST', '/a', { x: 1, list: [1, 2], y: null }),
  ]) {
    assert.notEqual(other, one);
  }
  // A key of somebody's does not read what was answered to them, or to another of their keys.
  const key = (): KeyActor => ({ kind: 'key', keyId: newId(ApiKeyId), permissions: [], maker });
  const [a, b] = [key(), key()];
  const body = { x: 1, list: [1, 2] };
  assert.equal(hash('POST', '/a', body, maker), one);
  assert.equal(hash('POST', '/a', body, a), hash('POST', '/a', body, a));
  assert.equal(new Set([one, hash('POST', '/a', body, a), hash('POST', '/a', body, b)]).size, 3);
  assert.notEqual(hash('POST', '/a', { a: [] }), hash('POST', '/a', { a: {} }));
  assert.notEqual(hash('POST', '/a', [['a', 1]]), hash('POST', '/a', { a: 1 }));
});

describe('old keys', () => {
  test('are removed a few at a time, of this workspace alone', async () => {
    const { ask, url, ground, workspaceId } = await notesOwner();
    const neighbour = await notesOwner();
    for (const key of ['a', 'b', 'c']) {
      await ask({ method: 'POST', url, payload: { body: key }, headers: keyed(key) });
      await neighbour.ask({
        method: 'POST',
        url: neighbour.url,
        payload: { body: key },
        headers: keyed(key),
      });
    }
    const purge = (before: Date) =>
      ground.db.transaction({ kind: 'workspace', workspaceId }, (tx) => purgeIdempotencyKeys(tx, before, 2));
    const left = (id: string) =>
      ground.db
        .reader({ kind: 'owner' })
        .one(Count, sql`select count(*)::int as n from app.idempotency_keys where workspace_id = ${id}`);

    const now = ground.clock.now();
    assert.equal(await purge(now), 0);
    const later = new Date(now.getTime() + 1);
    assert.deepEqual([await purge(later), await purge(later), await purge(later)], [2, 1, 0]);
    assert.deepEqual([await left(workspaceId), await left(neighbour.workspaceId)], [{ n: 0 }, { n: 3 }]);
  });

  test('of people are removed by the installation', async () => {
    const { ask, ground, userId } = await notesOwner({ extra: greetings() });
    await ask({ method: 'POST', url: '/api/greetings', payload: { name: 'Ada' }, headers: keyed('old') });

    const later = new Date(ground.clock.now().getTime() + 1);
    await ground.db.transaction({ kind: 'installation' }, (tx) => purgePersonIdempotencyKeys(tx, later, 100));

    const left = await ground.db
      .reader({ kind: 'owner' })
      .one(Count, sql`select count(*)::int as n from app.person_idempotency_keys where user_id = ${userId}`);
    assert.equal(left.n, 0);
  });
});
