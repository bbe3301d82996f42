import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HeardEvent, openEvents } from './events.ts';
import { openWorld, type World } from './harness.ts';
import { call } from './person.ts';

const limits = { timeout: 90_000 };

describe('the event stream', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.close());

  test(
    'misses nothing and doubles nothing though its process is killed again and again',
    limits,
    async () => {
      const person = await world.person();
      const writer = await world.start('web');
      const write = (count: number) =>
        Promise.all(
          Array.from({ length: count }, () =>
            call(writer, person, 'POST', '/faults/notes', { body: { text: 'x' } }),
          ),
        );
      const heard: string[] = [];
      // From the very beginning, which no event is before.
      let lastEventId: string | undefined = `0.0.${Math.floor(Date.now() / 1000)}`;
      const listen = async (until: number, meanwhile?: () => Promise<unknown>) => {
        const stoa = await world.start('web');
        const url = `${stoa.url}/api/stream?workspace=${person.workspaceId}`;
        const stream = await openEvents(url, { cookie: person.cookie, lastEventId });
        const happening = meanwhile?.();
        await stream.until((told) => heard.length + eventsIn(told).length >= until);
        await stoa.process.kill();
        await stream.ended;
        await happening;
        assert.ok(!stream.heard.some(({ type }) => type === 'reset'), 'it had to begin afresh');
        heard.push(...eventsIn(stream.heard).map(({ data }) => JSON.parse(data).id));
        lastEventId = stream.lastId;
      };

      let written = 0;
      for (const _ of [1, 2, 3]) {
        // Killed while events still come, and then more happens while nobody listens.
        await listen(written + 5, () => write(20));
        await write(10);
        written += 30;
      }
      await listen(written);

      const stored = await world.ask<{ id: string }>(
        'select id from app.events where workspace_id = $1 order by transaction, position',
        [person.workspaceId],
      );
      assert.equal(stored.length, written);
      assert.deepEqual(
        heard,
        stored.map(({ id }) => id),
      );
    },
  );
});

/** What was published; the rest is the stream speaking of itself. */
const eventsIn = (told: readonly HeardEvent[]) => told.filter(({ type }) => type === undefined);
