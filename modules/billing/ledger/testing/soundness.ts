import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Ctx } from '../../../../kit/ctx.ts';
import { sql } from '../../../../kit/sql.ts';
import { type Account, after, type Balances, buckets, type Entry, heldOf, nothing } from '../accounts.ts';

/*
 * What must be true of a ledger at any moment, looked at from its beginning and by itself: whatever was done to it, and
 * by however many at once. For tests.
 */

const Figure = z.coerce.number().int();
const Booked = z.object({
  no: Figure,
  kind: z.string(),
  key: z.string(),
  spendable: Figure,
  entries: z.array(z.object({ from: z.string(), to: z.string(), micro: Figure })),
});
export type Booked = z.infer<typeof Booked>;

/** Every transaction there is, in the order in which they happened. */
export const bookedIn = ({ tx }: Ctx): Promise<Booked[]> =>
  tx.many(
    Booked,
    sql`
    select t.no, t.kind, t.key, t.spendable_micro as spendable,
           coalesce((select json_agg(json_build_object('from', e.from_account, 'to', e.to_account,
                                                       'micro', e.amount_micro) order by e.position)
                       from billing.ledger_entries e
                      where e.workspace_id = t.workspace_id and e.transaction_id = t.id), '[]') as entries
      from billing.ledger_transactions t order by t.no`,
  );

const Kept = z.object({
  throughNo: Figure,
  lastNo: Figure,
  held: Figure,
  balances: z.record(z.string(), Figure),
});

/** Answers what the ledger comes to, once all of it was found right. */
export async function requireSound(ctx: Ctx): Promise<Balances> {
  const booked = await bookedIn(ctx);
  assert.deepEqual(
    booked.map(({ no }) => no),
    booked.map((_, i) => i + 1),
    'numbers follow one another without a gap',
  );
  let balances = nothing;
  for (const one of booked) {
    // Throws where an account is brought below nothing.
    balances = after(balances, one.entries as Entry[]);
    assert.equal(sumOfAll(one.entries as Entry[]), 0, `${one.key} takes what it gives`);
    assert.equal(one.spendable, spendableIn(balances), `${one.key} says what it left`);
  }
  await requireKept(ctx, booked.length, balances);
  return balances;
}

/** What is kept beside it is the same, or is missing. */
async function requireKept({ tx }: Ctx, lastNo: number, balances: Balances): Promise<void> {
  const kept = await tx.maybeOne(
    Kept,
    sql`
    select b.through_no, w.last_no,
           (select coalesce(sum(r.week_micro + r.month_micro + r.bonus_micro + r.payg_micro), 0)
              from billing.reservations r where r.outcome = 'held') as held,
           jsonb_build_object('week', b.week_micro, 'month', b.month_micro, 'bonus', b.bonus_micro,
             'payg', b.payg_micro, 'held_week', b.held_week_micro, 'held_month', b.held_month_micro,
             'held_bonus', b.held_bonus_micro, 'held_payg', b.held_payg_micro, 'owed', b.owed_micro) as balances
      from billing.wallets w join billing.balances b on b.workspace_id = w.workspace_id`,
  );
  if (!kept) return;
  assert.deepEqual([kept.throughNo, kept.lastNo], [lastNo, lastNo]);
  assert.deepEqual(kept.balances, balances, 'what is kept is what adding up from the beginning comes to');
  const held = buckets.reduce((sum, bucket) => sum + balances[heldOf(bucket)], 0);
  assert.equal(kept.held, held, 'what is held back is held back for somebody');
}

function sumOfAll(entries: readonly Entry[]): number {
  const sides = new Map<Account, number>();
  const add = (account: Account, micro: number) => sides.set(account, (sides.get(account) ?? 0) + micro);
  for (const { from, to, micro } of entries) {
    add(from, -micro);
    add(to, micro);
  }
  return [...sides.values()].reduce((sum, micro) => sum + micro, 0);
}

const spendableIn = (balances: Balances) => buckets.reduce((sum, bucket) => sum + balances[bucket], 0);
