import assert from 'node:assert/strict';
import { test } from 'node:test';
import { farWords, readingState } from './reading-words.ts';

const word = (job: Parameters<typeof readingState>[0]) => readingState(job).word;

test('a reading says what it was asked for, until it has got there', () => {
  assert.equal(word({ status: 'running', wanted: 'pause' }), 'Pausing');
  assert.equal(word({ status: 'running', wanted: 'cancel' }), 'Ending');
  assert.equal(word({ status: 'paused', wanted: 'pause' }), 'Paused');
});

test('a file whose pages are all read is made searchable; a site may have more to come', () => {
  const far = { status: 'running', wanted: 'run', itemsProcessed: 8, itemsTotal: 8 } as const;
  assert.equal(word({ ...far, kind: 'file' }), 'Being made searchable');
  assert.equal(word({ ...far, kind: 'file', itemsProcessed: 7 }), 'Reading');
  assert.equal(word({ ...far, kind: 'site' }), 'Reading');
});

test('how far it is counts what is known until now', () => {
  const far = (itemsProcessed: number, itemsTotal: number) =>
    farWords({ status: 'running', itemsProcessed, itemsTotal });
  assert.deepEqual([far(0, 0), far(3, 1_200), far(1, 1)], ['Nothing read yet', '3 of 1,200 pages', '1 page']);
});
