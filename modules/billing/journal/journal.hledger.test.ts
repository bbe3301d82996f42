import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import fc from 'fast-check';
import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { newId } from '../../../kit/ids.ts';
import { findHledger } from '../../../kit/testing/runner-hledger.ts';
import { sumsAfter } from '../ledger/booking.sql.ts';
import { book, type Order } from '../ledger/booking.ts';
import { ReservationId } from '../ledger/contract.ts';
import * as orders from '../ledger/orders.ts';
import { release, reserve, settle } from '../ledger/spending.ts';
import { bareWorkspace } from '../ledger/testing.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { exportJournal, names } from './journal.ts';

/*
 * What is exported is read by a program that knows nothing of us, and comes to what we say: account by account.
 */

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'stoa-hledger-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function journalOf(w: BillingWorkspace): Promise<string> {
  const { stream } = await w.reading(w.owner, exportJournal);
  const parts: string[] = [];
  for await (const part of stream) parts.push(String(part));
  return parts.join('');
}

async function hledger(journal: string, ...args: string[]): Promise<string> {
  const file = join(folder, 'all.journal');
  writeFileSync(file, journal);
  const { stdout } = await run(findHledger()!, ['-f', file, ...args], { env: { LC_ALL: 'C.UTF-8' } });
  return stdout;
}

/** By name, in units: what hledger says every account comes to. */
async function readBack(journal: string): Promise<Record<string, number>> {
  const said = await hledger(journal, 'balance', '--flat', '--no-total', '--empty', '-O', 'csv');
  const lines = said.trim().split('\n').slice(1);
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, dollars] = /^"(.+)","(?:\$(-?[\d.]+)|0)"$/.exec(line) ?? assert.fail(line);
      return [name!, dollars === undefined ? 0 : Math.round(Number(dollars) * 100_000)];
    }),
  );
}

async function ours(w: BillingWorkspace): Promise<Record<string, number>> {
  const sums = await w.system.work(({ tx }) => sumsAfter(tx, 0));
  return Object.fromEntries(sums.map(({ account, micro }) => [names[account as keyof typeof names], micro]));
}

const nonZero = (sums: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(sums)
      .filter(([, micro]) => micro !== 0)
      .sort(),
  );

const micro = fc.oneof(
  fc.integer({ min: 1, max: 9_999_999 }),
  fc.constantFrom(1, 99_999, 100_000, 4_000_000_000),
);
const reason = fc.oneof(
  fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  fc.constantFrom(
    'Fine\n2026-01-01 x\n    assets:bought  $1000',
    '; nothing',
    '!',
    '(7) *',
    'a | b',
    '  two  spaces',
  ),
);
const bucket = fc.constantFrom('week', 'month', 'bonus');
type Deed = (ctx: Ctx, key: string, reason: string) => Promise<unknown>;
const booking = (orderOf: (told: { key: string; reason: string }) => Order): Deed => {
  return (ctx, key, text) => book(ctx, [orderOf({ key, reason: text })]);
};
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  micro.map((sum) => booking((told) => orders.purchaseOf(told, sum))),
  micro.map((sum) => booking((told) => orders.chargeOf(told, sum))),
  micro.map((sum) => booking((told) => orders.withdrawOf(told, sum))),
  micro.map((sum) => booking((told) => orders.payoutOf(told, sum))),
  fc.tuple(bucket, micro).map(([of, sum]) => booking((told) => orders.grantOf(told, of, sum))),
  bucket.map((of) => booking((told) => orders.expireOf(told, of))),
  fc.tuple(micro, micro, fc.boolean()).map(
    ([kept, came, isDone]): Deed =>
      async (ctx, _key, text) => {
        const id = newId(ReservationId);
        await reserve(ctx, { id, micro: kept, meter: 'try_on', reason: text });
        await (isDone ? settle(ctx, id, came) : release(ctx, id));
      },
  ),
);

describe('the journal of a ledger', () => {
  test('comes to the same in hledger, account by account and to the unit, whatever was done and typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(deeds, reason), { minLength: 5, maxLength: 30 }), async (taken) => {
        const w = await bareWorkspace();
        for (const [at, [deed, text]] of taken.entries())
          await w.system.work((ctx) => deed(ctx, `key ${at}; of, it`, text)).catch(refusedAlone);
        const journal = await journalOf(w);
        await hledger(journal, 'check', '--strict');
        assert.deepEqual(nonZero(await readBack(journal)), nonZero(await ours(w)));
      }),
      { numRuns: 12 },
    );
  });

  test('is read a page at a time, none twice and none left out', async () => {
    const w = await bareWorkspace();
    const bought = (from: number) =>
      Array.from({ length: 401 }, (_, n) => orders.purchaseOf({ key: `${from + n}`, reason: 'Bought' }, 1));
    for (const from of [0, 401, 802]) await w.system.work((ctx) => book(ctx, bought(from)));
    assert.deepEqual(await readBack(await journalOf(w)), {
      [names.payg]: 1_203,
      [names.purchases]: -1_203,
    });
  });

  test('of a workspace without any is a journal all the same', async () => {
    const w = await bareWorkspace();
    assert.deepEqual(nonZero(await readBack(await journalOf(w))), {});
  });
});

function refusedAlone(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}
