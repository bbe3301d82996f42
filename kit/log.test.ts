import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from './errors.ts';
import { type LogOptions, lazyChild, openLog } from './log.ts';
import { isSecretName } from './log-redact.ts';

function written(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const log = openLog({
    name: 'stoa-test',
    level: 'debug',
    to: { write: (line) => lines.push(line) },
    ...options,
  });
  return { log, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, any> };
}

describe('log', () => {
  test('hides a secret at every depth, in lists, in children and in errors', () => {
    const { log, lines } = written();
    log.info({
      password: 'hunter2-a',
      headers: { authorization: 'hunter2-b', 'set-cookie': ['hunter2-c'] },
      a: { b: { c: [{ d: { accessToken: 'hunter2-d', api_key: 'hunter2-e' } }] } },
      map: new Map([['clientSecret', 'hunter2-f']]),
      sealed: Buffer.from('hunter2-g'),
    });
    log
      .child({ a: 1 })
      .child({ session: { cookie: 'hunter2-h' } })
      .info('child');
    log.error(
      new AppError({ code: 'x.y', status: 500, message: 'broke', detail: { refresh_token: 'hunter2-i' } }),
      'with an error',
    );
    assert.equal(lines.length, 3);
    assert.ok(!lines.join('').includes('hunter2'), lines.join(''));
  });

  test('makes a child that waits for its first line, and writes as any other', () => {
    const { log, lines } = written({ level: 'info' });
    let made = 0;
    const counting = Object.assign(Object.create(log), {
      child(bindings: object) {
        made += 1;
        return log.child(bindings);
      },
    });
    const child = lazyChild(counting, { requestId: 'r1', token: 'hunter2' });
    assert.equal(made, 0);
    child.warn({ n: 1 }, 'first');
    child.child({ m: 2 }).info('second');
    child.debug('too quiet');
    assert.equal(made, 1);
    const [first, second] = lines.map((line) => JSON.parse(line));
    assert.deepEqual([first.level, first.msg, first.n, first.requestId], ['warn', 'first', 1, 'r1']);
    assert.deepEqual([second.msg, second.m, second.requestId], ['second', 2, 'r1']);
    assert.ok(!lines.join('').includes('hunter2'));
  });

  test('hides a secret inside a sentence, an address and an error from elsewhere', () => {
    const { log, lines } = written();
    log.info('calling with Authorization: Bearer abcdef123456');
    log.info(
      { url: 'postgres://stoa:hunter2@db/stoa' },
      'no answer from https://a:hunter2@example.com/x?access_token=hunter2&b=1',
    );
    log.error(new Error('connect to smtp://u:hunter2@mail failed, Basic aHVudGVyMg=='));
    const all = lines.join('');
    assert.ok(!/hunter2|abcdef123456|aHVudGVyMg/.test(all), all);
    assert.match(all, /postgres:\/\/stoa:\[hidden\]@db\/stoa/);
  });

  test('writes every line as JSON whatever it is handed', () => {
    const { log, lines, last } = written();
    const ring: Record<string, unknown> = {
      n: 1n,
      at: new Date('2026-01-02T03:04:05Z'),
      bytes: new Uint8Array(3),
    };
    ring.self = ring;
    log.info({ ring, long: 'x'.repeat(100_000), many: Array.from({ length: 1000 }, (_, i) => i) });
    assert.deepEqual(last().ring, {
      n: '1',
      at: '2026-01-02T03:04:05.000Z',
      bytes: '[3 bytes]',
      self: '[seen above]',
    });
    assert.ok(lines[0]!.length < 20_000);
  });

  test('writes an error with its code, detail and the chain of what caused it', () => {
    const { log, last } = written();
    const root = Object.assign(new Error('socket closed'), { code: 'ECONNRESET' });
    const failure = new AppError({
      code: 'inbox.provider_failed',
      status: 502,
      message: 'Later.',
      detail: { replyId: 'r1' },
      cause: new Error('middle', { cause: root }),
    });
    log.error(failure, 'could not send');
    const { err, msg } = last();
    assert.equal(msg, 'could not send');
    assert.deepEqual(
      [err.type, err.code, err.status, err.detail],
      ['AppError', 'inbox.provider_failed', 502, { replyId: 'r1' }],
    );
    assert.match(err.stack, /log\.test\.ts/);
    assert.deepEqual([err.cause.message, err.cause.cause.code], ['middle', 'ECONNRESET']);
  });

  test('survives an error that caused itself', () => {
    const { log, last } = written();
    const error: Error = new Error('snake');
    error.cause = error;
    log.error({ err: error });
    assert.equal(last().err.cause, '[seen above]');
  });

  test('carries the request id on every line of a child', () => {
    const { log, last } = written();
    log.child({ requestId: 'q1' }).warn('slow');
    assert.deepEqual([last().requestId, last().level, last().name], ['q1', 'warn', 'stoa-test']);
  });

  test('is silent below its level', () => {
    const { log, lines } = written({ level: 'warn' });
    log.info('chatter');
    assert.deepEqual(lines, []);
  });

  test('prints a line for eyes when asked to, with the error below it', () => {
    const { log, lines } = written({ pretty: true });
    log.warn({ requestId: 'q1', token: 'hunter2' }, 'careful');
    log.error(new Error('broke', { cause: new Error('root') }));
    assert.match(
      lines[0]!,
      /^\d\d:\d\d:\d\d\.\d{3} ! stoa-test {2}careful {2}requestId=q1 token=\[hidden\]\n$/,
    );
    assert.match(lines[1]!, /\n {4}Error: broke\n[\s\S]* {4}caused by Error: root\n/);
  });
});

describe('isSecretName', () => {
  for (const name of [
    'authorization',
    'Set-Cookie',
    'accessToken',
    'x-api-key',
    'apikey',
    'PRIVATE_KEY',
    'keyRing',
    'userPassword',
  ]) {
    test(`is true of ${name}`, () => assert.equal(isSecretName(name), true));
  }
  for (const name of [
    'author',
    'keyboard',
    'monkey',
    'tokenCount',
    'keyId',
    'secretary',
    'body',
    'durationMs',
  ]) {
    test(`is false of ${name}`, () => assert.equal(isSecretName(name), false));
  }
});
