import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { noon, scripted, troubleOf } from '../oauth/testing.ts';
import { splitWhop, verifyWhop } from './webhook.ts';
import { openWhop } from './whop.ts';

describe('whop', () => {
  const paid = {
    id: 'pay_1',
    status: 'paid',
    total: 19.9,
    currency: 'eur',
    paid_at: '2026-11-20T10:00:00.000Z',
    user: { id: 'user_1', email: null, username: 'ada' },
    membership: { id: 'mem_1' },
    plan: null,
    metadata: null,
  };

  test('reads lists page by page, with what is missing left out', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'whop',
      { json: { data: [paid], page_info: { end_cursor: 'c1', has_next_page: true } } },
      { json: { data: [], page_info: { end_cursor: null, has_next_page: false } } },
    );
    const whop = openWhop({ ...outside, apiKey: 'key' });
    assert.deepEqual(await whop.payments({ companyId: 'biz_1' }), {
      items: [
        {
          id: 'pay_1',
          status: 'paid',
          total: 19.9,
          currency: 'eur',
          paidAt: new Date('2026-11-20T10:00:00Z'),
          membershipId: 'mem_1',
          person: { id: 'user_1', username: 'ada' },
        },
      ],
      nextCursor: 'c1',
    });
    assert.deepEqual(await whop.memberships({ companyId: 'biz_1', cursor: 'c1' }), { items: [] });
    assert.deepEqual(heard[1]!.query, { company_id: 'biz_1', first: '50', after: 'c1' });
    assert.deepEqual(
      [heard[0]!.line, heard[0]!.headers.authorization, heard[0]!.headers['api-version-date']],
      ['GET /api.whop.com/api/v1/payments', 'Bearer key', '2026-07-20'],
    );
  });

  test('reads one thing, whatever state it is in', async (t) => {
    const { outside, heard } = await scripted(
      t,
      'whop',
      { json: { id: 'mem_1', status: 'something_new', cancel_at_period_end: true } },
      { json: { id: 'prod_1', title: 'Course' } },
    );
    const whop = openWhop({ ...outside, apiKey: 'key' });
    assert.deepEqual(await whop.membership('mem/1'), {
      id: 'mem_1',
      status: 'something_new',
      isCancelledAtPeriodEnd: true,
    });
    assert.deepEqual(await whop.product('prod_1'), { id: 'prod_1', title: 'Course' });
    assert.equal(heard[0]!.line, 'GET /api.whop.com/api/v1/memberships/mem%2F1');
  });

  test('is refused by status, with the platform code', async (t) => {
    const { outside } = await scripted(
      t,
      'whop',
      { status: 401, json: { error: { type: 'unauthorized', message: 'x' } } },
      { status: 404, json: { error: { type: 'not_found', message: 'x' } } },
      { status: 429 },
      { status: 500, text: 'oops' },
      { json: { data: 7 } },
    );
    const whop = openWhop({ ...outside, apiKey: 'key' });
    const list = () => whop.products({ companyId: 'biz_1' });
    assert.equal((await troubleOf(list(), 'unauthorized')).facts.code, 'unauthorized');
    await troubleOf(whop.product('../x'), 'rejected');
    for (const kind of ['rate_limited', 'unavailable', 'unavailable'] as const) await troubleOf(list(), kind);
  });
});

describe('a webhook of whop', () => {
  const raw = Buffer.from('{"id":"msg_1","type":"payment.succeeded","data":{"id":"pay_1"},"n":"caf\\u00e8"}');
  const seconds = noon.getTime() / 1000;
  const secret = 'ws_sandbox0123456789abcdef';
  const headers = (key: Buffer | string, at = seconds) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${createHmac('sha256', key).update(`msg_1.${at}.`).update(raw).digest('base64')}`,
  });
  const check = (given: ReturnType<typeof headers>, body = raw) => {
    const verdict = verifyWhop(body, given, ['ws_old', secret], noon);
    return verdict.ok ? 'none' : verdict.flaw;
  };

  test('is signed with the text of the secret, and not with what it would decode to', () => {
    assert.equal(check(headers(secret)), 'none');
    assert.equal(check(headers('ws_old')), 'none');
    assert.equal(check(headers(Buffer.from(secret.slice(3), 'base64'))), 'signature_wrong');
    assert.equal(check(headers(secret.slice(3))), 'signature_wrong');
    assert.equal(check(headers('ws_another')), 'signature_wrong');
    assert.equal(check(headers(secret, seconds - 301)), 'stale');
    assert.equal(check(headers(secret), raw.subarray(1)), 'signature_wrong');
  });

  test('is one event, whose account stands under either name', () => {
    const json = {
      id: 'msg_1',
      type: 'payment.succeeded',
      timestamp: '2026-11-21T12:00:00Z',
      data: { id: 'pay_1' },
    };
    const [event] = splitWhop({ ...json, company_id: 'biz_1' });
    assert.deepEqual(
      { ...event, payload: undefined },
      {
        platform: 'whop',
        accountId: 'biz_1',
        eventId: 'msg_1',
        kind: 'payment.succeeded',
        conversationKey: 'pay_1',
        at: noon,
        payload: undefined,
      },
    );
    assert.equal(splitWhop({ ...json, account_id: 'biz_2' })[0]!.accountId, 'biz_2');
    const [old] = splitWhop({ action: 'payment.succeeded', data: { id: 'pay_1', company_id: 'biz_3' } });
    assert.deepEqual([old!.kind, old!.accountId, old!.eventId], ['payment.succeeded', 'biz_3', undefined]);
  });

  test('that is strange is none', () => {
    for (const json of [null, [], 7, 'x', {}, { type: 7 }, { type: '' }])
      assert.deepEqual(splitWhop(json), []);
    assert.equal(splitWhop({ type: 'x', data: 'y', timestamp: 'z' })[0]!.at, undefined);
  });
});
