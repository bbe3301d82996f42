import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type Answer, json, serve } from './http.ts';
import {
  failureHeader,
  failureOf,
  failureOfTelling,
  onAFaultyWire,
  wireFailures,
  withUnknownFields,
} from './wire-faults.ts';
import { openWorld, type World } from './world.ts';

const face = (status: number) => (): Answer => json({ refused: true }, status);

describe('a faulty wire', () => {
  let world: World;
  let url: string;
  let server: ReturnType<typeof serve>;
  const done: string[] = [];
  const heard: (string | undefined)[] = [];
  before(async () => {
    const routes = (shop: World) =>
      onAFaultyWire(
        shop,
        'shop',
        { rateLimited: face(429), serverError: face(500), expiredToken: face(401) },
        async (request) => (await request.fields()).to ?? '',
        [
          {
            method: 'POST',
            path: '/shop/:what',
            handle: (request) => {
              done.push(request.params.what!);
              heard.push(failureOf(request));
              return request.params.what === 'nothing' ? { status: 204 } : json({ items: [{ id: 1 }] });
            },
          },
        ],
      );
    const failures = [...wireFailures, { name: 'sold-out', trigger: 'sold-out', does: 'has none left' }];
    world = await openWorld(undefined, [
      async (shop) => ({ name: 'shop', title: 'Shop', summary: '', routes: routes(shop), failures }),
    ]);
    server = serve(world.parts()[0]!.routes, () => {}).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop/`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await world.close();
  });
  const call = (what: string, to = 'nora', headers: Record<string, string> = {}) =>
    fetch(url + what, {
      method: 'POST',
      body: JSON.stringify({ to }),
      headers: { 'content-type': 'application/json', ...headers },
    });

  for (const [name, status] of [
    ['rate-limited', 429],
    ['server-error', 500],
    ['expired-token', 401],
  ] as const) {
    test(`refuses with ${name} before anything is done, by name, by header and when armed`, async () => {
      const before = done.length;
      world.failures.arm('shop', name, 1);
      const answers = [
        await call('a'),
        await call('a', `Nora ${name}`),
        await call('a', 'x', { [failureHeader]: name }),
      ];
      assert.deepEqual(
        answers.map((answer) => answer.status),
        [status, status, status],
      );
      assert.equal(done.length, before);
      assert.equal((await call('a')).status, 200);
    });
  }

  for (const name of ['lost-answer', 'half-stream']) {
    test(`does what it is asked and gives no whole answer to ${name}, with a body or without one`, async () => {
      for (const what of ['something', 'nothing']) {
        await assert.rejects(async () => (await call(what, name)).text());
        assert.equal(done.at(-1), what);
      }
    });
  }

  test('tells a route which failure is met, once for each request', async () => {
    world.failures.arm('shop', 'sold-out', 1);
    await call('a');
    await call('a');
    await call('a', 'duplicate-storm');
    assert.deepEqual(heard.slice(-3), ['sold-out', undefined, 'duplicate-storm']);
  });

  test('leaves to the next request what only an answer can meet', async () => {
    world.failures.arm('shop', 'rate-limited', 1);
    assert.equal(failureOfTelling(world, 'shop', 'nora'), undefined);
    assert.equal(failureOfTelling(world, 'shop', 'out-of-order'), 'out-of-order');
    assert.equal((await call('a')).status, 429);
  });

  test('refuses the header when it names no failure of the part', async () => {
    assert.equal((await call('a', 'x', { [failureHeader]: 'rate-limitd' })).status, 400);
  });

  test('answers with unknown fields, and with everything else as it was', async () => {
    const answer: any = await (await call('a', 'unknown-fields')).json();
    assert.ok(answer.field_of_tomorrow && answer.items[0].field_of_tomorrow);
    assert.equal(answer.items[0].id, 1);
  });
});

describe('unknown fields', () => {
  test('are in the object and in what it lists, not in what is somebody’s own', () => {
    const body =
      '{"entry":[{"id":9007199254740993123,"text":"a { and a [ \\" {"}],"metadata":{"colour":"red"},"none":{}}';
    const text = withUnknownFields(body);
    assert.match(text, /9007199254740993123/, 'no digit is lost');
    const value = JSON.parse(text);
    assert.ok(value.field_of_tomorrow && value.entry[0].field_of_tomorrow);
    assert.equal(value.entry[0].text, 'a { and a [ " {');
    assert.deepEqual([value.metadata, value.none], [{ colour: 'red' }, {}]);
  });

  test('leave alone what is no object', () => {
    for (const body of ['', '{}', '[]', '"a"', 'data: text']) assert.equal(withUnknownFields(body), body);
  });
});
