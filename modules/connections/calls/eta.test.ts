import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyAt } from './eta.ts';

const now = new Date('2026-01-05T09:00:00Z');
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const at = (minutes: number) => new Date(now.getTime() + minutes * minuteMs);

const hour = (limit: number, used: number, resetsInMinutes?: number) => ({
  ...{ limit, used, ms: hourMs, resetsAt: resetsInMinutes === undefined ? null : at(resetsInMinutes) },
});
const day = (limit: number, used: number, resetsInMinutes?: number) => ({
  ...hour(limit, used, resetsInMinutes),
  ms: 24 * hourMs,
});
const queue = (
  waiting: number,
  windows: Parameters<typeof emptyAt>[0]['windows'],
  heldUntil: Date | null = null,
) => emptyAt({ waiting, windows, heldUntil }, now);

describe('emptyAt', () => {
  test('is never when nothing waits', () => assert.equal(queue(0, [hour(10, 0)]), null));
  test('is now when there is room for all', () => assert.deepEqual(queue(10, [hour(10, 0)]), now));
  test('is when the platform says that it goes on', () =>
    assert.deepEqual(queue(5, [hour(10, 0)], at(30)), at(30)));
  test('is the end of the window in which there is no room', () =>
    assert.deepEqual(queue(1, [hour(10, 10, 20)]), at(20)));
  test('counts windows for many', () => assert.deepEqual(queue(25, [hour(10, 8, 20)]), at(20 + 2 * 60)));
  test('waits for the day when that is full', () =>
    assert.deepEqual(queue(1, [hour(10, 0), day(100, 100, 300)]), at(300)));
  test('goes by both windows', () => assert.deepEqual(queue(35, [hour(10, 0), day(30, 0)]), at(24 * 60)));
  test('does not count a window that is over while the platform holds', () =>
    assert.deepEqual(queue(10, [hour(10, 10, 20)], at(30)), at(30)));
  test('of very many is still found', () => assert.deepEqual(queue(20_000, [hour(1, 0)]), at(19_999 * 60)));
});
