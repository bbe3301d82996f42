import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { uuidv7 } from '../../../kit/ids.ts';
import { refreshAgainAt, refreshDueAt } from './due.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const issued = new Date('2026-01-05T09:00:00Z');
const after = (ms: number) => new Date(issued.getTime() + ms);
const accounts = Array.from({ length: 10_000 }, () => uuidv7());

const fullestMinuteOf = (moments: readonly Date[]): number => {
  const counts = new Map<number, number>();
  for (const at of moments) {
    const minute = Math.floor(at.getTime() / 60_000);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return Math.max(...counts.values());
};

describe('refreshDueAt', () => {
  for (const [words, lifeMs] of [
    ['an hour', hourMs],
    ['a day', dayMs],
    ['two days', 2 * dayMs],
    ['five days', 5 * dayMs],
    ['sixty days', 60 * dayMs],
  ] as const)
    test(`of a token that lives for ${words} is within its life, and leaves a tenth of it at least`, () => {
      for (const id of accounts.slice(0, 1_000)) {
        const due = refreshDueAt(id, issued, after(lifeMs))!;
        const leftMs = issued.getTime() + lifeMs - due.getTime();
        assert.ok(leftMs >= lifeMs / 10, `${leftMs} of ${lifeMs} are left`);
        assert.ok(due.getTime() - issued.getTime() >= (lifeMs * 4) / 10);
        if (lifeMs >= 2 * dayMs) assert.ok(leftMs >= dayMs, 'a platform may be down for a day');
      }
    });

  test('is never for a token that does not end', () => {
    assert.equal(refreshDueAt(accounts[0]!, issued, undefined), null);
  });

  test('of a token that is over when it comes, does not ask in a circle', () => {
    assert.deepEqual(refreshDueAt(accounts[0]!, issued, issued), after(60_000));
    assert.deepEqual(refreshDueAt(accounts[0]!, issued, after(-hourMs)), after(60_000));
  });

  test('spreads 10,000 accounts that were connected in one moment', () => {
    const dueOf = (lifeMs: number) => accounts.map((id) => refreshDueAt(id, issued, after(lifeMs))!);
    // Six days have 8,640 minutes; the tenth of an hour has six.
    assert.ok(fullestMinuteOf(dueOf(60 * dayMs)) <= 20);
    assert.ok(fullestMinuteOf(dueOf(dayMs)) <= 200);
    assert.ok(fullestMinuteOf(dueOf(hourMs)) <= 2_000);
  });

  test('is the same wherever it is asked', () => {
    for (const id of accounts.slice(0, 10))
      assert.deepEqual(refreshDueAt(id, issued, after(dayMs)), refreshDueAt(id, issued, after(dayMs)));
  });
});

describe('refreshAgainAt', () => {
  test('waits longer each time, and never longer than twenty minutes', () => {
    const [id] = accounts;
    const pauses = [1, 2, 3, 4, 5, 50].map(
      (n) => refreshAgainAt(id!, issued, n).getTime() - issued.getTime(),
    );
    assert.deepEqual(
      pauses,
      pauses.toSorted((a, b) => a - b),
    );
    assert.ok(pauses[0]! >= 60_000 && pauses.at(-1)! < 20 * 60_000);
  });
});
