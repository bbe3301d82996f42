import type { ComparedResult, EvaluationRun, Expected, Verdict } from '../../evaluating/contract.ts';

export const verdictWords: Readonly<
  Record<
    Verdict,
    { readonly label: string; readonly says: string; readonly tone: 'good' | 'warn' | 'danger' }
  >
> = {
  right: {
    label: 'Right',
    says: 'Answered from the right words, or left to a person as it should be.',
    tone: 'good',
  },
  missed: {
    label: 'Missed',
    says: 'Left to a person or let be, though the answer is written down.',
    tone: 'warn',
  },
  wrong: {
    label: 'Wrong',
    says: 'Said what nothing supports, or left somebody alone who needed a person.',
    tone: 'danger',
  },
  crossed: { label: 'Forbidden', says: 'Said what no answer may say.', tone: 'danger' },
};

export const expectedLabels: Readonly<Record<Expected, string>> = {
  answer: 'Answer it',
  hand_over: 'Fetch a person',
  ignore: 'Let it be',
};
export const decisionLabels = {
  respond: 'Answered',
  escalate: 'Fetched a person',
  ignore: 'Let it be',
} as const;

export const statusLabels: Readonly<Record<EvaluationRun['status'], string>> = {
  queued: 'Waiting',
  running: 'Under way',
  done: 'Done',
  failed: 'Broken off',
};
export const isUnderWay = ({ status }: Pick<EvaluationRun, 'status'>) =>
  status === 'queued' || status === 'running';

type Figures = Pick<EvaluationRun, 'rightCount' | 'missedCount' | 'wrongCount' | 'crossedCount'>;
export const askedCount = ({ rightCount, missedCount, wrongCount, crossedCount }: Figures): number =>
  rightCount + missedCount + wrongCount + crossedCount;

export const countOf = (run: Figures, verdict: Verdict): number =>
  ({
    right: run.rightCount,
    missed: run.missedCount,
    wrong: run.wrongCount,
    crossed: run.crossedCount,
  })[verdict];

/** The worse, the higher: nothing weighs as much as what no answer may say. */
const weights: Readonly<Record<Verdict, number>> = { right: 0, missed: 1, wrong: 2, crossed: 3 };

/** What became of a question from the other run to this one; undefined where one of them has not asked it. */
export function change({
  one,
  other,
}: Pick<ComparedResult, 'one' | 'other'>): 'better' | 'worse' | undefined {
  if (!one || !other) return undefined;
  return weights[one.verdict] < weights[other.verdict] ? 'better' : 'worse';
}
