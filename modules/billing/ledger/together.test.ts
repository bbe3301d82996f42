import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { newId, uuidv7, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testServerUrl } from '../../../kit/testing/database.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { holdWallet } from './booking.sql.ts';
import { book, type Order, type Outcome } from './booking.ts';
import { LedgerTransactionId } from './contract.ts';
import { chargeOf, holdOf, lateOf, purchaseOf } from './orders.ts';
import { forgetEnds } from './renewing.sql.ts';
import { requireSound } from './testing/soundness.ts';
import { bareWorkspace } from './testing.ts';
import { openTill } from './till.ts';
import { bookTogether } from './together.ts';

/* Charges of many wallets in one transaction come to what each of them would have come to by itself. */

const told = (key: string) => ({ key, reason: 'Tried out' });
const charged = (key: string, micro: number) => chargeOf(told(key), micro);
const bought = 1_000;
const embedded = testServerUrl ? false : 'the embedded database has one session';

async function filled(): Promise<BillingWorkspace> {
  const w = await bareWorkspace();
  await w.system.work((ctx) => book(ctx, [purchaseOf(told('bought'), bought)]));
  return w;
}
const filledMany = (count: number) => Promise.all(Array.from({ length: count }, filled));
const ask = (w: BillingWorkspace, ...orders: readonly Order[]) => ({ workspaceId: w.workspaceId, orders });
const statesOf = (outcomes: readonly Outcome[] | undefined) => outcomes?.map(({ state }) => state);
const leftIn = async (w: BillingWorkspace) => (await w.system.work(requireSound)).payg;

