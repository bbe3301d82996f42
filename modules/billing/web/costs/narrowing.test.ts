import assert from 'node:assert/strict';
import { test } from 'node:test';
import { narrowing } from './narrowing.ts';

const subjectId = '0192f000-0000-7000-8000-000000000001';

test('calls are narrowed by one thing at a time, and by nothing where the address makes no sense', () => {
  const asked = (by: string, about = '') => narrowing({ by, about });
  assert.deepEqual(asked('model:ollama/llama3:70b'), { model: 'ollama/llama3:70b' });
  assert.deepEqual(asked('purpose:autopilot.decide'), { purpose: 'autopilot.decide' });
  assert.deepEqual(asked('outcome:failed'), { outcome: 'failed' });
  assert.deepEqual(asked('outcome:failed', `decision:${subjectId}`), { subjectType: 'decision', subjectId });
  for (const nonsense of ['', 'outcome:lost', 'purpose:All', 'model:two words', 'x'])
    assert.deepEqual(asked(nonsense), {});
  assert.deepEqual(asked('', 'decision:one'), {});
});
