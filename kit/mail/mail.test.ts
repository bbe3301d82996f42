import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { openSandbox, type Sandbox } from '../../sandbox/server.ts';
import { uuidv7 } from '../ids.ts';
import { openLog } from '../log.ts';
import { html } from './html.ts';
import { written } from './letter.ts';
import { type Mail, openMail } from './mail.ts';
import { testMessage } from './test-message.ts';

const log = openLog({ name: 'test', level: 'silent' });
const from = 'Stoa <hello@stoa.example>';
const brand = { name: 'Stoa', url: 'https://stoa.example/' };
const letter = testMessage({ brand, sentBy: 'Ada', sentAt: new Date('2026-03-01T12:00:00Z') });

describe('mail', () => {
  let sandbox: Sandbox;
  let mail: Mail;
  before(async () => {
    sandbox = await openSandbox({ port: 0, smtpPort: 0 });
    mail = openMail({ transport: `smtp://127.0.0.1:${sandbox.smtpPort}`, from, log });
  });
  after(async () => {
    await mail.close();
    await sandbox.close();
  });
  const arrived = async (to: string): Promise<any[]> => {
    const answer = await fetch(`${sandbox.url}/mail?to=${encodeURIComponent(to)}`);
    return ((await answer.json()) as { messages: any[] }).messages;
  };

  test('arrives as text and HTML, from us, under the Message-ID the caller made', async () => {
    const messageId = uuidv7();
    const sent = await mail.send({ to: 'ada@example.com', messageId, ...letter });
    assert.deepEqual(sent, { messageId: `<${messageId}@stoa.example>`, rejected: [] });
    const [message] = await arrived('ada@example.com');
    assert.deepEqual([message.subject, message.messageId], ['Mail from Stoa works', sent.messageId]);
    assert.match(message.from, /hello@stoa\.example/);
    assert.match(message.text, /Mail works[\s\S]*Asked for by: Ada/);
    assert.match(message.html, /<h1>Mail works<\/h1>/);
    assert.ok(message.links.includes('https://stoa.example/'));
  });

  test('is recognisable when it is sent a second time', async () => {
    const message = { to: 'again@example.com', messageId: uuidv7(), ...letter };
    await mail.send(message);
    await mail.send(message);
    const [second, first] = await arrived('again@example.com');
    assert.equal(second.duplicateOf, first.id);
  });

  test('offers to unsubscribe with one press', async () => {
    const unsubscribe = { url: 'https://stoa.example/u/1?t=2', mailto: 'stop@stoa.example' };
    await mail.send({ to: 'reader@example.com', messageId: uuidv7(), unsubscribe, ...letter });
    const [{ headers }] = await arrived('reader@example.com');
    assert.equal(headers['list-unsubscribe'], '<https://stoa.example/u/1?t=2>, <mailto:stop@stoa.example>');
    assert.equal(headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');
  });

  test('lets nobody write headers or add recipients through a subject or an address', async () => {
    const subject = 'Hello\r\nBcc: victim@example.com\r\nX-Own: 1';
    await mail.send({ to: 'inject@example.com', messageId: uuidv7(), ...letter, subject });
    const [message] = await arrived('inject@example.com');
    assert.deepEqual(message.envelope.to, ['inject@example.com']);
    assert.equal(message.headers['x-own'], undefined);
    assert.deepEqual(await arrived('victim@example.com'), []);
  });

  const failures: [to: string, code: string, arrivedCount: number][] = [
    ['rejected@example.com', 'mail.rejected', 0],
    ['full@example.com', 'mail.rejected', 0],
    ['unavailable@example.com', 'mail.unavailable', 0],
    ['lost-answer@example.com', 'mail.unknown_outcome', 1],
  ];
  for (const [to, code, count] of failures) {
    test(`is ${code} for ${to}, and was handed over ${count} times`, async () => {
      await assert.rejects(mail.send({ to, messageId: uuidv7(), ...letter }), { code });
      assert.equal((await arrived(to)).length, count);
    });
  }

  test('is sent at the second attempt when it was put off at the first', async () => {
    const message = { to: 'greylisted@example.com', messageId: uuidv7(), ...letter };
    await assert.rejects(mail.send(message), { code: 'mail.unavailable' });
    await mail.send(message);
    assert.equal((await arrived('greylisted@example.com')).length, 1);
  });

  test('names who was refused among others that were taken', async () => {
    const to = ['fine@example.com', 'rejected@example.com'];
    const sent = await mail.send({ to, messageId: uuidv7(), ...letter });
    assert.deepEqual(sent.rejected, ['rejected@example.com']);
    assert.equal((await arrived('fine@example.com')).length, 1);
  });

  test('is unavailable when there is no server, and when it says nothing', async (t) => {
    const mute = createServer();
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    t.after(() => mute.close());
    const { port } = mute.address() as { port: number };
    const timeouts = { greetingMs: 30, connectMs: 500 };
    for (const transport of [`smtp://127.0.0.1:${port}`, 'smtp://127.0.0.1:1']) {
      const other = openMail({ transport, from, log, timeouts });
      await assert.rejects(other.send({ to: 'a@example.com', messageId: uuidv7(), ...letter }), {
        code: 'mail.unavailable',
      });
      await assert.rejects(other.check(), { code: 'mail.unavailable' });
      await other.close();
    }
  });

  test('says that the server is there when it is', () => mail.check());

  test('stops before anything was sent when the caller went away', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    await assert.rejects(mail.send({ to: 'gone@example.com', messageId: uuidv7(), signal, ...letter }), {
      message: 'gone',
    });
    assert.deepEqual(await arrived('gone@example.com'), []);
  });

  test('never sends a password in the clear to another machine', async () => {
    // 0.0.0.0 reaches this machine without being called so.
    const elsewhere = openMail({ transport: `smtp://ada:pass@0.0.0.0:${sandbox.smtpPort}`, from, log });
    const here = openMail({ transport: `smtp://ada:pass@127.0.0.1:${sandbox.smtpPort}`, from, log });
    const message = { to: 'clear@example.com', messageId: uuidv7(), ...letter };
    await assert.rejects(elsewhere.send(message), { code: 'mail.unavailable' });
    assert.deepEqual(await arrived('clear@example.com'), []);
    await here.send(message);
    await Promise.all([elsewhere.close(), here.close()]);
  });

  test('refuses a server or a sender that is written wrongly, with the form to use', () => {
    assert.throws(() => openMail({ transport: 'http://mail.example.com', from, log }), /written smtp:/);
    assert.throws(
      () => openMail({ transport: 'smtp://mail.example.com', from: 'nobody', log }),
      /sender is written/,
    );
  });
});

