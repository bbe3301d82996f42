import type { Ctx } from '../../../kit/ctx.ts';
import type { AccountId } from '../accounts/contract.ts';
import { connectionsError } from '../contract.ts';
import { authorize } from '../policy.ts';
import { failuresInARowMax, type Health, type Remedy, remedies } from './contract.ts';
import { type Facts, findFacts } from './health.sql.ts';
import { checkAccount } from './jobs.ts';

type Named = { readonly accountId: AccountId };

/** From here on webhooks do not tell what they should; of less than a handful nothing can be said. */
const deliveryPercentMin = 90;
const happenedMin = 10;
const platformDownAfter = 3;

export async function getHealth(ctx: Ctx, { accountId }: Named): Promise<Health> {
  authorize(ctx, 'connections.see');
  const facts = await findFacts(ctx.tx, ctx.workspaceId, accountId, ctx.now);
  if (!facts) throw connectionsError('account_not_found', { accountId });
  return healthOf(facts, ctx.now);
}

/** Looks at the token and at the subscription now. */
export async function checkHealth(ctx: Ctx, { accountId }: Named): Promise<{ jobId: string }> {
  authorize(ctx, 'connections.operate');
  const facts = await findFacts(ctx.tx, ctx.workspaceId, accountId, ctx.now);
  if (!facts) throw connectionsError('account_not_found', { accountId });
  if (facts.brokenReason || facts.isDisconnected) throw connectionsError('account_not_open', { accountId });
  return ctx.enqueue(checkAccount, { accountId }, { priority: 10 });
}

export function healthOf(facts: Facts, now: Date): Health {
  const { cameCount, missedCount, processed, failed, subscription } = facts;
  const wanted = remedies.filter((remedy) => isWanted[remedy](facts, now));
  const happened = cameCount + missedCount;
  return {
    status: statusOf(facts, wanted),
    remedies: wanted,
    tokenIsValid: !isShut(facts) && !isOver(facts, now),
    tokenCheckedAt: facts.tokenCheckedAt,
    lastSucceededAt: facts.lastSucceededAt,
    lastFailedAt: facts.lastFailedAt,
    failuresInARow: facts.failuresInARow,
    failureKinds: facts.failureKinds,
    responseMs: facts.responseMs,
    lastEventAt: facts.lastEventAt,
    deliveryRatePercent: happened === 0 ? null : Math.round((cameCount * 10_000) / happened) / 100,
    today: { processed, failed },
    subscription,
  };
}

/** In the order of `remedies`, which is the order in which to do them. */
const isWanted: Readonly<Record<Remedy, (facts: Facts, now: Date) => boolean>> = {
  connect_again: isShut,
  grant_scopes: ({ lackingScopes, brokenReason }) =>
    lackingScopes.length > 0 || brokenReason === 'scopes_withdrawn',
  wait_for_limit: ({ heldUntil }, now) => heldUntil !== null && heldUntil > now,
  subscribe_again: (facts) =>
    !isShut(facts) &&
    (facts.subscription.status === 'refused' || facts.subscription.status === 'ended' || isHardlyTold(facts)),
  look_at_failed_events: ({ failed }) => failed > 0,
  platform_is_down: (facts) =>
    !isShut(facts) && facts.failuresInARow >= platformDownAfter && isMostlySilent(facts),
};

function isShut({ brokenReason, isDisconnected }: Facts): boolean {
  return brokenReason !== null || isDisconnected;
}

/** One that can be refreshed is not over: the next call does it. */
const isOver = ({ tokenExpiresAt, refreshAt }: Facts, now: Date) =>
  tokenExpiresAt !== null && tokenExpiresAt <= now && refreshAt === null;

function isHardlyTold({ cameCount, missedCount }: Facts): boolean {
  const happened = cameCount + missedCount;
  return happened >= happenedMin && (cameCount * 100) / happened < deliveryPercentMin;
}

function isMostlySilent({
  failureKinds: { unavailable = 0, unknown_outcome = 0, ...others },
}: Facts): boolean {
  return unavailable + unknown_outcome > Object.values(others).reduce((sum, count) => sum + count, 0);
}

function statusOf(facts: Facts, wanted: readonly Remedy[]): Health['status'] {
  const isFailing =
    isShut(facts) || facts.subscription.status === 'refused' || facts.failuresInARow >= failuresInARowMax;
  if (isFailing) return 'failing';
  return wanted.length > 0 || facts.failuresInARow > 0 ? 'degraded' : 'healthy';
}
