import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { openWorld, type Person, type Stoa, type World } from './harness.ts';
import { call } from './person.ts';
import type { Point } from './points.ts';

/** Where a job's process dies, and how often the world outside has been called when all is over. */
interface Death {
  readonly point: Point;
  readonly calls: number;
}

const calledOutside: Point = { name: 'between its two transactions', path: /^\/tasks\// };

const whereAJobDies: readonly Death[] = [
  {
    point: {
      name: 'before its work',
      hold: 'lock table faults.tasks in share mode',
      until: /update faults\.tasks set attempts_count/,
      statement: 'dies',
    },
    calls: 1,
  },
  { point: calledOutside, calls: 2 },
  {
    point: {
      name: 'in its second transaction',
      hold: 'lock table faults.effects in share mode',
      until: /insert into faults\.effects/,
      statement: 'dies',
    },
    calls: 2,
  },
  {
    point: {
      name: 'after its work was committed, before it knew of it',
      answer: 'COMMIT',
      when: 'exists (select from faults.effects)',
    },
    calls: 1,
  },
  {
    point: {
      name: 'before its completion is stored',
      after: calledOutside,
      hold: `select from pgboss.job_common where name = 'faults.carry_out' for update`,
      until: /completed_on/,
      statement: 'dies',
    },
    calls: 1,
  },
];

describe('a job', () => {
  let world: World;
  let web: Stoa;
  before(async () => {
    world = await openWorld();
    web = await world.start('web');
  });
  after(() => world?.close());

  for (const { point, calls } of whereAJobDies) {
    test(`killed ${point.name}, runs again and has its effect once`, async () => {
      await world.ask('truncate faults.effects');
      const person = await world.person();
      const taskId = randomUUID();
      const worker = await world.start('worker');
      // The worker sees the job only when what is to stop it is in its way.
      await world.pause(worker);
      await call(web, person, 'PUT', `/faults/tasks/${taskId}`, { body: {} });

      await world.killAt(point, worker, async () => worker.process.resume());
      assert.deepEqual((await world.facts(person)).unfinishedJobs, ['faults.carry_out']);

      await finish(world, person);
      assert.deepEqual((await world.facts(person)).effects, [`task ${taskId}`]);
      assert.equal(world.receiver.got.filter(({ path }) => path === `/tasks/${taskId}`).length, calls);
    });
  }
});

describe('a listener', () => {
  let world: World;
  let web: Stoa;
  before(async () => {
    world = await openWorld();
    web = await world.start('web');
  });
  after(() => world?.close());

  test('killed in the middle, hears everything in order and has each effect once', async () => {
    const person = await world.person();
    const worker = await world.start('worker');
    await world.pause(worker);
    const noteIds: string[] = [];
    for (const text of ['first', 'second', 'third']) {
      const { body } = await call(web, person, 'POST', '/faults/notes', { body: { text } });
      noteIds.push(body.id);
    }
    const point = { name: 'while it hears the second', path: new RegExp(noteIds[1]!) };
    await world.killAt(point, worker, async () => worker.process.resume());

    await finish(world, person);
    const heard = world.receiver.got.map(({ path }) => path.slice('/heard/'.length));
    const [first, second, third] = noteIds;
    assert.deepEqual(heard, [first, second, second, third]);
    assert.deepEqual((await world.facts(person)).effects, noteIds.map((id) => `heard ${id}`).sort());
  });

  test('hears of every event though its process is killed with jobs waiting', async () => {
    const people = await Promise.all([world.person(), world.person()]);
    const worker = await world.start('worker');
    const writes = people.flatMap((person) =>
      Array.from({ length: 10 }, (_, i) =>
        call(web, person, 'POST', '/faults/notes', { body: { text: `${i}` } }),
      ),
    );
    await Promise.all(writes.slice(0, 10));
    await worker.process.kill();
    await Promise.all(writes);

    for (const person of people) {
      await finish(world, person);
      assert.equal((await world.facts(person)).effects.length, 10);
      assert.equal(new Set((await world.facts(person)).effects).size, 10);
    }
  });
});

/** Another worker takes over what the dead one left. */
async function finish(world: World, person: Person): Promise<void> {
  await world.letTimePass();
  const worker = await world.start('worker');
  await world.settled(person);
  assert.equal(await worker.process.stop(), 0);
}
