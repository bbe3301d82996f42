import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../sql.ts';
import { testDatabase } from '../testing/database.ts';
import { at, N, owner } from './fixtures.ts';

describe('rows', () => {
  test('come as the types that lose nothing', async () => {
    const db = await testDatabase();
    const Row = z.object({
      money: z.bigint(),
      share: z.string(),
      dayOn: z.string(),
      madeAt: z.date(),
      tags: z.array(z.string().nullable()),
      sums: z.array(z.bigint()),
      detail: z.object({ a: z.number() }),
      raw: z.instanceof(Buffer),
      none: z.null(),
    });
    const sent = { tags: ['a"b\\c', null, 'x,y', ''], raw: Buffer.from([0, 255]) };
    const row = await db.reader(owner).one(
      Row,
      sql`select ${9007199254740993n}::bigint as money, 1.10::numeric as share, date '2026-01-31' as day_on,
                 ${at}::timestamptz as made_at, ${sent.tags}::text[] as tags, ${[1n, 2n]}::bigint[] as sums,
                 ${{ a: 1 }}::jsonb as detail, ${sent.raw}::bytea as raw, ${undefined}::text as none`,
    );
    assert.deepEqual(row, {
      money: 9007199254740993n,
      share: '1.10',
      dayOn: '2026-01-31',
      madeAt: at,
      tags: sent.tags,
      sums: [1n, 2n],
      detail: { a: 1 },
      raw: sent.raw,
      none: null,
    });
  });

  test('carry instants of every form', async () => {
    const db = await testDatabase();
    const instants = ['2026-01-31T00:00:00.000Z', '0001-01-01T00:00:00.001Z', '9999-12-31T23:59:59.120Z'];
    const Row = z.object({ at: z.date() });
    const rows = await db.reader(owner).many(Row, sql`select unnest(${instants}::timestamptz[]) as at`);
    assert.deepEqual(
      rows.map((row) => row.at.toISOString()),
      instants,
    );
  });

  test('are refused when they have another shape, naming the column and the statement', async () => {
    const db = await testDatabase();
    await assert.rejects(
      db.reader(owner).many(N, sql`select 'x' as n`),
      /another shape[\s\S]*\bn\b[\s\S]*select 'x' as n/,
    );
  });

  test('are counted where exactly one or at most one was promised', async () => {
    const db = await testDatabase();
    const read = db.reader(owner);
    assert.equal(await read.maybeOne(N, sql`select 1 as n where false`), undefined);
    await assert.rejects(read.one(N, sql`select 1 as n where false`), /expected one row, got 0/);
    await assert.rejects(read.maybeOne(N, sql`select generate_series(1, 2) as n`), /at most one row, got 2/);
  });

  test('count what a write touched', async () => {
    const db = await testDatabase();
    assert.equal(await db.transaction(owner, (tx) => tx.run(sql`select generate_series(1, 3)`)), 3);
  });
});
