import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EvaluationRun, EvaluationSetId } from '../../evaluating/contract.ts';
import { estimateOf } from './estimate.ts';

const id = 'one' as EvaluationSetId;
const run = (setId: string, costMicro: number, rightCount: number, model = 'a/model') =>
  ({ setId, costMicro, rightCount, missedCount: 0, wrongCount: 0, crossedCount: 0, model }) as EvaluationRun;

test('a set costs what its questions cost the last time, and else what those of another one did', () => {
  const set = { id, questionsCount: 200 };
  const runs = [run('other', 90, 10, 'b/model'), run('one', 50, 100), run('one', 999, 1)];
  assert.deepEqual(estimateOf(set, runs), { costMicro: 100, model: 'a/model', isOfSet: true });
  assert.deepEqual(estimateOf(set, runs.slice(0, 1)), {
    ...{ costMicro: 1_800, model: 'b/model', isOfSet: false },
  });
  assert.equal(estimateOf(set, [run('one', 0, 0)]), undefined);
});
