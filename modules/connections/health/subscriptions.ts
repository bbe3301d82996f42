import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import { type AccountId, accountChanged } from '../accounts/contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { PlatformName } from '../platforms/contract.ts';
import type { Access, Platform, Subscribed } from '../platforms/platform.ts';
import { againAt, hourMs, nextAt } from '../sync/schedule.ts';
import { withAccess } from '../tokens/access.ts';
import { subscribeAccount } from './jobs.ts';
import { callFailed, callSucceeded } from './record.ts';
import * as db from './subscriptions.sql.ts';

type Named = { readonly accountId: AccountId };

const verifyEveryMinutes = 24 * 60;
/** How far the sweep looks ahead: further than to its next turn. */
const aheadMs = 20 * 60_000;
const sweptAtOnceMax = 1_000;

/** By the name that an address of ours ends with. */
const hookOf: Readonly<Record<PlatformName, string>> = {
  instagram: 'meta',
  messenger: 'meta',
  whatsapp: 'meta',
  youtube: 'youtube',
  google: 'google',
  shopify: 'shopify',
  amazon: 'amazon',
};

/**
 * Whether the platform tells of an account is looked at, and then it is told to, whether it does or not: doing
 * that twice is doing it once, a lease begins anew with it, and some platforms cannot be asked.
 */
export async function subscribe(
  unit: Unit,
  { accountId }: Named,
  outside: ConnectionsOutside,
): Promise<void> {
  const watched = await unit.work((ctx) => db.findWatched(ctx.tx, accountId));
  const platform = watched && outside.platforms.get(watched.platform);
  if (!watched?.isOpen || !platform) return;
  const callbackUrl = `${outside.publicUrl}/hooks/${hookOf[platform.name]}`;
  try {
    const seen = await withAccess(unit, outside, accountId, (access) =>
      lookAndMend(platform, access, callbackUrl, unit.signal),
    );
    await unit.work(async (ctx) => {
      await callSucceeded(ctx, accountId, {});
      await keep(ctx, accountId, platform, seen);
    });
  } catch (error) {
    if (unit.signal.aborted || !(isTrouble(error) || error instanceof AppError)) throw error;
    await unit.work((ctx) => keepFailure(ctx, accountId, platform, watched, error));
  }
}

/** Takes no input, and finds what is to be looked at soon: each is sent for its own moment. */
export async function sweepSubscriptions(ctx: Ctx): Promise<void> {
  const until = new Date(ctx.now.getTime() + aheadMs);
  for (const { accountId, verifyAt } of await db.subscriptionsDue(ctx.tx, until, sweptAtOnceMax))
    await ctx.enqueue(subscribeAccount, { accountId }, { startAfter: verifyAt });
}

interface LookedAt {
  readonly wasWhole: boolean;
  readonly now: Subscribed;
}

async function lookAndMend(
  { hooks }: Platform,
  access: Access,
  callbackUrl: string,
  signal: AbortSignal,
): Promise<LookedAt> {
  const wasWhole = isWhole(hooks.fields, await hooks.subscribed(access, signal));
  return { wasWhole, now: await hooks.subscribe(access, callbackUrl, signal) };
}

const isWhole = (wanted: readonly string[], { fields }: Subscribed) =>
  wanted.every((field) => fields.includes(field));

async function keep(
  ctx: Ctx,
  accountId: AccountId,
  { name, hooks }: Platform,
  seen: LookedAt,
): Promise<void> {
  const { fields, platformId = null, until } = seen.now;
  const isActive = isWhole(hooks.fields, seen.now);
  const { isChanged } = await db.markSeen(
    ctx.tx,
    {
      workspaceId: ctx.workspaceId,
      accountId,
      platformId,
      wantedFields: hooks.fields,
      subscribedFields: fields,
      status: isActive ? 'active' : 'refused',
      verifyAt: verifyAt(ctx.now, accountId, until),
      failureCode: isActive ? null : 'fields_lacking',
    },
    ctx.now,
  );
  if (isActive && !seen.wasWhole && !isChanged)
    ctx.log.warn(
      { accountId, platform: name },
      'a platform had stopped telling of an account, and was told to again',
    );
  if (isChanged) await ctx.publish(accountChanged, { accountId });
}

/** What passes is tried again; it changes nothing of what is known. */
async function keepFailure(
  ctx: Ctx,
  accountId: AccountId,
  { hooks }: Platform,
  { status, failuresCount }: db.Watched,
  error: unknown,
): Promise<void> {
  const trouble = isTrouble(error) ? error : undefined;
  if (trouble) await callFailed(ctx, accountId, trouble.kind);
  const isRefused = trouble?.kind === 'rejected' || trouble?.kind === 'unauthorized';
  const soon = againAt(ctx.now, failuresCount + 3, accountId, 'subscription');
  const saidMs = trouble?.facts.until?.getTime() ?? 0;
  const { isChanged } = await db.markSeen(
    ctx.tx,
    {
      workspaceId: ctx.workspaceId,
      accountId,
      platformId: null,
      wantedFields: hooks.fields,
      subscribedFields: null,
      status: isRefused ? 'refused' : status === 'active' || status === 'refused' ? status : 'wanted',
      verifyAt: isRefused
        ? verifyAt(ctx.now, accountId, undefined)
        : new Date(Math.max(soon.getTime(), Math.min(saidMs, ctx.now.getTime() + 24 * hourMs))),
      failureCode: trouble?.kind ?? (error as AppError).code,
    },
    ctx.now,
  );
  if (isChanged) await ctx.publish(accountChanged, { accountId });
}

/** Once a day; and a lease is taken anew when more than half of it is left, so that a day of failures ends none. */
function verifyAt(now: Date, accountId: AccountId, until: Date | undefined): Date {
  const daily = nextAt(now, verifyEveryMinutes, accountId, 'subscription', now.toISOString());
  const halfMs = until ? (until.getTime() - now.getTime()) / 2 : Number.POSITIVE_INFINITY;
  return new Date(Math.min(daily.getTime(), now.getTime() + Math.max(halfMs, 5 * 60_000)));
}
