import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { enrich } from '../../inbox/index.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { depsOf } from '../deciding/decide.ts';
import { type Decided, decideOn } from '../deciding/deciding.ts';
import type { Snapshot, Spoken } from '../deciding/snapshot.ts';
import type { AutopilotOutside } from '../outside.ts';
import { personaFor } from '../personas/personas.ts';
import type { GivenSettings } from '../settings/contract.ts';
import type { EvaluationRunId } from './contract.ts';
import { type Decide, type Outcome, runEvaluation } from './running.ts';
import type { Placed } from './sets.sql.ts';

type Question = Pick<Placed, 'text' | 'language' | 'channel'> & {
  readonly locationId?: LocationId | null;
};

/**
 * As a customer would ask whom nobody knows, at a place that is open: what is judged is the answer, so no switch keeps
 * it from being given, and no tool looks up somebody's order for it. Nothing is sent, and nothing of it is kept.
 */
export const decideAsAsked =
  (outside: AutopilotOutside, runId: EvaluationRunId): Decide =>
  async (unit, question, settings) => {
    const snapshot = await unit.work((ctx) => snapshotOf(ctx, question, settings, []));
    const from = { snapshot, talk: null, remark: null };
    const calledFor = { purpose: 'autopilot.evaluate', subject: { type: 'evaluation_run', id: runId } };
    const decided = await decideOn(snapshot, depsOf(unit, outside, from, calledFor));
    return outcomeOf(decided);
  };

/** With what was said before it, oldest first. */
export async function snapshotOf(
  ctx: Ctx,
  { text, channel, locationId = null }: Omit<Question, 'language'>,
  { notifiedEmails: _, ...settings }: GivenSettings,
  before: readonly Spoken[],
): Promise<Snapshot> {
  const { language, categories } = enrich(text);
  const at = ctx.now.toISOString();
  return {
    ...{
      subject: channel,
      at,
      platform: 'instagram',
      locationId,
      isOpen: null,
      silent: null,
      language,
    },
    settings: { ...settings, isOn: true, answersMessages: true, answersComments: true, version: 0 },
    persona: await personaFor(ctx.tx, { accountId: null, locationId }),
    ...{ said: [...before, { by: 'customer', text, at }], asked: text, hasFiles: false, caption: null },
    isSpam: categories.includes('spam'),
    isQuestion: (['question', 'price', 'order', 'complaint'] as const).some((one) =>
      categories.includes(one),
    ),
    ...{ answersInRow: 0, loop: null, memories: [], nearest: null, sources: null, canUse: [] },
  };
}

function outcomeOf({ decision, confidence, rule, text, sources, uses }: Decided): Outcome {
  return {
    // To wait for a place to open is to say nothing now.
    decision: decision === 'wait' ? 'ignore' : decision,
    ...{ confidence, matchedRule: rule, answer: text },
    sources: sources.map(({ title, documentId, faqId, score, spans }) => ({
      ...{ title, documentId, faqId, score, spans },
    })),
    // Each for itself, and those of one piece together: a fact may go over the end of a sentence.
    spans: sources.flatMap(({ content, spans }) => {
      const texts = spans.map(({ start, end }) => content.slice(start, end));
      return [...texts, texts.join(' ')];
    }),
    costMicro: uses.reduce((sum, { costMicro }) => sum + costMicro, 0),
    latencyMs: uses.reduce((sum, { latencyMs }) => sum + latencyMs, 0),
  };
}

export const runEvaluate = (
  unit: Unit,
  payload: { readonly runId: EvaluationRunId },
  outside: AutopilotOutside,
): Promise<void> => runEvaluation(unit, payload, decideAsAsked(outside, payload.runId));
