import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Database } from '../../../kit/db/database.ts';
import { openDatabase } from '../../../kit/db/open.ts';
import { AppError } from '../../../kit/errors.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testDatabaseUrl, testServerUrl } from '../../../kit/testing/database.ts';
import { workIn } from '../../../kit/work.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { spendableOf } from './accounts.ts';
import { book, type Outcome } from './booking.ts';
import { ReservationId } from './contract.ts';
import { chargeOf, grantOf, purchaseOf, refundOf, withdrawOf } from './orders.ts';
import { release, reserve, settle } from './spending.ts';
import { bookedIn, requireSound } from './testing/soundness.ts';
import { bareWorkspace } from './testing.ts';

let elsewhere: Database;
before(async () => {
  elsewhere = await openDatabase({
    url: await testDatabaseUrl(),
    embedded: !testServerUrl,
    applicationName: 'stoa test',
  });
});
after(() => elsewhere.close());

/** The same workspace, as two processes work in it: each with its own connections, and nothing shared but the rows. */
const processesOf = ({ ground, workspaceId }: BillingWorkspace) =>
  [ground, { ...ground, db: elsewhere }].map(
    (each) =>
      <T>(fn: (ctx: Ctx) => Promise<T>) =>
        workIn(each, workspaceId, { actor: { kind: 'system' } }, fn),
  );

const told = (key: string) => ({ key, reason: 'Tried out' });
const filled = async () => {
  const w = await bareWorkspace();
  await w.system.work((ctx) =>
    book(ctx, [grantOf(told('of the month'), 'month', 400), purchaseOf(told('bought'), 600)]),
  );
  return w;
};

describe('two processes', () => {
  test('SS-65 admit one of forty charges that would each spend all there is', async () => {
    const w = await filled();
    const processes = processesOf(w);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        processes[n % 2]!((ctx) => book(ctx, [chargeOf(told(`spent ${n}`), 1_000)])),
      ),
    );
    assert.deepEqual(count(outcomes.flat()), { booked: 1, not_enough: 39 });
    assert.equal((await w.system.work(requireSound)).payg, 0);
  });

  const orders = { charge: chargeOf, purchase: purchaseOf, withdraw: withdrawOf } as const;
  for (const [name, orderOf] of Object.entries(orders))
    test(`book a ${name} that each of them asks for five times at once, once`, async () => {
      const w = await filled();
      const processes = processesOf(w);
      const ask = (micro: number, n: number) =>
        processes[n % 2]!((ctx) => book(ctx, [orderOf(told('once'), micro)]));
      const outcomes = await Promise.all(Array.from({ length: 10 }, (_, n) => ask(300, n)));
      assert.deepEqual(count(outcomes.flat()), { booked: 1, repeated: 9 });
      assert.equal(new Set(outcomes.flat().map((one) => ('id' in one ? one.id : ''))).size, 1);
      // With something else by the same key nothing happens.
      assert.deepEqual(count((await ask(301, 0)).concat(await ask(299, 1))), { key_taken: 2 });
      assert.equal((await w.system.work(bookedIn)).length, 3);
      await w.system.work(requireSound);
    });

  test('settle or let go of what is kept back: one of the two, whoever says what how often', async () => {
    const w = await filled();
    const processes = processesOf(w);
    const id = newId(ReservationId);
    await w.system.work((ctx) => reserve(ctx, { id, micro: 500, meter: 'try_on', reason: 'Tried out' }));
    await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) =>
        processes[n % 2]!((ctx) => (n % 3 === 0 ? release(ctx, id) : settle(ctx, id, 200))),
      ),
    );
    const balances = await w.system.work(requireSound);
    // Settled after it was let go, it is taken from what there is: it comes to the same.
    assert.equal(balances.month + balances.payg, 800);
    assert.equal(balances.held_month + balances.held_payg, 0);
  });

  test('settle what is kept back as one of them says, where they say different things at once', async () => {
    const w = await filled();
    const processes = processesOf(w);
    for (let round = 0; round < 8; round += 1) {
      const id = newId(ReservationId);
      await w.system.work((ctx) => reserve(ctx, { id, micro: 50, meter: 'try_on', reason: 'Tried out' }));
      const before = await w.system.work(requireSound);
      const said = await Promise.allSettled(
        [30, 40].map((came, n) => processes[n]!((ctx) => settle(ctx, id, came))),
      );
      assert.deepEqual(said.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const after = await w.system.work(requireSound);
      const spent = spendableOf(before) + 50 - spendableOf(after);
      assert.equal(spent, said[0]!.status === 'fulfilled' ? 30 : 40);
    }
  });

  test('come to a sound ledger, whatever they do at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deeds, { minLength: 8, maxLength: 24 }), async (taken) => {
        const w = await filled();
        const processes = processesOf(w);
        const names = Array.from({ length: 4 }, () => newId(ReservationId));
        await Promise.all(
          taken.map((deed, n) => processes[n % 2]!((ctx) => doing(ctx, deed, names)).catch(refusedAlone)),
        );
        await w.system.work(requireSound);
      }),
      { numRuns: 15 },
    );
  });
});

type Deed =
  | {
      readonly deed: 'book';
      readonly order: keyof typeof bookable;
      readonly key: number;
      readonly micro: number;
    }
  | { readonly deed: 'reserve' | 'settle' | 'release'; readonly name: number; readonly micro: number }
  | { readonly deed: 'drop' };

type Asked = Parameters<typeof chargeOf>[0];
const bookable = {
  charge: chargeOf,
  purchase: purchaseOf,
  withdraw: withdrawOf,
  bonus: (asked: Asked, micro: number) => grantOf(asked, 'bonus', micro),
  refund: (asked: Asked, micro: number) => refundOf(asked, { week: 0, month: micro, bonus: 0, payg: 0 }),
} as const;
const micro = fc.integer({ min: 1, max: 700 });
const few = fc.integer({ min: 0, max: 3 });
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    deed: fc.constant('book' as const),
    order: fc.constantFrom(...(Object.keys(bookable) as (keyof typeof bookable)[])),
    key: few,
    micro,
  }),
  fc.record({
    deed: fc.constantFrom('reserve', 'settle', 'release'),
    name: few,
    micro,
  }) as fc.Arbitrary<Deed>,
  fc.constant({ deed: 'drop' as const }),
);

function doing(ctx: Ctx, one: Deed, names: readonly ReservationId[]): Promise<unknown> {
  switch (one.deed) {
    case 'book':
      return book(ctx, [bookable[one.order](told(`${one.order} ${one.key}`), one.micro)]);
    case 'reserve':
      return reserve(ctx, { id: names[one.name]!, micro: one.micro, meter: 'try_on', reason: 'Tried out' });
    case 'settle':
      return settle(ctx, names[one.name]!, one.micro);
    case 'release':
      return release(ctx, names[one.name]!);
    case 'drop':
      return ctx.tx.run(sql`delete from billing.balances`);
  }
}

/** Not enough, unknown or said otherwise before: answers, and no failures. */
function refusedAlone(error: unknown): void {
  if (!(error instanceof AppError) || error.code === 'stoa.conflict') throw error;
}

function count(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of outcomes) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
