import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { noon, type Scripted, scripted, secondsAfterNoon, troubleOf } from '../oauth/testing.ts';
import { openWire } from '../wire.ts';
import { openStripe } from './stripe.ts';
import { splitStripe, verifyStripe } from './webhook.ts';

async function stripe(t: TestContext, ...answers: readonly Scripted[]) {
  const { outside, heard } = await scripted(t, 'stripe', ...answers);
  return { ...openStripe({ ...outside, apiKey: 'sk_test_1' }), heard };
}
const refusal = (status: number, error: object, headers: Record<string, string> = {}): Scripted => ({
  status,
  headers: { 'request-id': 'req_1', ...headers },
  json: { error },
});
const reading = { name: 'GET /customers/{id}' };
const writing = { name: 'POST /customers' };

describe('stripe', () => {
  test("goes over our wire with Stripe's own client and the version its types are of", async (t) => {
    const answer = { json: { id: 'cus_1', object: 'customer' }, headers: { 'request-id': 'req_1' } };
    const { call, heard } = await stripe(t, answer, answer);
    const customer = await call(writing, (client) =>
      client.customers.create({ name: 'Ada é', metadata: { a: '1' } }, { idempotencyKey: 'k1' }),
    );
    assert.equal(customer.id, 'cus_1');
    const [{ line, headers, body }] = heard as [(typeof heard)[0]];
    assert.equal(line, 'POST /api.stripe.com/v1/customers');
    assert.deepEqual(
      [headers.authorization, headers['stripe-version'], headers['idempotency-key']],
      ['Bearer sk_test_1', '2026-10-28.endive', 'k1'],
    );
    // It would tell how long the call before took.
    await call(reading, (client) => client.customers.retrieve('cus_1'));
    assert.equal(heard[1]!.headers['x-stripe-client-telemetry'], undefined);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(body)), { name: 'Ada é', 'metadata[a]': '1' });
  });

  test('acts for a connected account', async (t) => {
    const { outside, heard } = await scripted(t, 'stripe', { json: { object: 'balance' } });
    const connected = openStripe({ ...outside, apiKey: 'sk_test_1', account: 'acct_1' });
    await connected.call({ name: 'GET /balance' }, (client) => client.balance.retrieve());
    assert.equal(heard[0]!.headers['stripe-account'], 'acct_1');
  });

  test('says what became of a call, and asks once', async (t) => {
    const card = {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      message: 'x',
    };
    const cases = [
      [refusal(402, card), 'rejected', 'card_declined/insufficient_funds'],
      [refusal(400, { type: 'invalid_request_error', message: 'x' }), 'rejected', undefined],
      [
        refusal(404, { type: 'invalid_request_error', code: 'resource_missing', message: 'x' }),
        'rejected',
        'resource_missing',
      ],
      [refusal(400, { type: 'idempotency_error', message: 'x' }), 'rejected', undefined],
      [refusal(401, { type: 'invalid_request_error', message: 'x' }), 'unauthorized', undefined],
      [refusal(403, { type: 'invalid_request_error', message: 'x' }), 'unauthorized', undefined],
      [
        refusal(409, { type: 'invalid_request_error', code: 'idempotency_key_in_use', message: 'x' }),
        'unavailable',
        'idempotency_key_in_use',
      ],
      [refusal(500, { type: 'api_error', message: 'x' }), 'unknown_outcome', undefined],
      [
        refusal(400, { type: 'api_error', message: 'x' }, { 'stripe-should-retry': 'true' }),
        'unknown_outcome',
        undefined,
      ],
      [{ isCut: true }, 'unknown_outcome', undefined],
      [{ text: '<html>' }, 'unknown_outcome', undefined],
    ] as const;
    const { call, heard } = await stripe(t, ...cases.map(([answer]) => answer));
    for (const [, kind, code] of cases) {
      const { facts } = await troubleOf(
        call(writing, (client) => client.customers.create({})),
        kind,
      );
      assert.deepEqual([facts.code, facts.provider, facts.call], [code, 'stripe', 'POST /customers']);
    }
    assert.equal(heard.length, cases.length);
  });

  test('may be asked again for what reads, and for what has a key', async (t) => {
    const lost: readonly Scripted[] = [{ isCut: true }, refusal(500, { type: 'api_error', message: 'x' })];
    const { call } = await stripe(t, ...lost, ...lost);
    for (const _ of lost)
      await troubleOf(
        call(reading, (client) => client.customers.retrieve('cus_1')),
        'unavailable',
      );
    const keyed = { ...writing, isRepeatable: true };
    for (const _ of lost)
      await troubleOf(
        call(keyed, (client) => client.customers.create({}, { idempotencyKey: 'k' })),
        'unavailable',
      );
  });

  test('comes again when it is told to', async (t) => {
    const busy = { type: 'invalid_request_error', code: 'rate_limit', message: 'x' };
    const { call } = await stripe(t, refusal(429, busy, { 'retry-after': '9' }), refusal(429, busy));
    const pauses: number[] = [];
    for (let i = 0; i < 2; i++) {
      const { facts } = await troubleOf(
        call(writing, (client) => client.customers.create({})),
        'rate_limited',
      );
      pauses.push(secondsAfterNoon(facts.until));
    }
    assert.deepEqual(pauses, [9, 2]);
  });

  test('is certain that nothing was done when nobody was at home', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    const wire = openWire({ provider: 'stripe', world: `http://127.0.0.1:${port}` });
    const { call } = openStripe({ wire, now: () => noon, apiKey: 'sk_test_1' });
    await troubleOf(
      call(writing, (client) => client.customers.create({})),
      'unavailable',
    );
  });

  test('leaves a mistake of the caller as it is', async (t) => {
    const { call } = await stripe(t);
    await assert.rejects(
      call(writing, () => Promise.reject(new TypeError('mine'))),
      TypeError,
    );
  });
});

