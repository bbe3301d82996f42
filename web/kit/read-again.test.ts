import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { readingAgain } from './read-again.ts';

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

const counted = () => {
  const reads: string[] = [];
  const again = readingAgain(([name]) => void reads.push(String(name)));
  return { reads, again };
};

test('what happens alone is read at once, and each time', () => {
  const { reads, again } = counted();
  for (let i = 0; i < 3; i += 1) {
    again(['list']);
    mock.timers.tick(2_000);
  }
  assert.deepEqual(reads, ['list', 'list', 'list']);
});

test('of a burst the last is read too, within a second', () => {
  const { reads, again } = counted();
  for (let i = 0; i < 50; i += 1) again(['list']);
  assert.equal(reads.length, 1);
  mock.timers.tick(1_000);
  assert.equal(reads.length, 2);
  mock.timers.tick(10_000);
  assert.equal(reads.length, 2);
});

test('while it goes on and on, a read is done once a second', () => {
  const { reads, again } = counted();
  for (let ms = 0; ms < 60_000; ms += 50) {
    again(['list']);
    mock.timers.tick(50);
  }
  assert.ok(reads.length > 55 && reads.length < 65, `${reads.length} reads`);
});

test('one read waits for no other', () => {
  const { reads, again } = counted();
  again(['list']);
  again(['one', { id: 1 }]);
  again(['one', { id: 2 }]);
  assert.deepEqual(reads, ['list', 'one', 'one']);
});
