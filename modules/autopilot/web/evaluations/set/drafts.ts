import { ApiError } from '../../../../../web/kit/api.ts';
import type { EvaluationQuestion, Expected } from '../../../evaluating/contract.ts';
import { fromLines, toLines } from '../../words.ts';

/** A question as a form writes it. What the form does not show of it is kept. */
export interface QuestionDraft
  extends Omit<EvaluationQuestion, 'facts' | 'secondFacts' | 'forbidden' | 'expected'> {
  /** For the form alone: questions change their places. */
  readonly key: number;
  expected: Expected;
  facts: string;
  forbidden: string;
  readonly before: EvaluationQuestion | undefined;
}

let keys = 0;
const nextKey = () => {
  keys += 1;
  return keys;
};

export const draftOf = (question: EvaluationQuestion): QuestionDraft => ({
  ...{ key: nextKey(), before: question, text: question.text, expected: question.expected },
  ...{ facts: toLines(question.facts), forbidden: toLines(question.forbidden) },
  ...{ language: question.language, channel: question.channel, tags: question.tags },
});

export const newQuestion = (text = '', fact = ''): QuestionDraft => ({
  ...{ key: nextKey(), before: undefined, text, expected: 'answer', facts: fact, forbidden: '' },
  ...{ language: 'en', channel: 'message', tags: [] },
});

export function givenOf(draft: QuestionDraft): EvaluationQuestion {
  const { text, expected, facts, forbidden, language, channel, tags, before } = draft;
  const isAnswer = expected === 'answer';
  return {
    ...{ text: text.trim(), expected, language, channel, tags },
    facts: isAnswer ? fromLines(facts, before?.facts) : [],
    secondFacts: isAnswer ? (before?.secondFacts ?? []) : [],
    forbidden: fromLines(forbidden, before?.forbidden),
  };
}

const pastedMax = 1_000;
/** "Do you ship to Rome? | We ship to Italy": a question in each line, and behind a bar what its answer stands on. */
export const pasted = (text: string): QuestionDraft[] =>
  text
    .split('\n')
    .map((line) => line.split(/[|\t]/).map((part) => part.trim()))
    .filter(([question]) => Boolean(question))
    .slice(0, pastedMax)
    .map(([question, fact]) => newQuestion(question, fact));

/** What the server would refuse, said in its place and in words; null where nothing is wrong. */
export function refusalOf(name: string, questions: readonly QuestionDraft[]): ApiError | null {
  const fields = [
    ...(name.trim() === '' ? [at('name', 'Give it a name.')] : []),
    ...questions.flatMap(({ text }, index) =>
      text.trim() === '' ? [at(`questions.${index}.text`, 'Write the question, or remove it.')] : [],
    ),
  ];
  if (fields.length === 0) return null;
  return new ApiError({
    ...{ status: 400, code: 'stoa.invalid_input', message: fields[0]!.message },
    fields,
  });
}

const at = (path: string, message: string) => ({ path, code: 'not_possible', message });

/** What is wrong with one line of a field is said at the field. */
export function atFields(error: Error | null): Error | null {
  if (!(error instanceof ApiError) || error.fields.length === 0) return error;
  const fields = error.fields.map((field) => ({
    ...field,
    path: field.path.replace(/^body\./, '').replace(/^(questions\.\d+\.\w+)\..*$/, '$1'),
  }));
  const { status, code, message, requestId, cause } = error;
  return new ApiError({ status, code, message, requestId, fields, cause });
}

/** Which question of the set is refused first, to open it. */
export function firstRefused(error: Error | null): number | undefined {
  const path =
    error instanceof ApiError ? error.fields.map((field) => field.path).find(isOfQuestion) : undefined;
  return path === undefined ? undefined : Number(/questions\.(\d+)/.exec(path)![1]);
}
const isOfQuestion = (path: string) => /questions\.\d+/.test(path);
