import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Courier } from '../courier.ts';
import { openSandbox, type Sandbox } from '../server.ts';

describe('deliveries', () => {
  let sandbox: Sandbox;
  let receiver: Server;
  let hook: string;
  let courier: Courier;
  let status = 200;
  const received: { body: string; signature: string }[] = [];
  before(async () => {
    sandbox = await openSandbox({ port: 0, smtpPort: 0 });
    receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received.push({ body: Buffer.concat(chunks).toString(), signature: String(request.headers.signature) });
      response.writeHead(status).end(status === 200 ? 'thanks' : 'not <b>now</b>');
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
    const sign = (body: string) => ({ signature: `of ${body}` });
    courier = sandbox.world.post.courier('chat', {
      sign,
      retryAfterMs: [3_600_000],
      batch: (all) => all.join(),
    });
    sandbox.world.post.courier('alone', { sign, retryAfterMs: [] });
  });
  after(async () => {
    await sandbox.close();
    receiver.closeAllConnections();
    receiver.close();
  });
  beforeEach(async () => {
    status = 200;
    received.length = 0;
    await post('/reset', {});
  });
  const get = async (path: string): Promise<any> => (await fetch(sandbox.url + path)).json();
  const post = async (path: string, body: object): Promise<any> =>
    (
      await fetch(sandbox.url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    ).json();
  const pageOf = async (path: string) =>
    (await fetch(sandbox.url + path, { headers: { accept: 'text/html' } })).text();
  const send = (body: string) => courier.send({ url: hook, body, about: `the word <${body}>` });
  const until = async (state: string, count = 1) => {
    for (;;) {
      const { parcels } = await get(`/deliveries?part=chat&state=${state}`);
      if (parcels.length === count) return parcels;
    }
  };

  test('are held and let go, by program', async () => {
    assert.equal((await post('/deliveries/habits', { part: 'chat', held: true })).held, true);
    send('a');
    send('b');
    assert.equal((await until('waiting', 2)).length, 2);
    assert.deepEqual(await post('/deliveries/release', { part: 'chat' }), { released: 2 });
    await until('delivered', 2);
    // Let go at once, they arrive as the wires have it.
    const inOrder = received.toSorted((one, other) => one.body.localeCompare(other.body));
    assert.deepEqual(inOrder, [
      { body: 'a', signature: 'of a' },
      { body: 'b', signature: 'of b' },
    ]);
  });

  test('that failed are tried again the moment the clock says so, and not before', async () => {
    status = 503;
    const { id } = send('a');
    while ((await get(`/deliveries/${id}`)).attempts.length === 0);
    status = 200;
    await post('/clock', { move: '59m' });
    assert.equal((await get(`/deliveries/${id}`)).state, 'waiting');
    await post('/clock', { move: '1m' });
    const [{ attempts }] = await until('delivered');
    assert.deepEqual(
      attempts.map((attempt: any) => [attempt.status, attempt.said]),
      [
        [503, 'not <b>now</b>'],
        [200, 'thanks'],
      ],
    );
  });

  test('that became due when time was moved leave at once', async () => {
    const signed: string[] = [];
    const { send: sendLate } = sandbox.world.post.courier('late', {
      sign: (body) => {
        signed.push(body);
        return {};
      },
      retryAfterMs: [],
    });
    sandbox.world.post.change('late', { lateMs: 86_400_000 });
    sendLate({ url: hook, body: 'a', about: 'a' });
    await turn();
    const before = [...signed];
    sandbox.world.time.value.offsetMs += 86_400_000;
    sandbox.world.journal.stirred('clock');
    await turn();
    assert.deepEqual([before, signed], [[], ['a']]);
  });

  test('go again when they are asked to', async () => {
    const { id } = send('a');
    await until('delivered');
    assert.deepEqual(await post(`/deliveries/${id}/again`, {}), { again: id });
    while (received.length < 2) await get('/deliveries');
    assert.equal(received[1]!.body, 'a');
  });

  test('travel as a form says, in which what is not ticked is not sent', async () => {
    await post('/deliveries/habits', { part: 'chat', held: true, shuffled: true });
    const body = new URLSearchParams({
      part: 'chat',
      whole: 'true',
      lateMs: '5000',
      copies: '3',
      batched: 'on',
    });
    await fetch(`${sandbox.url}/deliveries/habits`, { method: 'POST', body });
    const { habits } = await get('/deliveries');
    assert.deepEqual(habits.chat, { held: false, shuffled: false, batched: true, lateMs: 5_000, copies: 3 });
  });

  test('refuse what no platform could do, and change nothing', async () => {
    for (const wrong of [
      { part: 'nobody', held: true },
      { part: 'alone', batched: true },
      { part: 'chat', held: 'perhaps' },
      { part: 'chat', copies: 0 },
      { part: 'chat', copies: 1.5 },
      { part: 'chat', lateMs: -1 },
      { part: 'chat', lateMs: 'soon' },
    ])
      assert.ok((await post('/deliveries/habits', wrong)).error, JSON.stringify(wrong));
    assert.ok((await post('/deliveries/release', { part: 'nobody' })).error);
    assert.ok((await get('/deliveries?state=lost')).error);
    assert.ok((await get('/deliveries/no-such')).error);
    const { habits } = await get('/deliveries');
    assert.deepEqual(habits.chat, { held: false, lateMs: 0, copies: 1, shuffled: false, batched: false });
  });

  test('are shown with what was said and answered, none of which is taken for HTML', async () => {
    status = 503;
    const { id } = send('<script>');
    while ((await get(`/deliveries/${id}`)).attempts.length === 0);
    for (const path of ['/deliveries', `/deliveries/${id}`, '/deliveries?part=chat&state=waiting']) {
      const text = await pageOf(path);
      assert.match(text, /the word &#60;&#60;script&#62;&#62;/, path);
      assert.ok(!text.includes('<b>now'), path);
    }
    assert.match(await pageOf('/deliveries'), /Let 1 of Chat go/);
  });
});
