import assert from 'node:assert/strict';
import { createHmac, generateKeySync } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, test } from 'node:test';
import { movableClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { event } from '../events/event.ts';
import { newId, uuidv7 } from '../ids.ts';
import { eventually, jobsWorld, Note, newWorkspace, testModule } from '../jobs/testing.ts';
import { sql } from '../sql.ts';
import { testDatabase } from '../testing/database.ts';
import { openVault } from '../vault.ts';
import { DeliveryId, EndpointId } from './contract.ts';
import * as outbound from './outbound.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const happened = event({ name: 'testing.happened', payload: Note, forCustomers: true });
const ringKey = { id: 'k1', key: generateKeySync('aes', { length: 256 }) };
const keeper = openVault({ current: ringKey, byId: new Map([['k1', ringKey]]) });
const hour = 3_600_000;

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly url: string;
}

/** A customer's system. It answers with what `answer` says at that moment. */
async function receiver() {
  const received: Received[] = [];
  let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 204 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    received.push({ headers: request.headers, body, url: request.url! });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    answers: (next: typeof answer) => {
      answer = next;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function customersWorld(options: Partial<outbound.OutboundOptions> = {}) {
  const clock = movableClock(new Date());
  const modules = [testModule({}), outbound.outbound({ keeper, allowPrivate: true, ...options })];
  const world = await jobsWorld(db, {}, { modules, clock, pollSeconds: 0.05 });
  await world.jobs.startWorkers(world.ground);
  const workspace = await newWorkspace(db);
  const put = (url: string, eventNames: string[] = []) =>
    world.in(workspace, (ctx) =>
      outbound.putEndpoint(ctx, keeper, { id: newId(EndpointId), url, eventNames, description: '' }),
    );
  const deliveries = (endpointId: EndpointId) =>
    world.in(workspace, (ctx) => outbound.listDeliveries(ctx, { endpointId, limit: 50 }));
  return {
    ...world,
    clock,
    workspace,
    put,
    deliveries,
    publish: (n: number) => world.in(workspace, (ctx) => ctx.publish(happened, { n })),
  };
}

const isSignedBy = (secret: string, { headers, body }: Received) => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
};

describe('delivering', () => {
  test('sends what customers may have to those who want it, signed by the Standard Webhooks scheme', async () => {
    await using customer = await receiver();
    await using world = await customersWorld();
    const endpoint = await world.put(customer.url);
    await world.put(`${customer.url}/other`, ['testing.other']);
    const secret = await world.in(world.workspace, (ctx) => outbound.showSecret(ctx, keeper, endpoint));

    await world.publish(7);

    await eventually(() => assert.equal(customer.received.length, 1));
    const [got] = customer.received;
    const body = JSON.parse(got!.body);
    assert.deepEqual([body.type, body.data], ['testing.happened', { n: 7 }]);
    assert.equal(new Date(body.timestamp).toISOString(), body.timestamp);
    assert.match(String(got!.headers['webhook-id']), /^msg_[0-9a-f-]{36}$/);
    assert.equal(isSignedBy(secret, got!), true);
    assert.equal(isSignedBy(`whsec_${'A'.repeat(43)}=`, got!), false);
    await eventually(async () => {
      const { items } = await world.deliveries(endpoint.id);
      assert.deepEqual(
        items.map(({ status, responseStatus }) => [status, responseStatus]),
        [['delivered', 204]],
      );
    });
  });

  test('tries again for a day with growing waits, under the same id, and then gives up', async () => {
    await using customer = await receiver();
    await using world = await customersWorld();
    customer.answers({ status: 500, body: 'we are closed\0' });
    const endpoint = await world.put(customer.url);
    const start = world.clock.now().getTime();

    await world.publish(1);

    const jobs = async () =>
      (await world.jobs.unfinished(world.workspace, 'app.deliver_webhook', 5)).map(({ id, state }) => ({
        id,
        state,
      }));
    const waits: number[] = [];
    for (let attempts = 1; ; attempts++) {
      const delivery = await eventually(async () => {
        // While an attempt is under way the row holds its lease: only what nobody touched meanwhile is settled.
        const before = await jobs();
        const [one] = (await world.deliveries(endpoint.id)).items;
        assert.deepEqual(await jobs(), before);
        assert.ok(before.every(({ state }) => state === 'waiting'));
        assert.deepEqual([one?.attemptsCount, one?.failureCode], [attempts, 'http_500']);
        return one!;
      });
      if (delivery.status === 'given_up') {
        assert.equal(delivery.responseBody, 'we are closed');
        break;
      }
      waits.push(delivery.nextAttemptAt!.getTime() - world.clock.now().getTime());
      world.clock.set(delivery.nextAttemptAt!);
    }

    assert.deepEqual(new Set(customer.received.map(({ headers }) => headers['webhook-id'])).size, 1);
    assert.equal(customer.received.length, waits.length + 1);
    const lasted = world.clock.now().getTime() - start;
    assert.ok(lasted > 20 * hour && lasted < 28 * hour, `it lasted ${lasted / hour} h`);
    assert.ok(waits[0]! < 10_000 && waits.at(-1)! > 7 * hour);
  });

  test('signs with the old secret and the new one while one is exchanged for the other', async () => {
    await using customer = await receiver();
    await using world = await customersWorld();
    const endpoint = await world.put(customer.url);
    const old = await world.in(world.workspace, (ctx) => outbound.showSecret(ctx, keeper, endpoint));
    const fresh = await world.in(world.workspace, (ctx) => outbound.rotateSecret(ctx, keeper, endpoint));

    world.clock.move(hour);
    await world.publish(1);
    await eventually(() => assert.equal(customer.received.length, 1));
    assert.deepEqual(
      [isSignedBy(old, customer.received[0]!), isSignedBy(fresh, customer.received[0]!)],
      [true, true],
    );

    world.clock.move(25 * hour);
    await world.publish(2);
    await eventually(() => assert.equal(customer.received.length, 2));
    assert.deepEqual(
      [isSignedBy(old, customer.received[1]!), isSignedBy(fresh, customer.received[1]!)],
      [false, true],
    );
  });

  test('makes one delivery of an event, however often its job runs', async () => {
    await using customer = await receiver();
    await using world = await customersWorld();
    const endpoint = await world.put(customer.url);
    const { customerEvent } = await import('./job.ts');
    const told = {
      eventId: uuidv7(),
      name: happened.name,
      publishedAt: new Date().toISOString(),
      payload: { n: 1 },
    };

    for (let i = 0; i < 2; i++) await world.in(world.workspace, (ctx) => ctx.enqueue(customerEvent, told));

    await eventually(async () =>
      assert.equal((await world.jobs.unfinished(world.workspace, customerEvent.name, 5)).length, 0),
    );
    await eventually(async () =>
      assert.equal((await world.deliveries(endpoint.id)).items[0]?.status, 'delivered'),
    );
    assert.equal((await world.deliveries(endpoint.id)).items.length, 1);
  });

  test('switches an endpoint off after days of failure, and says so', async () => {
    await using customer = await receiver();
    await using world = await customersWorld();
    customer.answers({ status: 503 });
    const endpoint = await world.put(customer.url);
    const current = () => world.in(world.workspace, (ctx) => outbound.listEndpoints(ctx));
    await world.publish(1);
    await eventually(async () => assert.ok((await current())[0]!.failingSince));
    assert.equal((await current())[0]!.disabledAt, null);

    world.clock.move(6 * 24 * hour);

    await eventually(async () => assert.equal((await current())[0]!.disabledReason, 'kept_failing'));
    const said = await world.in(world.workspace, ({ tx }) =>
      tx.run(sql`select from app.events where name = 'webhooks.endpoint_disabled'`),
    );
    assert.equal(said, 1);
    await assert.rejects(
      world.in(world.workspace, (ctx) =>
        outbound.replaySince(ctx, { endpointId: endpoint.id, since: new Date(0) }),
      ),
      { code: 'webhooks.endpoint_is_disabled' },
    );
  });

  test('switches an endpoint off at once when it says that it is gone', async () => {
    await using customer = await receiver();
    await using world = await customersWorld();
    customer.answers({ status: 410 });
    await world.put(customer.url);

    await world.publish(1);

    await eventually(async () => {
      const [endpoint] = await world.in(world.workspace, (ctx) => outbound.listEndpoints(ctx));
      assert.equal(endpoint!.disabledReason, 'gone');
    });
  });

  test('does not follow a redirect', async () => {
    await using customer = await receiver();
    await using world = await customersWorld();
    customer.answers({ status: 307, headers: { location: `${customer.url}/elsewhere` } });
    const endpoint = await world.put(customer.url);

    await world.publish(1);

    await eventually(async () =>
      assert.equal((await world.deliveries(endpoint.id)).items[0]?.failureCode, 'http_307'),
    );
    assert.deepEqual(
      customer.received.map(({ url }) => url),
      ['/hook'],
    );
  });

  test('finds what should have been tried by now, though its job was lost', async () => {
    await using customer = await receiver();
    await using world = await customersWorld();
    const endpoint = await world.put(customer.url);
    const { insertDeliveries } = await import('./deliveries.sql.ts');
    const { requeueDeliveries } = await import('./deliver.ts');
    await world.in(world.workspace, ({ tx, workspaceId, now }) =>
      insertDeliveries(tx, {
        workspaceId,
        deliveries: [{ id: newId(DeliveryId), endpointId: endpoint.id }],
        eventId: uuidv7(),
        eventName: happened.name,
        body: '{}',
        now,
      }),
    );

    world.clock.move(2 * 60_000);
    await world.in(world.workspace, requeueDeliveries);

    await eventually(() => assert.equal(customer.received.length, 1));
  });
});

describe('replaying', () => {
  test('sends one delivery, or all since a time, once more under the same id', async () => {
    await using customer = await receiver();
    await using world = await customersWorld();
    const endpoint = await world.put(customer.url);
    const since = world.clock.now();
    for (const n of [1, 2, 3]) await world.publish(n);
    const settled = await eventually(async () => {
      const { items } = await world.deliveries(endpoint.id);
      assert.equal(items.filter(({ status }) => status === 'delivered').length, 3);
      return items;
    });

    await world.in(world.workspace, (ctx) => outbound.replayDelivery(ctx, settled[0]!));
    await eventually(() => assert.equal(customer.received.length, 4));
    await eventually(async () =>
      assert.ok((await world.deliveries(endpoint.id)).items.every(({ status }) => status === 'delivered')),
    );
    world.clock.move(5_000);
    await world.in(world.workspace, (ctx) => outbound.replaySince(ctx, { endpointId: endpoint.id, since }));

    await eventually(() => assert.equal(customer.received.length, 7));
    assert.equal(new Set(customer.received.map(({ headers }) => headers['webhook-id'])).size, 3);
  });
});

describe('what is stored', () => {
  test('a dump of the tables holds no secret, and a secret moved to another row does not open', async () => {
    await using world = await customersWorld();
    const [one, two] = [await world.put('https://one.example/'), await world.put('https://two.example/')];
    const secret = await world.in(world.workspace, (ctx) => outbound.showSecret(ctx, keeper, one));
    const { z } = await import('zod');
    const rows = await world.in(world.workspace, ({ tx }) =>
      tx.many(z.object({ sealed: z.instanceof(Buffer) }), sql`select sealed from app.webhook_secrets`),
    );
    assert.ok(rows.every(({ sealed }) => !sealed.includes(Buffer.from(secret.slice(6), 'base64'))));

    await db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`
        update app.webhook_secrets t set sealed = f.sealed from app.webhook_secrets f
         where t.endpoint_id = ${two.id} and f.endpoint_id = ${one.id}`),
    );
    await assert.rejects(
      world.in(world.workspace, (ctx) => outbound.showSecret(ctx, keeper, two)),
      {
        code: 'vault.cannot_open',
      },
    );
  });

  test('another workspace sees none of it', async () => {
    await using world = await customersWorld();
    const endpoint = await world.put('https://one.example/');
    const stranger = await newWorkspace(db);

    assert.deepEqual(await world.in(stranger, (ctx) => outbound.listEndpoints(ctx)), []);
    await assert.rejects(
      world.in(stranger, (ctx) => outbound.rotateSecret(ctx, keeper, endpoint)),
      {
        code: 'webhooks.endpoint_not_found',
      },
    );
  });
});

describe('an address inside this network', () => {
  test('is refused, by number and by name, and nothing is sent to it', async () => {
    await using customer = await receiver();
    await using world = await customersWorld({ allowPrivate: false });
    const port = new URL(customer.url).port;
    const endpoints = [await world.put(customer.url), await world.put(`http://localhost:${port}/hook`)];

    await world.publish(1);

    for (const { id } of endpoints) {
      await eventually(async () =>
        assert.equal((await world.deliveries(id)).items[0]?.failureCode, 'address_not_allowed'),
      );
    }
    assert.deepEqual(customer.received, []);
  });
});
