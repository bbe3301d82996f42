import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HeardEvent, openEvents } from './events.ts';
import { openWorld, type World } from './harness.ts';
import { call } from './person.ts';

describe('the event stream', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.close());

  test('misses nothing and doubles nothing though its process is killed twice under writes', async () => {
    const person = await world.person();
    const writer = await world.start('web');
    const enough = 60;
    let written = 0;
    const writing = async () => {
      while (written < enough) {
        await call(writer, person, 'POST', '/faults/notes', { body: { text: `${written}` } });
        written += 1;
      }
    };
    const writes = [writing(), writing()];

    const heard: string[] = [];
    let lastEventId: string | undefined;
    for (const until of [15, 35, enough]) {
      const stoa = await world.start('web');
      const url = `${stoa.url}/api/stream?workspace=${person.workspaceId}`;
      // From the very beginning, which no event is before.
      const stream = await openEvents(url, { cookie: person.cookie, lastEventId: lastEventId ?? atFirst() });
      await stream.until((told) => heard.length + eventsIn(told).length >= until);
      await stoa.process.kill();
      await stream.ended;
      assert.ok(!stream.heard.some(({ type }) => type === 'reset'), 'it had to begin afresh');
      heard.push(...eventsIn(stream.heard).map(({ data }) => JSON.parse(data).id));
      lastEventId = stream.lastId;
    }
    await Promise.all(writes);

    const stored = await world.ask<{ id: string }>(
      'select id from app.events where workspace_id = $1 order by transaction, position',
      [person.workspaceId],
    );
    assert.ok(stored.length >= enough);
    const all = stored.map(({ id }) => id);
    assert.deepEqual(heard, all.slice(0, heard.length));
  });
});

/** What was published; the rest is the stream speaking of itself. */
const eventsIn = (told: readonly HeardEvent[]) => told.filter(({ type }) => type === undefined);

/** A place before everything, as recent as the server wants a place to be. */
const atFirst = () => `0.0.${Math.floor(Date.now() / 1000)}`;
