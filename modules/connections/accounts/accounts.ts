import { changed } from '../../../kit/audit.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { coworkers, requireLocation } from '../../workspaces/index.ts';
import { connectionsError } from '../contract.ts';
import { healthOf } from '../health/health.ts';
import { authorize } from '../policy.ts';
import * as db from './accounts.sql.ts';
import {
  type Account,
  type AccountId,
  AccountSettings,
  type AccountSummary,
  accountChanged,
  keptDaysAfterDisconnect,
} from './contract.ts';

type Named = { readonly accountId: AccountId };
const dayMs = 24 * 3_600_000;

export async function listAccounts(
  ctx: Ctx,
  input: PageQuery & db.AccountFilter,
): Promise<Page<AccountSummary>> {
  authorize(ctx, 'connections.see');
  const { items, next } = await db.accountsOfWorkspace(ctx.tx, ctx.workspaceId, ctx.now, input, input);
  return { items: items.map((row) => summaryOf(row, ctx.now)), next };
}

export async function getAccount(ctx: Ctx, { accountId }: Named): Promise<Account> {
  authorize(ctx, 'connections.see');
  return showAccount(ctx, accountId);
}

export async function changeAccount(
  ctx: Ctx,
  input: Named & {
    locationId?: LocationId | null | undefined;
    settings?: Partial<AccountSettings> | undefined;
  },
): Promise<Account> {
  authorize(ctx, 'connections.connect');
  const { accountId } = input;
  const held = await db.holdAccount(ctx.tx, accountId);
  if (!held) throw connectionsError('account_not_found', { accountId });
  const before = { locationId: held.locationId, ...settingsOf(held.settings) };
  const locationId = input.locationId === undefined ? held.locationId : input.locationId;
  if (locationId !== null && locationId !== held.locationId) await requireLocation(ctx, locationId);
  const settings = { ...settingsOf(held.settings), ...given(input.settings ?? {}) };

  const changes = changed(before, { locationId, ...settings }, [
    'locationId',
    ...(Object.keys(AccountSettings.shape) as (keyof AccountSettings)[]),
  ]);
  if (Object.keys(changes).length === 0) return showAccount(ctx, accountId);
  await db.changeAccount(ctx.tx, accountId, { locationId, settings: { ...held.settings, ...settings } });
  await ctx.record({
    category: 'settings',
    action: 'connections.account_set_up',
    subject: { type: 'connection', id: accountId },
    changes,
  });
  await ctx.publish(accountChanged, { accountId });
  return showAccount(ctx, accountId);
}

export async function showAccount(ctx: Ctx, accountId: AccountId): Promise<Account> {
  const row = await db.findAccount(ctx.tx, ctx.workspaceId, ctx.now, coworkers, accountId);
  if (!row) throw connectionsError('account_not_found', { accountId });
  const { followers, following, posts, views, figuresAt, disconnectedAt, emptiedAt } = row;
  const isKept = disconnectedAt !== null && emptiedAt === null;
  return {
    ...summaryOf(row, ctx.now),
    ...{
      login: row.login,
      accountKind: row.accountKind,
      profileUrl: row.profileUrl,
      biography: row.biography,
    },
    figures: { followers, following, posts, views, at: figuresAt },
    scopes: row.scopes,
    settings: settingsOf(row.settings),
    ...{ connectedBy: row.connectedBy, disconnectedBy: row.disconnectedBy, brokenAt: row.brokenAt },
    token: { expiresAt: row.tokenExpiresAt, refreshedAt: row.tokenRefreshedAt, refreshAt: row.refreshAt },
    emptiedFrom: isKept ? new Date(disconnectedAt.getTime() + keptDaysAfterDisconnect * dayMs) : null,
  };
}

function summaryOf(row: db.Listed, now: Date): AccountSummary {
  const { id, platform, platformAccountId, username, displayName, pictureUrl, locationId, state } = row;
  const { brokenReason, lackingScopes, connectedAt, disconnectedAt, lastEventAt, isDemo } = row;
  return {
    ...{ id, platform, platformAccountId, username, displayName, pictureUrl, locationId, state },
    health: healthOf(row, now).status,
    ...{ brokenReason, lackingScopes, connectedAt, disconnectedAt, lastEventAt, isDemo },
  };
}

/** What a direct client wrote may be anything: what is no setting of ours is as if it were not there. */
function settingsOf(stored: Readonly<Record<string, unknown>>): AccountSettings {
  const usable = Object.entries(AccountSettings.shape).flatMap(([name, shape]) => {
    const read = shape.safeParse(stored[name]);
    return read.success && read.data !== undefined ? [[name, read.data] as const] : [];
  });
  return AccountSettings.parse(Object.fromEntries(usable));
}

const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
