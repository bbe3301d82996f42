import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { sql } from '../sql.ts';
import { filledDatabase } from './database.ts';

const names = sql`select name from identity.users order by name`;
const person = (name: string) => sql`
  insert into identity.users (id, email, name, created_at, updated_at)
  values (gen_random_uuid(), ${`${name}@test.local`}, ${name}, '2026-01-01', '2026-01-01')`;

test('what is filled under a name is filled once, and every copy is by itself', async () => {
  let filled = 0;
  const copy = () =>
    filledDatabase('test', async (db) => {
      filled += 1;
      await db.transaction({ kind: 'owner' }, (tx) => tx.run(person('ada')));
    });
  const [one, other] = [await copy(), await copy()];
  await one.transaction({ kind: 'owner' }, (tx) => tx.run(person('ben')));

  const namesIn = async (db: typeof one) =>
    (await db.reader({ kind: 'owner' }).many(z.object({ name: z.string() }), names)).map(({ name }) => name);
  assert.deepEqual([await namesIn(one), await namesIn(other)], [['ada', 'ben'], ['ada']]);
  // Kept from an earlier run it is not even filled once.
  assert.ok(filled <= 1, `filled ${filled} times`);
});
