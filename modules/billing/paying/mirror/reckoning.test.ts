import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PaymentState } from '../provider.ts';
import { type Booked, type Reckoned, reckoned, shareOf } from './reckoning.ts';

const at = (n: number) => new Date(Date.UTC(2027, 0, 1) + n * 60_000);
const nothing: Booked = {
  ...{ creditsMicro: undefined, takenMicro: 0, refunds: new Map(), disputes: new Map() },
};
const payment = (part: Partial<PaymentState> = {}): PaymentState => ({
  ...{ id: 'ch_1', invoiceId: undefined, subscriptionId: undefined, checkoutId: undefined },
  ...{ paidFor: 'credits', status: 'paid', amountMicro: 1_000, currency: 'usd', failure: undefined },
  ...{ refunds: [], disputes: [], at: at(0) },
  ...part,
});
const refund = (n: number, amountMicro: number) => ({
  ...{ id: `re_${n}`, amountMicro, at: at(n), reason: undefined },
});
const dispute = (n: number, amountMicro: number, status: 'open' | 'won' | 'lost') => ({
  ...{ id: `dp_${n}`, amountMicro, status, reason: undefined, at: at(n) },
});

/** What is here once this is written. */
const written = (before: Booked, came: Reckoned): Booked => ({
  creditsMicro: came.creditsMicro,
  takenMicro: came.takenMicro,
  refunds: new Map([...before.refunds, ...came.changedRefunds.map((one) => [one.id, one] as const)]),
  disputes: new Map([...before.disputes, ...came.changedDisputes.map((one) => [one.id, one] as const)]),
});

const purse = () => {
  const keys = new Set<string>();
  let micro = 0;
  return {
    micro: () => micro,
    book({ deeds }: Reckoned) {
      for (const { deed, key, micro: amount } of deeds) {
        assert.ok(amount > 0);
        assert.ok(!keys.has(key), `${key} was booked before`);
        keys.add(key);
        micro += deed === 'take' ? -amount : amount;
      }
    },
  };
};

/** As in a spreadsheet: one line for the money that is back, one for the credits that go with it. */
function oracle({ amountMicro, refunds, disputes }: PaymentState, credits: number): number {
  const back =
    refunds.reduce((sum, one) => sum + one.amountMicro, 0) +
    disputes.filter(({ status }) => status !== 'won').reduce((sum, one) => sum + one.amountMicro, 0);
  return credits - Math.floor((credits * Math.min(back, amountMicro)) / amountMicro);
}

