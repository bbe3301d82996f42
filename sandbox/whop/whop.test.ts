import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { moveClock, openListener, openParts } from '../common/testing.ts';
import { whop } from './routes.ts';

let parts: Awaited<ReturnType<typeof openParts>>;
let listener: Awaited<ReturnType<typeof openListener>>;
before(async () => {
  parts = await openParts(whop);
  listener = await openListener();
});
after(async () => {
  listener.close();
  await parts.close();
});

const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
  const answer = await fetch(parts.url + path, {
    method,
    headers: { authorization: 'Bearer sandbox-whop-key', 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as any };
};
const call = (method: string, path: string, body?: object, headers = {}) =>
  send(method, `/api.whop.com/api/v1${path}`, body, headers);
const join = async (part: object = {}) =>
  (await send('POST', '/whop/play/join', { person: 'nora', plan: 'plan_clubmonthly', ...part })).json
    .membership;
const dayMs = 86_400_000;

describe('a membership', () => {
  test('begins with a payment, is renewed with time and ends when asked to', async () => {
    const id = await join();
    const get = async () => (await call('GET', `/memberships/${id}`)).json;
    assert.deepEqual([(await get()).status, (await get()).user.username], ['active', 'nora']);
    moveClock(parts.world, 31 * dayMs);
    await get();
    const payments = (await call('GET', '/payments')).json.data.filter(
      (one: any) => one.membership.id === id,
    );
    assert.equal(payments.length, 2);
    await call('POST', `/memberships/${id}/cancel`, { cancellation_mode: 'at_period_end' });
    assert.deepEqual([(await get()).status, (await get()).cancel_at_period_end], ['active', true]);
    moveClock(parts.world, 31 * dayMs);
    assert.equal((await get()).status, 'canceled');
  });

  test('does not begin when the card fails, and is past due when it fails later', async () => {
    const none = await join({ card: 'declined' });
    assert.equal((await call('GET', `/memberships/${none}`)).status, 404);
    const id = await join({ person: 'yuki' });
    await send('POST', '/whop/play/fail-next', { membership: id });
    moveClock(parts.world, 31 * dayMs);
    assert.equal((await call('GET', `/memberships/${id}`)).json.status, 'past_due');
  });

  test('is told of, sealed with the bytes of the whole secret, under the id of the message', async () => {
    const { json: hook } = await call('POST', '/webhooks', {
      url: `${listener.url}/w`,
      events: ['membership.activated'],
    });
    const at = listener.heard.length;
    const id = await join({ person: 'samira' });
    const { headers, text, json } = (await listener.until(at + 1))[at]!;
    assert.deepEqual([json.type, json.data.id, json.id], ['membership.activated', id, headers['webhook-id']]);
    assert.ok('company_id' in json);
    const words = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
    const seal = createHmac('sha256', Buffer.from(hook.webhook_secret, 'utf8'))
      .update(words)
      .digest('base64');
    assert.equal(headers['webhook-signature'], `v1,${seal}`);
    await call('DELETE', `/webhooks/${hook.id}`);
  });

  test('is told of an account instead of a company from the version on that says so', async () => {
    await call('POST', '/webhooks', { url: `${listener.url}/w2` }, { 'api-version-date': '2026-08-14' });
    const at = listener.heard.length;
    await join({ person: 'jonas' });
    const { json } = (await listener.until(at + 1))[at]!;
    assert.deepEqual(['account_id' in json, 'company_id' in json], [true, false]);
  });
});

test('lists by cursor, and refuses what it does not know', async () => {
  for (const person of ['chloe', 'matteo', 'yuki']) await join({ person });
  const first = (await call('GET', '/memberships?first=2')).json;
  assert.deepEqual([first.data.length, first.page_info.has_next_page], [2, true]);
  const second = (await call('GET', `/memberships?first=2&after=${first.page_info.end_cursor}`)).json;
  assert.ok(second.data.every((one: any) => !first.data.some(({ id }: any) => id === one.id)));
  assert.equal((await call('GET', '/memberships?colour=red')).status, 400);
  assert.equal((await call('GET', '/memberships?company_id=biz_other')).status, 403);
  assert.equal((await call('GET', '/memberships', undefined, { authorization: 'Bearer x' })).status, 401);
  assert.equal((await call('POST', '/webhooks', { url: 'https://evil.test' })).status, 400);
  assert.equal(
    (await call('GET', '/products', undefined, { 'x-sandbox-failure': 'rate-limited' })).status,
    429,
  );
});

test('gives money back once', async () => {
  await join({ person: 'nora', plan: 'plan_guideonce' });
  const [payment] = (await call('GET', '/payments')).json.data;
  assert.equal((await call('POST', `/payments/${payment.id}/refund`)).json.refunded_amount, 24);
  assert.equal((await call('POST', `/payments/${payment.id}/refund`)).status, 400);
});

test('shows its page to people', async () => {
  const answer = await fetch(`${parts.url}/whop`, { headers: { accept: 'text/html' } });
  assert.match(await answer.text(), /<h1>/);
});
