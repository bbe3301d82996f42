import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { book } from '../ledger/booking.ts';
import { purchaseOf } from '../ledger/orders.ts';
import { bareWorkspace } from '../ledger/testing.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { dollarsOf, exportJournal } from './journal.ts';

async function journalOf(w: BillingWorkspace): Promise<string> {
  const { stream } = await w.reading(w.owner, exportJournal);
  const parts: string[] = [];
  for await (const part of stream) parts.push(String(part));
  return parts.join('');
}

describe('an amount', () => {
  const written: readonly [micro: number, text: string][] = [
    [0, '$0.00000'],
    [1, '$0.00001'],
    [-1, '$-0.00001'],
    [100_000, '$1.00000'],
    [-1_234_567, '$-12.34567'],
    [Number.MAX_SAFE_INTEGER, '$90071992547.40991'],
  ];
  for (const [micro, text] of written)
    test(`of ${micro} units is written as ${text}`, () => assert.equal(dollarsOf(micro), text));
});

describe('the journal', () => {
  test('says of each movement when it was, what for, and what went where', async () => {
    const w = await bareWorkspace();
    await w.system.work((ctx) =>
      book(ctx, [purchaseOf({ key: 'buy:1', reason: 'A hundred credits' }, 1_000_000)]),
    );
    const [, movement] = (await journalOf(w)).split(/\n\n/);
    const [head, ...lines] = movement!.trimEnd().split('\n');
    assert.match(head!, /^\d{4}-\d\d-\d\d \* \(1\) A hundred credits$/);
    assert.match(lines.join('\n'), /; kind: purchase\n {4}; key: buy:1\n {4}; at: \S+Z\n/);
    assert.deepEqual(
      lines.slice(3).map((line) => line.trim().split(/ {2,}/)),
      [
        ['revenues:purchases', '$-10.00000'],
        ['assets:bought', '$10.00000'],
      ],
    );
  });

  test('lets nothing that was typed end its line', async () => {
    const w = await bareWorkspace();
    const reason = 'Fine\n2026-01-01 x\r\n    assets:bought  $1000\u2028; and more';
    await w.system.work((ctx) => book(ctx, [purchaseOf({ key: 'a\nb, c: d', reason }, 1)]));
    const journal = await journalOf(w);
    assert.match(journal, /\) Fine 2026-01-01 x +assets:bought {2}\$1000 {2}and more\n/);
    assert.match(journal, /; key: a b {2}c: d\n/);
  });

  test('of a workspace shows nothing of another', async () => {
    const [w, other] = [await bareWorkspace(), await bareWorkspace()];
    await other.system.work((ctx) => book(ctx, [purchaseOf({ key: 'k', reason: 'Elsewhere' }, 1)]));
    assert.doesNotMatch(await journalOf(w), /Elsewhere/);
  });
});
