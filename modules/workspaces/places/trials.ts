import type { OpenCtx } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { colleagues, queueCampaignMail } from '../../identity/index.ts';
import { trialDays } from './contract.ts';
import { ownersOf } from './ownership.sql.ts';
import { trialsEndingBetween } from './trials.sql.ts';

const dayMs = 86_400_000;
const localHourMin = 8;
const dueAtOnce = 500;

/** The steps, by how many days are left. Of those that were missed only the last is still worth a mail. */
const steps = [
  { step: 'trial_1', daysMax: 1 },
  { step: 'trial_3', daysMax: 3 },
  { step: 'trial_7', daysMax: 7 },
] as const;
export type TrialStep = (typeof steps)[number]['step'];

export const trialEndOf = (from: Date): Date => new Date(from.getTime() + trialDays * dayMs);

export interface TrialWarning {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly timezone: string;
  readonly trialEndsAt: Date;
  readonly step: TrialStep;
  /** By the calendar on the wall there: 0 is today. */
  readonly daysLeft: number;
}

/**
 * Whose trial is about to end, with the step they are at: a page of them, and where the next begins. It says the same
 * again until the next step is reached, so it may run late or twice: who sends keeps count of what was sent. A step
 * begins in the morning of the workspace's own day.
 */
export async function trialWarningsDue(
  tx: Tx,
  now: Date,
  after?: string,
): Promise<{ items: TrialWarning[]; next: string | null }> {
  const until = new Date(now.getTime() + (steps.at(-1)!.daysMax + 1) * dayMs);
  const { items, next } = await trialsEndingBetween(tx, now, until, { after, limit: dueAtOnce });
  return { items: items.flatMap((trial) => warningOf(trial, now)), next };
}

/**
 * The sweep: a mail to every owner of every workspace that is at a step. It is a campaign of its own for each end of a
 * trial, so that one that was prolonged is warned of again, and nobody twice.
 */
export async function warnOfTrials(ctx: OpenCtx): Promise<void> {
  for (let after: string | undefined; ; ) {
    ctx.signal.throwIfAborted();
    const { items, next } = await trialWarningsDue(ctx.tx, ctx.now, after);
    for (const warning of items) await warnOwners(ctx, warning);
    if (next === null) return;
    after = next;
  }
}

async function warnOwners(ctx: OpenCtx, { workspaceId, name, timezone, trialEndsAt, step }: TrialWarning) {
  const owners = await ctx.into(workspaceId, (inside) => ownersOf(inside.tx, workspaceId, colleagues));
  const endsOn = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: timezone }).format(
    trialEndsAt,
  );
  for (const { userId, email } of owners) {
    await queueCampaignMail(ctx, {
      campaign: `trial:${workspaceId}:${trialEndsAt.toISOString().slice(0, 10)}`,
      ...{ step, email, userId },
      facts: { workspaceId, workspaceName: name, endsOn },
    });
  }
}

function warningOf(
  { id, ...trial }: { id: WorkspaceId; name: string; timezone: string; trialEndsAt: Date },
  now: Date,
): TrialWarning[] {
  const [today, lastDay] = [now, trial.trialEndsAt].map((instant) => wallClock(trial.timezone, instant));
  const daysLeft = lastDay!.day - today!.day;
  const reached = steps.find(({ daysMax }) => daysLeft <= daysMax);
  if (!reached) return [];
  // Before the morning of the day a step begins, the step before is the one they are at.
  const isEarly = daysLeft === reached.daysMax && today!.hour < localHourMin;
  const step = isEarly ? steps[steps.indexOf(reached) + 1] : reached;
  return step ? [{ ...trial, workspaceId: id, step: step.step, daysLeft }] : [];
}

/** Days since 1970 and the hour, as a calendar and a clock on the wall there show them. */
function wallClock(timezone: string, instant: Date): { day: number; hour: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: timezone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
  });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day, hour] = (['year', 'month', 'day', 'hour'] as const).map(
    (type) => parts.get(type)!,
  );
  return { day: Date.UTC(year!, month! - 1, day!) / dayMs, hour: hour! };
}
