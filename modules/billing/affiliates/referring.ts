import { z } from 'zod';
import type { Ctx, OpenCtx, PersonCtx, Unit } from '../../../kit/ctx.ts';
import { newId, type UserId, WorkspaceId } from '../../../kit/ids.ts';
import { findFirstOwner, findMembership, findPersonalWorkspace } from '../../workspaces/index.ts';
import type { BillingOutside } from '../outside.ts';
import { findAffiliate, findLink, holdAffiliate } from './affiliates.sql.ts';
import { affiliateChanged, ReferralId } from './contract.ts';
import * as db from './referrals.sql.ts';
import { earnsUntil, isRemembered } from './shares.ts';

/*
 * How somebody becomes somebody's referral. Who follows a link is remembered by their own browser alone, in a token
 * that only we can write: nothing is kept of a visitor here but that there was one. The last link they followed counts,
 * since it is the one that brought them. Once they have an account they show it, and then it is settled for ever.
 */

const sealedAs = 'referral_click';
const Click = z.object({ affiliateId: WorkspaceId.nullable(), at: z.coerce.date() });
type Click = z.infer<typeof Click>;

/** A link that leads nowhere is answered like one that does. */
export async function comeByLink(
  ctx: OpenCtx,
  { word }: { word: string },
  { vault }: Pick<BillingOutside, 'vault'>,
): Promise<{ token: string }> {
  const link = await findLink(ctx.tx, word.trim().toLowerCase());
  const isCounted = link !== undefined && (await ctx.into(link.workspaceId, countClick));
  const click: Click = { affiliateId: isCounted ? link.workspaceId : null, at: ctx.now };
  return { token: vault.seal(JSON.stringify(click), sealedAs).toString('base64url') };
}

async function countClick(inside: Ctx): Promise<boolean> {
  const affiliate = await findAffiliate(inside.tx);
  if (affiliate?.status !== 'approved') return false;
  await db.countClick(inside.tx, inside.workspaceId, inside.now.toISOString().slice(0, 10));
  return true;
}

/**
 * Whoever has just come, and shows by which link. Nothing is said of what came of it: whoever tries tokens learns
 * nothing by it.
 */
export async function keepReferral(
  ctx: PersonCtx,
  { token }: { token: string },
  outside: Pick<BillingOutside, 'vault'>,
): Promise<Record<string, never>> {
  const click = readClick(outside, token);
  if (!click?.affiliateId || !isRemembered(click.at, ctx.now)) return {};
  const { userId } = ctx.actor;
  const own = await findPersonalWorkspace(ctx.tx, userId);
  // Who was here before the link was followed has not been brought by it.
  if (!own || own.createdAt < click.at || own.id === click.affiliateId) return {};
  if (await ctx.aside((tx) => db.findRoute(tx, own.id))) return {};
  const affiliate = await ctx.into(click.affiliateId, ({ tx }) => findAffiliate(tx));
  if (!affiliate || (await ctx.into(own.id, (inside) => isAmong(inside, affiliate.userId)))) return {};
  const referred = { referredUserId: userId, referredWorkspaceId: own.id, clickedAt: click.at };
  const isKept = await ctx.into(click.affiliateId, (inside) => refer(inside, referred));
  if (isKept)
    await ctx.record({
      category: 'money',
      action: 'billing.referral_kept',
      subject: { type: 'workspace', id: own.id },
    });
  return {};
}

type Referred = Pick<db.NewReferral, 'referredUserId' | 'referredWorkspaceId' | 'clickedAt'>;

async function refer(inside: Ctx, referred: Referred): Promise<boolean> {
  const { tx, workspaceId, now } = inside;
  const affiliate = await holdAffiliate(tx);
  if (affiliate?.status !== 'approved') return false;
  const id = newId(ReferralId, now.getTime());
  const kept = await db.insertReferral(tx, { ...referred, workspaceId, id, endsAt: earnsUntil(now), now });
  if (kept === 0) return false;
  await inside.publish(affiliateChanged, {});
  return true;
}

/**
 * Who came by a link and makes another workspace pays from there: it is the same referral, for the same time. Not where
 * the affiliate works in it, who would earn by what they pay themselves.
 */
export async function followReferral(unit: Unit): Promise<void> {
  await unit.work(findOrFollow);
}

/** Whose referral the workspace is, also where what should have said so has not come to it yet. */
export async function findOrFollow(ctx: Ctx): Promise<db.Route | undefined> {
  const { workspaceId } = ctx;
  const known = await ctx.aside((tx) => db.findRoute(tx, workspaceId));
  const owner = known ? undefined : await findFirstOwner(ctx.tx);
  if (!owner) return known;
  const route = await ctx.aside(async (tx) => {
    const personal = await findPersonalWorkspace(tx, owner.userId);
    return personal && db.findRoute(tx, personal.id);
  });
  if (!route || route.workspaceId === workspaceId) return undefined;
  // What they took over from somebody else has not come by the link.
  if (owner.madeAt < route.attributedAt || owner.madeAt >= route.endsAt) return undefined;
  const affiliate = await ctx.into(route.workspaceId, ({ tx }) => findAffiliate(tx));
  if (!affiliate || (await isAmong(ctx, affiliate.userId))) return undefined;
  await ctx.into(route.workspaceId, ({ tx }) => db.insertRoute(tx, workspaceId, route));
  return route;
}

const isAmong = async ({ tx }: Ctx, userId: UserId): Promise<boolean> =>
  (await findMembership(tx, userId)) !== undefined;

/** Undefined for what we did not write. */
function readClick({ vault }: Pick<BillingOutside, 'vault'>, token: string): Click | undefined {
  try {
    const plain = vault.open(Buffer.from(token, 'base64url'), sealedAs).toString();
    return Click.parse(JSON.parse(plain));
  } catch {
    return undefined;
  }
}
