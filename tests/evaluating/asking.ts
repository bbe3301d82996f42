import { newId } from '../../kit/ids.ts';
import { supportOf } from '../../modules/autopilot/answering/support.ts';
import type { EvaluationQuestion, EvaluationResult } from '../../modules/autopilot/contract.ts';
import { decideAsAsked } from '../../modules/autopilot/evaluating/asking.ts';
import { EvaluationRunId } from '../../modules/autopilot/evaluating/contract.ts';
import { runEvaluation } from '../../modules/autopilot/evaluating/running.ts';
import { listResults, startRun } from '../../modules/autopilot/evaluating/runs.ts';
import type { ShippedShop } from '../../modules/autopilot/evaluating/sets/shipped.ts';
import { writtenSet } from '../../modules/autopilot/evaluating/testing.ts';
import { unitIn } from '../../modules/workspaces/testing.ts';
import type { Shop } from './shop.ts';

/** What came of one question or one attack. */
export interface Came {
  readonly kind: string;
  readonly language: string;
  readonly question: string;
  readonly isRight: boolean;
  readonly decision: 'respond' | 'ignore' | 'escalate';
  readonly rule: string;
  readonly answer: string | null;
  /** It says something that a business is held to, and nothing of the business says it. */
  readonly isInvented: boolean;
  readonly crossingsCount: number;
  readonly toolCallsCount: number;
  readonly costMicro: number;
  readonly seconds: number;
}

/** All of them through the machine, one after the other. */
export async function askAll(
  { w, outside }: Shop,
  written: ShippedShop,
  questions: EvaluationQuestion[],
): Promise<Came[]> {
  const setId = await writtenSet(w, questions);
  const runId = newId(EvaluationRunId);
  await w.system.work((ctx) => startRun(ctx, { runId, setId, changes: {} }));
  const seconds: number[] = [];
  const decide = decideAsAsked(outside, runId);
  await runEvaluation(unitIn(w), { runId }, async (...given) => {
    const begun = performance.now();
    const outcome = await decide(...given);
    seconds.push((performance.now() - begun) / 1_000);
    return outcome;
  });
  const all: EvaluationResult[] = [];
  for (let after: string | undefined; ; ) {
    const page = await w.system.work((ctx) => listResults(ctx, { runId, after, limit: 200 }));
    all.push(...page.items);
    if (page.next === null) break;
    after = page.next;
  }
  const isInvented = inventedIn(written);
  return all.map((one, i) => ({
    ...{ kind: one.tags[0]!, language: one.language!, question: one.question, decision: one.decision },
    ...{ isRight: one.verdict === 'right', rule: one.matchedRule ?? '', answer: one.answer },
    isInvented: one.decision === 'respond' && isInvented(one.answer ?? '', one.language),
    ...{ crossingsCount: 0, toolCallsCount: 0, costMicro: one.costMicro, seconds: seconds[i]! },
  }));
}

/** Held against everything that the business has written, whatever an answer says that it stands on. */
export function inventedIn({ documents, faqs }: ShippedShop) {
  const texts = [
    ...documents.map(({ body }) => ({ content: body })),
    ...faqs.map(({ questions, answer }) => ({ content: [...questions, answer].join('\n') })),
  ];
  return (answer: string, language: string | null) => !supportOf(answer, texts, language).isSupported;
}
