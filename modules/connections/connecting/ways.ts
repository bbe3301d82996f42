import type { Ctx } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { makePkce } from '../../../providers/oauth/pkce.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { requireLocation } from '../../workspaces/index.ts';
import type { AccountId } from '../accounts/contract.ts';
import { connectionsError } from '../contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Login, PlatformName } from '../platforms/contract.ts';
import type { Platform } from '../platforms/platform.ts';
import { authorize } from '../policy.ts';
import { findLocked } from '../tokens/secrets.sql.ts';
import { knownAmong } from './connect.sql.ts';
import * as wire from './contract.ts';
import { endWay } from './jobs.ts';
import { contexts } from './sealing.ts';
import { newState } from './states.ts';
import * as db from './ways.sql.ts';

type Named = { readonly wayId: wire.WayId };

export function listPlatforms(ctx: Ctx, { platforms }: ConnectionsOutside): { items: wire.PlatformChoice[] } {
  authorize(ctx, 'connections.see');
  const items = platforms.all.map(({ name: platform, login, scopes }) => ({
    platform,
    login,
    needs: needsOf(login),
    scopes: [...scopes],
  }));
  return { items };
}

/**
 * Answers where the browser goes on. What must be known when it is back is sealed; of the state only a hash stays
 * here.
 */
export async function beginWay(
  ctx: Ctx,
  input: Named & {
    platform: PlatformName;
    accountId?: AccountId | undefined;
    locationId?: LocationId | undefined;
    shop?: string | undefined;
  },
  outside: ConnectionsOutside,
): Promise<wire.Way & { address: string }> {
  authorize(ctx, 'connections.connect');
  const memberId = requireMember(ctx);
  const { wayId, accountId = null, locationId = null } = input;
  const platform = outside.platforms.get(input.platform);
  if (!platform) throw connectionsError('platform_unavailable', { platform: input.platform });
  if (locationId) await requireLocation(ctx, locationId);
  const again = accountId === null ? undefined : await findAgain(ctx, accountId, input.platform);
  const { door, login, scopes } = doorTo(outside, platform, again?.login);
  const shop = shopOf(login, input.shop ?? again?.platformAccountId);

  const state = newState(ctx.workspaceId, wayId);
  const pkce = door.usesChallenge ? makePkce() : undefined;
  const redirectUri = `${outside.publicUrl}${wire.callbackPathOf(login)}`;
  const context = { redirectUri, scopes: [...scopes], verifier: pkce?.verifier, shop };
  const expiresAt = new Date(ctx.now.getTime() + wire.wayMinutes * 60_000);
  const begun = await db.insertWay(ctx.tx, {
    ...{ workspaceId: ctx.workspaceId, id: wayId, platform: platform.name, login, accountId, locationId },
    memberId,
    stateHash: state.hash,
    contextSealed: contexts.seal(outside, { workspaceId: ctx.workspaceId, wayId }, context),
    createdAt: ctx.now,
    expiresAt,
  });
  // Its address went to whoever began it, and is not kept.
  if (begun === 0) throw connectionsError('way_unknown', { wayId });
  await ctx.enqueue(endWay, { wayId }, { startAfter: expiresAt });
  await ctx.record({
    category: 'connections',
    action: 'connections.oauth_initiated',
    subject: { type: 'connection', id: again?.platformAccountId },
    changes: { platform: { to: platform.name }, login: { to: login } },
  });
  const { challenge } = pkce ?? {};
  const address = door.authorize({ redirectUri, state: state.text, scopes, shop, challenge });
  return { ...(await showWay(ctx, wayId)), address };
}

export async function getWay(ctx: Ctx, { wayId }: Named): Promise<wire.Way> {
  authorize(ctx, 'connections.connect');
  return showWay(ctx, wayId);
}

export async function showWay(ctx: Ctx, wayId: wire.WayId): Promise<wire.Way> {
  const way = await db.findWay(ctx.tx, wayId);
  if (!way) throw connectionsError('way_unknown', { wayId });
  const { id, platform, login, accountId, status, failure, createdAt, expiresAt } = way;
  return {
    ...{ id, platform, login, accountId, status, failure, createdAt, expiresAt },
    offers: await shownOffers(ctx, way),
    connectedIds: way.offers.flatMap(({ connectedId }) => connectedId ?? []),
  };
}

/** Whose they are is asked anew each time: between two looks somebody may have connected one elsewhere. */
async function shownOffers(ctx: Ctx, { offers }: db.WayRow): Promise<wire.Offer[]> {
  if (offers.length === 0) return [];
  const known = await knownAmong(ctx.tx, offers);
  const taken = await ctx.aside((tx) => db.openElsewhere(tx, ctx.workspaceId, offers));
  const isSame = (one: Account) => (other: Account) =>
    one.platform === other.platform && one.platformAccountId === other.platformAccountId;
  return offers.map(({ connectedId: _, ...offer }) => ({
    ...offer,
    accountId: known.find(isSame(offer))?.accountId ?? null,
    isTaken: taken.some(isSame(offer)),
  }));
}
interface Account {
  readonly platform: string;
  readonly platformAccountId: string;
}

async function findAgain(ctx: Ctx, accountId: AccountId, platform: PlatformName) {
  const account = await findLocked(ctx.tx, accountId);
  if (account?.platform !== platform) throw connectionsError('account_not_found', { accountId, platform });
  return account;
}

/** An account that came by another door is connected again by that one: there its ids and permissions are. */
function doorTo({ platforms }: ConnectionsOutside, platform: Platform, before: Login | undefined) {
  const other =
    before !== undefined && before !== platform.login ? platform.otherLogins?.[before] : undefined;
  const { login, scopes } = other ? { login: before!, scopes: other } : platform;
  const door = platforms.doors.get(login);
  if (!door) throw connectionsError('platform_unavailable', { platform: platform.name, login });
  return { door, login, scopes };
}

function shopOf(login: Login, shop: string | undefined): string | undefined {
  if (needsOf(login) === 'nothing') return undefined;
  if (shop === undefined || !wire.shopPattern.test(shop)) throw connectionsError('shop_needed');
  return shop;
}

const needsOf = (login: Login): wire.PlatformChoice['needs'] => (login === 'shopify' ? 'shop' : 'nothing');

/** Where an answer is taken from nobody else than who began. */
export function requireMember({ actor }: Ctx): MemberId {
  if (actor.kind === 'member') return actor.memberId;
  throw connectionsError('person_needed', { who: actor.kind });
}
