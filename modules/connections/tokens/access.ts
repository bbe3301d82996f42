import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { Outside } from '../../../kit/outside.ts';
import { isTrouble, Trouble } from '../../../providers/trouble.ts';
import type { AccountId } from '../accounts/contract.ts';
import { connectionsError } from '../contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { PlatformName } from '../platforms/contract.ts';
import type { Access } from '../platforms/platform.ts';
import { brokenBy } from './broken.ts';
import { accessWith, hasToken } from './opening.ts';
import { refresh } from './refresh.ts';
import { findLocked, type Locked } from './secrets.sql.ts';

/** What a call needs of an account that is open, and by what it is known later which token the call was made with. */
export interface AccountAccess extends Access {
  readonly accountId: AccountId;
  readonly platform: PlatformName;
  readonly tokenVersion: string;
}

type Worker = Pick<Unit, 'work' | 'workspaceId' | 'signal' | 'log'>;

/** A token that ends while the call is under way is as good as none. */
const endsSoonMs = 20_000;

/**
 * The token of an account, opened. Refuses an account that is not open. A token whose time is over is exchanged here
 * and now: after a night in which nobody worked, the first call finds a good one. Where that does not work at the
 * moment, it is `unavailable` to the caller, as a platform that is down would be.
 *
 * Nothing is kept in memory: opening costs microseconds, the row has to be asked for anyhow since it may be
 * disconnected at any moment, and an open token that lies around is one that can be found.
 */
export async function accessOf(
  unit: Worker,
  outside: ConnectionsOutside,
  accountId: AccountId,
): Promise<AccountAccess> {
  const look = () => unit.work(async (ctx) => ({ account: await findOpen(ctx, accountId), now: ctx.now }));
  let { account, now } = await look();
  if (endsSoon(account, now)) {
    await refresh(unit, outside, accountId);
    ({ account, now } = await look());
  }
  if (isOver(account, now)) throw stillOver(account.platform);
  return opened(unit, outside, account);
}

/**
 * Does something on a platform with the account's token. When the platform says that the token is no good, that is seen
 * to here; and when there is a better one, it is tried once more, since what was refused so was certainly not done.
 */
export async function withAccess<T>(
  unit: Worker,
  outside: ConnectionsOutside,
  accountId: AccountId,
  call: (access: AccountAccess) => Promise<T>,
): Promise<T> {
  const access = await accessOf(unit, outside, accountId);
  try {
    return await call(access);
  } catch (error) {
    if (!isTrouble(error, 'unauthorized')) throw error;
    const verdict = await unit.work((ctx) => brokenBy(ctx, access, error));
    if (verdict === 'renewing') await refresh(unit, outside, accountId);
    if (verdict !== 'renewing' && verdict !== 'renewed') throw error;
  }
  const fresh = await accessOf(unit, outside, accountId);
  if (fresh.tokenVersion === access.tokenVersion) throw stillOver(access.platform);
  try {
    return await call(fresh);
  } catch (error) {
    if (isTrouble(error, 'unauthorized')) await unit.work((ctx) => brokenBy(ctx, fresh, error));
    throw error;
  }
}

/** In a transaction that has other things to do: the token as it is, which may be over. */
export async function accessIn(
  ctx: Ctx,
  outside: Pick<Outside, 'vault'>,
  accountId: AccountId,
): Promise<AccountAccess> {
  const account = await findOpen(ctx, accountId);
  if (isOver(account, ctx.now)) throw stillOver(account.platform);
  return opened(ctx, outside, account);
}

type Open = Locked & { readonly access: Uint8Array };

async function findOpen(ctx: Ctx, accountId: AccountId): Promise<Open> {
  const account = await findLocked(ctx.tx, accountId);
  if (!account) throw connectionsError('account_not_found', { accountId });
  if (account.state !== 'open' || !hasToken(account))
    throw connectionsError('account_not_open', { accountId, state: account.state });
  return account;
}

const opened = (
  { workspaceId }: Pick<Unit, 'workspaceId'>,
  outside: Pick<Outside, 'vault'>,
  account: Open,
): AccountAccess => ({
  ...accessWith(outside, workspaceId, account),
  accountId: account.id,
  platform: account.platform,
  tokenVersion: account.version!,
});

const endsSoon = ({ tokenExpiresAt }: Locked, now: Date) =>
  tokenExpiresAt !== null && tokenExpiresAt.getTime() - now.getTime() < endsSoonMs;
const isOver = ({ tokenExpiresAt }: Locked, now: Date) => tokenExpiresAt !== null && tokenExpiresAt <= now;

const stillOver = (provider: PlatformName) =>
  new Trouble('unavailable', 'the token is over, and there is no new one at the moment', {
    provider,
    call: 'refresh',
    code: 'token_is_over',
  });
