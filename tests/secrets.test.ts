import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from '../kit/sql.ts';
import { scratchDatabase } from '../kit/testing/database.ts';
import { assertNoSecretInDump } from '../kit/testing/no-secrets.ts';
import { newWorkspace } from '../modules/workspaces/testing.ts';

const secret = 'whsec_"Kd8/4f+Qz\\x1';
const owner = { kind: 'owner' } as const;

describe('a dump of the database', () => {
  test('holds no password and no session token that could be used', async () => {
    const { ground, ownerId, signIn } = await newWorkspace();
    const token = await signIn(ownerId);
    await assertNoSecretInDump(ground.db, [token, Buffer.from(token, 'base64url').toString('hex')]);
  });
});

describe('assertNoSecretInDump', () => {
  const hidden: [where: string, type: string, value: (secret: string) => unknown][] = [
    ['in a text', 'text', (s) => `key=${s};`],
    ['in a list', 'text[]', (s) => ['a', s]],
    ['deep in json', 'jsonb', (s) => JSON.stringify({ a: [{ key: s }] })],
    ['as bytes', 'bytea', (s) => Buffer.from(`x${s}`)],
    ['in hexadecimal', 'text', (s) => Buffer.from(s).toString('hex').toUpperCase()],
    ['in base64', 'text', (s) => Buffer.from(s).toString('base64')],
    ['in base64, behind something else', 'text', (s) => Buffer.from(`user:${s}`).toString('base64url')],
  ];

  test('finds a secret however it is spelled, in a table it has never heard of', async () => {
    const db = await (await scratchDatabase()).open();
    for (const [where, type, value] of hidden) {
      await db.transaction(owner, async (tx) => {
        await tx.run(sql`create table app.unheard_of (id int, kept ${sql.trusted(type)})`);
        await tx.run(sql`insert into app.unheard_of values (1, ${value(secret)}::${sql.trusted(type)})`);
      });
      await assert.rejects(assertNoSecretInDump(db, [secret]), /app\.unheard_of \(1 rows\)/, where);
      await db.transaction(owner, (tx) => tx.run(sql`drop table app.unheard_of`));
      await assertNoSecretInDump(db, [secret]);
    }
  });

  test('refuses to look for something so short that it is found by chance', async () => {
    const db = await (await scratchDatabase()).open();
    await assert.rejects(assertNoSecretInDump(db, ['abc']), /this short/);
  });
});
