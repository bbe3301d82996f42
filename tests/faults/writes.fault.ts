import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { openWorld, type World } from './harness.ts';
import { call } from './person.ts';
import type { Point } from './points.ts';

const whereAWriteDies: readonly Point[] = [
  {
    name: 'before its row is written',
    hold: 'lock table faults.notes in share mode',
    until: /insert into faults\.notes/,
    statement: 'dies',
  },
  {
    name: 'after its row, before its event',
    hold: 'lock table app.events in share mode',
    until: /insert into app\.events/,
    statement: 'dies',
  },
  {
    name: 'after its row, while PostgreSQL carries its last statement out',
    hold: 'lock table app.events in share mode',
    until: /insert into app\.events/,
    statement: 'runs',
  },
  {
    name: 'after its commit, before it knew of it',
    answer: 'COMMIT',
    when: 'exists (select from faults.notes)',
  },
];

describe('a write with an Idempotency-Key', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.close());

  for (const point of whereAWriteDies) {
    test(`killed ${point.name}, is one row and one event when it is sent again`, async () => {
      await world.ask('truncate faults.notes');
      const person = await world.person();
      const key = randomUUID();
      const write = (stoa: { url: string }) =>
        call(stoa, person, 'POST', '/faults/notes', { body: { text: 'written once' }, key });

      const first = await world.start('web');
      await world.killAt(point, first, () => write(first));
      const isDone = 'answer' in point;
      assert.deepEqual((await world.facts(person)).notes, isDone ? ['written once'] : []);

      const second = await world.start('web');
      const again = await write(second);
      const oncemore = await write(second);

      assert.equal(again.status, 200);
      assert.equal(again.headers.get('idempotency-replayed'), isDone ? 'true' : null);
      assert.equal(oncemore.headers.get('idempotency-replayed'), 'true');
      assert.deepEqual(oncemore.body, again.body);
      const { notes, events } = await world.facts(person);
      assert.deepEqual(notes, ['written once']);
      assert.deepEqual(events, ['faults.note_written']);
      await second.process.kill();
    });
  }
});