/** The same numbers for the same seed. */
function seeded(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

describe('what a payment comes to', () => {
  test('is what was agreed on, once', () => {
    const first = reckoned('stripe', payment(), nothing, 1_200);
    assert.deepEqual(first.deeds, [{ deed: 'give', key: 'buy:stripe:ch_1', micro: 1_200, at: at(0) }]);
    assert.deepEqual(reckoned('stripe', payment(), written(nothing, first), 9_999).deeds, []);
  });

  test('is nothing where it failed', () => {
    assert.deepEqual(reckoned('stripe', payment({ status: 'failed' }), nothing, 1_200).deeds, []);
  });

  test('goes back in three thirds to the unit', () => {
    const refunds = [refund(1, 333), refund(2, 333), refund(3, 334)];
    const came = reckoned('stripe', payment({ refunds }), nothing, 1_001);
    assert.deepEqual(
      came.changedRefunds.map(({ creditsMicro }) => creditsMicro),
      [333, 333, 335],
    );
    assert.deepEqual([came.takenMicro, came.status], [1_001, 'refunded']);
  });

  test('goes back no further than all of it, whatever a bank and the shop both give', () => {
    const both = payment({ refunds: [refund(1, 700)], disputes: [dispute(2, 1_000, 'lost')] });
    assert.equal(reckoned('stripe', both, nothing, 500).takenMicro, 500);
  });

  test('is exact where the product is more than a number holds', () => {
    assert.equal(shareOf(999_999_999_999, 333_333_333_333, 999_999_999_999), 333_333_333_333);
  });

  test('comes back with a refund that failed after all, and goes again with the next', () => {
    const first = reckoned('stripe', payment({ refunds: [refund(1, 600)] }), nothing, 1_000);
    const failed = reckoned('stripe', payment(), written(nothing, first), 1_000);
    assert.deepEqual(failed.deeds, [
      { deed: 'give_back', key: 'return:stripe:re_1:2', micro: 600, at: undefined },
    ]);
    assert.deepEqual(
      [failed.takenMicro, failed.refundedMicro, failed.status, failed.changedRefunds[0]!.isGone],
      [0, 0, 'paid', true],
    );
    const here = written(written(nothing, first), failed);
    assert.deepEqual(reckoned('stripe', payment(), here, 1_000).deeds, []);
    const again = reckoned('stripe', payment({ refunds: [refund(2, 1_000)] }), here, 1_000);
    assert.deepEqual([again.takenMicro, again.status], [1_000, 'refunded']);
  });

  test('is what the bank last decided, as often as it decides otherwise', () => {
    let here = nothing;
    const keys: string[] = [];
    for (const status of ['lost', 'won', 'open', 'lost', 'won', 'lost'] as const) {
      const came = reckoned('stripe', payment({ disputes: [dispute(1, 1_000, status)] }), here, 500);
      here = written(here, came);
      keys.push(...came.deeds.filter(({ deed }) => deed !== 'give').map(({ key }) => key));
      assert.equal(came.takenMicro, status === 'won' ? 0 : 500, status);
      assert.equal(came.changedDisputes[0]!.creditsMicro, status === 'won' ? 0 : 500);
    }
    assert.equal(new Set(keys).size, 5);
  });

  test('agrees with a spreadsheet after any steps, in which it was looked at at any time', () => {
    for (let seed = 1; seed <= 2_000; seed += 1) {
      const any = seeded(seed);
      const amountMicro = 1 + any(5_000);
      const credits = any(7_000);
      let state = payment({ amountMicro });
      let before = nothing;
      const own = purse();
      const look = () => {
        const came = reckoned('stripe', state, before, credits);
        own.book(came);
        before = written(before, came);
        assert.equal(own.micro(), oracle(state, credits), `seed ${seed}`);
        assert.equal(came.creditsMicro - came.takenMicro, own.micro());
      };
      for (let n = 1; n <= 6; n += 1) {
        state = stepped(state, n, any);
        if (any(3) > 0) look();
      }
      look();
    }
  });
});

/** What was through is not after all: a refund the bank sent back, a dispute that is decided anew. */
function undone(state: PaymentState, any: (below: number) => number): PaymentState {
  if (any(2) === 0) return { ...state, refunds: state.refunds.slice(1) };
  const turned = { open: 'lost', lost: 'won', won: 'lost' } as const;
  return { ...state, disputes: state.disputes.map((one) => ({ ...one, status: turned[one.status] })) };
}

/** Something happens to it that can. */
function stepped(state: PaymentState, n: number, any: (below: number) => number): PaymentState {
  const [open] = state.disputes.filter(({ status }) => status === 'open');
  const gone = [...state.refunds, ...state.disputes.filter(({ status }) => status !== 'won')];
  if (any(6) === 0) return undone(state, any);
  const left = state.amountMicro - gone.reduce((sum, one) => sum + one.amountMicro, 0);
  if (open && any(2) === 0) {
    const status = any(2) === 0 ? ('won' as const) : ('lost' as const);
    return { ...state, disputes: state.disputes.map((one) => (one === open ? { ...one, status } : one)) };
  }
  if (left <= 0) return state;
  const amount = any(4) === 0 ? left : 1 + any(left);
  return any(2) === 0
    ? { ...state, refunds: [...state.refunds, refund(n, amount)] }
    : { ...state, disputes: [...state.disputes, dispute(n, amount, 'open')] };
}
