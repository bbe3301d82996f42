import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usageNarrowing } from './narrowing.ts';

const memberId = '0192f000-0000-7000-8000-000000000001';

test('uses are narrowed by one thing, and by nothing where the address makes no sense', () => {
  assert.deepEqual(usageNarrowing('meter:try_on'), { meter: 'try_on' });
  assert.deepEqual(usageNarrowing('model:ollama/llama3:70b'), { model: 'ollama/llama3:70b' });
  assert.deepEqual(usageNarrowing(`member:${memberId}`), { memberId });
  for (const nonsense of ['', 'meter:Try on', 'model:two words', 'member:me', 'plan:free', memberId])
    assert.deepEqual(usageNarrowing(nonsense), {});
});
