import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../sql.ts';
import { scratchDatabase, testDatabase } from '../testing/database.ts';
import { N, onOneConnection, owner } from './fixtures.ts';

describe('prepared statements', () => {
  test('go on after the table they read has changed', async () => {
    const scratch = await scratchDatabase({ migrated: false });
    const db = await scratch.open();
    await db.transaction(owner, (tx) => tx.run(sql`create table things (n integer)`));
    const all = sql`select * from things`;
    const read = () => db.reader(owner).many(z.looseObject({}), all);
    await db.transaction(owner, (tx) => tx.run(sql`insert into things values (1)`));
    assert.deepEqual(await read(), [{ n: 1 }]);
    await db.transaction(owner, (tx) => tx.run(sql`alter table things add column m integer default 2`));
    assert.deepEqual(await read(), [{ n: 1, m: 2 }]);
    await scratch.close();
  });

  test('are prepared again after they failed to be', async () => {
    await onOneConnection(async (db) => {
      const select = sql`select n from prepared_late`;
      await assert.rejects(
        db.transaction(owner, (tx) => tx.many(N, select)),
        { code: '42P01' },
      );
      let attempts = 0;
      const found = await db.transaction(owner, async (tx) => {
        attempts += 1;
        await tx.run(sql`create temp table prepared_late on commit drop as select 1 as n`);
        return tx.many(N, select);
      });
      assert.deepEqual([found, attempts], [[{ n: 1 }], 1]);
    });
  });

  test('stay few on a connection, however many texts there are', async () => {
    await onOneConnection(async (db) => {
      for (let i = 0; i < 600; i++) await db.reader(owner).one(N, sql`select ${sql.trusted(String(i))} as n`);
      const kept = sql`select count(*)::int as n from pg_prepared_statements where statement ~ '^select [0-9]+ as n$'`;
      const { n } = await db.reader(owner).one(N, kept);
      assert.ok(n > 400 && n <= 500, `${n} are prepared`);
    });
  });
});

describe('asDb', () => {
  test('speaks in the same transaction, with names as they are', async () => {
    const db = await testDatabase();
    const rows = await db.transaction(owner, async (tx) => {
      await tx.asDb.executeSql(
        'create temp table as_db (a_b int) on commit drop; insert into as_db values (1)',
      );
      return (await tx.asDb.executeSql('select a_b, $1::bigint as big from as_db', [5])).rows;
    });
    assert.deepEqual(rows, [{ a_b: 1, big: '5' }]);
  });
});
