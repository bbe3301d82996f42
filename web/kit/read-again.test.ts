import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { readingAgain } from './read-again.ts';

/** What was read, and a time that passes when it is told to; it is over with the test. */
const counted = (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const reads: string[] = [];
  const again = readingAgain(([name]) => void reads.push(String(name)));
  return { reads, again, passes: (ms: number) => t.mock.timers.tick(ms) };
};

test('what happens alone is read at once, and each time', (t) => {
  const { reads, again, passes } = counted(t);
  for (let i = 0; i < 3; i += 1) {
    again(['list']);
    passes(2_000);
  }
  assert.deepEqual(reads, ['list', 'list', 'list']);
});

test('of a burst the last is read too, within a second', (t) => {
  const { reads, again, passes } = counted(t);
  for (let i = 0; i < 50; i += 1) again(['list']);
  assert.equal(reads.length, 1);
  passes(1_000);
  assert.equal(reads.length, 2);
  passes(10_000);
  assert.equal(reads.length, 2);
});

test('while it goes on and on, a read is done once a second', (t) => {
  const { reads, again, passes } = counted(t);
  for (let ms = 0; ms < 60_000; ms += 50) {
    again(['list']);
    passes(50);
  }
  assert.ok(reads.length > 55 && reads.length < 65, `${reads.length} reads`);
});

test('one read waits for no other', (t) => {
  const { reads, again } = counted(t);
  again(['list']);
  again(['one', { id: 1 }]);
  again(['one', { id: 2 }]);
  assert.deepEqual(reads, ['list', 'one', 'one']);
});
