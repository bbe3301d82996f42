import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { momentOf, wallClockOf } from './zoned.ts';

const zurich = 'Europe/Zurich';
const moment = (zone: string, wallClock: string) => momentOf(zone, wallClock)?.toISOString();

describe('momentOf', () => {
  test('is the moment at which the clocks of the zone show it', () => {
    assert.equal(moment(zurich, '2026-12-01T09:30'), '2026-12-01T08:30:00.000Z');
    assert.equal(moment(zurich, '2026-07-01T09:30'), '2026-07-01T07:30:00.000Z');
    assert.equal(moment('Asia/Kathmandu', '2026-07-01T00:00'), '2026-06-30T18:15:00.000Z');
  });

  test('is the first of two when the clocks are put back', () => {
    assert.equal(moment(zurich, '2026-10-25T02:30'), '2026-10-25T00:30:00.000Z');
    assert.equal(moment('America/New_York', '2026-11-01T01:30'), '2026-11-01T05:30:00.000Z');
  });

  test('goes on by as much when the clocks skip it', () => {
    assert.equal(moment(zurich, '2026-03-29T02:30'), '2026-03-29T01:30:00.000Z');
    assert.equal(moment('America/New_York', '2026-03-08T02:30'), '2026-03-08T07:30:00.000Z');
  });

  test('is nothing for what is no date', () => {
    for (const text of ['', '2026-12-01', '2026-13-01T09:30', 'tomorrow'])
      assert.equal(momentOf(zurich, text), undefined);
  });

  test('comes back as what was written, in every month', () => {
    for (let month = 1; month <= 12; month += 1) {
      const written = `2027-${String(month).padStart(2, '0')}-14T00:05`;
      for (const zone of [zurich, 'America/St_Johns', 'Pacific/Kiritimati'])
        assert.equal(wallClockOf(zone, momentOf(zone, written)!), written);
    }
  });
});
