import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { noon, scripted, troubleOf } from '../oauth/testing.ts';
import { openFal } from './fal.ts';
import { falKeysOf, fetchFalKeys, splitFal, verifyFal } from './webhook.ts';

const app = 'fal-ai/flux/dev';

describe('fal', () => {
  test('queues a request and follows it without the part of the app that was asked', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'fal',
      { json: { request_id: 'r1', response_url: 'https://evil.test', queue_position: 2 } },
      { status: 202, json: { status: 'IN_QUEUE', queue_position: 1 } },
      { status: 202, json: { status: 'IN_PROGRESS', logs: null } },
      { json: { status: 'COMPLETED', metrics: { inference_time: 3.5 } } },
      { json: { images: [{ url: 'https://v3.fal.media/x.png' }], seed: 1 } },
    );
    const fal = openFal({ ...outside, key: 'id:secret' });
    const request = { app, input: { prompt: 'é' }, webhookUrl: 'https://stoa.test/w?a=1' };
    const submitted = await fal.submit({ ...request, priority: 'low', startWithinSeconds: 60 });
    assert.deepEqual(submitted, { requestId: 'r1', queuePosition: 2 });
    const states = [await fal.status(app, 'r1'), await fal.status(app, 'r1'), await fal.status(app, 'r1')];
    assert.deepEqual(states, [
      { state: 'queued', queuePosition: 1 },
      { state: 'running' },
      { state: 'completed', inferenceSeconds: 3.5 },
    ]);
    assert.deepEqual(await fal.result(app, 'r1'), {
      images: [{ url: 'https://v3.fal.media/x.png' }],
      seed: 1,
    });
    assert.deepEqual(
      heard.map(({ line }) => line.replace('/queue.fal.run', '')),
      [
        'POST /fal-ai/flux/dev',
        ...Array(3).fill('GET /fal-ai/flux/requests/r1/status'),
        'GET /fal-ai/flux/requests/r1',
      ],
    );
    const [{ query, headers, body }] = heard as [(typeof heard)[0]];
    assert.deepEqual([query, body], [{ fal_webhook: 'https://stoa.test/w?a=1' }, '{"prompt":"é"}']);
    assert.deepEqual(
      [headers.authorization, headers['x-fal-queue-priority'], headers['x-fal-request-timeout']],
      ['Key id:secret', 'low', '60'],
    );
  });

  test('goes nowhere but to an app', async (t) => {
    const { outside, heard } = await scripted(t, 'fal');
    const fal = openFal({ ...outside, key: 'id:secret' });
    for (const bad of ['', 'fal-ai', '../x/y', 'a/b/../c', 'a//b', 'a/b?x', 'https://x/y', 'workflows/a'])
      await assert.rejects(fal.submit({ app: bad, input: {} }), TypeError, bad);
    assert.equal(heard.length, 0);
  });

  test('cancels what is not over', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'fal',
      { status: 202, json: { status: 'CANCELLATION_REQUESTED' } },
      { status: 400, json: { status: 'ALREADY_COMPLETED' } },
      { status: 404, json: { status: 'NOT_FOUND' } },
      { isCut: true },
    );
    const fal = openFal({ ...outside, key: 'id:secret' });
    const cancel = () => fal.cancel('workflows/a/b/c', 'r/1');
    assert.deepEqual([await cancel(), await cancel()], ['requested', 'completed']);
    await troubleOf(cancel(), 'rejected');
    await troubleOf(cancel(), 'unavailable');
    assert.equal(heard[0]!.line, 'PUT /queue.fal.run/workflows/a/b/requests/r%2F1/cancel');
  });

  test('says what became of a request: a failed result stays one, a lost submission may be on its way', async (t) => {
    const { outside } = await scripted(
      t,
      'fal',
      { isCut: true },
      { status: 503 },
      {
        status: 422,
        json: { detail: [{ loc: ['body', 'prompt'], msg: 'field required', type: 'missing' }] },
      },
      { status: 401, json: { detail: 'Invalid key' } },
      { status: 403, json: { detail: 'User is locked. Reason: Exhausted balance.' } },
      { status: 429 },
      { status: 400, json: { detail: 'Request is still in progress' } },
      { status: 202, json: { status: 'IN_PROGRESS' } },
      { status: 500, json: { detail: 'x', error_type: 'internal_error' } },
      { status: 504, json: { detail: 'x' }, headers: { 'x-fal-error-type': 'request_timeout' } },
      { status: 502 },
      { text: 'not json' },
    );
    const fal = openFal({ ...outside, key: 'id:secret' });
    const submit = () => fal.submit({ app, input: {} });
    const result = () => fal.result(app, 'r1');
    await troubleOf(submit(), 'unknown_outcome');
    await troubleOf(submit(), 'unknown_outcome');
    assert.equal((await troubleOf(submit(), 'rejected')).facts.code, 'missing');
    await troubleOf(submit(), 'unauthorized');
    await troubleOf(submit(), 'unauthorized');
    await troubleOf(submit(), 'rate_limited');
    assert.equal((await troubleOf(result(), 'unavailable')).facts.code, 'in_progress');
    assert.equal((await troubleOf(result(), 'unavailable')).facts.code, 'in_progress');
    assert.equal((await troubleOf(result(), 'rejected')).facts.code, 'internal_error');
    assert.equal((await troubleOf(result(), 'rejected')).facts.code, 'request_timeout');
    await troubleOf(result(), 'unavailable');
    await troubleOf(result(), 'unavailable');
  });
});

