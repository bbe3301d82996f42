import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId, WorkspaceId } from '../../../kit/ids.ts';
import { aPayment, aSubscription, emptyState, minute } from '../paying/testing.ts';
import { differencesOf } from './comparing.ts';

const workspaceId = newId(WorkspaceId);
const there = {
  ...emptyState('cus_1'),
  payments: [
    aPayment('ch_1', {
      refunds: [{ id: 're_1', amountMicro: 400_000, at: minute(1), reason: undefined }],
      disputes: [
        { id: 'dp_1', amountMicro: 100_000, status: 'won' as const, reason: undefined, at: minute(2) },
      ],
    }),
    aPayment('ch_2', { status: 'failed' }),
  ],
  subscriptions: [aSubscription('sub_1'), aSubscription('sub_2', { plan: undefined })],
};
const paid = {
  ...{ providerId: 'ch_1', amountMicro: 1_000_000, currency: 'usd', returnedMicro: 400_000 },
  ...{ creditsMicro: 600_000, bookedMicro: 600_000 },
};
const subscribed = { providerId: 'sub_1', plan: 'starter', status: 'active' };
const kinds = (payments: readonly (typeof paid)[], subscriptions = [subscribed]) =>
  differencesOf(workspaceId, there, payments, subscriptions).map(({ kind }) => kind);

test('finds nothing where what is there is here, and in the ledger', () => {
  assert.deepEqual(kinds([paid]), []);
});

test('finds each way in which they can differ', () => {
  assert.deepEqual(kinds([]), ['payment_missing']);
  assert.deepEqual(kinds([paid, { ...paid, providerId: 'ch_9' }]), ['payment_not_there']);
  assert.deepEqual(kinds([{ ...paid, amountMicro: 999 }]), ['amount_differs']);
  assert.deepEqual(kinds([{ ...paid, returnedMicro: 0 }]), ['returned_differs']);
  assert.deepEqual(kinds([{ ...paid, bookedMicro: 1 }]), ['ledger_differs']);
  assert.deepEqual(kinds([paid], []), ['subscription_differs']);
  assert.deepEqual(kinds([paid], [{ ...subscribed, plan: 'pro' }]), ['subscription_differs']);
});

test('says in which currency an amount is, there and here', () => {
  const euros = { ...paid, currency: 'eur' };
  const told = (payments: readonly (typeof paid)[]) =>
    differencesOf(workspaceId, there, payments, [{ ...subscribed, plan: 'pro' }]).map((one) => [
      ...[one.kind, one.there, one.thereCurrency, one.here, one.hereCurrency],
    ]);
  const subscription = ['subscription_differs', 'starter active', null, 'pro active', null];
  // So many of another currency are not the same.
  assert.deepEqual(told([euros]), [['amount_differs', '1000000', 'usd', '1000000', 'eur'], subscription]);
  assert.deepEqual(told([{ ...paid, returnedMicro: 0 }]), [
    ['returned_differs', '400000', 'usd', '0', 'usd'],
    subscription,
  ]);
  assert.deepEqual(told([{ ...euros, providerId: 'ch_9' }]), [
    ['payment_missing', '1000000', 'usd', 'nothing', null],
    ['payment_not_there', 'nothing', null, '1000000', 'eur'],
    subscription,
  ]);
  // Credits are worth dollars, whatever they were paid in.
  const [, booked] = told([{ ...euros, bookedMicro: 1 }]);
  assert.deepEqual(booked, ['ledger_differs', '600000', 'usd', '1', 'usd']);
});
