import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import * as journal from './journal.sql.ts';

/* Two busy wallets among others that hardly move. */
const workspacesCount = 500;
const movedEach = 3_000;
const start = new Date('2026-01-01T00:00:00Z');
const scope = { kind: 'workspace', workspaceId: WorkspaceId.parse(numberedId(1)) } as const;

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  const [w, n] = [numberedIn(sql`w`), numberedIn(sql`n`)];
  const all = sql`
    generate_series(1, ${workspacesCount}::int) w,
    lateral generate_series(1, case when w < 3 then ${movedEach}::int else 2 end) n`;
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from generate_series(1, ${workspacesCount}::int) w`);
    await tx.run(sql`
      insert into billing.ledger_transactions (workspace_id, id, no, kind, key, fingerprint, reason, spendable_micro,
        created_at)
      select ${w}, ${n}, n, 'charge', 'key ' || n, decode(repeat('00', 32), 'hex'), 'Tried out', 5, ${start} from ${all}`);
    await tx.run(sql`
      insert into billing.ledger_entries (workspace_id, transaction_id, position, from_account, to_account, amount_micro)
      select ${w}, ${n}, 0, 'payg', 'revenue', 1 from ${all}`);
  });
  await analyze(db, 'workspaces.workspaces', 'billing.ledger_transactions', 'billing.ledger_entries');
});

describe('the journal', () => {
  explainEach(journal, () => ({ db, scope }), {
    transactionsAfter: {
      given: () => [1_500, 500],
      by: ['ledger_transaction_in_order', 'ledger_entries_pkey'],
      // As many transactions as are read at once, and an entry of each.
      rowsMax: 1_000,
    },
  });
});
