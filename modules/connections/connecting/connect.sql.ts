import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId, type AccountSummary } from '../accounts/contract.ts';
import type { Login, PlatformName, Resource } from '../platforms/contract.ts';

export interface ToConnect {
  readonly workspaceId: WorkspaceId;
  /** Of the row it becomes where there is none yet. */
  readonly id: AccountId;
  readonly platform: PlatformName;
  readonly platformAccountId: string;
  readonly appScopedId: string | null;
  readonly parentPlatformId: string | null;
  readonly login: Login;
  readonly accountKind: string | null;
  readonly locationId: AccountSummary['locationId'];
  readonly username: string | null;
  readonly displayName: string;
  readonly profileUrl: string | null;
  readonly pictureUrl: string | null;
  readonly biography: string | null;
  readonly followers: number | null;
  readonly following: number | null;
  readonly posts: number | null;
  readonly views: number | null;
  readonly hasFigures: boolean;
  readonly scopes: readonly string[];
  readonly lackingScopes: readonly string[];
  readonly details: object;
  readonly tokenExpiresAt: Date | null;
  readonly connectedBy: MemberId | null;
  readonly isDemo: boolean;
  readonly now: Date;
}

const Put = z.object({ id: AccountId, isNew: z.boolean() });

/**
 * The account, open. One that was here before keeps its id, and with it all it has; what the platform does not say this
 * time stays as it was. When its token is refreshed is said afterwards, since it depends on the id.
 */
export function putAccount(tx: Tx, a: ToConnect) {
  return tx.one(
    Put,
    sql`
    insert into connections.accounts as a (workspace_id, id, platform, platform_account_id, app_scoped_id,
      parent_platform_id, login, account_kind, location_id, username, display_name, profile_url, picture_url, biography,
      followers_count, following_count, posts_count, views_count, figures_at, scopes, lacking_scopes, details,
      token_expires_at, token_refreshed_at, connected_at, connected_by, is_demo, created_at, updated_at)
    values (${a.workspaceId}, ${a.id}, ${a.platform}, ${a.platformAccountId}, ${a.appScopedId}, ${a.parentPlatformId},
      ${a.login}, ${a.accountKind}, ${a.locationId}, ${a.username}, ${a.displayName}, ${a.profileUrl}, ${a.pictureUrl},
      ${a.biography}, ${a.followers}, ${a.following}, ${a.posts}, ${a.views}, ${a.hasFigures ? a.now : null},
      ${a.scopes}::text[], ${a.lackingScopes}::text[], ${JSON.stringify(a.details)}::jsonb, ${a.tokenExpiresAt}, ${a.now},
      ${a.now}, ${a.connectedBy}, ${a.isDemo}, ${a.now}, ${a.now})
    on conflict (workspace_id, platform, platform_account_id) do update
       set app_scoped_id = coalesce(excluded.app_scoped_id, a.app_scoped_id),
           parent_platform_id = coalesce(excluded.parent_platform_id, a.parent_platform_id),
           login = excluded.login, account_kind = coalesce(excluded.account_kind, a.account_kind),
           location_id = coalesce(excluded.location_id, a.location_id),
           username = coalesce(excluded.username, a.username), display_name = excluded.display_name,
           profile_url = coalesce(excluded.profile_url, a.profile_url),
           picture_url = coalesce(excluded.picture_url, a.picture_url),
           biography = coalesce(excluded.biography, a.biography),
           followers_count = coalesce(excluded.followers_count, a.followers_count),
           following_count = coalesce(excluded.following_count, a.following_count),
           posts_count = coalesce(excluded.posts_count, a.posts_count),
           views_count = coalesce(excluded.views_count, a.views_count),
           figures_at = coalesce(excluded.figures_at, a.figures_at),
           scopes = excluded.scopes, lacking_scopes = excluded.lacking_scopes, details = a.details || excluded.details,
           token_expires_at = excluded.token_expires_at, token_refreshed_at = excluded.token_refreshed_at,
           refresh_failures = 0, broken_at = null, broken_reason = null,
           connected_at = excluded.connected_at, connected_by = excluded.connected_by,
           disconnected_at = null, disconnected_by = null, disconnected_reason = null, emptied_at = null
    returning a.id, a.id = ${a.id} as is_new`,
  );
}

