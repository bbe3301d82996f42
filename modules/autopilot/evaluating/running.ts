import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import type { GivenSettings } from '../settings/contract.ts';
import { type EvaluationResult, type EvaluationRunId, evaluationChanged } from './contract.ts';
import { evaluateAnswers } from './jobs.ts';
import { judge } from './judging.ts';
import * as db from './runs.sql.ts';
import { findPlace, type Placed, questionsAfter } from './sets.sql.ts';

export interface Outcome
  extends Pick<
    EvaluationResult,
    'decision' | 'confidence' | 'matchedRule' | 'answer' | 'costMicro' | 'latencyMs'
  > {
  /** What it stands on, as it is shown. */
  readonly sources: readonly Readonly<Record<string, unknown>>[];
  /** The same as text. */
  readonly spans: readonly string[];
}

/** What is judged: it decides as it would for a customer, and sends nothing. */
export type Decide = (
  unit: Unit,
  question: Pick<Placed, 'text' | 'language' | 'channel'> & { readonly locationId: LocationId | null },
  settings: GivenSettings,
) => Promise<Outcome>;

const questionsAtOnce = 20;
const takenUpAtOnceMax = 20;
const lostAfterMs = 2 * 3_600_000;

/** One question after the other, each kept as it is judged: stopped anywhere, it goes on where it was. */
export async function runEvaluation(
  unit: Unit,
  { runId }: { readonly runId: EvaluationRunId },
  decide: Decide,
): Promise<void> {
  const begun = await unit.work(async ({ tx }) => {
    const run = await db.holdRun(tx, runId);
    if (!run || run.status === 'done' || run.status === 'failed') return undefined;
    await db.markRunning(tx, runId);
    const locationId = (await findPlace(tx, run.setId))?.locationId ?? null;
    return { run, locationId, done: ((await db.lastResult(tx, runId))?.place ?? -1) + 1 };
  });
  if (!begun) return;
  const { run, locationId } = begun;
  const settings = run.settings as GivenSettings;
  for (let { done } = begun; ; ) {
    const some = await unit.work(({ tx }) => questionsAfter(tx, run.setId, done - 1, questionsAtOnce));
    for (const question of some) {
      unit.signal.throwIfAborted();
      await keep(unit, runId, question, await decide(unit, { ...question, locationId }, settings));
      done = question.place + 1;
      await unit.progress(done, run.questionsCount);
    }
    await tell(unit, runId);
    if (some.length < questionsAtOnce) break;
  }
  await unit.work(async (ctx) => {
    await db.countRun(ctx.tx, runId);
    await db.finishRun(ctx.tx, runId, null, ctx.now);
    await ctx.publish(evaluationChanged, { runId });
  });
}

async function keep(unit: Unit, runId: EvaluationRunId, question: Placed, outcome: Outcome): Promise<void> {
  const { place, text, expected, language, tags } = question;
  const { sources, spans, ...told } = outcome;
  const judged = judge(question, { ...outcome, spans });
  await unit.work((ctx) =>
    db.insertResult(ctx.tx, {
      ...{ workspaceId: ctx.workspaceId, runId, place, question: text, expected, language, tags },
      ...told,
      ...judged,
      ...{ sources: JSON.stringify(sources), now: ctx.now },
    }),
  );
}

const tell = (unit: Unit, runId: EvaluationRunId) =>
  unit.work(async (ctx) => {
    await db.countRun(ctx.tx, runId);
    await ctx.publish(evaluationChanged, { runId });
  });

/** Takes no input: what stands still since its job was lost. One that is under way is the same job. */
export async function takeUpRuns(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - lostAfterMs);
  for (const { id: runId } of await db.runsToTakeUp(ctx.tx, before, takenUpAtOnceMax))
    await ctx.enqueue(evaluateAnswers, { runId });
}
