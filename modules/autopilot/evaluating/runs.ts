import { createHash } from 'node:crypto';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { coworkers } from '../../workspaces/index.ts';
import { autopilotError } from '../contract.ts';
import { authorize } from '../policy.ts';
import { AutopilotSettings, defaultSettings, type GivenSettings } from '../settings/contract.ts';
import { findSettings } from '../settings/settings.sql.ts';
import {
  type ComparedResult,
  type EvaluationResult,
  type EvaluationRun,
  type EvaluationRunId,
  type EvaluationSetId,
  type KindOfQuestion,
  kindsShownMax,
  type Verdict,
} from './contract.ts';
import { evaluateAnswers } from './jobs.ts';
import * as db from './runs.sql.ts';
import { showSet } from './sets.ts';

const Settings = AutopilotSettings.omit({ version: true, updatedAt: true });

type Named = { readonly runId: EvaluationRunId };

export async function listRuns(
  ctx: Ctx,
  { setId, ...page }: PageQuery & { setId?: EvaluationSetId | undefined },
): Promise<Page<EvaluationRun>> {
  authorize(ctx, 'autopilot.read');
  return db.runsByCreated(ctx.tx, coworkers, setId, page);
}

export async function getRun(ctx: Ctx, { runId }: Named): Promise<EvaluationRun> {
  authorize(ctx, 'autopilot.read');
  return show(ctx, runId);
}

/** One at a time in a workspace. The caller made the id: the same request twice is one run. */
export async function startRun(
  ctx: Ctx,
  {
    runId: id,
    setId,
    changes,
  }: Named & { setId: EvaluationSetId; changes: Readonly<Record<string, unknown>> },
): Promise<EvaluationRun> {
  authorize(ctx, 'autopilot.manage');
  const settings = settingsWith(await settingsNow(ctx), changes);
  const digest = digestOf(settings);
  const before = await db.holdRun(ctx.tx, id);
  if (before && (before.setId !== setId || before.settingsDigest !== digest))
    throw autopilotError('evaluation_run_reused', { runId: id });
  if (before) return show(ctx, id);
  const { questionsCount } = await showSet(ctx, setId);
  if (await db.runUnderWay(ctx.tx)) throw autopilotError('evaluation_under_way');
  await db.insertRun(ctx.tx, {
    ...{
      workspaceId: ctx.workspaceId,
      id,
      setId,
      digest,
      model: settings.model,
      questionsCount,
      now: ctx.now,
    },
    settings: JSON.stringify(settings),
    startedBy: memberOf(ctx.actor)?.memberId ?? null,
  });
  await ctx.enqueue(evaluateAnswers, { runId: id });
  await ctx.record({
    category: 'settings',
    action: 'autopilot.evaluation_started',
    subject: { type: 'evaluation_run', id },
    changes: { changes: { to: Object.keys(changes) } },
  });
  return show(ctx, id);
}

export async function listResults(
  ctx: Ctx,
  { runId, verdict, ...page }: Named & PageQuery & { verdict?: Verdict | undefined },
): Promise<Page<EvaluationResult>> {
  authorize(ctx, 'autopilot.read');
  await show(ctx, runId);
  return db.resultsOf(ctx.tx, runId, verdict, page);
}

export async function listKinds(ctx: Ctx, { runId }: Named): Promise<{ kinds: KindOfQuestion[] }> {
  authorize(ctx, 'autopilot.read');
  await show(ctx, runId);
  return { kinds: await db.kindsOf(ctx.tx, runId, kindsShownMax) };
}

export async function compareRuns(
  ctx: Ctx,
  { runId, otherId, ...page }: Named & PageQuery & { otherId: EvaluationRunId },
): Promise<Page<ComparedResult> & { one: EvaluationRun; other: EvaluationRun }> {
  authorize(ctx, 'autopilot.read');
  const [one, other] = [await show(ctx, runId), await show(ctx, otherId)];
  if (one.setId !== other.setId) throw autopilotError('evaluation_sets_differ', { runId, otherId });
  return { one, other, ...(await db.comparedOf(ctx.tx, runId, otherId, page)) };
}

/** By which run, through which set. */
export interface Gate {
  readonly setId: EvaluationSetId;
  readonly runId: EvaluationRunId;
}

/**
 * For whoever changes the settings, on the word of a run: refuses where that was with other settings, and where it came
 * out worse than the last one with those that are set. Without one of those, there is nothing it could be worse than.
 */
export async function requireNoWorse(ctx: Ctx, { setId, runId }: Gate, wanted: GivenSettings): Promise<void> {
  const run = await db.holdRun(ctx.tx, runId);
  if (run?.setId !== setId) throw autopilotError('evaluation_run_not_found', { runId });
  if (run.status !== 'done' || run.settingsDigest !== digestOf(wanted))
    throw autopilotError('evaluation_is_another', { runId });
  const before = await db.lastDone(ctx.tx, run.setId, digestOf(await settingsNow(ctx)));
  if (before && isWorse(run, before))
    throw autopilotError('evaluation_is_worse', { runId, before: before.id });
}

type Figures = Pick<db.Held, 'crossedCount' | 'wrongCount' | 'rightCount' | 'questionsCount'>;

/** What no answer may say first, then what is wrong, then what is right. Shares, since a set may have grown. */
export function isWorse(run: Figures, before: Figures): boolean {
  const share = ({ questionsCount, ...of }: Figures, name: 'crossedCount' | 'wrongCount' | 'rightCount') =>
    of[name] / Math.max(1, questionsCount);
  for (const name of ['crossedCount', 'wrongCount'] as const)
    if (share(run, name) !== share(before, name)) return share(run, name) > share(before, name);
  return share(run, 'rightCount') < share(before, 'rightCount');
}

async function settingsNow(ctx: Ctx): Promise<GivenSettings> {
  return Settings.parse((await findSettings(ctx.tx)) ?? defaultSettings);
}

function settingsWith(now: GivenSettings, changes: Readonly<Record<string, unknown>>): GivenSettings {
  const given = Settings.strict().safeParse({ ...now, ...changes });
  if (!given.success) throw autopilotError('settings_not_understood', { changes: Object.keys(changes) });
  return given.data;
}

/** The same settings have the same one, in whatever order they are told. */
const digestOf = (settings: GivenSettings): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(Settings.parse(settings)).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');

async function show(ctx: Ctx, runId: EvaluationRunId): Promise<EvaluationRun> {
  const run = await db.findRun(ctx.tx, coworkers, runId);
  if (!run) throw autopilotError('evaluation_run_not_found', { runId });
  return run;
}
