import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Database } from '../kit/db/database.ts';
import { sql } from '../kit/sql.ts';
import { analyze, assertUsesIndex, statementOf } from '../kit/testing/explain.ts';
import { findLocation, openLocations } from '../modules/workspaces/locations.sql.ts';
import { newLocationId, newWorkspace } from '../modules/workspaces/testing.ts';

const locationsPerWorkspace = 5_000;
let db: Database;
let scope: { kind: 'workspace'; workspaceId: Awaited<ReturnType<typeof newWorkspace>>['workspaceId'] };

before(async () => {
  const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
  db = ours.ground.db;
  scope = { kind: 'workspace', workspaceId: ours.workspaceId };
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const { workspaceId } of [ours, theirs]) {
      await tx.run(sql`
        insert into workspaces.locations (workspace_id, id, name, timezone, created_at, updated_at)
        select ${workspaceId}, gen_random_uuid(), 'Location ' || md5(n::text), 'UTC', now(), now()
          from generate_series(1, ${locationsPerWorkspace}::int) n`);
    }
  });
  await analyze(db, 'workspaces.locations', 'workspaces.members', 'workspaces.workspaces');
});

describe('the list of locations', () => {
  test('comes in its order out of its index, on the first page and on later ones', async () => {
    const page = { limit: 50, after: undefined };
    const { next } = await openLocations(db.reader(scope), page);
    assert.ok(next);

    for (const after of [undefined, next]) {
      const query = await statementOf((tx) => openLocations(tx, { limit: 50, after }));
      await assertUsesIndex(db, scope, query, 'locations_by_name');
    }
  });
});

describe('one location', () => {
  test('is found by its key', async () => {
    await assertUsesIndex(
      db,
      scope,
      await statementOf((tx) => findLocation(tx, newLocationId())),
      'locations_pkey',
    );
  });
});

describe('assertUsesIndex', () => {
  const refused = [
    [
      'reads a whole table',
      sql`select name from workspaces.locations where timezone = 'UTC' order by name`,
      /Seq Scan|Sort|does not use/,
    ],
    [
      'sorts',
      sql`select name from workspaces.locations where closed_at is null order by timezone`,
      /sorts what|does not use/,
    ],
    [
      'goes by another index',
      sql`select name from workspaces.locations where id = ${newLocationId()}`,
      /does not use/,
    ],
  ] as const;
  for (const [what, query, why] of refused) {
    test(`refuses a statement that ${what}`, async () => {
      await assert.rejects(assertUsesIndex(db, scope, query, 'locations_by_name'), why);
    });
  }
});
