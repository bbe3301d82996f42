import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesWords, endOfDay, failureWords, isOfTheFile, lastDay, moneyWords, stateOf } from './words.ts';

test('sizes and costs are said as far as they matter', () => {
  assert.deepEqual([0, 999, 1_400, 1_449_000, 220_000_000, 3_000_000_000_000].map(bytesWords), [
    ...['0 bytes', '999 bytes', '1 kB', '1.4 MB', '220 MB', '3,000 GB'],
  ]);
  assert.deepEqual([0, 1, 250, 10_000, 1_234_567].map(moneyWords), [
    ...['$0.00', '$0.00001', '$0.0025', '$0.10', '$12.35'],
  ]);
});

test('a reason is the contract’s own words, whoever put its module in front', () => {
  assert.match(failureWords('encrypted'), /locked with a password/);
  assert.equal(failureWords('knowledge.vectors_do_not_fit'), failureWords('vectors_do_not_fit'));
  assert.equal(failureWords('ai.refused'), 'It did not work (ai refused).');
  assert.deepEqual(['corrupt', 'budget_is_spent', null].map(isOfTheFile), [true, false, false]);
});

test('what holds until a day holds all of it, by the clocks of the workspace', () => {
  const end = endOfDay('Europe/Zurich', '2026-03-29')!;
  assert.equal(end.toISOString(), '2026-03-29T22:00:00.000Z');
  assert.equal(lastDay('Europe/Zurich', end), '2026-03-29');
  assert.equal(endOfDay('Europe/Zurich', ''), null);
  const at = (now: Date) => stateOf({ status: 'indexed', expiresAt: end }, now).word;
  assert.deepEqual([at(new Date(end.getTime() - 1)), at(end)], ['Searchable', 'Expired']);
});
