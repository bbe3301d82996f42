import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Database } from '../db/database.ts';
import { sql } from '../sql.ts';
import { scratchDatabase } from './database.ts';
import { analyze, assertUsesIndex, numberedId, numberedIn } from './explain.ts';

const at = new Date('2026-01-31T12:00:00Z');
const scope = { kind: 'installation' } as const;
const oneself = numberedId(7);
let db: Database;

before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(sql`
      insert into identity.users (id, email, name, created_at, updated_at)
      select ${numberedIn(sql`n`)}, md5(n::text) || '@test.local', 'Testing', ${at}, ${at}
        from generate_series(1, 5000) n`),
  );
  await analyze(db, 'identity.users');
});

describe('assertUsesIndex', () => {
  test('is content with rows that are found by the index, and leaves nothing behind', async () => {
    await assertUsesIndex(
      db,
      scope,
      sql`update identity.users set name = 'Other' where id = ${oneself}`,
      'users_pkey',
    );
    const others = sql`select from identity.users where name = 'Other'`;
    assert.equal(await db.reader(scope).run(others), 0);
  });

  const refused = [
    [
      'reads a whole table',
      sql`select id from identity.users where name = 'Other'`,
      [],
      /reads a whole table/,
    ],
    [
      'goes by another index',
      sql`select id from identity.users where email = ''`,
      ['users_pkey'],
      /other indexes/,
    ],
    [
      'goes by one index more',
      sql`select id from identity.users where id = ${oneself} or email = ''`,
      ['users_pkey'],
      /other indexes/,
    ],
    [
      'reads more of its index than it answers',
      sql`select id from identity.users where length(name) < 3 order by email limit 10`,
      ['users_by_email'],
      /reads 5000 rows/,
    ],
    [
      'finds no row to prove it by',
      sql`select id from identity.users where id = ${numberedId(0)}`,
      ['users_pkey'],
      /proves nothing/,
    ],
  ] as const;
  for (const [what, query, by, why] of refused) {
    test(`refuses a statement that ${what}`, async () => {
      await assert.rejects(assertUsesIndex(db, scope, query, ...by), why);
    });
  }
});
