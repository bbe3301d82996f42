import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { isTrouble, type Trouble } from '../../../providers/trouble.ts';
import type { AccountId } from '../accounts/contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Held, Tokens } from '../platforms/platform.ts';
import { accessParts } from './access-parts.ts';
import { breakAccount } from './broken.ts';
import { refreshAgainAt, refreshDueAt } from './due.ts';
import { refreshSeconds, refreshToken } from './jobs.ts';
import * as db from './refresh.sql.ts';
import { sealTokens, secretOf } from './sealing.ts';
import { findLocked, type Locked, putSecrets } from './secrets.sql.ts';

type Worker = Pick<Unit, 'work' | 'workspaceId' | 'signal' | 'log'>;
type Named = { readonly accountId: AccountId };

/** Longer than a call may take by far: whoever holds a claim for so long is dead. */
const claimMs = 3 * refreshSeconds * 1_000;
/** Clocks of machines differ; a job that comes a little early has come for this. */
const earlyMs = 30_000;
/** How far the sweep looks ahead. It comes round more often than that. */
const aheadMs = 15 * 60_000;
const sweptAtOnceMax = 1_000;

export const runRefresh = (unit: Unit, { accountId }: Named, outside: ConnectionsOutside): Promise<void> =>
  refresh(unit, outside, accountId);

/**
 * A new token, by one call, at one place at a time. Whose call has no answer asks again later: every platform gives
 * another token for the same refresh token until the new one was used.
 */
export async function refresh(unit: Worker, outside: ConnectionsOutside, accountId: AccountId): Promise<void> {
  const claimed = await unit.work((ctx) => claim(ctx, accountId));
  if (!claimed) return;
  const { account, until, now } = claimed;
  let tokens: Tokens;
  try {
    tokens = await ask(unit, outside, account, now);
  } catch (error) {
    if (!isTrouble(error)) throw error;
    await unit.work((ctx) => settleFailure(ctx, account, until, error));
    return;
  }
  await unit.work((ctx) => settle(ctx, outside, { account, until, tokens }));
}

/** Takes no input, and finds whatever is due soon: each is sent for its own moment. */
export async function sweepRefreshes(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() + aheadMs);
  for (const { id, refreshAt } of await db.accountsToRefresh(ctx.tx, before, sweptAtOnceMax))
    await ctx.enqueue(refreshToken, { accountId: id }, { startAfter: refreshAt });
}

async function claim(ctx: Ctx, accountId: AccountId) {
  const { now } = ctx;
  const until = new Date(now.getTime() + claimMs);
  const dueBefore = new Date(now.getTime() + earlyMs);
  if ((await db.claimRefresh(ctx.tx, accountId, dueBefore, until)) === 0) return undefined;
  const account = await findLocked(ctx.tx, accountId);
  return account?.access ? { account, until, now } : undefined;
}

function ask(
  { workspaceId, signal }: Worker,
  { platforms, vault }: ConnectionsOutside,
  account: Locked,
  now: Date,
): Promise<Tokens> {
  const door = platforms.doors.get(account.login);
  // Credentials that were taken out of the configuration come back to it, or not: nobody's connection dies of that.
  if (!door) throw unavailableHere(account);
  const open = (sealed: Uint8Array, kind: 'access' | 'refresh') =>
    vault.open(sealed, secretOf(workspaceId, account.id, kind)).toString();
  const held: Held = {
    ...accessParts(account),
    token: open(account.access!, 'access'),
    refreshToken: account.refresh ? open(account.refresh, 'refresh') : undefined,
    issuedAt: account.tokenRefreshedAt ?? account.connectedAt,
    now,
  };
  return door.refresh(held, signal);
}
