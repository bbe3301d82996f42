import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Ctx, OpenCtx, StepsCtx } from '../../../kit/ctx.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import type { AccountId } from '../accounts/contract.ts';
import { connectionsError } from '../contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Candidate } from '../platforms/platform.ts';
import { authorize } from '../policy.ts';
import { begin } from './beginning.ts';
import { keepable } from './candidates.ts';
import { findLogin } from './connect.sql.ts';
import { connectAccount } from './connect.ts';
import { callbackPathOf, pendingInstallDays, wayMinutes } from './contract.ts';
import * as db from './installs.sql.ts';
import { type KeptProfile, profileFrom, sealInstallState, shopOfState } from './sealing.ts';

const login = 'shopify';
const dayMs = 24 * 3_600_000;
const expiredAtOnceMax = 1_000;

interface Installing {
  readonly address: string | null;
  readonly shop: string;
  readonly claim: string | null;
}

/**
 * Both times that a browser comes from a shop's own pages: to be sent to the consent page, and with what it said there.
 * Nobody need be signed in, so what came is believed for the platform's signature alone.
 */
export async function arriveFromShop(
  steps: StepsCtx,
  outside: ConnectionsOutside,
  { query }: { query: string },
): Promise<Installing> {
  const door = outside.platforms.doors.get(login);
  const platform = outside.platforms.get('shopify');
  if (!door?.readInstall || !platform)
    throw connectionsError('platform_unavailable', { platform: 'shopify' });
  const step = door.readInstall(query, steps.now);
  if (!step) throw connectionsError('install_refused');
  const { shop } = step;
  const redirectUri = `${outside.publicUrl}${callbackPathOf(login)}`;
  const { scopes } = platform;
  if (!step.isAnswer) {
    const until = new Date(steps.now.getTime() + wayMinutes * 60_000);
    const state = sealInstallState(outside, { shop, until });
    return { address: door.authorize({ redirectUri, state, scopes, shop }), shop, claim: null };
  }
  if (shopOfState(outside, step.state, steps.now) !== shop)
    throw connectionsError('install_refused', { shop, reason: 'state' });
  const answer = { query, redirectUri, scopes, shop, now: steps.now };
  const found = await door.exchange(answer, steps.signal).catch((error: unknown) => {
    throw isTrouble(error) ? connectionsError('install_refused', { shop }, error) : error;
  });
  const [candidate] = keepable(found);
  if (!candidate) throw connectionsError('install_refused', { shop, reason: 'no shop' });
  return {
    address: null,
    shop,
    claim: await steps.work((ctx) => keepInstall(ctx, outside, shop, candidate)),
  };
}

/** Answers the claim: shown once, and not kept. */
export async function keepInstall(
  ctx: OpenCtx,
  { vault }: Pick<Outside, 'vault'>,
  shop: string,
  candidate: Candidate,
): Promise<string> {
  const { tokens } = candidate;
  const expiresAt = new Date(ctx.now.getTime() + pendingInstallDays * dayMs);
  const { id } = await db.holdInstall(ctx.tx, {
    id: uuidv7(ctx.now.getTime()),
    shop,
    now: ctx.now,
    expiresAt,
  });
  const claim = newClaim(id);
  const { tokens: _, platform: __, platformAccountId: ___, ...details } = candidate;
  await db.putInstall(ctx.tx, id, {
    claimHash: claim.hash,
    tokenSealed: vault.seal(tokens.access, `pending_install_token:${id}`),
    refreshSealed: tokens.refresh ? vault.seal(tokens.refresh, `pending_install_refresh:${id}`) : null,
    tokenExpiresAt: tokens.accessExpiresAt ?? null,
    scopes: tokens.scopes ?? [],
    details: details satisfies KeptProfile,
    now: ctx.now,
    expiresAt,
  });
  return claim.text;
}

/** Whoever holds what the installing browser was given, and may connect accounts here, has the shop. */
export async function claimInstall(
  ctx: Ctx,
  { claim }: { claim: string },
  outside: ConnectionsOutside,
): Promise<{ accountId: AccountId }> {
  authorize(ctx, 'connections.connect');
  const waiting = await findClaimed(ctx, claim);
  if (!waiting) throw connectionsError('install_unknown');
  if (waiting.status === 'active') return { accountId: await linkedBefore(ctx, waiting) };
  if (waiting.status === 'expired' || waiting.expiresAt <= ctx.now || !waiting.tokenSealed)
    throw connectionsError('install_unknown', { shop: waiting.shop });
  const candidate = candidateOf(outside, waiting, waiting.tokenSealed);
  const connectedBy = ctx.actor.kind === 'member' ? ctx.actor.memberId : null;
  const accountId = await connectAccount(ctx, outside, { candidate, login, locationId: null, connectedBy });
  await begin(ctx, outside, accountId, candidate.platform);
  await ctx.aside((tx) => db.markLinked(tx, waiting.id, ctx.workspaceId, ctx.now));
  return { accountId };
}

/** Takes no input: nobody came for them within a week. */
export async function sweepInstalls(ctx: OpenCtx): Promise<void> {
  await db.expireInstalls(ctx.tx, ctx.now, expiredAtOnceMax);
}

/** Names the row, and proves with the rest of it that it may be had: the row itself keeps only a hash. */
function newClaim(id: string): { text: string; hash: Buffer } {
  const secret = randomBytes(32);
  const text = Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), secret]).toString('base64url');
  return { text, hash: hashOf(secret) };
}

async function findClaimed(ctx: Ctx, claim: string): Promise<db.Waiting | undefined> {
  const bytes = Buffer.from(claim, 'base64url');
  const id = z.uuid().safeParse(
    bytes
      .subarray(0, 16)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  );
  if (!id.success) return undefined;
  const waiting = await ctx.aside((tx) => db.holdWaiting(tx, id.data));
  return waiting && timingSafeEqual(hashOf(bytes.subarray(16)), waiting.claimHash) ? waiting : undefined;
}

/** Pressed twice, or after a lost answer. In another workspace it is as unknown as any. */
async function linkedBefore(ctx: Ctx, { shop, linkedWorkspaceId }: db.Waiting): Promise<AccountId> {
  const account =
    linkedWorkspaceId === ctx.workspaceId
      ? await findLogin(ctx.tx, { platform: 'shopify', platformAccountId: shop })
      : undefined;
  if (!account) throw connectionsError('install_unknown', { shop });
  return account.id;
}

function candidateOf(
  { vault }: Pick<Outside, 'vault'>,
  { id, shop, details, scopes, tokenExpiresAt, refreshSealed }: db.Waiting,
  tokenSealed: Uint8Array,
): Candidate {
  return {
    ...profileFrom(shop, details),
    platform: 'shopify',
    platformAccountId: shop,
    tokens: {
      access: vault.open(tokenSealed, `pending_install_token:${id}`).toString(),
      refresh: refreshSealed
        ? vault.open(refreshSealed, `pending_install_refresh:${id}`).toString()
        : undefined,
      accessExpiresAt: tokenExpiresAt ?? undefined,
      scopes,
    },
  };
}

const hashOf = (secret: Uint8Array) => createHash('sha256').update(secret).digest();
