import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { Page } from '../page.ts';
import { type Sql, sql } from '../sql.ts';
import { scratchDatabase } from '../testing/database.ts';
import type { Database, Scope, Tx } from './database.ts';
import { type Keyset, keyset } from './page.ts';

const owner: Scope = { kind: 'owner' };
const Entry = z.strictObject({ id: z.bigint(), madeAt: z.date(), rank: z.number() });
type Entry = z.infer<typeof Entry>;
const Line = z.object({ 'QUERY PLAN': z.string() });

/** Many rows in the same instant, instants finer than a Date, and ids larger than a number. */
const fill = sql`
  insert into entries
  select 9007199254740992 + n, timestamptz '2026-01-31 12:00:00+00' + (n / 7) * interval '1 microsecond', n % 5
    from generate_series(1, 2000) n`;

describe('keyset', () => {
  let db: Database;
  before(async () => {
    const scratch = await scratchDatabase({ migrated: false });
    db = await scratch.open();
    await db.transaction(owner, async (tx) => {
      await tx.run(
        sql`create table entries (id bigint primary key, made_at timestamptz not null, rank int not null)`,
      );
      await tx.run(fill);
      await tx.run(sql`create index entries_by_age on entries (made_at desc, id desc)`);
      await tx.run(sql`create index entries_by_rank on entries (rank, id desc)`);
      await tx.run(sql`analyze entries`);
    });
  });

  const newest = keyset({ madeAt: 'desc', id: 'desc' });
  const ranked = keyset({ rank: 'asc', madeAt: 'desc', id: 'asc' });
  const pageOf = (tx: Tx, order: Keyset, after: string | undefined, limit: number): Promise<Page<Entry>> =>
    order.page(
      tx,
      Entry,
      { after, limit },
      (where, rest) => sql`select id, made_at, rank from entries where ${where} ${rest}`,
    );

  const readAll = async (order: Keyset, limit: number) => {
    const all: Entry[] = [];
    const sizes: number[] = [];
    let after: string | undefined;
    do {
      const page = await pageOf(db.reader(owner), order, after, limit);
      all.push(...page.items);
      sizes.push(page.items.length);
      after = page.next ?? undefined;
    } while (after !== undefined);
    return { all, sizes };
  };

  test('reads every row once and in order, whatever the directions', async () => {
    for (const [order, text] of [
      [newest, sql`made_at desc, id desc`],
      [ranked, sql`rank, made_at desc, id`],
    ] as const) {
      const expected: Entry[] = await db
        .reader(owner)
        .many(Entry, sql`select id, made_at, rank from entries order by ${text}`);
      const { all } = await readAll(order, 300);
      assert.deepEqual(all, expected);
    }
  });

  test('says where the last page is, also when it is full', async () => {
    assert.deepEqual((await readAll(newest, 1000)).sizes, [1000, 1000]);
    assert.deepEqual((await readAll(newest, 2000)).sizes, [2000]);
  });

  test('goes on where it was when rows come in front', async () => {
    await db.transaction(owner, async (tx) => {
      const first = await pageOf(tx, newest, undefined, 3);
      await tx.run(sql`insert into entries values (1, '2027-01-01', 0)`);
      const second = await pageOf(tx, newest, first.next!, 3);
      await tx.run(sql`delete from entries where id = 1`);
      const both = await pageOf(tx, newest, undefined, 6);
      assert.deepEqual([...first.items, ...second.items], both.items);
    });
  });

  test('finds its place by an index, without sorting', async () => {
    assert.match(await planOf(newest), /Index Cond: \(ROW\(made_at, id\) < ROW/);
    assert.match(await planOf(keyset({ rank: 'asc', id: 'desc' })), /Index Cond: \(rank >= /);
  });

  async function planOf(order: Keyset): Promise<string> {
    let sent: Sql = sql.empty;
    const first = await pageOf(db.reader(owner), order, undefined, 5);
    const listening: Tx = {
      ...db.reader(owner),
      many(shape, query) {
        sent = query;
        return db.reader(owner).many(shape, query);
      },
    };
    await pageOf(listening, order, first.next!, 5);
    const lines = await db.reader(owner).many(Line, sql`explain ${sent}`);
    const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
    assert.doesNotMatch(plan, /Sort/);
    return plan;
  }

  test('refuses a cursor it did not write as bad input', async () => {
    const cursors = [
      'x',
      '',
      'bnVsbA',
      Buffer.from('["1"]').toString('base64url'),
      Buffer.from('[1,2]').toString('base64url'),
    ];
    for (const after of cursors) {
      await assert.rejects(pageOf(db.reader(owner), newest, after, 5), (error: any) => {
        assert.deepEqual(
          [error.code, error.status, error.fields[0].path],
          ['stoa.invalid_input', 400, 'query.after'],
        );
        return true;
      });
    }
  });

  test('refuses a cursor whose values are of another list as bad input', async () => {
    for (const time of ['not a time', '+275760-09-13T00:00:00Z']) {
      const after = Buffer.from(JSON.stringify([time, '1'])).toString('base64url');
      await assert.rejects(pageOf(db.reader(owner), newest, after, 5), {
        code: 'stoa.invalid_input',
        status: 400,
      });
    }
  });

  test('holds rows to their shape', async () => {
    const read = (shape: z.ZodType) =>
      newest.page(
        db.reader(owner),
        shape,
        { limit: 5 },
        (where, rest) => sql`select id, made_at, rank from entries where ${where} ${rest}`,
      );
    await assert.rejects(
      read(z.object({ rank: z.string() })),
      /a row has another shape.*rank.*from entries/s,
    );
    assert.deepEqual(Object.keys((await read(z.object({ rank: z.number() }))).items[0]!), ['rank']);
  });

  test('refuses an order by what it does not select, or by what may be null', async () => {
    const hidden = keyset({ madeAt: 'desc', id: 'desc' });
    const read = (columns: Sql) =>
      hidden.page(
        db.reader(owner),
        z.looseObject({}),
        { limit: 5 },
        (where, rest) => sql`select ${columns} from entries where ${where} ${rest}`,
      );
    await assert.rejects(read(sql`id`), /in the order of made_at must select it/);
    await assert.rejects(read(sql`null as made_at, id`), /a column that is null/);
  });

  test('names its columns by the table where several have them', async () => {
    const own = keyset({ id: 'asc' }, 'e');
    const Id = z.object({ id: z.bigint() });
    const read = (after?: string) =>
      own.page(
        db.reader(owner),
        Id,
        { after, limit: 2 },
        (where, rest) => sql`
        select e.id from entries e join entries other on other.id = e.id where ${where} ${rest}`,
      );
    const first = await read();
    const second = await read(first.next!);
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id - 9007199254740992n),
      [1n, 2n, 3n, 4n],
    );
  });
});
