import type { Database } from '../../../../kit/db/database.ts';
import { WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { filledDatabase } from '../../../../kit/testing/database.ts';
import { analyze, numberedId, numberedIn } from '../../../../kit/testing/explain.ts';
import { AccountId } from '../contract.ts';

export const accountsCount = 3_000;
export const workspaceId = WorkspaceId.parse(numberedId(1));
export const scope = { kind: 'workspace', workspaceId } as const;
export const start = new Date('2026-01-01T00:00:00Z');
export const now = new Date('2026-06-01T00:00:00Z');
/** One that is open, and one that was disconnected. */
export const accountId = AccountId.parse(numberedId(1_500));
export const leftId = AccountId.parse(numberedId(10));

const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const accounts = sql`generate_series(1, ${accountsCount}::int) n`;
const both = sql`generate_series(1, 2) w`;
const at = sql`${start}::timestamptz + n * interval '1 m'`;
/** Some accounts have all the history. */
const busy = numberedIn(sql`1 + n % 20`);

/**
 * Workspaces full of members, and two of them with thousands of accounts each: a few of them disconnected or due, and
 * the ways that led to them.
 */
export const crowded = (): Promise<Database> => filledDatabase('accounts', fillWhole);

async function fillWhole(db: Database): Promise<void> {
  await db.transaction({ kind: 'owner' }, async (tx) => {
    for (const statement of [...people, ...connected, ...history, ...arrivals]) await tx.run(statement);
  });
  await analyze(db, 'identity.users', 'workspaces.members', ...own.map((name) => `connections.${name}`));
}

const own = [
  ...['accounts', 'account_routes', 'secrets', 'health', 'webhook_subscriptions', 'sync_states', 'sync_runs'],
  ...['webhook_events', 'calls', 'send_limits', 'oauth_states', 'pending_installs'],
];

const twelve = sql`generate_series(1, 12) w`;
const thousand = sql`generate_series(1, 1000) n`;
const someMember = numberedIn(sql`1 + n % 1000`);

const people = [
  sql`
  insert into identity.users (id, email, name, created_at, updated_at)
  select ${n}, n || '@test.local', 'Person', ${start}, ${start} from ${accounts}`,
  sql`
  insert into workspaces.workspaces (id, name, created_at, updated_at)
  select ${w}, 'Testing', ${start}, ${start} from ${twelve}`,
  sql`
  insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
  select ${w}, ${n}, ${n}, case when n <= 5 then 'owner' else 'member' end, ${start}, ${start}
    from ${twelve}, ${thousand}`,
];

const connected = [
  sql`
  insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
    connected_at, connected_by, created_at, updated_at, refresh_at, disconnected_at, disconnected_reason)
  select ${w}, ${n}, 'instagram', w || '-' || n, 'instagram', 'Account ' || n, ${start}, ${someMember}, ${start}, ${start},
         case when n > 20 then ${now}::timestamptz + (n - 30) * interval '1 m' end,
         case when n <= 20 then ${at} end, case when n <= 20 then 'by_member' end
    from ${both}, ${accounts}`,
  sql`
  insert into connections.account_routes (platform, platform_account_id, workspace_id, account_id, created_at)
  select 'instagram', w || '-' || n, ${w}, ${n}, ${start} from ${both}, ${accounts}`,
  sql`
  insert into connections.secrets (workspace_id, account_id, kind, sealed, created_at, updated_at)
  select ${w}, ${n}, kind, decode(repeat('00', 60), 'hex'), ${start}, ${start}
    from ${both}, ${accounts}, unnest('{access,refresh}'::text[]) kind`,
  ...['health', 'webhook_subscriptions'].map(
    (table) => sql`
  insert into connections.${sql.id(table)} (workspace_id, account_id, created_at, updated_at)
  select ${w}, ${n}, ${start}, ${start} from ${both}, ${accounts}`,
  ),
  sql`
  insert into connections.sync_states (workspace_id, account_id, resource, next_at, created_at, updated_at)
  select ${w}, ${n}, 'posts', ${start}, ${start}, ${start} from ${both}, ${accounts}`,
  sql`
  insert into connections.send_limits (workspace_id, account_id, lane, hourly_limit, daily_limit, created_at, updated_at)
  select ${w}, ${n}, 'messages', 200, 1000, ${start}, ${start} from ${both}, ${accounts}`,
];

const history = [
  sql`
  insert into connections.webhook_events (workspace_id, id, received_at, account_id, platform, source, kind,
    conversation_key, fingerprint, payload)
  select ${w}, ${n}, ${at}, ${busy}, 'instagram', 'webhook', 'message', 'person', sha256('x'), '{}'
    from ${both}, ${accounts}`,
  sql`
  insert into connections.calls (workspace_id, id, account_id, kind, conversation_key, request, created_at)
  select ${w}, ${n}, ${busy}, 'message', 'person', '{}', ${at} from ${both}, ${accounts}`,
  sql`
  insert into connections.sync_runs (workspace_id, id, account_id, resource, why, started_at, created_at, updated_at)
  select ${w}, ${n}, ${busy}, 'posts', 'schedule', ${at}, ${start}, ${start} from ${both}, ${accounts}`,
];

const arrivals = [
  sql`
  insert into connections.oauth_states (workspace_id, id, platform, login, member_id, state_hash, status, used_at,
    settled_at, created_at, expires_at)
  select ${w}, ${n}, 'instagram', 'instagram', ${someMember}, sha256('x'), done, ${start},
         case when done = 'connected' then ${start}::timestamptz end, ${at}, ${at} + interval '10 m'
    from ${both}, ${accounts}, lateral (select case when n > 2990 then 'answered' else 'connected' end as done) d`,
  sql`
  insert into connections.pending_installs (id, shop, claim_hash, installed_at, expires_at, created_at, updated_at, status)
  select ${n}, 'shop-' || n || '.myshopify.com', sha256('x'), ${start}, ${at}, ${start}, ${start},
         case when n > 20 then 'expired' else 'pending_account_creation' end from ${accounts}`,
];
