import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onceThere } from './beside.ts';

test('what cannot be fetched is tried again, at growing distances', async () => {
  const waits: number[] = [];
  let failures = 7;
  const fetch = async () => {
    if (failures-- > 0) throw new TypeError('Failed to fetch dynamically imported module');
    return 'there';
  };
  const wait = async (ms: number) => void waits.push(ms);
  assert.equal(await onceThere(fetch, wait), 'there');
  assert.deepEqual(waits, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
});
