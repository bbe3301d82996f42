import type { Ctx } from '../../../kit/ctx.ts';
import { codeOf } from '../../../kit/db/failure.ts';
import { type MemberId, newId } from '../../../kit/ids.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { AccountId, accountChanged } from '../accounts/contract.ts';
import { connectionsError } from '../contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Login, Resource } from '../platforms/contract.ts';
import { resources, toldOfBusinesses } from '../platforms/contract.ts';
import type { Candidate } from '../platforms/platform.ts';
import { refreshDueAt } from '../tokens/due.ts';
import { sealTokens } from '../tokens/opening.ts';
import { deleteSecrets, putSecrets } from '../tokens/secrets.sql.ts';
import { keepable } from './candidates.ts';
import * as db from './connect.sql.ts';

export interface Connecting {
  readonly candidate: Candidate;
  readonly login: Login;
  readonly locationId: LocationId | null;
  readonly connectedBy: MemberId | null;
  readonly isDemo?: boolean;
}

/**
 * From here on the account is open in this workspace and in no other. All of it or nothing: what it knew before, its
 * tokens, and the word to everybody who has something to begin now.
 */
export async function connectAccount(
  ctx: Ctx,
  outside: Pick<ConnectionsOutside, 'vault' | 'platforms'>,
  wanted: Connecting,
): Promise<AccountId> {
  const { workspaceId, now } = ctx;
  const { login } = wanted;
  const [candidate] = keepable([wanted.candidate]);
  if (!candidate) throw connectionsError('not_offered', { platform: wanted.candidate.platform });
  const { platform, platformAccountId, tokens } = candidate;
  const put = await putAccount(ctx, { ...wanted, candidate });
  const accountId = put.id;
  const businessId = (toldOfBusinesses.has(platform) && candidate.parentPlatformId) || null;
  const routed = { workspaceId, accountId, platform, platformAccountId, businessId, now };
  if ((await db.takeRoute(ctx.tx, routed)) === 0)
    throw connectionsError('taken_elsewhere', { platform, platformAccountId });

  const { accessExpiresAt } = tokens;
  // One that waited for somebody may be over by now: the first who needs it has it renewed.
  const isOver = accessExpiresAt !== undefined && accessExpiresAt <= now;
  await db.setRefreshAt(ctx.tx, accountId, isOver ? now : refreshDueAt(accountId, now, accessExpiresAt));
  await putSecrets(ctx.tx, routed, sealTokens(outside, workspaceId, accountId, tokens));
  await db.putCompanions(ctx.tx, routed, wantedOf(outside, candidate));
  await ctx.record({
    category: 'connections',
    action: 'connections.account_connected',
    subject: { type: 'connection', id: platformAccountId },
    changes: { platform: { to: platform }, login: { to: login }, again: { to: !put.isNew } },
  });
  await ctx.publish(accountChanged, { accountId });
  return accountId;
}

async function putAccount(ctx: Ctx, wanted: Connecting) {
  const { candidate, login, locationId, connectedBy, isDemo = false } = wanted;
  const { platform, platformAccountId, tokens, lackingScopes, figures = {}, details = {} } = candidate;
  const known = await db.findLogin(ctx.tx, { platform, platformAccountId });
  // What another door gave does not open this one. The same door may leave it out, and means the one it gave before.
  if (known && known.login !== login) await deleteSecrets(ctx.tx, known.id, ['refresh']);
  try {
    return await db.putAccount(ctx.tx, {
      ...{
        workspaceId: ctx.workspaceId,
        id: newId(AccountId, ctx.now.getTime()),
        platform,
        platformAccountId,
      },
      appScopedId: candidate.appScopedId ?? null,
      parentPlatformId: candidate.parentPlatformId ?? null,
      ...{ login, locationId, connectedBy, isDemo, details, lackingScopes, now: ctx.now },
      accountKind: candidate.accountKind ?? null,
      username: candidate.username ?? null,
      displayName: candidate.displayName,
      profileUrl: candidate.profileUrl ?? null,
      pictureUrl: candidate.pictureUrl ?? null,
      biography: candidate.biography ?? null,
      followers: figures.followers ?? null,
      following: figures.following ?? null,
      posts: figures.posts ?? null,
      views: figures.views ?? null,
      hasFigures: Object.values(figures).some((figure) => figure !== undefined),
      scopes: tokens.scopes ?? [],
      tokenExpiresAt: tokens.accessExpiresAt ?? null,
    });
  } catch (error) {
    throw isSecondSeller(error) ? connectionsError('one_seller', { platformAccountId }, error) : error;
  }
}

const isSecondSeller = (error: unknown) =>
  codeOf(error) === '23505' && (error as { constraint?: unknown }).constraint === 'accounts_one_seller';

const wantedOf = ({ platforms }: Pick<ConnectionsOutside, 'platforms'>, { platform }: Candidate) => {
  const { hooks, pull } = platforms.get(platform) ?? {};
  const pulled: readonly Resource[] = resources.filter((resource) => pull?.[resource] !== undefined);
  return { fields: hooks?.fields ?? [], resources: pulled };
};
