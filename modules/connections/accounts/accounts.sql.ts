import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Facts, facts, factsBeside } from '../health/health.sql.ts';
import { Login, PlatformName } from '../platforms/contract.ts';
import {
  Account,
  AccountId,
  type AccountState,
  AccountSummary,
  accountStates,
  brokenReasons,
} from './contract.ts';

const byName = keyset({ platform: 'asc', displayName: 'asc', id: 'asc' }, 'a');

export interface AccountFilter {
  readonly platform?: PlatformName | undefined;
  readonly state?: AccountState | undefined;
  readonly locationId?: NonNullable<AccountSummary['locationId']> | undefined;
}

const state = sql`
  case when a.disconnected_at is not null then 'disconnected' when a.broken_at is not null then 'broken'
       else 'open' end`;

const listed = sql`
  a.id, a.platform_account_id, a.username, a.display_name, a.picture_url, a.location_id, ${state} as state,
  a.connected_at, a.disconnected_at, a.is_demo, ${facts}`;
/** How it is doing is judged by the facts, in one place. */
const Listed = AccountSummary.omit({ health: true }).extend(Facts.shape);
export type Listed = z.infer<typeof Listed>;

export function accountsOfWorkspace(
  tx: Tx,
  workspaceId: WorkspaceId,
  now: Date,
  filter: AccountFilter,
  page: PageQuery,
) {
  const { platform, locationId } = filter;
  const ofPlatform = platform === undefined ? sql`true` : sql`a.platform = ${platform}`;
  const atPlace = locationId === undefined ? sql`true` : sql`a.location_id = ${locationId}`;
  return byName.page(
    tx,
    Listed,
    page,
    (where, order) => sql`
    select ${listed}
      from connections.accounts a
      ${factsBeside(workspaceId, now)}
     where ${isIn(filter.state)} and ${ofPlatform} and ${atPlace} and ${where}
     ${order}`,
  );
}

function isIn(wanted: AccountState | undefined): Sql {
  if (wanted === 'disconnected') return sql`a.disconnected_at is not null`;
  const here = sql`a.disconnected_at is null`;
  if (wanted === undefined) return here;
  return wanted === 'open' ? sql`${here} and a.broken_at is null` : sql`${here} and a.broken_at is not null`;
}

const count = z.bigint().transform(Number).nullable();
const AccountRow = Listed.extend({
  login: Login,
  accountKind: z.string().nullable(),
  profileUrl: z.string().nullable(),
  biography: z.string().nullable(),
  followers: count,
  following: count,
  posts: count,
  views: count,
  figuresAt: z.date().nullable(),
  scopes: z.array(z.string()),
  settings: z.record(z.string(), z.unknown()),
  connectedBy: Account.shape.connectedBy,
  disconnectedBy: Account.shape.connectedBy,
  brokenAt: z.date().nullable(),
  tokenRefreshedAt: z.date().nullable(),
  emptiedAt: z.date().nullable(),
});
export type AccountRow = z.infer<typeof AccountRow>;

const colleague = (alias: string) => {
  const id = sql.id(alias, 'id');
  const name = sql.id(alias, 'name');
  return sql`case when ${id} is not null then jsonb_build_object('memberId', ${id}, 'name', ${name}) end`;
};

/** `coworkers` are all there are. */
export function findAccount(tx: Tx, workspaceId: WorkspaceId, now: Date, coworkers: Sql, id: AccountId) {
  return tx.maybeOne(
    AccountRow,
    sql`
    select ${listed}, a.login, a.account_kind, a.profile_url, a.biography, a.followers_count as followers,
           a.following_count as following, a.posts_count as posts, a.views_count as views, a.figures_at, a.scopes,
           a.settings, a.broken_at, a.token_refreshed_at, a.emptied_at,
           ${colleague('c')} as connected_by, ${colleague('d')} as disconnected_by
      from connections.accounts a
      ${factsBeside(workspaceId, now)}
      left join (${coworkers}) c on c.workspace_id = a.workspace_id and c.id = a.connected_by
      left join (${coworkers}) d on d.workspace_id = a.workspace_id and d.id = a.disconnected_by
     where a.id = ${id}`,
  );
}

const HeldAccount = z.object({
  id: AccountId,
  platform: PlatformName,
  platformAccountId: z.string(),
  locationId: AccountSummary.shape.locationId,
  settings: z.record(z.string(), z.unknown()),
  state: z.enum(accountStates),
  brokenReason: z.enum(brokenReasons).nullable(),
});

export function holdAccount(tx: Tx, id: AccountId) {
  return tx.maybeOne(
    HeldAccount,
    sql`
    select a.id, a.platform, a.platform_account_id, a.location_id, a.settings, ${state} as state, a.broken_reason
      from connections.accounts a where a.id = ${id}
       for no key update`,
  );
}

export function changeAccount(
  tx: Tx,
  id: AccountId,
  { locationId, settings }: { readonly locationId: AccountSummary['locationId']; readonly settings: object },
) {
  return tx.run(sql`
    update connections.accounts set location_id = ${locationId}, settings = ${JSON.stringify(settings)}::jsonb
     where id = ${id}`);
}
