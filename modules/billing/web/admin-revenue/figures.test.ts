import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PaymentOfWorkspace } from '../../revenue/contract.ts';
import { valueWords } from './differences.ts';
import { currenciesOf, monthsIn, periodOf, spans } from './figures.ts';
import { creditsBack, isUnderWay } from './words.ts';

const now = new Date('2027-03-31T23:30:00Z');

describe('a period', () => {
  test('is of whole months by UTC, until today', () => {
    const today = '2027-03-31';
    assert.deepEqual(periodOf('', now), { from: '2026-04-01', until: today });
    assert.deepEqual(periodOf('month', now), { from: '2027-03-01', until: today });
    assert.deepEqual(periodOf('before', now), { from: '2027-02-01', until: '2027-02-28' });
    assert.deepEqual(periodOf('3', now), { from: '2027-01-01', until: today });
    assert.deepEqual(periodOf('year', now), { from: '2027-01-01', until: today });
    assert.deepEqual(periodOf('nonsense', now), periodOf('', now));
  });

  test('has every month of it, over the end of a year', () => {
    assert.deepEqual(monthsIn(periodOf('before', new Date('2027-01-15'))), ['2026-12']);
    assert.deepEqual(monthsIn({ from: '2026-11-01', until: '2027-02-10' }), [
      ...['2026-11', '2026-12'],
      ...['2027-01', '2027-02'],
    ]);
    for (const { value } of spans) assert.ok(monthsIn(periodOf(value, now)).length <= 24, value);
  });

  test('shows the currency first that is paid in most often', () => {
    const line = (currency: string, payments: number) => ({ currency, payments });
    assert.deepEqual(currenciesOf([line('eur', 2), line('usd', 3), line('eur', 2)]), ['eur', 'usd']);
  });
});

describe('money that goes back', () => {
  const payment = (part: Partial<PaymentOfWorkspace>) =>
    ({
      ...{
        amountMicro: 1_000_000,
        refundedMicro: 0,
        disputedMicro: 0,
        creditsMicro: 1_200_000,
        takenMicro: 0,
      },
      ...{ refunds: [], ...part },
    }) as unknown as PaymentOfWorkspace;
  const order = (state: string, amountMicro: number | null, minutesAgo = 1) =>
    ({ state, amountMicro, createdAt: new Date(now.getTime() - minutesAgo * 60_000) }) as never;

  test('is waited for until it is here, and not for ever', () => {
    assert.equal(isUnderWay(payment({}), now), false);
    assert.equal(isUnderWay(payment({ refunds: [order('queued', 5, 600)] }), now), true);
    assert.equal(isUnderWay(payment({ refunds: [order('refused', 5)] }), now), false);
    const told = [order('done', 400_000), order('done', null)];
    assert.equal(isUnderWay(payment({ refundedMicro: 400_000, refunds: told }), now), true);
    assert.equal(isUnderWay(payment({ refundedMicro: 1_000_000, refunds: told }), now), false);
    assert.equal(isUnderWay(payment({ refunds: [order('done', 5, 11)] }), now), false);
  });

  test('takes credits in proportion, rounded down over all of it', () => {
    assert.equal(creditsBack(payment({}), 1_000_000), 1_200_000);
    assert.equal(creditsBack(payment({}), 333_333), 399_999);
    assert.equal(creditsBack(payment({ refundedMicro: 333_333, takenMicro: 399_999 }), 666_667), 800_001);
    assert.equal(creditsBack(payment({ creditsMicro: 0 }), 1_000_000), 0);
  });
});

test('what differs is an amount, nothing, or a plan with its state', () => {
  assert.equal(valueWords('1200000', 'usd'), '$12.00');
  assert.equal(valueWords('1200000', 'eur'), '12.00 EUR');
  assert.equal(valueWords('1200000', null), '12.00');
  assert.equal(valueWords('nothing', null), 'Nothing');
  assert.equal(valueWords('pro past_due', null), 'Pro, past due');
});
