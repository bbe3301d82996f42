import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysIn, periodOf, seriesOf } from './period.ts';

const now = new Date('2026-03-02T23:30:00Z');

test('a month begins on its first day, and days are counted with both ends', () => {
  assert.deepEqual(periodOf('', now), { from: '2026-03-01', until: '2026-03-02' });
  assert.deepEqual(daysIn(periodOf('7', now)), [
    ...['2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'],
  ]);
  assert.deepEqual(periodOf('ages', now), periodOf('', now));
});

test('nothing is lost between the purposes and the days', () => {
  const row = (day: string, purpose: string, costMicro: number) => ({ day, purpose, costMicro });
  const rows = [
    ...[row('2026-03-01', 'a.b', 5), row('2026-03-01', 'c.d', 9), row('2026-03-02', 'e.f', 1)],
    row('2026-03-02', 'g.h', 2),
  ];
  assert.deepEqual(seriesOf(['2026-03-01', '2026-03-02'], rows, 3), [
    { purpose: 'c.d', values: [9, 0] },
    { purpose: 'a.b', values: [5, 0] },
    { purpose: null, values: [0, 3] },
  ]);
});
