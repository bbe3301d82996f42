import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openSandbox, type Sandbox } from './server.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const html = { accept: 'text/html' };

describe('sandbox', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await openSandbox({ port: 0, smtpPort: 0 });
  });
  after(() => sandbox.close());
  const get = async (path: string): Promise<any> => (await fetch(sandbox.url + path)).json();
  const post = async (path: string, body: object): Promise<any> =>
    (
      await fetch(sandbox.url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    ).json();

  test('shows a page for every part, which loads nothing from elsewhere, and leads there by the menu', async () => {
    const { parts } = await get('/');
    const front = await (await fetch(`${sandbox.url}/`, { headers: html })).text();
    const menu = [...front.slice(0, front.indexOf('<main')).matchAll(/<li><a href="([^"]+)"/g)];
    const pages = parts.map((part: any) => `/${part.name}`);
    assert.deepEqual(menu.map(([, href]) => href).sort(), pages.toSorted());
    for (const path of ['/', ...pages]) {
      const answer = await fetch(sandbox.url + path, { headers: html });
      assert.equal(answer.status, 200, path);
      assert.match(answer.headers.get('content-security-policy')!, /default-src 'none'/);
      const text = await answer.text();
      assert.match(text, /<h1>/, path);
      assert.doesNotMatch(text, /<style|\sstyle=|<script>|\son\w+=/, path);
    }
  });

  test('stages everybody on every platform on which they can do something', async () => {
    const { people } = await get('/people');
    for (const { key } of people) {
      const front = await (await fetch(`${sandbox.url}/?as=${key}`, { headers: html })).text();
      const phone = front.slice(front.indexOf('class="phone"'), front.indexOf('class="seen"'));
      for (const [, href] of phone.matchAll(/href="(\/\?as=[^"]+)"/g)) {
        const answer = await fetch(sandbox.url + href!.replaceAll('&#38;', '&'), { headers: html });
        assert.equal(answer.status, 200, href);
      }
    }
  });

  test('has a time of its own, which can be set, moved, stopped and put right', async () => {
    assert.equal((await post('/clock', { freeze: true })).offsetMs, 0);
    await post('/clock', { set: '2030-01-01T00:00:00Z' });
    assert.equal((await get('/clock')).now, '2030-01-01T00:00:00.000Z');
    assert.equal((await post('/clock', { move: '25h' })).now, '2030-01-02T01:00:00.000Z');
    assert.equal((await post('/clock', { move: '-1d' })).now, '2030-01-01T01:00:00.000Z');
    assert.match((await post('/clock', { run: true })).now, /^2030-01-01T01:00:0/);
    assert.deepEqual(
      [(await post('/clock', { right: true })).offsetMs, (await get('/clock')).frozenAt],
      [0, null],
    );
    for (const wrong of [{ set: 'tomorrow' }, { move: 'a while' }, { move: '99999999999d' }, {}])
      assert.ok((await post('/clock', wrong)).error);
  });

  test('writes down what came in, and nothing that people looked at', async () => {
    await fetch(`${sandbox.url}/mail`, { headers: html });
    await get('/mail?to=nobody');
    await get('/nowhere');
    const { entries } = await get('/log');
    assert.deepEqual([entries[0].what, entries[0].outcome], ['GET /nowhere', '404']);
    assert.equal(entries[1].what, 'GET /mail?to=nobody');
    const { entries: since } = await get(`/log?part=mail&after=${entries[0].id}`);
    assert.deepEqual(since, []);
  });

  test('delivers to others, and writes down the answer or that there was none', async () => {
    const hook = createServer((_request, response) => response.writeHead(204).end()).listen(0, '127.0.0.1');
    await once(hook, 'listening');
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hooks`;
    assert.equal((await sandbox.world.deliver({ part: 'test', url, headers: {}, body: '{}' })).status, 204);
    await new Promise((resolve) => hook.close(resolve));
    assert.equal(
      (await sandbox.world.deliver({ part: 'test', url, headers: {}, body: '{}' })).status,
      undefined,
    );
    const [second, first] = sandbox.world.journal.entries({ part: 'test' });
    assert.deepEqual(
      [first!.outcome, first!.direction, second!.outcome, second!.good],
      ['204', 'out', 'no answer', false],
    );
  });

  test('plays an armed failure as often as it was armed, and only where it was', async () => {
    await post('/failures', { part: 'mail', name: 'rejected', times: 1 });
    assert.match(await mailTo(sandbox, 'ada@example.com'), /^550/);
    assert.match(await mailTo(sandbox, 'ada@example.com'), /^250/);
    assert.ok((await post('/failures', { part: 'mail', name: 'nonsense' })).error);
    assert.ok((await post('/failures', { part: 'mail', name: 'rejected', times: -1 })).error);
  });

  test('plays a failure for its own mail, not for the next one in the same session', async () => {
    const before = (await get('/mail')).messages.length;
    await mailTo(sandbox, 'bounce@example.com', 'fine@example.com');
    const { messages } = await get('/mail');
    assert.equal(messages.length - before, 3);
    const [fine, bounce] = messages;
    assert.deepEqual([fine.envelope.to, bounce.envelope.to], [['fine@example.com'], ['sender@stoa.example']]);
  });

  test('shows a mail from outside without scripts, without an origin, and loading nothing', async () => {
    await mailTo(sandbox, 'evil@example.com');
    const [{ id }] = (await get('/mail?to=evil')).messages;
    const letter = await fetch(`${sandbox.url}/mail/${id}/html`);
    const policy = letter.headers.get('content-security-policy')!;
    assert.match(policy, /^sandbox(?!.*allow-scripts)(?!.*allow-same-origin).*default-src 'none'/);
    const page = await (await fetch(`${sandbox.url}/mail/${id}`, { headers: html })).text();
    assert.match(page, /<iframe[^>]* sandbox="(?!.*allow-scripts)(?!.*allow-same-origin)/);
    assert.ok(!page.includes('<script>alert'), 'the subject is escaped');
  });

  test('tells an open page that its part has news', async () => {
    const stop = new AbortController();
    const live = await fetch(`${sandbox.url}/live`, { signal: stop.signal });
    const reader = live.body!.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();
    await mailTo(sandbox, 'news@example.com');
    assert.match((await reader.read()).value!, /data: mail/);
    stop.abort();
  });

  test('forgets everything when it is reset', async () => {
    await post('/clock', { move: '1d' });
    await post('/failures', { part: 's3', name: 'slow-down', times: 5 });
    await post('/reset', {});
    assert.deepEqual((await get('/mail')).messages, []);
    assert.equal((await get('/clock')).offsetMs, 0);
    assert.ok((await get('/failures')).failures.every((failure: any) => failure.armedCount === 0));
  });
});

describe('sandbox state', () => {
  test('is there again at the next start, also when a file of it cannot be read', async (t) => {
    const data = await mkdtemp(join(tmpdir(), 'stoa-sandbox-'));
    t.after(() => rm(data, { recursive: true }));
    const first = await openSandbox({ port: 0, smtpPort: 0, data });
    await mailTo(first, 'kept@example.com');
    first.world.time.value = { offsetMs: 0, frozenAt: '2030-01-01T00:00:00.000Z' };
    first.world.time.changed();
    await first.close();
    const second = await openSandbox({ port: 0, smtpPort: 0, data });
    const { messages } = (await (await fetch(`${second.url}/mail?to=kept`)).json()) as {
      messages: unknown[];
    };
    assert.deepEqual([messages.length, second.world.now().toISOString()], [1, '2030-01-01T00:00:00.000Z']);
    await second.close();
  });
});

describe('node sandbox/main.ts', () => {
  const start = (...options: string[]) =>
    spawn(process.execPath, [main, ...options], { stdio: ['pipe', 'pipe', 'pipe'] });

  test('prints one line when it listens, and leaves with 0 on SIGTERM', async () => {
    const child = start('--port', '0', '--smtp-port', '0');
    const [line] = await once(child.stdout, 'data');
    assert.match(String(line), /^sandbox ready http:\/\/127\.0\.0\.1:\d+ smtp:\/\/127\.0\.0\.1:\d+\n$/);
    assert.equal((await fetch(`${String(line).split(' ')[2]}/healthz`)).status, 200);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  test('leaves when whoever started it is gone', async () => {
    const child = start('--port', '0', '--smtp-port', '0');
    await once(child.stdout, 'data');
    child.stdin.end();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  for (const which of ['--port', '--smtp-port']) {
    test(`says which port is taken and leaves with 1 when ${which} is`, async (t) => {
      const other = createServer().listen(0, '127.0.0.1');
      t.after(() => other.close());
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const child = start(
        ...['--port', '--smtp-port'].flatMap((option) => [option, option === which ? String(port) : '0']),
      );
      const said = once(child.stderr, 'data');
      assert.equal((await once(child, 'exit'))[0], 1);
      assert.match(String(await said), new RegExp(`Port ${port} .* is taken`));
    });
  }

  test('refuses an option it does not know, and shows how it is started', async () => {
    const child = start('--prot', '1');
    const said = once(child.stderr, 'data');
    assert.equal((await once(child, 'exit'))[0], 2);
    assert.match(String(await said), /--smtp-port 4225/);
  });
});

/**
 * Speaks SMTP by hand: one session, one mail for each recipient. Answers what was said to the last decisive
 * line.
 */
async function mailTo(sandbox: Sandbox, ...recipients: string[]): Promise<string> {
  const socket = connect(sandbox.smtpPort, '127.0.0.1');
  const lines = socket.setEncoding('utf8')[Symbol.asyncIterator]();
  const said = async () => String((await lines.next()).value);
  const say = (line: string) => {
    socket.write(`${line}\r\n`);
    return said();
  };
  await said();
  await say('EHLO test.example');
  let last = '';
  for (const recipient of recipients) {
    await say('MAIL FROM:<sender@stoa.example>');
    last = await say(`RCPT TO:<${recipient}>`);
    if (!last.startsWith('250')) break;
    await say('DATA');
    const head = [
      'Subject: <script>alert(1)</script>',
      'Message-ID: <m@stoa.example>',
      'Content-Type: text/html',
    ];
    last = await say([...head, '', '<script>alert(2)</script>', '.'].join('\r\n'));
  }
  socket.destroy();
  return last;
}
