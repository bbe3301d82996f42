import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { addedUp, book } from './booking.ts';
import { chargeOf, purchaseOf } from './orders.ts';
import { bareWorkspace } from './testing.ts';
import { openTill } from './till.ts';

const told = (key: string) => ({ key, reason: 'Tried out' });
const tillOf = ({ ground }: BillingWorkspace) => openTill(ground);
const buy = (w: BillingWorkspace, micro: number) =>
  w.system.work((ctx) => book(ctx, [purchaseOf(told('bought'), micro)]));

describe('the till', () => {
  test('of a thousand who would spend what is there for one, admits one', async () => {
    const w = await bareWorkspace();
    await buy(w, 700);
    // Two of them, as two processes have.
    const tills = [tillOf(w), tillOf(w)];
    const outcomes = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        tills[n % 2]!.book(w.workspaceId, chargeOf(told(`spent ${n}`), 700)),
      ),
    );
    const booked = outcomes.filter(({ state }) => state === 'booked');
    assert.equal(booked.length, 1);
    assert.ok(outcomes.every(({ state }) => state === 'booked' || state === 'not_enough'));
    assert.equal((await w.system.work(addedUp)).payg, 0);
  });

  test('books what is asked ten times at once by one key once, and refuses another thing by it', async () => {
    const w = await bareWorkspace();
    await buy(w, 10_000);
    const till = tillOf(w);
    const ask = (micro: number) => till.book(w.workspaceId, chargeOf(told('once'), micro));
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => ask(300)));
    const ids = new Set(outcomes.map((one) => ('id' in one ? one.id : one.state)));
    assert.equal(ids.size, 1);
    assert.deepEqual(await ask(301), { state: 'key_taken' });
    assert.equal((await w.system.work(addedUp)).payg, 9_700);
  });

  test('gives each its own answer when one of them cannot be booked at all', async () => {
    const w = await bareWorkspace();
    await buy(w, 1_000);
    const till = tillOf(w);
    const good = [1, 2].map((n) => till.book(w.workspaceId, chargeOf(told(`good ${n}`), 10)));
    const broken = till.book(w.workspaceId, chargeOf({ ...told('broken'), reason: '' }, 10));
    await assert.rejects(broken);
    for (const one of await Promise.all(good)) assert.equal(one.state, 'booked');
    const { count } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ count: z.coerce.number() }),
        sql`select count(*) as count from billing.ledger_transactions`,
      ),
    );
    assert.equal(count, 3);
  });
});
