import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { AccountId } from '../accounts/contract.ts';
import {
  activityOf,
  againAt,
  everyMinutes,
  hourMs,
  hourOf,
  isGap,
  minuteMs,
  nextAt,
  sinceOf,
} from './schedule.ts';

const now = new Date('2026-01-05T09:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const dayMs = 24 * hourMs;

describe('how often is asked', () => {
  test('SE-51 depends on how long ago something last happened: 5, 15, 60 or 360 minutes', () => {
    const ages = [minuteMs, hourMs, 2 * hourMs, dayMs, 2 * dayMs, 7 * dayMs, 8 * dayMs];
    const minutes = ages.map((age) => everyMinutes('comments', activityOf(ago(age), 0, now)));
    assert.deepEqual(minutes, [5, 5, 15, 15, 60, 60, 360]);
    assert.equal(everyMinutes('comments', activityOf(undefined, 0, now)), 360);
  });

  test('is every five minutes when webhooks did not tell what they should', () => {
    assert.equal(everyMinutes('comments', activityOf(ago(30 * dayMs), 1, now)), 5);
  });

  test('is seldom for what changes slowly, however much happens', () => {
    assert.deepEqual(
      (['posts', 'profile', 'metrics'] as const).map((resource) => everyMinutes(resource, 'busy')),
      [15, 360, 360],
    );
  });

  test('drifts apart: 10,000 accounts connected at one moment are not asked for in one minute', () => {
    const byMinute = new Map<number, number>();
    for (let i = 0; i < 10_000; i++) {
      const at = nextAt(now, 60, newId(AccountId), 'comments');
      const minute = Math.floor((at.getTime() - now.getTime()) / minuteMs);
      assert.ok(minute >= 54 && minute <= 66);
      byMinute.set(minute, (byMinute.get(minute) ?? 0) + 1);
    }
    assert.ok(Math.max(...byMinute.values()) < 1_200);
  });

  test('is less and less while it fails, and never less than every six hours', () => {
    const waits = [1, 2, 3, 10, 40].map((failures) =>
      Math.round((againAt(now, failures, 'a').getTime() - now.getTime()) / minuteMs),
    );
    assert.deepEqual(
      waits.map((wait) => wait <= 396),
      [true, true, true, true, true],
    );
    assert.ok(waits.every((wait, i) => i === 0 || wait >= waits[i - 1]!));
  });
});

describe('how far back is asked', () => {
  test('is a little before the newest that is known, a month at first, and without end for posts', () => {
    assert.deepEqual(sinceOf('comments', ago(dayMs), now), ago(dayMs + 10 * minuteMs));
    assert.deepEqual(sinceOf('comments', undefined, now), ago(30 * dayMs));
    assert.equal(sinceOf('posts', undefined, now), undefined);
  });

  test('is a gap after three turns that nobody took', () => {
    assert.equal(isGap(ago(15 * minuteMs), 5, now), false);
    assert.equal(isGap(ago(15 * minuteMs + 1), 5, now), true);
    assert.equal(isGap(undefined, 5, now), false);
  });
});

describe('the hour of an account', () => {
  test('is one hour long, has now in it, and begins at another minute for others', () => {
    const begins = new Set<number>();
    for (let i = 0; i < 100; i++) {
      const { from, until } = hourOf(newId(AccountId), now);
      assert.equal(until.getTime() - from.getTime(), hourMs);
      assert.ok(from <= now && now < until);
      begins.add(Math.floor(from.getTime() / minuteMs));
    }
    assert.ok(begins.size > 30);
  });
});
