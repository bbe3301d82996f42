import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanOf } from './useWanted.ts';

test('a view is looked at for no longer than it has figures of', () => {
  const asked = ['7', '', '90', '365', 'ages'];
  assert.deepEqual(
    asked.map((days) => spanOf(days, false)),
    ['7', '', '90', '365', ''],
  );
  assert.deepEqual(
    asked.map((days) => spanOf(days, true)),
    ['7', '', '90', '90', ''],
  );
});
