import type { EvaluationQuestion } from '../contract.ts';
import type { Questions } from './shipped.ts';

const base = { secondFacts: [], forbidden: [], channel: 'message' as const };

/** As a set of evaluations has them, with what kind they are as their first tag. */
export const rowsOf = ({ answerable, nearMisses, offTopic }: Questions): EvaluationQuestion[] => [
  ...answerable.map(({ text, language, fact, also = [], second, isIndirect, isAcross }) => ({
    ...{ ...base, text, language, expected: 'answer' as const },
    facts: [fact, ...also.map((one) => one.fact)],
    secondFacts: second ? [second.fact] : [],
    tags: [isIndirect ? 'indirect' : isAcross ? 'across languages' : 'answerable'],
  })),
  ...nearMisses.map(({ text, language }) => ({
    ...{ ...base, text, language, expected: 'hand_over' as const, facts: [], tags: ['near miss'] },
  })),
  ...offTopic.map(({ text, language, expected }) => ({
    ...{ ...base, text, language, expected, facts: [], tags: ['off topic'] },
  })),
];
