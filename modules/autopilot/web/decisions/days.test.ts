import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsOn, lastDays, since } from './days.ts';

test('the last seven days are those of the place, with today at the end', () => {
  const now = new Date('2026-03-01T23:30:00Z');
  assert.deepEqual(lastDays('Asia/Tokyo', now).slice(-2), ['2026-03-01', '2026-03-02']);
  assert.deepEqual(lastDays('America/Lima', now), [
    ...['2026-02-23', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28', '2026-03-01'],
  ]);
});

test('a day on which nothing was decided counts none', () => {
  const days = [{ day: '2026-03-01', decision: 'respond' as const, count: 4, meanConfidence: 1 }];
  const stats = { decisions: [], days };
  assert.deepEqual(countsOn(['2026-02-28', '2026-03-01'], stats, 'respond'), [0, 4]);
  assert.deepEqual(countsOn(['2026-03-01'], stats, 'ignore'), [0]);
});

test('what is asked for is the same all through an hour', () => {
  const [early, late] = [new Date('2026-03-08T10:00:01Z'), new Date('2026-03-08T10:59:59Z')];
  assert.deepEqual(since(7, early), since(7, late));
  assert.deepEqual(since(7, early), new Date('2026-03-01T10:00:00Z'));
});
