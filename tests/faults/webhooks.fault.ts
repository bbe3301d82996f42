import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { uuidv7 } from '../../kit/ids.ts';
import { openWorld, type World } from './harness.ts';
import { call } from './person.ts';
import type { Point } from './points.ts';

/** Where the process dies that tells a customer's system, and how often the customer hears of it in all. */
const deaths: readonly { readonly point: Point; readonly times: number }[] = [
  {
    point: {
      name: 'before its delivery is written',
      hold: 'lock table app.webhook_deliveries in share mode',
      until: /insert into app\.webhook_deliveries/,
      statement: 'dies',
    },
    times: 1,
  },
  { point: { name: 'while the customer has not answered yet', path: /^\/customer/ }, times: 2 },
  {
    point: {
      name: 'between the answer and its settlement',
      after: { name: 'while the customer has not answered yet', path: /^\/customer/ },
      hold: 'lock table app.webhook_deliveries in share mode',
      until: /update app\.webhook_deliveries/,
      statement: 'dies',
    },
    times: 2,
  },
];

describe('an outgoing webhook', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.close());

  for (const { point, times } of deaths) {
    test(`killed ${point.name}, is delivered under the same webhook-id`, async () => {
      const person = await world.person();
      const web = await world.start('web');
      const path = `/customer/${person.workspaceId}`;
      const url = `${world.receiver.url}${path}`;
      await call(web, person, 'PUT', `/faults/customers/${uuidv7()}`, { body: { url } });
      const worker = await world.start('worker');
      await world.pause(worker);
      await call(web, person, 'POST', '/faults/notes', { body: { text: 'worth telling' } });

      await world.killAt(point, worker, async () => worker.process.resume());
      await world.letTimePass();
      const next = await world.start('worker');
      await world.settled(person);
      await next.process.stop();

      const [delivery, ...others] = await world.ask<{ status: string; event_id: string }>(
        'select status, event_id from app.webhook_deliveries where workspace_id = $1',
        [person.workspaceId],
      );
      assert.deepEqual(others, []);
      assert.equal(delivery?.status, 'delivered');
      const told = world.receiver.got.filter((one) => one.path === path);
      assert.deepEqual(
        told.map(({ headers }) => headers['webhook-id']),
        Array(times).fill(`msg_${delivery.event_id}`),
      );
      assert.equal(new Set(told.map(({ body }) => body)).size, 1);
      await web.process.kill();
    });
  }
});