describe('letters', () => {
  test('escape whatever people wrote, in tags and in attributes', () => {
    const evil = `<img src=x onerror=alert(1)>"'&`;
    const { html: body, text } = testMessage({
      brand: { ...brand, name: evil },
      sentBy: evil,
      sentAt: new Date(0),
    });
    assert.ok(!body.includes('<img'));
    assert.ok(!/aria-label="[^"]*"'/.test(body));
    assert.ok(text.includes(evil));
    assert.equal(
      html`<a title="${evil}">`.text,
      '<a title="&#60;img src=x onerror=alert(1)&#62;&#34;&#39;&#38;">',
    );
  });

  test('link only to the web', () => {
    const parts = [{ kind: 'action', label: 'Go', href: 'javascript:alert(1)' }] as const;
    assert.throws(
      () => written({ subject: 's', preheader: 'p', title: 't', parts, footnote: 'f' }, brand),
      /may not link/,
    );
  });

  test('say in plain text everything they say in HTML', () => {
    const parts = [
      { kind: 'text', text: 'one-text' },
      { kind: 'code', code: 'two-code' },
      { kind: 'facts', facts: [['three-name', 'four-value']] },
      { kind: 'action', label: 'five-label', href: 'https://six.example/' },
    ] as const;
    const both = written(
      { subject: 's', preheader: 'p', title: 'seven-title', parts, footnote: 'eight-foot' },
      brand,
    );
    for (const word of [
      'one-text',
      'two-code',
      'three-name',
      'four-value',
      'five-label',
      'six.example',
      'seven-title',
      'eight-foot',
    ]) {
      assert.ok(both.text.includes(word) && both.html.includes(word), word);
    }
  });
});
