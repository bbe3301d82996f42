import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { AccountId } from '../accounts/contract.ts';
import * as health from './health.sql.ts';
import * as record from './record.sql.ts';
import * as subscriptions from './subscriptions.sql.ts';

/* Two workspaces with many accounts, a few of which nobody has looked at lately. */
const accountsEach = 3_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-03-01T00:00:00Z');
const accountId = AccountId.parse(numberedId(1));
const account = { workspaceId, accountId, now };

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  const [w, a] = [numberedIn(sql`w`), numberedIn(sql`a`)];
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from generate_series(1, 2) w`);
    await tx.run(sql`
      insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
                                        connected_at, created_at, updated_at)
      select ${w}, ${a}, 'instagram', w || '-' || a, 'other', 'Shop', ${start}, ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, ${accountsEach}::int) a`);
    await tx.run(sql`
      insert into connections.health (workspace_id, account_id, token_checked_at, created_at, updated_at)
      select workspace_id, id, case when right(id::text, 2) = '07' then ${start}::timestamptz else ${now}::timestamptz end,
             ${start}, ${start} from connections.accounts`);
    await tx.run(sql`
      insert into connections.webhook_subscriptions (workspace_id, account_id, status, verify_at, created_at, updated_at)
      select workspace_id, id, 'active', ${start}::timestamptz + row_number() over () * interval '1 h', ${start}, ${start}
        from connections.accounts`);
    await tx.run(sql`
      insert into connections.send_limits (workspace_id, account_id, lane, hourly_limit, daily_limit, created_at, updated_at)
      select workspace_id, id, lane, 200, 1000, ${start}, ${start}
        from connections.accounts, unnest('{messages,reads}'::text[]) lane`);
    await tx.run(sql`
      insert into connections.app_limits (platform, updated_at) values ('instagram', ${start}), ('youtube', ${start})`);
  });
  const tables = ['accounts', 'health', 'webhook_subscriptions', 'send_limits', 'app_limits'];
  await analyze(db, ...tables.map((name) => `connections.${name}`));
});

const where = () => ({ db, scope });

describe('how an account is doing', () => {
  explainEach(health, where, {
    findFacts: {
      given: () => [workspaceId, accountId, now],
      by: ['accounts_pkey', 'health_pkey', 'send_limits_pkey', 'webhook_subscriptions_pkey'],
      whole: ['app_limits'],
    },
    accountsToCheck: { given: () => [now, 20], by: ['accounts_pkey', 'health_by_check'] },
  });
});

describe('what is told of it', () => {
  const by = ['health_pkey'];
  explainEach(record, where, {
    countEvent: { given: () => [account, { taken: 'webhook', outcome: 'processed' } as const], by },
    missedByHook: { given: () => [account, 3], by },
    markSucceeded: { given: () => [account, { ms: 100, provesToken: true }], by },
    markFailed: { given: () => [account, 'unavailable'], by },
  });
});

describe('subscriptions', () => {
  const seen: subscriptions.Seen = {
    workspaceId,
    accountId,
    platformId: null,
    wantedFields: [],
    subscribedFields: [],
    status: 'active',
    verifyAt: now,
    failureCode: null,
  };
  explainEach(subscriptions, where, {
    findWatched: { given: () => [accountId], by: ['accounts_pkey', 'webhook_subscriptions_pkey'] },
    markSeen: { given: () => [seen, now], by: ['webhook_subscriptions_pkey'] },
    subscriptionsDue: { given: () => [now, 20], by: ['accounts_pkey', 'webhook_subscriptions_due'] },
  });
});
