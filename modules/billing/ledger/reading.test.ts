import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { billingWorkspace } from '../models/testing.ts';
import { book } from './booking.ts';
import { type LedgerTransaction, LedgerTransactionId } from './contract.ts';
import { purchaseOf } from './orders.ts';
import { exportLedger, getLedgerTransaction, getWallet, listLedger } from './reading.ts';
import { charge } from './spending.ts';
import { bareWorkspace } from './testing.ts';

const subject = { type: 'conversation', id: '00000000-0000-7000-8000-000000000007' };

async function moved() {
  const w = await bareWorkspace();
  const manager = await w.member('manager');
  await w.system.work((ctx) => book(ctx, [purchaseOf({ key: 'bought', reason: '=Bought' }, 1_000)]));
  for (let n = 0; n < 6; n++)
    await w.system.work((ctx) =>
      charge(ctx, {
        ...{ key: `charge:${n}`, micro: 10 + n, reason: 'Tried out' },
        ...(n % 2 ? { subject } : { memberId: manager.memberId }),
      }),
    );
  return { ...w, manager };
}

type Place = Awaited<ReturnType<typeof bareWorkspace>>;
const tableOf = (w: Place, reader: Place['owner']) =>
  w.reading(reader, async (ctx) => {
    const { stream, fileName } = await exportLedger(ctx, {});
    let text = '';
    for await (const part of stream) text += part;
    return { text, fileName };
  });

const pages = async (
  w: Awaited<ReturnType<typeof moved>>,
  filter: Partial<Parameters<typeof listLedger>[1]>,
  limit = 2,
) => {
  const all: LedgerTransaction[] = [];
  let after: string | undefined;
  do {
    const page = await w.reading(w.manager, (ctx) => listLedger(ctx, { ...filter, limit, after }));
    assert.ok(page.items.length <= limit);
    all.push(...page.items);
    after = page.next ?? undefined;
  } while (after);
  return all;
};

describe('a wallet', () => {
  test('SS-65 says what there is of each kind and until when, also where nothing is kept of it', async () => {
    const w = await billingWorkspace();
    await w.system.work((ctx) => charge(ctx, { key: 'one', micro: 700, reason: 'Tried out' }));
    const shown = await w.reading(w.owner, getWallet);
    assert.equal(shown.spendableMicro, 999_300);
    assert.deepEqual(shown.buckets[1], {
      ...{ bucket: 'month', micro: 999_300, heldMicro: 0, grantedMicro: 1_000_000 },
      endsAt: new Date('2026-02-01T00:00:00Z'),
    });
    assert.deepEqual(shown.plan, { slug: 'free', name: 'Free' });
    await w.system.work(({ tx }) => tx.run(sql`delete from billing.balances`));
    assert.deepEqual(await w.reading(w.owner, getWallet), shown);
  });

  test('that was never moved is empty, and shown to whoever may see it', async () => {
    const w = await billingWorkspace();
    const { spendableMicro, transactionsCount } = await w.reading(w.owner, getWallet);
    assert.deepEqual([spendableMicro, transactionsCount], [0, 0]);
    const member = await w.member('member');
    await assert.rejects(w.reading(member, getWallet), { code: 'stoa.not_permitted' });
  });
});

describe('the ledger', () => {
  test('SS-67 tells each movement with its sign, what was left after it, and what it moved; the newest first', async () => {
    const w = await moved();
    const all = await pages(w, {});
    assert.deepEqual(
      all.map(({ no, changeMicro, spendableMicro }) => [no, changeMicro, spendableMicro]),
      [
        [7, -15, 925],
        [6, -14, 940],
        [5, -13, 954],
        [4, -12, 967],
        [3, -11, 979],
        [2, -10, 990],
        [1, 1_000, 1_000],
      ],
    );
    assert.deepEqual(all[0]!.entries, [{ from: 'payg', to: 'revenue', micro: 15 }]);
    assert.deepEqual(all[5]!.member, { id: w.manager.memberId, name: 'Test manager' });
  });

  test('is narrowed by a kind, by whom or by what it was for, and by one of them at a time', async () => {
    const w = await moved();
    const numbers = (all: LedgerTransaction[]) => all.map(({ no }) => no);
    assert.deepEqual(numbers(await pages(w, { kind: 'purchase' })), [1]);
    assert.deepEqual(numbers(await pages(w, { memberId: w.manager.memberId })), [6, 4, 2]);
    const about = { subjectType: subject.type, subjectId: subject.id };
    assert.deepEqual(numbers(await pages(w, about)), [7, 5, 3]);
    for (const bad of [{ kind: 'charge' as const, ...about }, { subjectType: 'conversation' }])
      await assert.rejects(pages(w, bad), { code: 'billing.one_ledger_filter_at_a_time' });
  });

  test('shows one movement by its id, and no other workspace’s', async () => {
    const [w, other] = [await moved(), await moved()];
    const [{ id }] = (await pages(w, {})) as [LedgerTransaction];
    const look = (of: typeof w, transactionId: LedgerTransactionId) =>
      of.reading(of.manager, (ctx) => getLedgerTransaction(ctx, { transactionId }));
    assert.equal((await look(w, id)).no, 7);
    await assert.rejects(look(other, id), { code: 'billing.no_such_transaction' });
    await assert.rejects(look(w, newId(LedgerTransactionId)), { code: 'billing.no_such_transaction' });
  });

  test('is a table for a spreadsheet, in which what somebody typed is never calculated', async () => {
    const w = await moved();
    const { text, fileName } = await tableOf(w, w.manager);
    assert.equal(fileName, 'ledger-2026-01-05.csv');
    const lines = text.trimEnd().split('\r\n');
    assert.equal(lines.length, 8);
    assert.match(
      lines[7]!,
      /"1","2026-01-05T09:00:00.000Z","purchase","'=Bought","0.01000","0.00000","0.01000"/,
    );
    assert.match(lines[1]!, /"0.00000","0.00015","0.00925","conversation"/);
  });

  test('is a table with the words of the screen after all that programs read', async () => {
    const w = await bareWorkspace();
    await w.system.work((ctx) => book(ctx, [purchaseOf({ key: 'bought', reason: '=Bought' }, 1_000)]));
    await w.system.work((ctx) => charge(ctx, { key: 'read', micro: 10, reason: 'knowledge.embed' }));
    const [head, charged, bought] = (await tableOf(w, w.owner)).text.split('\r\n');
    assert.match(head!, /^.?"No","At","Kind","Reason",.*,"Moved","Kind, in words","Reason, in words"$/);
    assert.match(charged!, /"charge","knowledge\.embed",.*,"Spent","Reading what is written down"$/);
    assert.match(bought!, /,"Bought","'=Bought"$/);
  });
});
