import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { idText, parseJson } from './json.ts';
import { isTrouble } from './trouble.ts';
import { type Call, openWire } from './wire.ts';

async function world(t: TestContext, answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const get: Call = { method: 'GET', url: 'https://graph.facebook.com/v25.0/me', name: 'GET /me' };
const post: Call = { ...get, method: 'POST', name: 'POST /messages', json: { text: 'hello' } };

describe('a wire', () => {
  test('leads a true address into another world, and nowhere else without one', async (t) => {
    const seen: string[] = [];
    const url = await world(t, ({ url }, response) => {
      seen.push(url!);
      response.end('{"id":1}');
    });
    const wire = openWire({ provider: 'meta', world: url });
    const reply = await wire.send({ ...get, query: { fields: 'id,name', after: undefined } });
    assert.deepEqual([seen, reply.json], [['/graph.facebook.com/v25.0/me?fields=id%2Cname'], { id: 1 }]);
    await wire.fetch(get.url);
    assert.equal(seen[1], '/graph.facebook.com/v25.0/me');
    assert.equal(openWire({ provider: 'meta' }).address(get.url), get.url);
  });

  test('keeps an id that a double cannot hold', async (t) => {
    const url = await world(t, (_request, response) =>
      response.end('{"id":788032119674292922,"n":12,"price":1.5,"big":-9007199254740993}'),
    );
    const { json } = await openWire({ provider: 'shopify', world: url }).send(get);
    assert.deepEqual(json, { id: '788032119674292922', n: 12, price: 1.5, big: '-9007199254740993' });
    assert.deepEqual(
      [idText(12), idText('12'), idText(1.5), idText(''), idText(null)],
      ['12', '12', undefined, undefined, undefined],
    );
    assert.deepEqual(parseJson('[1e300, 1.7976931348623157e308]'), [1e300, 1.7976931348623157e308]);
  });

  test('does not follow where it is sent', async (t) => {
    const url = await world(t, (_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    assert.equal((await openWire({ provider: 'meta', world: url }).send(get)).status, 302);
  });

  test('an answer that breaks off leaves a writing call unknown and a reading one to be repeated', async (t) => {
    const url = await world(t, (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"half":', () => response.destroy());
    });
    const wire = openWire({ provider: 'meta', world: url });
    await assert.rejects(wire.send(post), (error) => isTrouble(error, 'unknown_outcome'));
    await assert.rejects(wire.send(get), (error) => isTrouble(error, 'unavailable'));
    await assert.rejects(wire.send({ ...post, isRepeatable: true }), (error) =>
      isTrouble(error, 'unavailable'),
    );
  });

  test('silence leaves a writing call unknown', async (t) => {
    const wire = openWire({ provider: 'meta', world: await world(t, () => {}), timeoutMs: 50 });
    await assert.rejects(wire.send(post), (error) => isTrouble(error, 'unknown_outcome'));
  });

  test('a caller that gives up a writing call hears that it may have been done', async (t) => {
    const stop = new AbortController();
    const wire = openWire({ provider: 'meta', world: await world(t, () => stop.abort()) });
    await assert.rejects(wire.send({ ...post, signal: stop.signal }), (error) =>
      isTrouble(error, 'unknown_outcome'),
    );
    await assert.rejects(wire.send({ ...get, signal: stop.signal }), { name: 'AbortError' });
  });

  test('nobody at home is certain: nothing was done', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    const wire = openWire({ provider: 'meta', world: `http://127.0.0.1:${port}` });
    await assert.rejects(wire.send(post), (error) => isTrouble(error, 'unavailable'));
  });
});
