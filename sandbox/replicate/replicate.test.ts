import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { moveClock, openListener, openParts } from '../common/testing.ts';
import { replicate } from './routes.ts';

let parts: Awaited<ReturnType<typeof openParts>>;
let listener: Awaited<ReturnType<typeof openListener>>;
before(async () => {
  parts = await openParts(replicate);
  listener = await openListener();
});
after(async () => {
  listener.close();
  await parts.close();
});

const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${parts.url}/api.replicate.com/v1${path}`, {
    method,
    headers: { authorization: 'Bearer r8_sandbox', 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as any };
};
const input = { prompt: 'an oak tray' };
const create = (part: object = {}, model = 'black-forest-labs/flux-schnell') =>
  call('POST', `/models/${model}/predictions`, { input, ...part });
const secondMs = 1_000;

describe('a prediction', () => {
  test('starts, is processed and succeeds with time, and is forgotten an hour later', async () => {
    const { json: made, status } = await create();
    assert.deepEqual([status, made.status, made.output], [202, 'starting', null]);
    const get = async () => (await call('GET', `/predictions/${made.id}`)).json;
    moveClock(parts.world, 2 * secondMs);
    assert.equal((await get()).status, 'processing');
    moveClock(parts.world, 3 * secondMs);
    const done = await get();
    assert.deepEqual([done.status, done.metrics.predict_time], ['succeeded', 3]);
    const file = () => fetch(`${parts.url}/${done.output[0].replace('https://', '')}`);
    assert.equal((await file()).headers.get('content-type'), 'image/png');
    moveClock(parts.world, 3600 * secondMs);
    const gone = await get();
    assert.deepEqual([gone.data_removed, gone.output, gone.input], [true, null, {}]);
    assert.equal((await file()).status, 404);
  });

  test('that is cancelled stays so', async () => {
    const { json: made } = await create();
    assert.equal((await call('POST', `/predictions/${made.id}/cancel`)).json.status, 'canceled');
    moveClock(parts.world, 10 * secondMs);
    assert.equal((await call('GET', `/predictions/${made.id}`)).json.status, 'canceled');
  });

  test('that has succeeded is not cancelled any more', async () => {
    const { json: made } = await create();
    moveClock(parts.world, 5 * secondMs);
    assert.equal((await call('GET', `/predictions/${made.id}`)).json.status, 'succeeded');
    assert.equal((await call('POST', `/predictions/${made.id}/cancel`)).json.status, 'succeeded');
  });

  test('tells what was asked for, sealed with the secret that can be asked for', async () => {
    const { json: secret } = await call('GET', '/webhooks/default/secret');
    const at = listener.heard.length;
    await create({ webhook: `${listener.url}/r`, webhook_events_filter: ['start', 'completed'] });
    moveClock(parts.world, 5 * secondMs);
    const heard = (await listener.until(at + 2)).slice(at);
    assert.deepEqual(heard.map(({ json }) => json.status).sort(), ['processing', 'succeeded'].toSorted());
    for (const { headers, text } of heard) {
      const key = Buffer.from(secret.key.slice('whsec_'.length), 'base64');
      const words = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
      const seal = createHmac('sha256', key).update(words).digest('base64');
      assert.equal(headers['webhook-signature'], `v1,${seal}`);
    }
  });

  test('is refused without input, with what is not known, and without a token', async () => {
    assert.equal((await call('POST', '/models/a/b/predictions', {})).status, 422);
    assert.equal((await call('POST', '/predictions', { input, version: 'x' })).status, 422);
    assert.equal((await create({ colour: 1 })).status, 422);
    assert.equal((await create({ webhook: 'https://evil.test/' })).status, 422);
    assert.equal((await call('GET', '/predictions', undefined, { authorization: '' })).status, 401);
  });

  test('goes wrong by the name of its model', async () => {
    assert.equal((await create({}, 'sandbox/rate-limited')).headers.get('retry-after'), '3');
    const { json: made } = await create({}, 'sandbox/failed-prediction');
    moveClock(parts.world, 5 * secondMs);
    const { json: failed } = await call('GET', `/predictions/${made.id}`);
    assert.equal(failed.status, 'failed');
    assert.ok(failed.error);
  });
});

test('shows its page to people', async () => {
  const answer = await fetch(`${parts.url}/replicate`, { headers: { accept: 'text/html' } });
  assert.match(await answer.text(), /<h1>/);
});
