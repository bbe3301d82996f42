import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { sql } from '../../kit/sql.ts';
import { testDatabase, testDatabaseUrl } from '../../kit/testing/database.ts';
import { startNode } from '../../kit/testing/processes.ts';
import { newKey } from '../../kit/vault.ts';
import { book } from '../../modules/billing/ledger/booking.ts';
import { purchaseOf } from '../../modules/billing/ledger/orders.ts';
import { bareWorkspace } from '../../modules/billing/testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-ledger-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function stoa(...words: string[]) {
  const env = { STOA_DATA: folder, DATABASE_URL: await testDatabaseUrl(), STOA_KEYS: `k1:${newKey()}` };
  const args = [join(import.meta.dirname, '../cli.ts'), ...words];
  const process = startNode({ name: words.join(' '), args, env });
  const { code } = await process.ended;
  return { code, output: process.output() };
}

describe('npm run stoa -- ledger', () => {
  test('writes down every movement of a workspace, by its id or by the name in its address', async () => {
    const w = await bareWorkspace();
    const slug = `ledger-${w.workspaceId.slice(-12)}`;
    await (await testDatabase()).transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`update workspaces.workspaces set slug = ${slug} where id = ${w.workspaceId}`),
    );
    const bought = Array.from({ length: 700 }, (_, n) =>
      purchaseOf({ key: `k${n}`, reason: 'Credits' }, 1_000),
    );
    await w.system.work((ctx) => book(ctx, bought));
    for (const given of [w.workspaceId, slug]) {
      const { code, output } = await stoa('ledger', given);
      assert.equal(code, 0, output);
      assert.equal(output.match(/^\d{4}-\d\d-\d\d \* \(\d+\) Credits$/gm)?.length, 700);
    }
  });

  test('says where there is no such workspace', async () => {
    const { code, output } = await stoa('ledger', 'nobody-by-that-name');
    assert.equal(code, 1);
    assert.match(output, /no workspace "nobody-by-that-name"/);
  });
});
