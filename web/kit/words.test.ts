import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { niceTicks, sparse } from './charts/scale.ts';
import { strokeOf } from './keys.ts';
import { momentIn, relative } from './time-words.ts';

describe('relative', () => {
  const now = new Date('2026-03-10T12:00:00Z');
  const ago = (ms: number) => relative(new Date(now.getTime() - ms), now);
  test('speaks in the largest unit that is still true', () => {
    assert.equal(ago(20_000), 'just now');
    assert.equal(ago(119_000), '1 minute ago');
    assert.equal(ago(3 * 3_600_000), '3 hours ago');
    assert.equal(ago(25 * 3_600_000), 'yesterday');
    assert.equal(ago(-50 * 3_600_000), 'in 2 days');
  });
});

describe('momentIn', () => {
  test('shows one instant as the clocks of the zone show it', () => {
    const at = new Date('2026-03-10T23:30:00Z');
    assert.match(momentIn('Europe/Zurich', at), /11/);
    assert.match(momentIn('America/New_York', at), /10/);
  });
});

describe('niceTicks', () => {
  test('covers the largest value in round steps', () => {
    assert.deepEqual(niceTicks(53), [0, 20, 40, 60]);
    assert.deepEqual(niceTicks(2), [0, 1, 2]);
    assert.deepEqual(niceTicks(0.35), [0, 0.1, 0.2, 0.3, 0.4]);
    assert.deepEqual(niceTicks(100), [0, 25, 50, 75, 100]);
  });
  test('still has a scale when there is nothing to show', () => {
    assert.deepEqual(niceTicks(0), [0, 1]);
  });
});

describe('sparse', () => {
  test('never shows more labels than there is room for', () => {
    for (const count of [1, 7, 28, 365]) assert.ok(sparse(count, 6).length <= 6, `${count} labels`);
  });
});

describe('strokeOf', () => {
  const plain = { metaKey: false, ctrlKey: false, altKey: false };
  test('knows Ctrl and Command as one', () => {
    assert.equal(strokeOf({ ...plain, key: 'k', ctrlKey: true }), 'mod+k');
    assert.equal(strokeOf({ ...plain, key: 'K', metaKey: true }), 'mod+k');
  });
  test('takes a sign as it is written, whatever had to be held for it', () => {
    assert.equal(strokeOf({ ...plain, key: '?' }), '?');
  });
});
