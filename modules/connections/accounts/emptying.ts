import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { type AccountId, accountChanged, keptDaysAfterDisconnect } from './contract.ts';
import * as db from './emptying.sql.ts';
import { emptyAccount } from './jobs.ts';

const dayMs = 24 * 3_600_000;
const accountsAtOnceMax = 100;
const rowsAtOnceMax = 2_000;

const disconnectedBefore = ({ now }: Ctx) => new Date(now.getTime() - keptDaysAfterDisconnect * dayMs);

/** Takes no input: finds accounts whose 90 days are over. */
export async function sweepLeftAccounts(ctx: Ctx): Promise<void> {
  for (const { id: accountId } of await db.accountsToEmpty(
    ctx.tx,
    disconnectedBefore(ctx),
    accountsAtOnceMax,
  ))
    await ctx.enqueue(emptyAccount, { accountId });
}

/**
 * SE-45: what was kept of it goes, however much it is, a part at a time. Stopped anywhere, it goes on where it was; and
 * when the account is connected again in between, what is still there stays.
 */
export async function runEmpty(unit: Unit, { accountId }: { readonly accountId: AccountId }): Promise<void> {
  for (const drop of [db.dropEvents, db.dropCalls, db.dropRuns]) {
    for (let dropped = rowsAtOnceMax; dropped === rowsAtOnceMax; ) {
      dropped = await unit.work(async (ctx) => {
        if (!(await db.holdLeft(ctx.tx, accountId, disconnectedBefore(ctx)))) return 0;
        return drop(ctx.tx, accountId, rowsAtOnceMax);
      });
    }
  }
  await unit.work(async (ctx) => {
    if (!(await db.holdLeft(ctx.tx, accountId, disconnectedBefore(ctx)))) return;
    await db.dropTheRest(ctx.tx, accountId, ctx.now);
    await ctx.publish(accountChanged, { accountId });
  });
}
