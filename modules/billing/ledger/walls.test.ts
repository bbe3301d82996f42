import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { book } from './booking.ts';
import { ReservationId } from './contract.ts';
import { grantOf, purchaseOf } from './orders.ts';
import { reserve } from './spending.ts';
import { requireSound } from './testing/soundness.ts';
import { bareWorkspace } from './testing.ts';

/*
 * What no code has to remember: statements sent past all of it, by the role that the server has.
 */

const told = (key: string) => ({ key, reason: 'Tried out' });
const refusedBy = (constraint: string) => ({ code: '23514', constraint });
const withoutRight = { code: '42501' };

let w: BillingWorkspace;
let other: BillingWorkspace;
before(async () => {
  [w, other] = [await filled(), await filled()];
});

async function filled() {
  const one = await bareWorkspace();
  await one.system.work((ctx) =>
    book(ctx, [purchaseOf(told('bought'), 1_000), grantOf(told('a present'), 'bonus', 500)]),
  );
  const id = newId(ReservationId);
  await one.system.work((ctx) => reserve(ctx, { id, micro: 700, meter: 'try_on', reason: 'Tried out' }));
  return one;
}

const send = (statement: Sql) => w.system.work(({ tx }) => tx.run(statement));
const transactionOf = (one: BillingWorkspace) =>
  one.system.work(({ tx }) =>
    tx.one(
      z.object({ id: z.string() }),
      sql`select id::text as id from billing.ledger_transactions where no = 1`,
    ),
  );

async function entry(given: {
  from?: string;
  to?: string;
  micro?: number;
  position?: number;
  of?: BillingWorkspace;
}) {
  const { from = 'payg', to = 'revenue', micro = 1, position = 7, of = w } = given;
  const { id } = await transactionOf(of);
  return send(sql`
    insert into billing.ledger_entries (workspace_id, transaction_id, position, from_account, to_account, amount_micro)
    values (${of.workspaceId}, ${id}, ${position}, ${from}, ${to}, ${micro})`);
}

function transaction(given: {
  no?: number;
  kind?: string;
  key?: string;
  spendable?: number;
  of?: BillingWorkspace;
}) {
  const { no = 99, kind = 'grant', key = 'another', spendable = 0, of = w } = given;
  return send(sql`
    insert into billing.ledger_transactions (workspace_id, id, no, kind, key, fingerprint, reason, spendable_micro,
      created_at)
    values (${of.workspaceId}, gen_random_uuid(), ${no}, ${kind}, ${key}, decode(repeat('00', 32), 'hex'), 'By hand',
      ${spendable}, '2026-01-01')`);
}

describe('an entry', () => {
  for (const micro of [0, -1, -9_007_199_254_740_991])
    test(`of ${micro} cannot be written`, () =>
      assert.rejects(entry({ micro }), refusedBy('ledger_entry_moves_something')));

  test('cannot take from where it gives', () =>
    assert.rejects(entry({ from: 'payg', to: 'payg' }), refusedBy('ledger_entry_moves_something')));

  test('takes and gives only where the ledger knows of', async () => {
    await assert.rejects(entry({ from: 'thin_air' }), refusedBy('ledger_entry_takes_from_what_is_known'));
    await assert.rejects(entry({ to: 'pocket' }), refusedBy('ledger_entry_gives_to_what_is_known'));
  });

  test('is of a transaction of its own workspace', async () => {
    await assert.rejects(entry({ of: other }), withoutRight);
    const { id } = await transactionOf(other);
    const foreign = sql`
      insert into billing.ledger_entries (workspace_id, transaction_id, position, from_account, to_account,
        amount_micro)
      values (${w.workspaceId}, ${id}, 7, 'grants', 'payg', 1)`;
    await assert.rejects(send(foreign), { code: '23503' });
  });
});

describe('a transaction', () => {
  test('cannot say that it left less than nothing', () =>
    assert.rejects(transaction({ spendable: -1 }), refusedBy('ledger_transaction_leaves_no_debt')));

  test('is of a kind that is known', () =>
    assert.rejects(transaction({ kind: 'gift' }), refusedBy('ledger_transaction_kind_is_known')));

  test('has a key and a number of its own', async () => {
    await assert.rejects(transaction({ key: 'bought' }), {
      code: '23505',
      constraint: 'ledger_transaction_once',
    });
    await assert.rejects(transaction({ no: 1 }), {
      code: '23505',
      constraint: 'ledger_transaction_in_order',
    });
  });

  test("is written into nobody else's ledger", () =>
    assert.rejects(transaction({ of: other }), withoutRight));
});

describe('what was booked', () => {
  for (const table of ['ledger_transactions', 'ledger_entries'])
    test(`is changed and taken away by nobody: ${table}`, async () => {
      const name = sql.id('billing', table);
      const change = table === 'ledger_entries' ? sql`amount_micro = 1` : sql`spendable_micro = 1`;
      for (const statement of [
        sql`update ${name} set ${change}`,
        sql`update ${name} set workspace_id = workspace_id`,
        sql`delete from ${name}`,
        sql`truncate ${name} cascade`,
      ])
        await assert.rejects(send(statement), withoutRight, statement.text);
    });

  test('is not shut away with its wallet', () =>
    assert.rejects(send(sql`delete from billing.wallets`), withoutRight));

  test('is as it was after all of this', async () => {
    const balances = await w.system.work(requireSound);
    assert.equal(balances.payg + balances.bonus + balances.held_payg + balances.held_bonus, 1_500);
  });
});

const columnsOf = (table: string) =>
  w.system.work(({ tx }) =>
    tx.many(
      z.object({ name: z.string() }),
      sql`
      select a.attname as name from pg_attribute a
       where a.attrelid = ${`billing.${table}`}::regclass and a.attnum > 0 and not a.attisdropped
         and a.attname like '%_micro' order by a.attnum`,
    ),
  );

describe('no figure of a wallet is below nothing', () => {
  for (const [table, least] of [
    ['balances', 9],
    ['reservations', 4],
    ['wallets', 2],
  ] as const)
    test(table, async () => {
      const columns = await columnsOf(table);
      assert.ok(columns.length >= least);
      for (const { name } of columns) {
        const below = sql`update ${sql.id('billing', table)} set ${sql.id(name)} = -1`;
        // What may not be changed at all cannot be brought there either.
        await assert.rejects(
          send(below),
          ({ code }: { code: string }) => ['23514', '42501'].includes(code),
          name,
        );
      }
    });

  test('not even what is kept back, when it is written', () =>
    assert.rejects(
      send(sql`
        insert into billing.reservations (workspace_id, id, meter, reason, week_micro, month_micro, bonus_micro,
          payg_micro, expires_at, created_at)
        values (${w.workspaceId}, gen_random_uuid(), 'try_on', 'By hand', 0, 0, 0, -5, '2026-01-02', '2026-01-01')`),
      refusedBy('reservation_keeps_no_less_than_nothing'),
    ));
});