describe('wallets that are booked together', () => {
  test('have each its own answers, in the order in which they were asked', async () => {
    const [a, b, c] = (await filledMany(3)) as [BillingWorkspace, BillingWorkspace, BillingWorkspace];
    await a.system.work((ctx) => book(ctx, [charged('before', 100)]));
    const outcomes = await bookTogether(a.ground, [
      ask(a, charged('before', 100), charged('before', 101), charged('more', 900), charged('too much', 1)),
      // What a key stands for in one workspace is nothing to another.
      ask(b, charged('before', 5), charged('before', 5), holdOf(told('held'), 20)),
      ask(c, charged('far too much', bought + 1)),
    ]);
    assert.deepEqual(outcomes.map(statesOf), [
      ['repeated', 'key_taken', 'booked', 'not_enough'],
      ['booked', 'repeated', 'booked'],
      ['not_enough'],
    ]);
    const ids = outcomes.flat().flatMap((one) => (one?.state === 'booked' ? [one.id] : []));
    const kept = await Promise.all([a, b].map((w) => w.system.work(({ tx }) => tx.many(Id, newest))));
    assert.deepEqual(
      ids.sort(),
      kept
        .flat()
        .map(({ id }) => id)
        .sort(),
    );
    assert.deepEqual([await leftIn(a), await leftIn(c)], [0, bought]);
  });

  test('are left alone where it is not as simple as that, and then nothing is written', async () => {
    const [plain, over, behind, low, due, gives] = await filledMany(6);
    await over!.system.work(({ tx, now }) => forgetEnds(tx, now));
    await behind!.system.work(({ tx }) => tx.run(sql`delete from billing.balances`));
    await low!.system.work(({ tx }) => tx.run(sql`update billing.wallets set low_at_micro = ${bought}`));
    await due!.system.work(({ tx }) =>
      tx.run(sql`update billing.wallets set reload_below_micro = ${bought}`),
    );
    const all = [plain!, over!, behind!, low!, due!];
    const outcomes = await bookTogether(plain!.ground, [
      ...all.map((w) => ask(w, charged('one', 1))),
      ask(gives!, charged('one', 1), purchaseOf(told('more'), 5)),
    ]);
    assert.deepEqual(outcomes.map(statesOf), [['booked'], ...Array(5).fill(undefined)]);
    for (const w of [...all.slice(1), gives!]) assert.equal(await leftIn(w), bought);
    assert.equal(await leftIn(plain!), bought - 1);
  });

  test('wait for nobody who holds one of them', { skip: embedded }, async () => {
    const [held, free] = (await filledMany(2)) as [BillingWorkspace, BillingWorkspace];
    const outcomes = await held.system.work(async ({ tx }) => {
      await holdWallet(tx);
      return bookTogether(free.ground, [ask(held, charged('one', 1)), ask(free, charged('one', 1))]);
    });
    assert.deepEqual(outcomes.map(statesOf), [undefined, ['booked']]);
  });

  test('come out as each would by itself, whatever is asked of them', async () => {
    const [together, alone] = [await filledMany(3), await filledMany(3)];
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(orders, { maxLength: 4 }), { minLength: 3, maxLength: 3 }),
        async (asked) => {
          run += 1;
          const each = asked.map((ofOne) => ofOne.map((one) => one(`${run}`)));
          const found = await bookTogether(
            together[0]!.ground,
            together.map((w, i) => ask(w, ...each[i]!)),
          );
          for (const [i, w] of alone.entries()) {
            const expected = await w.system.work((ctx) => book(ctx, each[i]!));
            assert.deepEqual(shown(found[i]!), shown(expected));
            assert.deepEqual(await together[i]!.system.work(requireSound), await w.system.work(requireSound));
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

const Id = z.object({ id: LedgerTransactionId });
const newest = sql`select id from billing.ledger_transactions where key in ('more', 'held')
                      or key = 'before' and spendable_micro = ${bought - 5}`;
const small = fc.integer({ min: 1, max: 150 });
/** A few keys, so that some of them come twice: with the same, and with something else. */
const orders = fc
  .tuple(fc.constantFrom(chargeOf, chargeOf, lateOf), fc.integer({ min: 0, max: 3 }), small)
  .map(
    ([orderOf, key, micro]) =>
      (run: string) =>
        orderOf(told(`${run} ${key}`), micro),
  );
const shown = (outcomes: readonly Outcome[]) => outcomes.map((one) => ({ ...one, id: undefined }));

describe('the till, for many wallets', () => {
  test('answers everybody, where some cannot be booked with the others and one not at all', async () => {
    const all = await filledMany(6);
    const [over, broken] = all as [BillingWorkspace, BillingWorkspace];
    await over.system.work(({ tx, now }) => forgetEnds(tx, now));
    const till = openTill(over.ground);
    const good = all.flatMap((w) => [1, 2].map((n) => till.book(w.workspaceId, charged(`good ${n}`, 10))));
    const bad = till.book(broken.workspaceId, chargeOf({ ...told('broken'), reason: '' }, 10));
    await assert.rejects(bad, /ledger_transaction_texts_are_short/);
    for (const one of await Promise.all(good)) assert.equal(one.state, 'booked');
    for (const w of all) assert.equal(await leftIn(w), bought - 20);
  });

  test('tells each what became of its own', async () => {
    const all = await filledMany(3);
    const till = openTill(all[0]!.ground);
    const outcomes = await Promise.all(
      [1, 2].flatMap((n) => all.map((w, i) => till.book(w.workspaceId, charged(`spent ${n}`, 10 ** i)))),
    );
    const left = outcomes.map((one) => (one.state === 'booked' ? bought - one.spendableMicro : one.state));
    assert.deepEqual(left, [1, 10, 100, 2, 20, 200]);
  });

  test('says once that little is left, to whom it concerns', async () => {
    const all = await filledMany(3);
    const [low] = all as [BillingWorkspace];
    await low.system.work(({ tx }) => tx.run(sql`update billing.wallets set low_at_micro = 900`));
    const till = openTill(low.ground);
    for (const n of [1, 2, 3])
      await Promise.all(all.map((w) => till.book(w.workspaceId, charged(`spent ${n}`, 100))));
    const toldOf = (w: BillingWorkspace) =>
      w.system.work(({ tx }) =>
        tx.one(
          z.object({ count: z.coerce.number() }),
          sql`select count(*) as count from app.events where name = 'billing.balance_low'`,
        ),
      );
    assert.deepEqual(
      (await Promise.all(all.map(toldOf))).map(({ count }) => count),
      [1, 0, 0],
    );
  });

  test('has nobody wait for a wallet that somebody else holds', { skip: embedded }, async () => {
    const [held, free] = (await filledMany(2)) as [BillingWorkspace, BillingWorkspace];
    const till = openTill(held.ground);
    let isAnswered = false;
    const late = await held.system.work(async ({ tx }) => {
      await holdWallet(tx);
      const waiting = till.book(held.workspaceId, charged('one', 1)).then((outcome) => {
        isAnswered = true;
        return outcome;
      });
      assert.equal((await till.book(free.workspaceId, charged('one', 1))).state, 'booked');
      assert.equal(isAnswered, false);
      return { waiting };
    });
    assert.equal((await late.waiting).state, 'booked');
    assert.deepEqual([await leftIn(held), await leftIn(free)], [bought - 1, bought - 1]);
  });

  test('leaves wallets for the next one, which is decided while these are written', async () => {
    const { ground } = await bareWorkspace();
    const sizes: number[] = [];
    const transaction: Database['transaction'] = (scope, ...rest) => {
      if (scope.kind === 'workspaces') sizes.push(scope.workspaceIds.length);
      return ground.db.transaction(scope, ...rest);
    };
    const till = openTill({ ...ground, db: { ...ground.db, transaction } });
    // Of workspaces that are not there: each is refused, and nothing else is made of it.
    const asked = Array.from({ length: 100 }, () => till.book(newId(WorkspaceId), charged('one', 1)));
    for (const one of await Promise.allSettled(asked)) assert.equal(one.status, 'rejected');
    assert.deepEqual(sizes, [64, 36]);
  });

  test('comes to sound ledgers beside other tills and whoever else books', async () => {
    const all = await filledMany(4);
    const tills = [openTill(all[0]!.ground), openTill(all[1]!.ground)];
    const outcomes = await Promise.all(
      Array.from({ length: 240 }, (_, n) => {
        const w = all[n % 4]!;
        const order = charged(`${n % 60}`, 100);
        if (n % 24 > 1) return tills[Math.floor(n / 4) % 2]!.book(w.workspaceId, order);
        return w.system.work(async (ctx) => (await book(ctx, [order]))[0]!);
      }),
    );
    assert.ok(
      outcomes.every(({ state }) => state === 'booked' || state === 'repeated' || state === 'not_enough'),
    );
    // Whoever was told so finds it in the ledger of the one they asked.
    let spent = 0;
    for (const [i, w] of all.entries()) {
      const kept = await w.system.work(({ tx }) =>
        tx.many(Id, sql`select id from billing.ledger_transactions where kind = 'charge'`),
      );
      const said = outcomes
        .filter((_, n) => n % 4 === i)
        .flatMap((one) => (one.state === 'booked' ? [one.id] : []));
      assert.deepEqual(said.sort(), kept.map(({ id }) => id).sort());
      assert.equal(await leftIn(w), 0);
      spent += said.length;
    }
    // Fifteen keys each, of which ten can be paid.
    assert.equal(spent, 40);
  });
});

describe('work for several workspaces at once', () => {
  let ours: BillingWorkspace;
  let theirs: BillingWorkspace;
  let others: BillingWorkspace;
  before(async () => {
    [ours, theirs, others] = (await filledMany(3)) as [BillingWorkspace, BillingWorkspace, BillingWorkspace];
  });
  const withoutRight = { code: '42501' };
  const named = () => [ours.workspaceId, theirs.workspaceId];
  const together = <T>(fn: (tx: Tx) => Promise<T>) =>
    ours.ground.db.transaction({ kind: 'workspaces', workspaceIds: named() }, fn);
  const Workspace = z.object({ id: z.string() });

  test('sees those that are named and no others', async () => {
    for (const table of ['wallets', 'balances', 'ledger_transactions']) {
      const found = await together((tx) =>
        tx.many(Workspace, sql`select distinct workspace_id::text as id from ${sql.id('billing', table)}`),
      );
      assert.deepEqual(found.map(({ id }) => id).sort(), named().sort(), table);
    }
  });

  test('writes into no other', async () => {
    const transaction = (id: string) => sql`
      insert into billing.ledger_transactions (workspace_id, id, no, kind, key, fingerprint, reason, spendable_micro,
        created_at)
      values (${id}, ${newId(LedgerTransactionId)}, 7, 'charge', 'tried', ${Buffer.alloc(32)}, 'Tried out', 0, ${new Date()})`;
    const entry = (id: string) => sql`
      insert into billing.ledger_entries (workspace_id, transaction_id, position, from_account, to_account, amount_micro)
      values (${id}, ${uuidv7()}, 0, 'payg', 'revenue', 1)`;
    for (const statement of [transaction, entry])
      await assert.rejects(
        together((tx) => tx.run(statement(others.workspaceId))),
        withoutRight,
      );
    const touched = await together((tx) => tx.run(sql`update billing.wallets set last_no = last_no`));
    assert.equal(touched, 2);
  });

  test('has no right to anything else', async () => {
    for (const statement of [
      sql`update billing.wallets set unlimited_at = now()`,
      sql`delete from billing.balances`,
      sql`select reason from billing.ledger_transactions`,
      sql`select from billing.ledger_entries`,
      sql`select from billing.usage_events`,
      sql`select from workspaces.workspaces`,
    ])
      await assert.rejects(
        together((tx) => tx.run(statement)),
        withoutRight,
      );
  });

  test('is not what naming workspaces makes of work for one', async () => {
    const found = await ours.system.work(async ({ tx }) => {
      await tx.run(sql`select set_config('app.workspace_ids', ${`{${others.workspaceId}}`}, true)`);
      return tx.many(Workspace, sql`select workspace_id::text as id from billing.wallets`);
    });
    assert.deepEqual(found, [{ id: ours.workspaceId }]);
  });
});