describe('a webhook of stripe', () => {
  const raw = Buffer.from('{"id":"evt_1","object":"event","name":"caf\\u00e8 ☕"}');
  const seconds = noon.getTime() / 1000;
  const mac = (secret: string, at = seconds, body = raw) =>
    createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex');
  const check = (
    header: string | undefined,
    body = raw,
    now = noon,
    secrets = ['whsec_old', 'whsec_1\n'],
  ) => {
    const verdict = verifyStripe(body, { 'stripe-signature': header }, secrets, now);
    return verdict.ok ? 'none' : verdict.flaw;
  };
  const good = `t=${seconds},v1=${mac('whsec_1')}`;
  const later = (pause: number) => new Date(noon.getTime() + pause * 1000);

  test('is genuine by any secret and any signature of the first scheme', () => {
    assert.equal(check(good), 'none');
    assert.equal(check(`t=${seconds},v1=${mac('whsec_old')}`), 'none');
    assert.equal(check(`t=${seconds},v1=${mac('x')},v1=${mac('whsec_1')},v0=00`), 'none');
  });

  test('is refused by the secret of another, another scheme, changed or cut', () => {
    assert.equal(check(`t=${seconds},v1=${mac('whsec_2')}`), 'signature_wrong');
    assert.equal(check(good, raw.subarray(0, -1)), 'signature_wrong');
    assert.equal(check(good, Buffer.from(JSON.stringify(JSON.parse(raw.toString())))), 'signature_wrong');
    assert.equal(check(`t=${seconds - 1},v1=${mac('whsec_1')}`), 'signature_wrong');
    assert.equal(check(good, raw, noon, []), 'signature_wrong');
    assert.equal(check(undefined), 'header_missing');
    const bad = [
      `t=${seconds},v0=${mac('whsec_1')}`,
      `v1=${mac('whsec_1')}`,
      good.slice(0, -1),
      `${good}0`,
      't=,v1=',
      'x',
    ];
    for (const header of bad) assert.equal(check(header), 'header_malformed', header);
  });

  test('is stale after 300 seconds; one from the future passes, as with the official check', () => {
    assert.deepEqual(
      [300, 301, -300, -4000].map((pause) => check(good, raw, later(pause))),
      ['none', 'stale', 'none', 'none'],
    );
  });

  test('is one event, of the customer it is about', () => {
    const event = (more: object) => ({
      id: 'evt_1',
      object: 'event',
      type: 'invoice.paid',
      created: seconds,
      ...more,
    });
    const json = event({ data: { object: { id: 'in_1', customer: 'cus_1' } }, account: 'acct_1' });
    assert.deepEqual(splitStripe(json), [
      {
        platform: 'stripe',
        accountId: 'acct_1',
        eventId: 'evt_1',
        kind: 'invoice.paid',
        conversationKey: 'cus_1',
        at: noon,
        payload: json,
      },
    ]);
    const keyOf = (object: unknown) => splitStripe(event({ data: { object } }))[0]!.conversationKey;
    assert.deepEqual(
      [keyOf({ id: 'cus_2' }), keyOf({ id: 'x', customer: { id: 'cus_3' } }), keyOf(null)],
      ['cus_2', 'cus_3', undefined],
    );
    assert.equal(splitStripe(event({}))[0]!.accountId, undefined);
  });

  test('that is thin or strange is none', () => {
    const thin = { id: 'evt_1', object: 'v2.core.event', type: 'v1.billing.meter.no_meter_found' };
    for (const json of [thin, null, [], 'x', 7, { object: 'event' }, { object: 'event', id: 1, type: 'x' }])
      assert.deepEqual(splitStripe(json), []);
  });
});
