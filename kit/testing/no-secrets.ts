import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { sql } from '../sql.ts';

const secretLengthMin = 8;

/**
 * Looks for the secrets in every column of every table, by the catalogue, so that a table nobody thought of is looked
 * through too: as they are, and as hexadecimal or base64 would spell them.
 */
export async function assertNoSecretInDump(db: Database, secrets: readonly string[]): Promise<void> {
  for (const secret of secrets) {
    assert.ok(secret.length >= secretLengthMin, 'a secret this short is found anywhere by chance');
  }
  const needles = secrets.flatMap(spellingsOf);
  const found = await db.transaction({ kind: 'owner' }, async (tx) => {
    // Past the walls: a dump is made by the owner, and sees everything.
    await tx.run(sql`set local row_security = off`);
    const places: string[] = [];
    for (const { schema, table } of await tx.many(Table, tablesToRead)) {
      const { hits } = await tx.one(
        z.object({ hits: z.coerce.number() }),
        // Each row is spelled once, whatever is looked for in it: `offset 0` keeps that from being done per needle.
        sql`select count(*) as hits
              from (select translate(lower(row_of::text), '"\\', '') as spelled
                      from ${sql.id(schema, table)} as row_of offset 0) whole
             where exists (select from unnest(${needles}::text[]) needle where position(needle in spelled) > 0)`,
      );
      if (hits > 0) places.push(`${schema}.${table} (${hits} rows)`);
    }
    return places;
  });
  assert.deepEqual(found, [], 'a dump of the database would hold a secret that can be used');
}

const Table = z.object({ schema: z.string(), table: z.string() });
const tablesToRead = sql`
  select n.nspname as schema, c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'm') and n.nspname !~ '^pg_(catalog|toast|temp)' and n.nspname <> 'information_schema'
   order by 1, 2`;

/**
 * A row as text has bytes in hexadecimal, and quotes and backslashes doubled, the more often the deeper in a list or
 * json they are: so both sides are compared without them, in small letters. Base64 depends on where in its three
 * bytes the secret begins, so the middle of all three spellings is looked for.
 */
function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const urlSafe = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const all = [secret, bytes.toString('hex'), ...base64, ...urlSafe];
  return [...new Set(all.map((text) => text.toLowerCase().replaceAll(/["\\]/g, '')))];
}
