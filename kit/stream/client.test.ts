import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { eventually } from '../jobs/testing.ts';
import { openStream, type StreamClientOptions } from './client.ts';
import { readSse, type SseMessage } from './sse.ts';

describe('readSse', () => {
  test('reads the same wherever the text is cut', () => {
    const text =
      'retry: 2000\nid: 1\ndata: {"a":1}\n\n: a remark\n\nevent: saying\ndata: one\ndata: two\n\nid: 2\n\n';
    for (let cut = 0; cut <= text.length; cut++) {
      const messages: SseMessage[] = [];
      const ids: string[] = [];
      const read = readSse(
        (message) => messages.push(message),
        (id) => ids.push(id),
      );
      read(text.slice(0, cut));
      read(text.slice(cut));
      assert.deepEqual(messages, [
        { name: 'message', data: '{"a":1}' },
        { name: 'saying', data: 'one\ntwo' },
      ]);
      assert.deepEqual(ids, ['1', '2']);
    }
  });
});

/** A server that answers each visit as the test says. */
async function streamServer(answer: (visit: number, response: ServerResponse) => void) {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.url!);
    answer(visits.length, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    visits,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/stream?workspace=w`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function client(url: string, part: Partial<StreamClientOptions> = {}) {
  const events: unknown[] = [];
  const states: string[] = [];
  const notes: string[] = [];
  const opened = openStream({
    url,
    onEvent: ({ payload }) => events.push(payload),
    onState: (state) => states.push(state),
    onReset: () => notes.push('reset'),
    onRefused: (status) => notes.push(`refused ${status}`),
    waitMs: { min: 1, max: 5 },
    ...part,
  });
  return { events, states, notes, [Symbol.dispose]: () => opened.close() };
}

const message = (id: number, payload: number) =>
  `id: ${id}\ndata: ${JSON.stringify({ id: `e${id}`, name: 'x', at: '', payload })}\n\n`;
const ok = (response: ServerResponse, text: string) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(text);
};

describe('the stream in the browser', () => {
  test('continues after a break where it was, also when only an id was said last', async () => {
    await using server = await streamServer((visit, response) => {
      ok(response, visit === 1 ? `${message(1, 10)}id: 2\n\n` : message(3, 30));
      if (visit === 1) response.end();
    });
    using browser = client(server.url);

    await eventually(() => assert.deepEqual(browser.events, [10, 30]));
    assert.match(server.visits[1]!, /&after=2$/);
    assert.deepEqual(browser.states, ['connecting', 'live', 'offline', 'connecting', 'live']);
  });

  test('comes back when the server is not there, and when it falls silent', async () => {
    await using server = await streamServer((visit, response) => {
      if (visit === 1) response.writeHead(503).end();
      else if (visit === 2) ok(response, message(1, 1));
      else ok(response, message(2, 2));
    });
    using browser = client(server.url, { silenceMaxMs: 50 });

    await eventually(() => assert.deepEqual(browser.events.slice(0, 2), [1, 2]));
  });

  test('says when everything must be read afresh', async () => {
    await using server = await streamServer((_, response) =>
      ok(response, 'event: reset\nid: 9\ndata: {}\n\n'),
    );
    using browser = client(server.url);
    await eventually(() => assert.deepEqual(browser.notes, ['reset']));
  });

  test('stops when it is refused, and when it is shown out', async () => {
    for (const [answer, note] of [
      [(response: ServerResponse) => response.writeHead(401).end(), 'refused 401'],
      [(response: ServerResponse) => ok(response, 'event: gone\ndata: {}\n\n'), 'refused 403'],
    ] as const) {
      await using server = await streamServer((_, response) => answer(response));
      using browser = client(server.url);
      await eventually(() => assert.deepEqual(browser.notes, [note]));
      await new Promise((resolve) => setTimeout(resolve, 30));
      assert.equal(server.visits.length, 1);
      assert.equal(browser.states.at(-1), 'offline');
    }
  });

  test('says nothing more once it is closed', async () => {
    let late: ServerResponse | undefined;
    await using server = await streamServer((_, response) => {
      late = response;
      ok(response, message(1, 1));
    });
    const browser = client(server.url);
    await eventually(() => assert.deepEqual(browser.events, [1]));

    browser[Symbol.dispose]();
    late!.write(message(2, 2));
    await new Promise((resolve) => setTimeout(resolve, 30));

    assert.deepEqual(browser.events, [1]);
    assert.equal(server.visits.length, 1);
  });
});
