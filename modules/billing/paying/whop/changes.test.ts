import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dispute, Membership, Payment, Refund } from '../../../../providers/whop/fields.ts';
import { changedSince } from './changes.ts';

const since = new Date('2027-03-10T12:00:00Z');
const day = (n: number) => new Date(since.getTime() + n * 86_400_000).toISOString();
const metadata = { workspace_id: 'one' };

/** Lists as Whop would say them: all that was made after the time that is asked for. */
function whopOf(lists: Readonly<Record<string, readonly { readonly createdAt?: Date }[]>>) {
  const list = (name: string) => async (paging: { readonly createdAfter?: Date }) => ({
    items: lists[name]!.filter(({ createdAt }) => !paging.createdAfter || createdAt! > paging.createdAfter),
  });
  const names = ['memberships', 'payments', 'refunds', 'disputes'];
  return Object.fromEntries(names.map((name) => [name, list(name)])) as never;
}

async function found(whop: never): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await changedSince(whop, 'biz_1', { since, cursor }, AbortSignal.timeout(1_000));
    ids.push(...page.hints.map(({ eventId }) => eventId.split(':')[1]!));
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
}

test('what was begun before the last look and is paid, or came through, since is found', async () => {
  const payment = (id: string, created: number, paid: number | null, status = 'paid') =>
    Payment.parse({
      id,
      status,
      metadata,
      created_at: day(created),
      paid_at: paid === null ? null : day(paid),
    });
  const membership = (id: string, updated: number | undefined) =>
    Membership.parse({
      ...{ id, status: 'active', metadata, created_at: day(-90) },
      ...(updated !== undefined && { updated_at: day(updated) }),
    });
  const whop = whopOf({
    memberships: [membership('mem_old', -2), membership('mem_new', 0.1), membership('mem_silent', undefined)],
    payments: [
      payment('pay_retried', -3, 0.01),
      payment('pay_open', -2, null, 'open'),
      payment('pay_old', -2, -2),
      payment('pay_new', 0.2, 0.2),
    ],
    refunds: [
      Refund.parse({
        id: 're_slow',
        amount: 1,
        status: 'succeeded',
        created_at: day(-5),
        payment: { id: 'pay_old' },
      }),
    ],
    disputes: [Dispute.parse({ id: 'dp_silent', amount: 1, status: 'won', created_at: day(-50) })],
  });
  assert.deepEqual(await found(whop), [
    ...['mem_new', 'mem_silent', 'pay_retried', 'pay_open', 'pay_new', 're_slow', 'dp_silent'],
  ]);
});
