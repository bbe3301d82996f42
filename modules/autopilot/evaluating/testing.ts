import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import type { Place } from '../approvals/testing.ts';
import type { Walk } from '../walk.ts';
import { EvaluationQuestion, EvaluationRunId, EvaluationSetId } from './contract.ts';
import { startRun } from './runs.ts';
import { putSet } from './sets.ts';

const inside = { actor: { kind: 'system' } } as const;

/** Two that are written down, and one that is not. */
export const someQuestions = (): EvaluationQuestion[] =>
  [
    { text: 'Do you ship to Rome?', expected: 'answer', facts: ['We ship to Italy'] },
    { text: 'What does it cost?', expected: 'answer', facts: ['7 euros'], tags: ['price'] },
    { text: 'Do you repair bicycles?', expected: 'hand_over', forbidden: ['bicycle repairs'] },
  ].map((one) => EvaluationQuestion.parse(one));

export async function writtenSet(place: Place, questions = someQuestions()): Promise<EvaluationSetId> {
  const setId = newId(EvaluationSetId);
  await workIn(place.ground, place.workspaceId, inside, (ctx) =>
    putSet(ctx, { setId, name: 'The shop', description: null, questions }),
  );
  return setId;
}

export async function startedRun(
  place: Place,
  { setId, changes = {} }: { setId?: EvaluationSetId; changes?: Readonly<Record<string, unknown>> } = {},
): Promise<{ readonly runId: EvaluationRunId; readonly setId: EvaluationSetId }> {
  const [runId, set] = [newId(EvaluationRunId), setId ?? (await writtenSet(place))];
  await workIn(place.ground, place.workspaceId, inside, (ctx) =>
    startRun(ctx, { runId, setId: set, changes }),
  );
  return { runId, setId: set };
}

/** One runs at a time. */
const endOthers = (place: Place) =>
  workIn(place.ground, place.workspaceId, inside, ({ tx, now }) =>
    tx.run(sql`
      update autopilot.evaluation_runs set status = 'done', finished_at = ${now}
       where status in ('queued', 'running')`),
  );

async function onlyRun(place: Place) {
  await endOthers(place);
  return startedRun(place);
}

/** Two through the same set, the first of them over. */
async function twoRuns(place: Place) {
  const { runId, setId } = await onlyRun(place);
  await endOthers(place);
  return { runId, otherId: (await startedRun(place, { setId })).runId };
}

const of = '/w/:workspaceId/autopilot';
const ofSet = async (w: Walk) => ({ params: { setId: await writtenSet(w) } });
const ofRun = async (w: Walk) => ({ params: { runId: (await onlyRun(w)).runId } });

/** A good input for every route of this part. */
export const evaluatingSamples: Samples<Walk> = {
  [`GET ${of}/evaluation-sets` as const]: async (w: Walk) => {
    await writtenSet(w);
    return {};
  },
  [`GET ${of}/evaluation-sets/:setId/questions` as const]: ofSet,
  [`PUT ${of}/evaluation-sets/:setId` as const]: async () => ({
    params: { setId: newId(EvaluationSetId) },
    body: { name: 'Shipping', questions: someQuestions() },
    makesId: true,
  }),
  [`GET ${of}/ready-evaluation-set` as const]: async () => ({}),
  [`PUT ${of}/ready-evaluation-set` as const]: async () => ({ body: { locationId: null } }),
  [`DELETE ${of}/evaluation-sets/:setId` as const]: ofSet,
  [`GET ${of}/evaluation-runs` as const]: async (w: Walk) => {
    await onlyRun(w);
    return {};
  },
  [`GET ${of}/evaluation-runs/:runId` as const]: ofRun,
  [`PUT ${of}/evaluation-runs/:runId` as const]: async (w: Walk) => {
    await endOthers(w);
    return {
      params: { runId: newId(EvaluationRunId) },
      body: { setId: await writtenSet(w), changes: { temperature: 0.5 } },
    };
  },
  [`GET ${of}/evaluation-runs/:runId/results` as const]: ofRun,
  [`GET ${of}/evaluation-runs/:runId/kinds` as const]: ofRun,
  [`GET ${of}/evaluation-runs/:runId/comparisons/:otherId` as const]: async (w: Walk) => ({
    params: await twoRuns(w),
  }),
};
