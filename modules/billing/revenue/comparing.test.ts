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
  ...{ providerId: 'ch_1', amountMicro: 1_000_000, returnedMicro: 400_000 },
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
