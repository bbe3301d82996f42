import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { isTrouble, Trouble } from '../../../providers/trouble.ts';
import type { AccountId } from '../accounts/contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Held, Tokens } from '../platforms/platform.ts';
import { breakAccount } from './broken.ts';
import { claimMs } from './claim.ts';
import { refreshAgainAt, refreshDueAt } from './due.ts';
import { refreshToken } from './jobs.ts';
import { accessWith, hasToken, refreshTokenOf, sealTokens } from './opening.ts';
import * as db from './refresh.sql.ts';
import { findLocked, type Locked, putSecrets } from './secrets.sql.ts';

type Worker = Pick<Unit, 'work' | 'workspaceId' | 'signal' | 'log'>;
type Named = { readonly accountId: AccountId };

/** Clocks of machines differ; a job that comes a little early has come for this. */
const earlyMs = 30_000;
/** How far the sweep looks ahead. It comes round more often than that. */
const aheadMs = 15 * 60_000;
const sweptAtOnceMax = 1_000;
const saidMsMax = 24 * 3_600_000;

export const runRefresh = (unit: Unit, { accountId }: Named, outside: ConnectionsOutside): Promise<void> =>
  refresh(unit, outside, accountId);

/**
 * A new token, by one call, at one place at a time. Whose call has no answer asks again later: every platform gives
 * another token for the same refresh token until the new one was used.
 */
export async function refresh(
  unit: Worker,
  outside: ConnectionsOutside,
  accountId: AccountId,
): Promise<void> {
  const claimed = await unit.work((ctx) => claim(ctx, accountId));
  if (!claimed) return;
  let tokens: Tokens;
  try {
    tokens = await ask(unit, outside, claimed);
  } catch (error) {
    if (!isTrouble(error)) throw error;
    return unit.work((ctx) => settleFailure(ctx, claimed, error));
  }
  await unit.work((ctx) => settle(ctx, outside, claimed, tokens));
}

/** Takes no input, and finds whatever is due soon: each is sent for its own moment. */
export async function sweepRefreshes(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() + aheadMs);
  for (const { id, refreshAt } of await db.accountsToRefresh(ctx.tx, before, sweptAtOnceMax))
    await ctx.enqueue(refreshToken, { accountId: id }, { startAfter: refreshAt });
}

interface Claimed {
  readonly account: Locked & { readonly access: Uint8Array };
  readonly until: Date;
  readonly now: Date;
}

async function claim(ctx: Ctx, accountId: AccountId): Promise<Claimed | undefined> {
  const { now } = ctx;
  const until = new Date(now.getTime() + claimMs);
  const dueBefore = new Date(now.getTime() + earlyMs);
  if ((await db.claimRefresh(ctx.tx, accountId, dueBefore, until)) === 0) return undefined;
  const account = await findLocked(ctx.tx, accountId);
  return account && hasToken(account) ? { account, until, now } : undefined;
}

async function ask(
  { workspaceId, signal }: Worker,
  outside: ConnectionsOutside,
  { account, now }: Claimed,
): Promise<Tokens> {
  const door = outside.platforms.doors.get(account.login);
  // Credentials that were taken out of the configuration come back, or not: nobody's connection dies of that.
  if (!door) throw notHere(account);
  const held: Held = {
    ...accessWith(outside, workspaceId, account),
    refreshToken: refreshTokenOf(outside, workspaceId, account),
    issuedAt: account.tokenRefreshedAt ?? account.connectedAt,
    now,
  };
  return door.refresh(held, signal);
}

async function settle(
  ctx: Ctx,
  outside: ConnectionsOutside,
  { account, until }: Claimed,
  tokens: Tokens,
): Promise<void> {
  const { id: accountId, platform, platformAccountId } = account;
  const refreshAt = refreshDueAt(accountId, ctx.now, tokens.accessExpiresAt);
  const marked = await db.markRefreshed(ctx.tx, accountId, until, {
    expiresAt: tokens.accessExpiresAt ?? null,
    refreshAt,
    scopes: tokens.scopes,
    at: ctx.now,
  });
  if (marked === 0) return;
  const sealed = sealTokens(outside, ctx.workspaceId, accountId, tokens);
  await putSecrets(ctx.tx, { workspaceId: ctx.workspaceId, accountId, now: ctx.now }, sealed);
  // Tokens of an hour would otherwise fill the trail with nothing else.
  if (isSameDay(account.tokenRefreshedAt, ctx.now)) return;
  await ctx.record({
    category: 'connections',
    action: 'connections.token_refreshed',
    subject: { type: 'connection', id: platformAccountId },
    changes: { platform: { to: platform } },
  });
}

async function settleFailure(ctx: Ctx, { account, until }: Claimed, trouble: Trouble): Promise<void> {
  const { id: accountId } = account;
  if (isRefusal(account, trouble, ctx.now)) {
    await breakAccount(ctx, accountId, 'refresh_refused', until);
    return;
  }
  ctx.log.warn({ err: trouble, accountId }, 'a token could not be refreshed yet');
  const usual = refreshAgainAt(accountId, ctx.now, account.refreshFailures + 1);
  const saidMs = Math.min(trouble.facts.until?.getTime() ?? 0, ctx.now.getTime() + saidMsMax);
  const againAt = new Date(Math.max(usual.getTime(), saidMs));
  if ((await db.markRefreshFailed(ctx.tx, accountId, until, againAt)) === 0) return;
  await ctx.enqueue(refreshToken, { accountId }, { startAfter: againAt });
}

/**
 * The platform's word that this account's permission is over. A refusal of another kind is as likely about us (a secret
 * that was mistyped would be about every account at once), so it counts only once there is no token left to lose.
 */
const isRefusal = ({ tokenExpiresAt }: Locked, { kind }: Trouble, now: Date): boolean =>
  kind === 'unauthorized' || (kind === 'rejected' && tokenExpiresAt !== null && tokenExpiresAt <= now);

const isSameDay = (one: Date | null, other: Date) =>
  one?.toISOString().slice(0, 10) === other.toISOString().slice(0, 10);

const notHere = ({ platform }: Locked) =>
  new Trouble('unavailable', 'there are no credentials for this platform here', {
    provider: platform,
    call: 'refresh',
    code: 'no_credentials',
  });
