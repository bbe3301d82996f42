import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from '../sql.ts';
import { testDatabase } from '../testing/database.ts';
import { onOneConnection, owner } from './fixtures.ts';

describe('listen', () => {
  test('hears every note on its channels, and none after it stopped', async () => {
    const db = await testDatabase();
    const heard: string[] = [];
    const arrived = Promise.withResolvers<void>();
    const stop = await db.listen('stoa_one', (payload) => heard.push(payload));
    await db.listen('Stoa "two"', () => arrived.resolve());

    await db.transaction(owner, async (tx) => {
      await tx.run(sql`select pg_notify('stoa_one', 'a')`);
      await tx.run(sql`select pg_notify('stoa_one', 'b')`);
      await tx.run(sql`select pg_notify('Stoa "two"', '')`);
    });
    await arrived.promise;
    assert.deepEqual(heard, ['a', 'b']);

    await stop();
    await db.transaction(owner, (tx) =>
      tx.run(sql`select pg_notify('stoa_one', 'c'), pg_notify('Stoa "two"', '')`),
    );
    await db.ping(1000);
    assert.deepEqual(heard, ['a', 'b']);
  });

  test('hears nothing of what was rolled back', async () => {
    const db = await testDatabase();
    const heard: string[] = [];
    const arrived = Promise.withResolvers<void>();
    await db.listen('stoa_undone', (payload) => {
      heard.push(payload);
      if (payload === 'end') arrived.resolve();
    });
    const undone = db.transaction(owner, async (tx) => {
      await tx.run(sql`select pg_notify('stoa_undone', 'never')`);
      throw new Error('undone');
    });
    await assert.rejects(undone, /undone/);
    await db.transaction(owner, (tx) => tx.run(sql`select pg_notify('stoa_undone', 'end')`));
    await arrived.promise;
    assert.deepEqual(heard, ['end']);
  });
});

describe('ifAlone', () => {
  test('lets one in at a time, and the next one after it', async () => {
    const db = await testDatabase();
    await onOneConnection(async (second) => {
      const answers = await db.ifAlone('sweep', async () => {
        await db.transaction(owner, (tx) => tx.run(sql`select 1`));
        return [
          await db.ifAlone('sweep', async () => 'twice'),
          await second.ifAlone('sweep', async () => 'twice'),
        ];
      });
      assert.deepEqual(answers, [undefined, undefined]);
      assert.equal(await second.ifAlone('sweep', async () => 'next'), 'next');
    });
  });

  test('gives different names to different workers, and the name back when the work throws', async () => {
    const db = await testDatabase();
    const both = await db.ifAlone('one', () => db.ifAlone('two', async () => 'both'));
    assert.equal(both, 'both');
    const failing = db.ifAlone('three', () => Promise.reject(new Error('broke')));
    await assert.rejects(failing, /broke/);
    assert.equal(await db.ifAlone('three', async () => 'again'), 'again');
  });

  test('keeps nothing that was deleted from being cleared away while its work runs', async () => {
    const db = await testDatabase();
    const holding = await db.ifAlone('long', () =>
      db.transaction(owner, (tx) =>
        tx.run(sql`
          select from pg_stat_activity
           where datname = current_database() and state = 'idle in transaction' and backend_xmin is not null`),
      ),
    );
    assert.equal(holding, 0);
  });
});
