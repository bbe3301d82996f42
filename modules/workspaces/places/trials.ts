import type { OpenCtx } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import type { UserId, WorkspaceId } from '../../../kit/ids.ts';
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

/** Tells every owner of every workspace that is at a step; `tell` is what keeps it to one mail per step. */
export async function warnOfTrials(
  ctx: OpenCtx,
  tell: (warning: TrialWarning, ownerId: UserId) => Promise<void>,
): Promise<void> {
  for (let after: string | undefined; ; ) {
    ctx.signal.throwIfAborted();
    const { items, next } = await trialWarningsDue(ctx.tx, ctx.now, after);
    for (const warning of items) {
      const id = warning.workspaceId;
      const owners = await ctx.into(id, (inside) => ownersOf(inside.tx, id));
      for (const { userId } of owners) await tell(warning, userId);
    }
    if (next === null) return;
    after = next;
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
