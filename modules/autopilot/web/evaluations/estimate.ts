import type { EvaluationRun, EvaluationSet } from '../../evaluating/contract.ts';
import { askedCount } from './words.ts';

export interface Estimate {
  readonly costMicro: number;
  readonly model: string;
  /** By a run through this very set. */
  readonly isOfSet: boolean;
}

/** What a set is likely to cost, by what a question cost the last time; undefined where none was ever asked. */
export function estimateOf(
  { id, questionsCount }: Pick<EvaluationSet, 'id' | 'questionsCount'>,
  runs: readonly EvaluationRun[],
): Estimate | undefined {
  const asked = runs.filter((run) => askedCount(run) > 0);
  const last = asked.find(({ setId }) => setId === id) ?? asked[0];
  if (!last) return undefined;
  return {
    costMicro: Math.round((last.costMicro / askedCount(last)) * questionsCount),
    ...{ model: last.model, isOfSet: last.setId === id },
  };
}
