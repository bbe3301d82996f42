import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysBefore, duration, today } from './words.ts';

test('a time is said as one would say it', () => {
  const said = [0, 59.4, 60, 750, 3_599, 3_600, 12_000, 86_399, 86_400, 190_000, null].map(duration);
  assert.deepEqual(said, [
    ...['0 s', '59 s', '1 min', '13 min', '60 min', '1 h', '3 h 20 min', '24 h', '1 d', '2 d 5 h', '–'],
  ]);
});

test('days are those of a calendar', () => {
  assert.equal(daysBefore('2026-03-01', 1), '2026-02-28');
  assert.equal(today('Pacific/Auckland', new Date('2026-01-05T12:00:00Z')), '2026-01-06');
});
