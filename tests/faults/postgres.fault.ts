import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, findPostgres, makeCluster } from '../../kit/testing/cluster.ts';
import { openWorld, type Stoa, type World, within } from './harness.ts';
import { call, type Person } from './person.ts';

describe('PostgreSQL killed under a running Stoa', () => {
  let cluster: Cluster;
  let world: World;
  before(async () => {
    const bin = await findPostgres();
    assert.ok(bin, 'there is no PostgreSQL on this machine that a test may start and kill');
    cluster = await makeCluster(bin);
    world = await openWorld(cluster.url);
  });
  after(async () => {
    await world?.close();
    await cluster?.remove();
  });

  test('nothing that was acknowledged is lost, nothing happens twice, and Stoa mends itself', async () => {
    const person = await world.person();
    const stoa = await world.start('all');
    await within('it is ready', async () => (await readiness(stoa)) === 200);
    const stream = writeSteadily(stoa, person);
    await within('writes go through', async () => stream.acknowledged.length >= 50);

    // What is committed at the moment of the crash has no answer: nobody knows whether it happened.
    const kept = stoa.wire.keepBack('COMMIT', async () => (await stored(world)) > stream.acknowledged.length);
    await kept.reached;
    await cluster.kill();
    stoa.wire.cut();
    kept.letGo();
    await within('it says that it is not ready', async () => (await readiness(stoa)) === 503);
    await cluster.start();
    await within('it is ready again', async () => (await readiness(stoa)) === 200);
    const after = stream.acknowledged.length;
    await within('writes go through again', async () => stream.acknowledged.length >= after + 50);
    await stream.stop();

    await world.settled(person);
    const { notes, events, effects } = await world.facts(person);
    assert.deepEqual([...notes].sort(), [...stream.acknowledged].sort());
    assert.equal(events.length, notes.length);
    assert.equal(effects.length, notes.length);
    assert.equal(await stoa.process.stop(), 0);
  });
});

const stored = async (world: World) =>
  Number((await world.ask<{ n: string }>('select count(*) n from faults.notes'))[0]!.n);

const readiness = (stoa: Stoa) =>
  fetch(`${stoa.url}/readyz`).then(
    (response) => response.status,
    () => 0,
  );

/** Every write is sent until it is answered, under one key: what a careful client does. */
function writeSteadily(stoa: Stoa, person: Person) {
  const acknowledged: string[] = [];
  let stopping = false;
  const writer = async (name: string) => {
    for (let i = 0; !stopping; i++) {
      const text = `${name} ${i}`;
      const key = randomUUID();
      for (;;) {
        const reply = await call(stoa, person, 'POST', '/faults/notes', { body: { text }, key }).catch(
          () => undefined,
        );
        if (reply?.status === 200) break;
        await sleep(20);
      }
      acknowledged.push(text);
    }
  };
  const writers = ['a', 'b', 'c', 'd'].map(writer);
  return {
    acknowledged: acknowledged as readonly string[],
    async stop() {
      stopping = true;
      await Promise.all(writers);
    },
  };
}
