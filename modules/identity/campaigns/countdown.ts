import type { OpenCtx, Unit } from '../../../kit/ctx.ts';
import { findLaunch, type Launch, queueForWaiting } from './campaign-mails.sql.ts';
import type { CampaignStep } from './contract.ts';
import { type SpreadCountdown, sendCampaignMails, spreadCountdown } from './jobs.ts';

type CountdownStep = Extract<CampaignStep, 't14' | 't7' | 't1' | 'launch'>;

const dayMs = 86_400_000;
const queuedAtOnce = 1_000;
/** In the morning, where the launch is. */
const localHourMin = 9;
/** Whoever heard nothing by then has read of it elsewhere. */
const launchNewsDays = 7;
const steps = [
  { step: 't1', daysMax: 1 },
  { step: 't7', daysMax: 7 },
  { step: 't14', daysMax: 14 },
] as const;

/** One launch is one campaign: moved to another day, its countdown begins anew. */
export const campaignOf = (launchAt: Date): string => `launch:${launchAt.toISOString().slice(0, 10)}`;

/**
 * The step the countdown is at, by the calendar where the launch is; the same until the next is reached, so that a
 * machine that slept for three days still sends it, and one that slept past the next sends only that.
 */
export function countdownStep({ launchAt, launchTimezone }: Launch, now: Date): CountdownStep | undefined {
  if (!launchAt) return undefined;
  if (now >= launchAt)
    return now.getTime() < launchAt.getTime() + launchNewsDays * dayMs ? 'launch' : undefined;
  const [today, lastDay] = [wallClock(launchTimezone, now), wallClock(launchTimezone, launchAt)];
  const daysLeft = lastDay.day - today.day;
  const at = steps.findIndex(({ daysMax }) => daysLeft <= daysMax);
  if (at === -1) return undefined;
  const isEarly = daysLeft === steps[at]!.daysMax && today.hour < localHourMin;
  return steps[isEarly ? at + 1 : at]?.step;
}

/** Every hour, also when nothing is new: whoever joined meanwhile is told of the step that is on. */
export async function runCountdown(ctx: OpenCtx): Promise<void> {
  const launch = await findLaunch(ctx.tx);
  const step = countdownStep(launch, ctx.now);
  if (step) await ctx.enqueue(spreadCountdown, { campaign: campaignOf(launch.launchAt!), step });
}

/** Through the whole waiting list, however long: a short transaction per thousand. */
export async function runSpread(unit: Unit, { campaign, step }: SpreadCountdown): Promise<void> {
  for (let after = ''; ; ) {
    unit.signal.throwIfAborted();
    const last = await unit.work(async (ctx) => {
      const batch = { campaign, step, after, limit: queuedAtOnce, at: ctx.now };
      const queued = await queueForWaiting(ctx.tx, batch);
      if (queued.length > 0) await ctx.enqueue(sendCampaignMails, {});
      return queued.length < queuedAtOnce ? undefined : queued.at(-1)!.email;
    });
    if (last === undefined) return;
    after = last;
  }
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
