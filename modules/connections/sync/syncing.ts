import type { Ctx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { AccountId } from '../accounts/contract.ts';
import { connectionsError } from '../contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Resource } from '../platforms/contract.ts';
import { authorize } from '../policy.ts';
import { findAccountState } from './accounts.sql.ts';
import type { SyncRun, SyncRunId, SyncState } from './contract.ts';
import { syncAccount } from './jobs.ts';
import { leaseMs } from './run.ts';
import * as runs from './runs.sql.ts';
import { hourOf, minuteMs, shareOf } from './schedule.ts';
import * as states from './states.sql.ts';

type Named = { readonly accountId: AccountId };

export async function listStates(ctx: Ctx, { accountId }: Named): Promise<{ items: SyncState[] }> {
  authorize(ctx, 'connections.see');
  await accountIn(ctx, accountId);
  return { items: await states.statesOf(ctx.tx, accountId, hourOf(accountId, ctx.now).from) };
}

export async function listRuns(
  ctx: Ctx,
  input: PageQuery & Named & { resource?: Resource | undefined },
): Promise<Page<SyncRun>> {
  authorize(ctx, 'connections.see');
  await accountIn(ctx, input.accountId);
  return runs.runsOf(ctx.tx, input.accountId, input, input);
}

/** The same id twice is one run. */
export async function askNow(
  ctx: Ctx,
  { accountId, resource, runId }: Named & { resource: Resource; runId: SyncRunId },
  { platforms }: ConnectionsOutside,
): Promise<SyncRun> {
  authorize(ctx, 'connections.operate');
  const { platform, isOpen } = await accountIn(ctx, accountId);
  const earlier = await runs.findRun(ctx.tx, runId);
  if (earlier) return sameRun(earlier, accountId, resource);
  if (!isOpen) throw connectionsError('account_not_open', { accountId });
  if (!platforms.get(platform)?.pull?.[resource])
    throw connectionsError('not_to_be_asked', { platform, resource });
  const asked = { accountId, resource };
  await states.insertState(ctx.tx, asked, ctx.now);
  const held = await states.holdState(ctx.tx, asked);
  if (held?.runningSince && ctx.now.getTime() - held.runningSince.getTime() < leaseMs)
    throw connectionsError('sync_running', asked);
  const made = { workspaceId: ctx.workspaceId, id: runId, ...asked, why: 'asked' } as const;
  if ((await runs.insertRun(ctx.tx, made, ctx.now)) > 0)
    await ctx.enqueue(syncAccount, { ...asked, why: 'asked', runId }, { priority: 10 });
  return sameRun(await runs.findRun(ctx.tx, runId), accountId, resource);
}

function sameRun(
  found: Awaited<ReturnType<typeof runs.findRun>>,
  accountId: AccountId,
  resource: Resource,
): SyncRun {
  if (found?.accountId !== accountId || found.resource !== resource)
    throw kitError('conflict', { accountId, resource });
  const { accountId: _, ...run } = found;
  return run;
}

async function accountIn(ctx: Ctx, accountId: AccountId) {
  const account = await findAccountState(ctx.tx, accountId);
  if (!account) throw connectionsError('account_not_found', { accountId });
  return account;
}

/** The sweep comes round every five minutes, and looks a little further than to its next turn. */
const aheadMs = 6 * minuteMs;
const sentAtOnceMax = 2_000;
const lateWithinMs = 4 * minuteMs;
const runDaysKept = 90;
const purgedAtOnceMax = 10_000;

/**
 * Takes no input: each thing that is to be asked for soon is sent for its own moment. What is long overdue, since
 * nobody was there to ask, is spread over the minutes that follow.
 */
export async function sendDue(ctx: Ctx): Promise<void> {
  const now = ctx.now.getTime();
  const deadBefore = new Date(now - leaseMs);
  const due = await states.statesDue(ctx.tx, new Date(now + aheadMs), deadBefore, sentAtOnceMax);
  for (const { accountId, resource, nextAt } of due) {
    const startAfter =
      nextAt > ctx.now ? nextAt : new Date(now + shareOf(`${accountId} ${resource}`) * lateWithinMs);
    await ctx.enqueue(syncAccount, { accountId, resource, why: 'schedule' }, { startAfter });
  }
}

export async function purgeRuns(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - runDaysKept * 24 * 60 * minuteMs);
  await runs.deleteRunsBefore(ctx.tx, before, purgedAtOnceMax);
}
