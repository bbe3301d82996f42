import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { noon, scripted, secondsAfterNoon, troubleOf } from '../oauth/testing.ts';
import { isSettled, openReplicate, readPrediction } from './replicate.ts';
import { splitReplicate, verifyReplicate } from './webhook.ts';

const starting = { id: 'p1', model: 'a/b', version: 'v', status: 'starting', output: null, error: null };

describe('replicate', () => {
  test('makes a prediction of a model or of a version, and says where to tell of its end', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'replicate',
      { status: 201, json: starting },
      { status: 202, json: starting },
    );
    const replicate = openReplicate({ ...outside, token: 'r8_1' });
    const made = await replicate.create({ model: { name: 'a/b-1.5' }, input: { prompt: 'é' } });
    assert.deepEqual(made, { id: 'p1', model: 'a/b', version: 'v', status: 'starting' });
    await replicate.create({ model: { version: 'v' }, input: {}, webhookUrl: 'https://stoa.test/w' });
    assert.deepEqual(
      heard.map(({ line }) => line),
      ['POST /api.replicate.com/v1/models/a/b-1.5/predictions', 'POST /api.replicate.com/v1/predictions'],
    );
    assert.deepEqual(JSON.parse(heard[0]!.body), { input: { prompt: 'é' } });
    assert.deepEqual(JSON.parse(heard[1]!.body), {
      input: {},
      version: 'v',
      webhook: 'https://stoa.test/w',
      webhook_events_filter: ['completed'],
    });
    assert.equal(heard[0]!.headers.authorization, 'Bearer r8_1');
    for (const name of ['a', 'a/b/c', '../b', 'a/..', 'a/b?x', 'a b/c'])
      await assert.rejects(replicate.create({ model: { name }, input: {} }), TypeError, name);
    assert.equal(heard.length, 2);
  });

  test('reads how it stands, cancels it, and hands out the secret of its webhooks', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'replicate',
      {
        json: {
          ...starting,
          status: 'succeeded',
          output: ['https://replicate.delivery/x.png'],
          metrics: { predict_time: 1.5 },
          completed_at: '2026-11-21T11:59:00Z',
          urls: {},
        },
      },
      { json: { ...starting, status: 'failed', error: { code: 7 } } },
      { json: { ...starting, status: 'canceled' } },
      { json: { key: 'whsec_x' } },
    );
    const replicate = openReplicate({ ...outside, token: 'r8_1' });
    const done = await replicate.prediction('p/1');
    assert.deepEqual([done.output, done.predictSeconds], [['https://replicate.delivery/x.png'], 1.5]);
    assert.equal((await replicate.prediction('p1')).error, '{"code":7}');
    assert.equal((await replicate.cancel('p1')).status, 'canceled');
    assert.equal(await replicate.webhookSecret(), 'whsec_x');
    assert.equal(heard[0]!.line, 'GET /api.replicate.com/v1/predictions/p%2F1');
    assert.deepEqual(['starting', 'succeeded', 'aborted', 'new'].map(isSettled), [false, true, true, false]);
  });

  test('says what became of a call: to make one twice is to have two', async (t) => {
    const throttled = { detail: 'Request was throttled. Expected available in 12 seconds.', status: 429 };
    const { outside } = await scripted(
      t,
      'replicate',
      { isCut: true },
      { status: 500 },
      { status: 201, json: { status: 'starting' } },
      { status: 422, json: { title: 'Input validation failed', detail: 'prompt is required', status: 422 } },
      { status: 402, json: { title: 'Insufficient credit', detail: 'x' } },
      { status: 401, json: { detail: 'x' } },
      { status: 429, json: throttled },
      { status: 429, json: throttled, headers: { 'retry-after': '3' } },
      { isCut: true },
      { isCut: true },
    );
    const replicate = openReplicate({ ...outside, token: 'r8_1' });
    const make = () => replicate.create({ model: { version: 'v' }, input: {} });
    for (let i = 0; i < 3; i++) await troubleOf(make(), 'unknown_outcome');
    assert.equal((await troubleOf(make(), 'rejected')).facts.code, 'Input validation failed');
    await troubleOf(make(), 'rejected');
    await troubleOf(make(), 'unauthorized');
    assert.equal(secondsAfterNoon((await troubleOf(make(), 'rate_limited')).facts.until), 12);
    assert.equal(secondsAfterNoon((await troubleOf(make(), 'rate_limited')).facts.until), 3);
    await troubleOf(replicate.prediction('p1'), 'unavailable');
    await troubleOf(replicate.cancel('p1'), 'unavailable');
  });
});

describe('a webhook of replicate', () => {
  const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
  const seconds = noon.getTime() / 1000;
  const raw = Buffer.from('{"id":"p1","status":"succeeded","logs":"caf\\u00e8"}');
  const headers = (key: Buffer, at = seconds) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${createHmac('sha256', key).update(`msg_1.${at}.`).update(raw).digest('base64')}`,
  });

  test('is signed with what the secret decodes to', () => {
    const check = (given: ReturnType<typeof headers>) => verifyReplicate(raw, given, [secret], noon).ok;
    assert.equal(check(headers(Buffer.alloc(24, 1))), true);
    assert.equal(check(headers(Buffer.from(secret))), false);
    assert.equal(check(headers(Buffer.alloc(24, 1), seconds - 301)), false);
  });

  test('is one event of its prediction, known by its own id', () => {
    const json = { ...starting, status: 'succeeded', completed_at: '2026-11-21T12:00:00Z', started_at: 'x' };
    assert.deepEqual(splitReplicate(json, headers(Buffer.alloc(1))), [
      {
        platform: 'replicate',
        accountId: undefined,
        eventId: 'msg_1',
        kind: 'prediction.succeeded',
        conversationKey: 'p1',
        at: noon,
        payload: json,
      },
    ]);
    assert.equal(readPrediction(json)!.status, 'succeeded');
    for (const strange of [null, [], 7, {}, { id: 'p1' }, { id: 1, status: 'x' }]) {
      assert.deepEqual(splitReplicate(strange, {}), []);
    }
    assert.equal(readPrediction({}), undefined);
  });
});