describe('a webhook of fal', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const another = generateKeyPairSync('ed25519');
  const raw = Buffer.from('{"request_id":"r1","status":"OK","payload":{"n":"caf\\u00e8"}}');
  const seconds = noon.getTime() / 1000;
  const headers = (body = raw, at = seconds, key = privateKey) => {
    const digest = createHash('sha256').update(body).digest('hex');
    return {
      'x-fal-webhook-request-id': 'r1',
      'x-fal-webhook-user-id': 'u1',
      'x-fal-webhook-timestamp': String(at),
      'x-fal-webhook-signature': sign(null, Buffer.from(`r1\nu1\n${at}\n${digest}`), key).toString('hex'),
    };
  };
  const check = (given: Record<string, string | string[] | undefined>, body = raw) => {
    const verdict = verifyFal(body, given, [another.publicKey, publicKey], noon);
    return verdict.ok ? 'none' : verdict.flaw;
  };

  test('is genuine by any of the published keys', () => {
    assert.equal(check(headers()), 'none');
    assert.equal(check(headers(raw, seconds, another.privateKey)), 'none');
  });

  test('is refused by another key, changed, old, from the future, cut, or without a header', () => {
    assert.equal(check(headers(raw, seconds, generateKeyPairSync('ed25519').privateKey)), 'signature_wrong');
    assert.equal(
      check(headers(), Buffer.from(JSON.stringify(JSON.parse(raw.toString())))),
      'signature_wrong',
    );
    assert.equal(check(headers(), raw.subarray(1)), 'signature_wrong');
    for (const name of ['request-id', 'user-id'])
      assert.equal(check({ ...headers(), [`x-fal-webhook-${name}`]: 'x' }), 'signature_wrong');
    assert.deepEqual(
      [300, 301, -300, -301].map((pause) => check(headers(raw, seconds - pause))),
      ['none', 'stale', 'none', 'stale'],
    );
    for (const name of Object.keys(headers())) {
      assert.equal(check({ ...headers(), [name]: undefined }), 'header_missing');
      assert.equal(check({ ...headers(), [name]: ['a', 'b'] }), 'header_missing');
    }
    const signature = headers()['x-fal-webhook-signature'];
    for (const bad of [
      signature.slice(2),
      `${signature}00`,
      'zz',
      Buffer.from(signature, 'hex').toString('base64'),
    ])
      assert.equal(check({ ...headers(), 'x-fal-webhook-signature': bad }), 'header_malformed');
    assert.equal(verifyFal(raw, headers(), [], noon).ok, false);
  });

  test('is checked with keys that are fetched apart, and of which only usable ones are taken', async (t) => {
    const { x } = publicKey.export({ format: 'jwk' });
    const keys = [
      { kty: 'RSA', n: 'x', e: 'AQAB' },
      { kty: 'OKP', crv: 'X25519', x },
      { kty: 'OKP', crv: 'Ed25519', x },
      { kty: 'OKP', crv: 'Ed25519', x: 'short' },
      null,
      7,
    ];
    const { outside, heard } = await scripted(t, 'fal', { json: { keys } }, { json: {} }, { status: 500 });
    const read = falKeysOf(await fetchFalKeys(outside));
    assert.equal(read.length, 1);
    assert.equal(verifyFal(raw, headers(), read, noon).ok, true);
    assert.equal(heard[0]!.line, 'GET /rest.fal.ai/.well-known/jwks.json');
    await troubleOf(fetchFalKeys(outside), 'unavailable');
    await troubleOf(fetchFalKeys(outside), 'unavailable');
    for (const strange of [null, 7, {}, { keys: 'x' }]) assert.deepEqual(falKeysOf(strange), []);
  });

  test('is one event, known by its request', () => {
    const json = { request_id: 'r1', status: 'ERROR', error: 'x', payload: {} };
    assert.deepEqual(splitFal(json, headers()), [
      {
        platform: 'fal',
        accountId: 'u1',
        eventId: 'r1',
        kind: 'request.error',
        conversationKey: 'r1',
        at: undefined,
        payload: json,
      },
    ]);
    for (const strange of [null, [], 7, {}, { request_id: 'r1' }, { request_id: 7, status: 'OK' }])
      assert.deepEqual(splitFal(strange, {}), []);
  });
});
