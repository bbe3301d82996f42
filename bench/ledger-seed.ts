import pg from 'pg';

/** Wallets with more in them than can be spent meanwhile, and allowances that do not end. */
export async function seedWallets(url: string, count: number): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('set statement_timeout = 0');
    for (const statement of statements) await client.query(statement, [count]);
    await client.query(
      'create table bench_rows (id bigint generated always as identity primary key, micro bigint)',
    );
    await client.query('vacuum analyze');
    const { rows } = await client.query<{ id: string }>(
      `select workspace_id::text as id from billing.wallets order by workspace_id`,
    );
    return rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

const id = `(lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid`;
const start = '2026-01-01T00:00:00Z';
const plenty = 1_000_000_000;

const statements = [
  `insert into workspaces.workspaces (id, name, created_at, updated_at)
   select ${id}, 'Wallet ' || n, '${start}', '${start}' from generate_series(1, $1::int) n`,
  `insert into billing.wallets (workspace_id, last_no, week_ends_at, month_ends_at, created_at, updated_at)
   select ${id}, 1, '2100-01-01', '2100-01-01', '${start}', '${start}' from generate_series(1, $1::int) n`,
  `insert into billing.ledger_transactions (workspace_id, id, no, kind, key, fingerprint, reason, spendable_micro,
     created_at)
   select ${id}, ${id}, 1, 'purchase', 'bought', decode(repeat('00', 32), 'hex'), 'To begin with', ${plenty}, '${start}'
     from generate_series(1, $1::int) n`,
  `insert into billing.ledger_entries (workspace_id, transaction_id, position, from_account, to_account, amount_micro)
   select ${id}, ${id}, 0, 'purchases', 'payg', ${plenty} from generate_series(1, $1::int) n`,
  `insert into billing.balances (workspace_id, through_no, week_micro, month_micro, bonus_micro, payg_micro,
     held_week_micro, held_month_micro, held_bonus_micro, held_payg_micro, owed_micro)
   select ${id}, 1, 0, 0, 0, ${plenty}, 0, 0, 0, 0, 0 from generate_series(1, $1::int) n`,
];
