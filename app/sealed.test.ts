import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Database } from '../kit/db/database.ts';
import { uuidv7, type WorkspaceId } from '../kit/ids.ts';
import { sql } from '../kit/sql.ts';
import { scratchDatabase, testDatabase } from '../kit/testing/database.ts';
import { newKey, openVault, parseKeyRing } from '../kit/vault.ts';
import { workspaceIds } from '../modules/workspaces/index.ts';
import { replaceSealed, sealedAfter, sealedTables } from './sealed.sql.ts';
import { checkEverything, rotateEverything } from './sealed.ts';

const [first, second] = [`k1:${newKey()}`, `k2:${newKey()}`];
const oldVault = openVault(parseKeyRing(first));
const bothVault = openVault(parseKeyRing(`${second},${first}`));
const newVault = openVault(parseKeyRing(second));

/** A database of its own, since rotation goes through every workspace there is. Each of two has a sealed secret. */
async function withSecrets(): Promise<Database> {
  const database = await (await scratchDatabase()).open();
  for (const name of ['One', 'Two']) await addSecret(database, uuidv7() as WorkspaceId, name);
  return database;
}

const now = new Date('2026-01-05T09:00:00Z');

function addSecret(database: Database, workspaceId: WorkspaceId, name: string): Promise<void> {
  const [endpointId, secretId] = [uuidv7(), uuidv7()];
  const sealed = oldVault.seal('a secret of theirs', `webhook_secret:${workspaceId}:${secretId}`);
  return database.transaction({ kind: 'workspace', workspaceId }, async (tx) => {
    await tx.run(sql`insert into workspaces.workspaces (id, name, created_at, updated_at)
      values (${workspaceId}, ${name}, ${now}, ${now})`);
    await tx.run(sql`insert into app.webhook_endpoints (workspace_id, id, url, event_names, description, created_at, updated_at)
      values (${workspaceId}, ${endpointId}, 'https://example.com/hook', '{}', '', ${now}, ${now})`);
    await tx.run(sql`insert into app.webhook_secrets (workspace_id, endpoint_id, id, sealed, created_at)
      values (${workspaceId}, ${endpointId}, ${secretId}, ${sealed}, ${now})`);
  });
}

describe('rotateEverything', () => {
  test('seals the secrets of every workspace again, once, so that the old key can go', async () => {
    const database = await withSecrets();
    assert.equal((await checkEverything(database, newVault)).unreadable.length, 2);

    const report = await rotateEverything(database, bothVault);
    const again = await rotateEverything(database, bothVault);

    assert.deepEqual([report.seenCount, report.rotatedCount, again.rotatedCount], [2, 2, 0]);
    assert.deepEqual(await checkEverything(database, newVault), { seenCount: 2, unreadable: [] });
  });

  test('leaves what no key opens as it is, and names it', async () => {
    const database = await withSecrets();

    const report = await rotateEverything(database, newVault);

    assert.equal(report.unreadableCount, 2);
    assert.match(report.unreadableIds[0]!, /^app\.webhook_secrets /);
    assert.equal((await checkEverything(database, oldVault)).unreadable.length, 0);
  });
});

describe('replaceSealed', () => {
  test('leaves alone what somebody else has sealed anew meanwhile', async () => {
    const database = await withSecrets();
    const workspaceId = (await workspaceIds(database.reader({ kind: 'installation' }), undefined, 1))[0]!;
    const scope = { kind: 'workspace', workspaceId } as const;
    const [table] = sealedTables;
    const [row] = await sealedAfter(database.reader(scope), table!, undefined, 1);
    const replace = (old: Uint8Array) =>
      database.transaction(scope, (tx) => replaceSealed(tx, table!, row!.id, old, Buffer.alloc(60, 1)));

    assert.equal(await replace(Buffer.alloc(60)), 0);
    assert.equal(await replace(row!.sealed), 1);
  });
});

describe('sealedTables', () => {
  test('are all tables that keep something sealed', async () => {
    const database = await testDatabase();
    const found = await database.reader({ kind: 'owner' }).many(
      z.object({ name: z.string() }),
      sql`select table_schema || '.' || table_name || ' ' || column_name as name from information_schema.columns
           where column_name ~ '(^|_)sealed$' and data_type = 'bytea' order by 1`,
    );

    // One that keeps several rows of an id is listed once for each.
    const listed = new Set(sealedTables.map(({ name, column }) => `${name} ${column}`));
    assert.deepEqual(
      found.map(({ name }) => name),
      [...listed].sort(),
    );
  });

  test('are each opened by what the row is: tokens of an account, what a way keeps, what waits to be claimed', async () => {
    const database = await (await scratchDatabase()).open();
    const [workspaceId, accountId, wayId, installId] = Array.from({ length: 4 }, () => uuidv7());
    const seal = (associated: string) => oldVault.seal('a token of theirs', associated);
    const token = (kind: string) => seal(`connection_secret:${workspaceId}:${accountId}:${kind}`);
    const ofWay = (kind: string) => seal(`oauth_${kind}:${workspaceId}:${wayId}`);
    const memberId = uuidv7();
    await database.transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(sql`insert into identity.users (id, email, name, created_at, updated_at)
        values (${memberId}, ${`${memberId}@test.local`}, 'Test', ${now}, ${now})`);
      await tx.run(sql`insert into workspaces.workspaces (id, name, created_at, updated_at)
        values (${workspaceId}, 'One', ${now}, ${now})`);
      await tx.run(sql`insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
        values (${workspaceId}, ${memberId}, ${memberId}, 'owner', ${now}, ${now})`);
      await tx.run(sql`insert into connections.accounts (workspace_id, id, platform, platform_account_id, login,
          display_name, connected_at, created_at, updated_at)
        values (${workspaceId}, ${accountId}, 'instagram', '1', 'instagram', 'One', ${now}, ${now}, ${now})`);
      await tx.run(sql`insert into connections.secrets (workspace_id, account_id, kind, sealed, created_at, updated_at)
        values (${workspaceId}, ${accountId}, 'access', ${token('access')}, ${now}, ${now}),
               (${workspaceId}, ${accountId}, 'refresh', ${token('refresh')}, ${now}, ${now})`);
      await tx.run(sql`insert into connections.oauth_states (workspace_id, id, platform, login, member_id, state_hash,
          context_sealed, answer_sealed, offers_sealed, status, used_at, created_at, expires_at)
        values (${workspaceId}, ${wayId}, 'instagram', 'instagram', ${memberId}, ${Buffer.alloc(32)},
          ${ofWay('context')}, ${ofWay('answer')}, ${ofWay('offers')}, 'answered', ${now}, ${now},
          ${new Date(now.getTime() + 600_000)})`);
      await tx.run(sql`insert into connections.pending_installs (id, shop, claim_hash, token_sealed, refresh_sealed,
          installed_at, expires_at, created_at, updated_at)
        values (${installId}, 'linen-and-oak.myshopify.com', ${Buffer.alloc(32)},
          ${seal(`pending_install_token:${installId}`)}, ${seal(`pending_install_refresh:${installId}`)},
          ${now}, ${new Date(now.getTime() + 600_000)}, ${now}, ${now})`);
    });

    const report = await rotateEverything(database, bothVault);

    assert.deepEqual([report.seenCount, report.rotatedCount, report.unreadableCount], [7, 7, 0]);
    assert.deepEqual(await checkEverything(database, newVault), { seenCount: 7, unreadable: [] });
  });
});
