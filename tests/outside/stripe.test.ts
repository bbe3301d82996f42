import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openStripe } from '../../providers/stripe/stripe.ts';
import { splitStripe, verifyStripe } from '../../providers/stripe/webhook.ts';
import { isTrouble } from '../../providers/trouble.ts';
import { stripe as stripePart } from '../../sandbox/stripe/routes.ts';
import { openEars, openOutside } from './ears.ts';

let world: Awaited<ReturnType<typeof openOutside>>;
let ears: Awaited<ReturnType<typeof openEars>>;
before(async () => {
  world = await openOutside('stripe', stripePart);
  ears = await openEars();
});
after(async () => {
  await world.close();
  ears.close();
});

const stripeOf = (headers = {}, apiKey = 'sk_test_sandbox') =>
  openStripe({ ...world.outside(headers), apiKey });
const creating = { name: 'POST /customers', isRepeatable: true };

describe('stripe, played', () => {
  test('does once what is asked twice with one key, also when the first answer was lost', async () => {
    const make = (headers = {}) =>
      stripeOf(headers).call(creating, (client) =>
        client.customers.create({ email: 'nora@people.test' }, { idempotencyKey: 'one-key' }),
      );
    const isUnavailable = (error: unknown) => isTrouble(error, 'unavailable');
    await assert.rejects(make({ 'x-sandbox-failure': 'lost-answer' }), isUnavailable);
    const [first, second] = [await make(), await make()];
    assert.equal(first.id, second.id);
    const { data } = await stripeOf().call({ name: 'GET /customers' }, (client) => client.customers.list());
    assert.equal(data.length, 1);
  });

  test('refuses a key that was used for something else, and a secret that is none', async () => {
    const make = (email: string, apiKey?: string) =>
      stripeOf({}, apiKey).call(creating, (client) =>
        client.customers.create({ email }, { idempotencyKey: 'two-things' }),
      );
    await make('nora@people.test');
    await assert.rejects(make('jonas@people.test'), (error) => isTrouble(error, 'rejected'));
    await assert.rejects(make('nora@people.test', 'sk_test_x'), (error) => isTrouble(error, 'unauthorized'));
  });

  test('tells of what happened, signed', async () => {
    const { call } = stripeOf();
    const endpoint = await call({ name: 'POST /webhook_endpoints' }, (client) =>
      client.webhookEndpoints.create({ url: `${ears.url}/s`, enabled_events: ['customer.created'] }),
    );
    const customer = await call(creating, (client) => client.customers.create({ name: 'Chloé ✨' }));
    const { raw, headers } = await ears.first();
    assert.deepEqual(verifyStripe(raw, headers, ['whsec_old', endpoint.secret!], world.now()), { ok: true });
    assert.equal(verifyStripe(raw, headers, ['whsec_old'], world.now()).ok, false);
    const [event] = splitStripe(JSON.parse(raw.toString('utf8')));
    assert.deepEqual([event!.kind, event!.conversationKey], ['customer.created', customer.id]);
  });
});
