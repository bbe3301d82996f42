import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { openWorld, type World, within } from './harness.ts';
import { call } from './person.ts';

describe('SIGTERM under load', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.close());

  test('answers every request it took, finishes what runs, and ends with 0', async () => {
    const person = await world.person();
    const stoa = await world.start('all');
    const task = world.receiver.holdAnswers(/^\/tasks\//);
    const taskId = randomUUID();
    await call(stoa, person, 'PUT', `/faults/tasks/${taskId}`, { body: {} });
    await task.reached;

    let answered = 0;
    let turnedAway = 0;
    const client = async () => {
      for (;;) {
        const reply = await call(stoa, person, 'POST', '/faults/notes', { body: { text: 'x' } }).catch(
          () => undefined,
        );
        if (reply?.status === 200) answered += 1;
        else turnedAway += 1;
        if (!reply) return;
      }
    };
    const clients = Array.from({ length: 20 }, client);
    await within('the load is there', async () => answered >= 100);
    const stopped = stoa.process.stop();
    await Promise.all(clients);
    task.letGo();

    assert.equal(await stopped, 0, stoa.process.output());
    const { notes, effects } = await world.facts(person);
    // A row without its answer would be a request that was taken and dropped.
    assert.equal(notes.length, answered);
    assert.ok(turnedAway >= 20);
    assert.ok(effects.includes(`task ${taskId}`));
    assert.equal(world.receiver.got.filter(({ path }) => path === `/tasks/${taskId}`).length, 1);
  });
});
