import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { crowded, scope, start } from '../accounts/testing/crowd.ts';
import * as shops from './shops.sql.ts';

describe('shops', () => {
  let db: Database;
  before(async () => {
    db = await crowded();
    await db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`
        insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
                                          connected_at, created_at, updated_at)
        select ${numberedIn(sql`w`)}, ${numberedIn(sql`n`)}, 'shopify', w || '-' || n, 'shopify', 'Shop ' || n,
               ${start}, ${start}, ${start}
          from generate_series(1, 2) w, generate_series(9001, 9010) n`),
    );
    await analyze(db, 'connections.accounts');
  });
  explainEach(shops, () => ({ db, scope }), {
    shopsAt: { given: () => [['shopify'] as const, numberedId(1), 5], by: ['accounts_by_name'] },
  });
});
