import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import type { AccountId } from '../accounts/contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { writeProfile } from '../sync/profile.ts';
import { hourMs, nextAt } from '../sync/schedule.ts';
import { withAccess } from '../tokens/access.ts';
import { accountsToCheck } from './health.sql.ts';
import { checkAccount } from './jobs.ts';
import { callFailed, callSucceeded } from './record.ts';
import { findWatched } from './subscriptions.sql.ts';
import { subscribe } from './subscriptions.ts';

type Named = { readonly accountId: AccountId };

const checkedAtOnceMax = 1_000;
/** The sweep comes once an hour; within it every account has its own minute. */
const spreadMinutes = 30;

/** Asks the platform who we are there. Whoever it does not know any more is broken by that; whatever passes is not. */
export async function check(unit: Unit, { accountId }: Named, outside: ConnectionsOutside): Promise<void> {
  const found = await unit.work(async (ctx) => ({
    watched: await findWatched(ctx.tx, accountId),
    at: ctx.now,
  }));
  const platform = found.watched && outside.platforms.get(found.watched.platform);
  if (!found.watched?.isOpen || !platform) return;
  try {
    const profile = await withAccess(unit, outside, accountId, (access) =>
      platform.profile(access, unit.signal),
    );
    await unit.work(async (ctx) => {
      await callSucceeded(ctx, accountId, { ms: ctx.now.getTime() - found.at.getTime(), provesToken: true });
      await writeProfile(ctx, accountId, profile);
    });
  } catch (error) {
    if (unit.signal.aborted || !(isTrouble(error) || error instanceof AppError)) throw error;
    if (isTrouble(error)) await unit.work((ctx) => callFailed(ctx, accountId, error.kind));
    return;
  }
  await subscribe(unit, { accountId }, outside);
}

/** Takes no input: every account that nobody has looked at for a day. */
export async function sweepChecks(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - 24 * hourMs);
  for (const { accountId } of await accountsToCheck(ctx.tx, before, checkedAtOnceMax))
    await ctx.enqueue(checkAccount, { accountId }, { startAfter: nextAt(ctx.now, spreadMinutes, accountId) });
}
