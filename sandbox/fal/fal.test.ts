import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type Heard, moveClock, openListener, openParts } from '../common/testing.ts';
import { fal } from './routes.ts';

let parts: Awaited<ReturnType<typeof openParts>>;
let listener: Awaited<ReturnType<typeof openListener>>;
before(async () => {
  parts = await openParts(fal);
  listener = await openListener();
});
after(async () => {
  listener.close();
  await parts.close();
});

const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${parts.url}/queue.fal.run/${path}`, {
    method,
    headers: {
      authorization: 'Key sandbox-id:sandbox-secret',
      'content-type': 'application/json',
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as any };
};
const submit = (app = 'fal-ai/flux/dev', query = '') => call('POST', app + query, { prompt: 'an oak tray' });
const pathOf = (address: string) => address.replace('https://queue.fal.run/', '');
const secondMs = 1_000;

const isSealed = async ({ headers, text }: Heard): Promise<boolean> => {
  const { keys } = (await (await fetch(`${parts.url}/rest.fal.ai/.well-known/jwks.json`)).json()) as any;
  const words = [
    headers['x-fal-webhook-request-id'],
    headers['x-fal-webhook-user-id'],
    headers['x-fal-webhook-timestamp'],
    createHash('sha256').update(text).digest('hex'),
  ].join('\n');
  const seal = Buffer.from(headers['x-fal-webhook-signature']!, 'hex');
  return keys.some((key: any) =>
    verify(null, Buffer.from(words), createPublicKey({ key, format: 'jwk' }), seal),
  );
};

describe('a request', () => {
  test('waits, runs and is done with time; it is asked after without its sub-path', async () => {
    const { json: made } = await submit();
    assert.match(made.status_url, /^https:\/\/queue\.fal\.run\/fal-ai\/flux\/requests\/[^/]+\/status$/);
    const status = () => call('GET', `${pathOf(made.status_url)}?logs=1`);
    assert.deepEqual((({ status, json }) => [status, json.status])(await status()), [202, 'IN_QUEUE']);
    moveClock(parts.world, 2 * secondMs);
    assert.equal((await status()).json.status, 'IN_PROGRESS');
    assert.equal((await call('GET', pathOf(made.response_url))).status, 400);
    moveClock(parts.world, 3 * secondMs);
    assert.deepEqual((({ status, json }) => [status, json.status])(await status()), [200, 'COMPLETED']);
    const { json: result } = await call('GET', pathOf(made.response_url));
    const file = () => fetch(`${parts.url}/${result.images[0].url.replace('https://', '')}`);
    assert.equal((await file()).headers.get('content-type'), 'image/png');
    moveClock(parts.world, 3600 * secondMs);
    assert.equal((await file()).status, 404);
  });

  test('can be cancelled until it is done', async () => {
    const { json: made } = await submit();
    assert.equal((await call('PUT', pathOf(made.cancel_url))).status, 202);
    assert.equal((await call('PUT', pathOf(made.cancel_url))).json.status, 'ALREADY_COMPLETED');
  });

  test('tells when it is done, signed with a key that is shown, before and after it changed', async () => {
    const webhook = `?fal_webhook=${encodeURIComponent(`${listener.url}/f`)}`;
    for (const turn of [1, 2]) {
      const { json: made } = await submit('fal-ai/flux/dev', webhook);
      moveClock(parts.world, 5 * secondMs);
      const heard = (await listener.until(turn)).at(-1)!;
      assert.deepEqual([heard.json.request_id, heard.json.status], [made.request_id, 'OK']);
      assert.equal(await isSealed(heard), true);
      assert.equal(await isSealed({ ...heard, text: `${heard.text} ` }), false);
      await fetch(`${parts.url}/fal/play/rotate`, { method: 'POST' });
    }
  });

  test('that fails is done as well: its result is the error', async () => {
    const { json: made } = await submit('sandbox/failed-request');
    moveClock(parts.world, 5 * secondMs);
    assert.equal((await call('GET', pathOf(made.status_url))).json.status, 'COMPLETED');
    const { status, json } = await call('GET', pathOf(made.response_url));
    assert.deepEqual([status, json.detail[0].type], [422, 'content_policy_violation']);
  });

  test('is refused without a prompt, without the key, and if it is to tell somebody elsewhere', async () => {
    assert.equal((await call('POST', 'fal-ai/flux', {})).json.detail[0].type, 'missing');
    assert.equal(
      (await call('POST', 'fal-ai/flux', { prompt: 'x' }, { authorization: 'Key x:y' })).status,
      401,
    );
    assert.equal((await submit('fal-ai/flux', '?fal_webhook=https://evil.test/')).status, 422);
    assert.equal((await submit('sandbox/rate-limited')).status, 429);
  });
});

test('shows its page to people', async () => {
  const answer = await fetch(`${parts.url}/fal`, { headers: { accept: 'text/html' } });
  assert.match(await answer.text(), /<h1>/);
});
