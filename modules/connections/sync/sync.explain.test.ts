import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { AccountId } from '../accounts/contract.ts';
import * as accounts from './accounts.sql.ts';
import * as budget from './budget.sql.ts';
import { SyncRunId } from './contract.ts';
import * as profile from './profile.sql.ts';
import * as runs from './runs.sql.ts';
import * as states from './states.sql.ts';

/* Two workspaces with many accounts, which were asked for what is new many times. */
const accountsEach = 2_000;
const runsEach = 6_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-03-01T00:00:00Z');
const accountId = AccountId.parse(numberedId(1));
const runId = SyncRunId.parse(numberedId(5_000));
const newId = SyncRunId.parse(numberedId(9_999));
const asked = { accountId, resource: 'comments' } as const;
const page = { limit: 20, after: undefined };
const counts = { calls: 1, posts: 0, comments: 1, messages: 0, fresh: 1 };

let db: Database;
let next: string;
before(async () => {
  db = await (await scratchDatabase()).open();
  const [n, w, a] = [numberedIn(sql`n`), numberedIn(sql`w`), numberedIn(sql`a`)];
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
      insert into connections.sync_states (workspace_id, account_id, resource, next_at, created_at, updated_at)
      select a.workspace_id, a.id, resource, ${start}::timestamptz + row_number() over () * interval '1 h', ${start}, ${start}
        from connections.accounts a, unnest('{profile,posts,comments,messages,metrics}'::text[]) resource`);
    await tx.run(sql`
      update connections.sync_states set running_since = ${start}, run_id = ${runId}
       where account_id = ${accountId} and resource = 'comments'`);
    await tx.run(sql`
      insert into connections.webhook_subscriptions (workspace_id, account_id, status, created_at, updated_at)
      select workspace_id, id, 'active', ${start}, ${start} from connections.accounts`);
    await tx.run(sql`
      insert into connections.send_limits (workspace_id, account_id, lane, hourly_limit, daily_limit, created_at, updated_at)
      select workspace_id, id, lane, 200, 1000, ${start}, ${start}
        from connections.accounts, unnest('{messages,reads}'::text[]) lane`);
    await tx.run(sql`
      insert into connections.app_limits (platform, updated_at) values ('instagram', ${start}), ('youtube', ${start})`);
    await tx.run(sql`
      insert into connections.sync_runs (workspace_id, id, account_id, resource, why, started_at, created_at, updated_at)
      select ${w}, ${n}, ${numberedIn(sql`1 + n % 20`)}, 'comments', 'schedule', ${start}::timestamptz + n * interval '10 m',
             ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, ${runsEach}::int) n`);
  });
  const tables = [
    'accounts',
    'sync_states',
    'sync_runs',
    'send_limits',
    'webhook_subscriptions',
    'app_limits',
  ];
  await analyze(db, ...tables.map((name) => `connections.${name}`));
  next = (await runs.runsOf(db.reader(scope), accountId, {}, page)).next!;
});

const where = () => ({ db, scope });

describe('accounts', () => {
  explainEach(accounts, where, { findAccountState: { given: () => [accountId], by: ['accounts_pkey'] } });
});

describe('profiles', () => {
  const row = {
    ...{
      accountKind: null,
      username: 'shop',
      displayName: 'Shop',
      profileUrl: null,
      pictureUrl: null,
      biography: null,
    },
    ...{ followers: 1, following: null, posts: null, views: null, details: {} },
  };
  explainEach(profile, where, { markProfile: { given: () => [accountId, row, now], by: ['accounts_pkey'] } });
});

describe('states', () => {
  const byKey = ['sync_states_pkey'];
  const over: states.Completion = {
    newestItemAt: now,
    newestItemId: 'c1',
    newCount: 1,
    activity: 'busy',
    everyMinutes: 5,
    nextAt: now,
  };
  explainEach(states, where, {
    holdState: {
      given: () => [asked],
      by: ['accounts_pkey', 'sync_states_pkey', 'webhook_subscriptions_pkey'],
    },
    insertState: { given: () => [asked, now], by: ['accounts_pkey', 'sync_states_pkey'] },
    markRunning: { given: () => [asked, runId, now], by: byKey },
    holdRun: { given: () => [asked, runId], by: byKey },
    markPlace: { given: () => [asked, { missed: 0, at: {} }, 1, now], by: byKey },
    markCompleted: { given: () => [asked, over, now], by: byKey },
    markPaused: { given: () => [asked, now], by: byKey },
    markFailing: {
      given: () => [asked, { code: 'unavailable', nextAt: now, forgetsPlace: false }, now],
      by: byKey,
    },
    statesOf: { given: () => [accountId, now], by: byKey },
    statesDue: { given: () => [now, now, 20], by: ['accounts_pkey', 'sync_states_due'] },
  });
});

describe('runs', () => {
  const made = { workspaceId, id: newId, ...asked, why: 'asked' } as const;
  const byKey = ['sync_runs_pkey'];
  explainEach(runs, where, {
    insertRun: { given: () => [made, now], by: byKey },
    reopenRun: { given: () => [runId], by: byKey },
    addCounts: { given: () => [runId, counts], by: byKey },
    markRunOver: { given: () => [runId, null, now], by: byKey },
    findRun: { given: () => [runId], by: byKey },
    runsOf: [
      { given: () => [accountId, {}, page], by: ['sync_runs_by_account'] },
      {
        when: 'on a later page, of one kind',
        given: () => [accountId, { resource: asked.resource }, { ...page, after: next }],
        by: ['sync_runs_by_account'],
      },
    ],
    deleteRunsBefore: { given: () => [now, 20], by: ['sync_runs_by_age', 'sync_runs_pkey'] },
  });
});

describe('the budget', () => {
  const lane = { workspaceId, platform: 'instagram', hourly: 200, daily: 1_000 } as const;
  const windows = { syncHour: start, hourAgo: start, dayAgo: start, callsMax: 60 };
  explainEach(budget, where, {
    holdReads: { given: () => [asked, lane, now], by: ['send_limits_pkey'], whole: ['app_limits'] },
    countRead: { given: () => [accountId, windows, now], by: ['send_limits_pkey'] },
    takeCalls: { given: () => [asked, 1, windows, now], by: ['send_limits_pkey', 'sync_states_pkey'] },
    noteUsage: { given: () => [asked, { percent: 10, heldUntil: now }, now], by: ['send_limits_pkey'] },
    noteAppUsage: { given: () => ['instagram' as const, 10, now], by: ['app_limits_pkey'] },
  });
});