export function setRefreshAt(tx: Tx, id: AccountId, refreshAt: Date | null) {
  return tx.run(sql`update connections.accounts set refresh_at = ${refreshAt} where id = ${id}`);
}

export interface Routed {
  readonly workspaceId: WorkspaceId;
  readonly accountId: AccountId;
  readonly platform: PlatformName;
  readonly platformAccountId: string;
  /** Where the platform tells of all accounts of a business at once. */
  readonly businessId: string | null;
  readonly now: Date;
}

/**
 * Answers 0 when what comes in for it belongs to another workspace. Two who want it at once take turns: the second one
 * waits until the first is decided. A route that is ours already counts as taken by us.
 */
export function takeRoute(tx: Tx, r: Routed) {
  return tx.run(sql`
    with taken as (
      insert into connections.account_routes (platform, platform_account_id, workspace_id, account_id, business_id, created_at)
      values (${r.platform}, ${r.platformAccountId}, ${r.workspaceId}, ${r.accountId}, ${r.businessId}, ${r.now})
      on conflict (platform, platform_account_id) do nothing
      returning account_id
    )
    select account_id from taken
    union all
    select account_id from connections.account_routes
     where platform = ${r.platform} and platform_account_id = ${r.platformAccountId}
       and workspace_id = ${r.workspaceId} and account_id = ${r.accountId}`);
}

/** What the other parts fill and go by: there from the first moment, and left alone when it is there already. */
export async function putCompanions(
  tx: Tx,
  of: { readonly workspaceId: WorkspaceId; readonly accountId: AccountId; readonly now: Date },
  wanted: { readonly fields: readonly string[]; readonly resources: readonly Resource[] },
) {
  const { workspaceId, accountId, now } = of;
  await tx.run(sql`
    insert into connections.health (workspace_id, account_id, token_checked_at, created_at, updated_at)
    values (${workspaceId}, ${accountId}, ${now}, ${now}, ${now})
    on conflict (workspace_id, account_id) do nothing`);
  await tx.run(sql`
    insert into connections.webhook_subscriptions as s (workspace_id, account_id, wanted_fields, verify_at, created_at,
                                                       updated_at)
    values (${workspaceId}, ${accountId}, ${wanted.fields}::text[], ${now}, ${now}, ${now})
    on conflict (workspace_id, account_id) do update
       set status = 'wanted', wanted_fields = excluded.wanted_fields, subscribed_fields = '{}', verify_at = excluded.verify_at
     where s.status <> 'active'`);
  await tx.run(sql`
    insert into connections.sync_states (workspace_id, account_id, resource, next_at, created_at, updated_at)
    select ${workspaceId}, ${accountId}, resource, ${now}, ${now}, ${now}
      from unnest(${wanted.resources}::text[]) resource
    on conflict (workspace_id, account_id, resource) do nothing`);
}

const Known = z.object({ platform: z.string(), platformAccountId: z.string(), accountId: AccountId });

/** Which of these this workspace knows, whatever their state. */
export function knownAmong(
  tx: Tx,
  these: readonly { readonly platform: string; readonly platformAccountId: string }[],
) {
  return tx.many(
    Known,
    sql`
    select a.platform, a.platform_account_id, a.id as account_id
      from unnest(${these.map(({ platform }) => platform)}::text[],
                  ${these.map(({ platformAccountId }) => platformAccountId)}::text[]) t (platform, platform_account_id)
      join connections.accounts a using (platform, platform_account_id)`,
  );
}

/** By which door it came when it was connected before. */
export function findLogin(
  tx: Tx,
  { platform, platformAccountId }: { readonly platform: PlatformName; readonly platformAccountId: string },
) {
  return tx.maybeOne(
    z.object({ id: AccountId, login: z.string(), isOpen: z.boolean() }),
    sql`
    select id, login, disconnected_at is null and broken_at is null as is_open from connections.accounts
     where platform = ${platform} and platform_account_id = ${platformAccountId}`,
  );
}
