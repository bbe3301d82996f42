import { type Ctx, memberOf, type Unit } from '../../../kit/ctx.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import { cancelCallsOf } from '../calls/calls.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Access } from '../platforms/platform.ts';
import { authorize } from '../policy.ts';
import { accessWith, hasToken } from '../tokens/opening.ts';
import { findLocked } from '../tokens/secrets.sql.ts';
import { showAccount } from './accounts.ts';
import { type Account, type AccountId, accountChanged } from './contract.ts';
import * as db from './disconnecting.sql.ts';
import { leaveAccount } from './jobs.ts';

type Named = { readonly accountId: AccountId };

const hourMs = 3_600_000;
const forgottenAfterMs = hourMs;
const lookedBackMs = 7 * 24 * hourMs;
const forgottenMax = 200;

/**
 * From here on nothing comes in, nothing goes out, and nothing opens its tokens. They are there for a moment longer,
 * under their seal, for one thing alone: to tell the platform. What it brought in stays for 90 days.
 */
export async function disconnectAccount(ctx: Ctx, { accountId }: Named): Promise<Account> {
  authorize(ctx, 'connections.connect');
  const left = await db.disconnect(ctx.tx, accountId, memberOf(ctx.actor)?.memberId ?? null, ctx.now);
  if (!left) return showAccount(ctx, accountId);
  await cancelCallsOf(ctx, accountId);
  // With a token the platform does not take there is nothing to be said to it.
  if (left.wasBroken) await db.dropSecretsOfLeft(ctx.tx, accountId);
  else await ctx.enqueue(leaveAccount, { accountId });
  await ctx.record({
    category: 'connections',
    action: 'connections.account_disconnected',
    subject: { type: 'connection', id: left.platformAccountId },
    changes: { platform: { to: left.platform }, reason: { to: 'by_member' } },
  });
  await ctx.publish(accountChanged, { accountId });
  return showAccount(ctx, accountId);
}

/**
 * Webhooks first, since they need the token that is taken back after them. A platform that is away is told again later,
 * and in the end not at all: the tokens are not kept for its sake.
 */
export async function runLeave(unit: Unit, { accountId }: Named, outside: ConnectionsOutside): Promise<void> {
  const left = await unit.work((ctx) => findLeft(ctx, outside, accountId));
  if (!left) return;
  const { platform, door, access } = left;
  await said(unit, async () => platform?.hooks.unsubscribe(access, unit.signal));
  await said(unit, async () => door?.revoke?.(access, unit.signal));
  await unit.work((ctx) => db.dropSecretsOfLeft(ctx.tx, accountId));
}

/** Takes no input: tokens of disconnected accounts that nobody uses for a goodbye any more go. */
export async function sweepLeftSecrets(ctx: Ctx): Promise<void> {
  const to = new Date(ctx.now.getTime() - forgottenAfterMs);
  const from = new Date(ctx.now.getTime() - lookedBackMs);
  for (const { id } of await db.accountsWithLeftSecrets(ctx.tx, [from, to], forgottenMax))
    await db.dropSecretsOfLeft(ctx.tx, id);
}

async function findLeft(ctx: Ctx, outside: ConnectionsOutside, accountId: AccountId) {
  const account = await findLocked(ctx.tx, accountId);
  if (account?.state !== 'disconnected' || !hasToken(account)) return undefined;
  const access: Access = accessWith(outside, ctx.workspaceId, account);
  const { platforms } = outside;
  return { access, platform: platforms.get(account.platform), door: platforms.doors.get(account.login) };
}

/** What the platform refuses is over on its side as well. What passes is thrown, and the job comes back. */
async function said(unit: Unit, tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell();
  } catch (error) {
    if (!isTrouble(error) || error.kind === 'unavailable' || error.kind === 'rate_limited') throw error;
    unit.log.warn({ err: error }, 'a platform did not take a goodbye');
  }
}
