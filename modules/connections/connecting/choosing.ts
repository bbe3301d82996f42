import type { Ctx } from '../../../kit/ctx.ts';
import { connectionsError } from '../contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { PlatformName } from '../platforms/contract.ts';
import type { Candidate } from '../platforms/platform.ts';
import { authorize } from '../policy.ts';
import { begin } from './beginning.ts';
import { connectAccount } from './connect.ts';
import { type Way, type WayId, wayChanged } from './contract.ts';
import { candidates } from './sealing.ts';
import * as db from './ways.sql.ts';
import { requireMember, showWay } from './ways.ts';

interface Choice {
  readonly platform: PlatformName;
  readonly platformAccountId: string;
}

/** All that were chosen, or none: whoever is refused one looks at the page again and chooses without it. */
export async function chooseOffers(
  ctx: Ctx,
  { wayId, choices }: { wayId: WayId; choices: readonly Choice[] },
  outside: ConnectionsOutside,
): Promise<Way> {
  authorize(ctx, 'connections.connect');
  const memberId = requireMember(ctx);
  const way = await db.holdWay(ctx.tx, wayId);
  if (way?.memberId !== memberId) throw connectionsError('way_unknown', { wayId });
  // Pressed twice, or after a lost answer: it is done.
  if (way.status === 'connected' && isChosen(way, choices)) return showWay(ctx, wayId);
  if (way.status !== 'choosing' || ctx.now >= way.expiresAt || !way.offersSealed)
    throw connectionsError('way_unknown', { wayId, status: way.status });
  const found = candidates.open(outside, { workspaceId: ctx.workspaceId, wayId }, way.offersSealed);

  const offers = new Map(way.offers.map((offer) => [keyOf(offer), offer]));
  for (const choice of inOneOrder(choices)) {
    const candidate = found.find((one) => keyOf(one) === keyOf(choice));
    if (!candidate) throw connectionsError('not_offered', { ...choice });
    const { blockedBy } = candidate;
    if (blockedBy) throw connectionsError('offer_is_blocked', { ...choice, blockedBy });
    const { login, locationId } = way;
    const connectedId = await connectAccount(ctx, outside, {
      ...{ candidate, login, locationId, connectedBy: memberId },
    });
    await begin(ctx, outside, connectedId, candidate.platform);
    offers.set(keyOf(choice), { ...offers.get(keyOf(choice))!, connectedId });
  }
  await db.markConnected(ctx.tx, wayId, [...offers.values()], ctx.now);
  await ctx.publish(wayChanged, { wayId });
  return showWay(ctx, wayId);
}

const keyOf = ({ platform, platformAccountId }: Choice | Candidate) => `${platform} ${platformAccountId}`;

/** Everywhere the same, so that two who connect the same accounts at once wait for each other and not in a circle. */
const inOneOrder = (choices: readonly Choice[]): Choice[] =>
  [...new Map(choices.map((choice) => [keyOf(choice), choice])).values()].sort((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  );

const isChosen = ({ offers }: db.WayRow, choices: readonly Choice[]) =>
  choices.every((choice) =>
    offers.some((offer) => offer.connectedId !== null && keyOf(offer) === keyOf(choice)),
  );
