import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { endpoint } from '../../kit/http/endpoint.ts';
import { pageOf, pageQuery } from '../../kit/page.ts';
import { onProofNeeded, pagesOf, q, queryClient } from './api.ts';
import { editOne, editPages, sendNow } from './send.ts';

const Shop = z.object({ id: z.string(), name: z.string() });
type Shop = z.infer<typeof Shop>;
const listShops = endpoint({
  method: 'GET',
  path: '/shops',
  audience: 'person',
  summary: '',
  query: pageQuery,
  reply: pageOf(Shop),
});
const getShop = endpoint({
  method: 'GET',
  path: '/shops/:id',
  audience: 'person',
  summary: '',
  params: { id: z.string() },
  reply: Shop,
});
const putShop = endpoint({
  method: 'PUT',
  path: '/shops/:id',
  audience: 'person',
  summary: '',
  params: { id: z.string() },
  body: { name: z.string() },
  reply: Shop,
});

const refusal = {
  type: '',
  title: '',
  status: 409,
  code: 'shops.closed',
  detail: 'Closed.',
  requestId: 'r',
  fields: [],
};
type Answer = { status: number; body: unknown };
let answers: Answer[] = [];
let writes: { key: string | undefined; whileWriting: unknown }[] = [];
const shown = () =>
  queryClient
    .getQueryData(pagesOf(listShops).queryKey)
    ?.pages.flatMap(({ items }) => items.map(({ name }) => name));

const server = createServer((request: IncomingMessage, response) => {
  request.resume().on('end', () => {
    const { status, body } = answers.shift() ?? { status: 500, body: {} };
    writes.push({ key: request.headers['idempotency-key'] as string | undefined, whileWriting: shown() });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
});
const browserFetch = globalThis.fetch;

before(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // A page's addresses are relative to its site; here somebody has to say which.
  globalThis.fetch = (url, init) => browserFetch(new URL(String(url), base), init);
});
after(() => {
  globalThis.fetch = browserFetch;
  queryClient.clear();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  queryClient.clear();
  answers = [];
  writes = [];
  const page = (...items: Shop[]) => ({ items, next: null });
  queryClient.setQueryData(pagesOf(listShops).queryKey, {
    pages: [page({ id: '1', name: 'Agora' }), page({ id: '2', name: 'Boule' })],
    pageParams: [null, 'x'],
  });
  queryClient.setQueryData(q(getShop, { params: { id: '2' } }).queryKey, { id: '2', name: 'Boule' });
});

const rename = (name: string) =>
  sendNow(
    putShop,
    { params: { id: '2' }, body: { name } },
    {
      changes: () => [
        editPages(listShops, [], (rows) => rows.map((row) => (row.id === '2' ? { ...row, name } : row))),
        editOne(getShop, [{ params: { id: '2' } }], (shop) => ({ ...shop, name })),
      ],
    },
  );

describe('a write', () => {
  test('is on the screen before the answer, in every list and detail that shows it', async () => {
    answers = [{ status: 200, body: { id: '2', name: 'Cella' } }];
    await rename('Cella');
    assert.deepEqual(writes[0]?.whileWriting, ['Agora', 'Cella']);
    assert.equal(queryClient.getQueryData(q(getShop, { params: { id: '2' } }).queryKey)?.name, 'Cella');
  });

  test('that is refused leaves the screen as it was', async () => {
    answers = [{ status: 409, body: refusal }];
    await assert.rejects(rename('Cella'), { code: 'shops.closed', message: 'Closed.' });
    assert.deepEqual(writes[0]?.whileWriting, ['Agora', 'Cella']);
    assert.deepEqual(shown(), ['Agora', 'Boule']);
    assert.equal(queryClient.getQueryData(q(getShop, { params: { id: '2' } }).queryKey)?.name, 'Boule');
  });

  test('that has to be sent again is sent under the same key', { timeout: 10_000 }, async () => {
    answers = [
      { status: 503, body: { ...refusal, status: 503, code: 'stoa.unavailable' } },
      { status: 200, body: { id: '2', name: 'Cella' } },
    ];
    await rename('Cella');
    assert.equal(writes.length, 2);
    assert.ok(writes[0]?.key);
    assert.equal(writes[0].key, writes[1]?.key);
  });

  test('that is refused for good is not sent again', async () => {
    answers = [{ status: 409, body: refusal }];
    await assert.rejects(rename('Cella'));
    assert.equal(writes.length, 1);
  });

  test('that wants a proof asks for one, and is sent again under the same key once it is there', async () => {
    let asked = 0;
    onProofNeeded(async () => {
      asked += 1;
      return true;
    });
    answers = [
      { status: 403, body: { ...refusal, status: 403, code: 'identity.proof_needed' } },
      { status: 200, body: { id: '2', name: 'Cella' } },
    ];
    await rename('Cella');
    assert.equal(asked, 1);
    assert.deepEqual(shown(), ['Agora', 'Cella']);
    assert.equal(writes.length, 2);
    assert.equal(writes[0]?.key, writes[1]?.key);
  });

  test('that wants a proof nobody gives is refused as it was, and sent once', async () => {
    onProofNeeded(async () => false);
    answers = [{ status: 403, body: { ...refusal, status: 403, code: 'identity.proof_needed' } }];
    await assert.rejects(rename('Cella'), { code: 'identity.proof_needed' });
    assert.equal(writes.length, 1);
    assert.deepEqual(shown(), ['Agora', 'Boule']);
  });
});
