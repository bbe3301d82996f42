import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import { AccountId } from '../accounts/contract.ts';
import * as calls from './calls.sql.ts';
import { CallId } from './contract.ts';
import * as limits from './limits.sql.ts';
import * as outcomes from './outcomes.sql.ts';
import * as turns from './turns.sql.ts';

/*
 * Two workspaces that have made calls for months: nearly all of them are done, some hundreds wait. A call's number says
 * what it is: of every 37 one failed, of every 20 one waits, of every 800 the outcome of one is not known.
 */
const callsCount = 16_000;
const accountsCount = 40;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-01-20T00:00:00Z');
const page = { limit: 20, after: undefined };
const lane = 'messages' as const;
const account = (n: number) => AccountId.parse(numberedId(n));
const call = (n: number) => CallId.parse(numberedId(n));
const accountId = account(21);
const conversation = { accountId, conversationKey: 'person/20' };
const queued = call(20);
const sending = { id: call(401), startedAt: start };
const unknown = { id: call(402), startedAt: start };

const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];

let db: Database;
let next: string;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await fillBelow(tx);
    await fillCalls(tx);
    await fillLimits(tx);
  });
  const tables = ['calls', 'send_limits', 'app_shares', 'app_limits', 'accounts'];
  await analyze(db, 'identity.users', 'workspaces.members', ...tables.map((table) => `connections.${table}`));
  next = (await calls.callsOfAccount(db.reader(scope), coworkers, { accountId }, page)).next!;
});

async function fillBelow(tx: Tx): Promise<void> {
  await tx.run(sql`
    insert into identity.users (id, email, name, created_at, updated_at)
    select ${n}, n || '@test.local', 'Person', ${start}, ${start} from generate_series(1, 2000) n`);
  await tx.run(sql`
    insert into workspaces.workspaces (id, name, created_at, updated_at)
    select ${w}, 'Testing', ${start}, ${start} from generate_series(1, 500) w`);
  await tx.run(sql`
    insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
    select ${w}, ${n}, ${n}, 'owner', ${start}, ${start}
      from generate_series(1, 2) w, generate_series(1, 2000) n`);
  await tx.run(sql`
    insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
                                      connected_at, created_at, updated_at)
    select ${w}, ${n}, platform, '9' || w || '00' || n, platform, 'Linen & Oak', ${start}, ${start}, ${start}
      from generate_series(1, 2) w, generate_series(1, 500) n,
           lateral (select case when n % 50 = 0 then 'shopify' else 'instagram' end as platform) p`);
}

async function fillCalls(tx: Tx): Promise<void> {
  await tx.run(sql`
    insert into connections.calls (workspace_id, id, account_id, kind, conversation_key, request, status,
      attempts_count, not_before, held_reason, started_at, settled_at, platform_id, failure_code, requested_by,
      expires_at, created_at)
    select ${w}, ${n}, ${numberedIn(sql`1 + n % ${accountsCount}::int`)}, 'message', 'person/' || n % 400, '{}', status, 1,
           case when status = 'queued' and n % 80 = 20 then ${now}::timestamptz end,
           case when status = 'queued' and n % 80 = 20 then 'not_open' end,
           ${start}::timestamptz, case when status in ('done', 'failed') then at end,
           case when status = 'done' then 'm' || n end, case when status = 'failed' then 'rejected' end,
           ${numberedIn(sql`1 + n % 400`)}, ${now}::timestamptz, at
      from generate_series(1, 2) w, generate_series(1, ${callsCount}::int) n,
           lateral (select ${start}::timestamptz + n * interval '1 m' as at,
                           case when n % 20 = 0 then 'queued' when n = 401 then 'sending' when n = 402 then 'unknown'
                                when n % 37 = 1 then 'failed' else 'done' end as status) s`);
}

async function fillLimits(tx: Tx): Promise<void> {
  await tx.run(sql`
    insert into connections.send_limits (workspace_id, account_id, lane, hourly_limit, daily_limit, hour_began_at,
                                         hour_count, created_at, updated_at)
    select ${w}, ${n}, lane, 200, 1000, ${start}, 5, ${start}, ${start}
      from generate_series(1, 2) w, generate_series(1, 500) n,
           unnest(array['messages', 'private_replies', 'comments', 'publishing', 'reads']) lane`);
  await tx.run(sql`
    insert into connections.app_shares (workspace_id, platform, hour_began_at, hour_count)
    select ${w}, platform, case when w < 20 then ${now}::timestamptz else ${start}::timestamptz end, 10
      from generate_series(1, 500) w, unnest(array['instagram', 'messenger', 'whatsapp', 'youtube']) platform`);
  await tx.run(sql`
    insert into connections.app_limits (platform, usage_percent, usage_at, updated_at)
    values ('instagram', 20, ${now}, ${now}), ('messenger', 20, ${now}, ${now})`);
}

describe('calls', () => {
  const shown = ['members_pkey', 'users_pkey'];
  const ofAccount = /^calls_(by_account|not_done_by_account|in_turn)$/;
  const before = new Date(start.getTime() + 60 * 60_000);
  explainEach(calls, () => ({ db, scope }), {
    callsOfAccount: [
      { given: () => [coworkers, { accountId }, page], by: [...shown, 'calls_by_account'] },
      {
        when: 'on a later page',
        given: () => [coworkers, { accountId }, { ...page, after: next }],
        by: [...shown, 'calls_by_account'],
      },
      {
        when: 'of those that failed',
        given: () => [coworkers, { accountId: account(2), status: 'failed' as const }, page],
        by: [...shown, 'calls_not_done_by_account'],
        // So few of them that it may go along the members beside them.
        rowsMax: 1_000,
      },
    ],
    findCalls: { given: () => [coworkers, [call(7), call(8)]], by: [...shown, 'calls_pkey'] },
    findCall: { given: () => [coworkers, call(7)], by: [...shown, 'calls_pkey'] },
    findAsked: { given: () => [call(7)], by: ['calls_pkey'] },
    findAccount: { given: () => [accountId], by: ['accounts_pkey'] },
    findOpenShop: { given: () => [], by: [/^accounts_/] },
    insertCall: {
      given: () => [
        {
          ...{
            id: call(99_999),
            accountId,
            kind: 'message' as const,
            conversationKey: 'person/new',
            request: {},
          },
          ...{ priority: 5, expiresAt: now, requestedBy: MemberId.parse(numberedId(7)), createdAt: now },
        },
      ],
      by: ['accounts_pkey'],
    },
    compareCall: {
      given: () => [{ id: call(7), accountId, kind: 'message' as const, conversationKey: 'x', request: {} }],
      by: ['calls_pkey'],
    },
    cancelQueued: { given: () => [queued, now], by: ['calls_pkey'] },
    cancelQueuedOf: { given: () => [accountId, now, 10], by: ['calls_pkey', ofAccount] },
    releaseHeldOf: { given: () => [accountId, 10], by: ['calls_pkey', ofAccount], rowsMax: 1_000 },
    conversationsOverdue: { given: () => [before, 20], by: ['calls_overdue'] },
    callsStuck: { given: () => [{ begun: now, asked: now }, 20], by: ['calls_one_at_a_time'] },
    deleteSettledBefore: { given: () => [before, 20], by: ['calls_pkey', 'calls_by_age'] },
  });
});

/** Of what is under way there is so little that its own index is as good as the key. */
const underWay = /^calls_(pkey|one_at_a_time)$/;

describe('turns', () => {
  const taking = {
    ...{ workspaceId, call: { id: queued, platform: 'instagram' as const }, lane },
    ...{ limits: { hourly: 200, daily: 1_000 }, usagePercentMax: 80, jobId: numberedId(5), now },
  };
  const ofAccount = { accountId, platform: 'instagram' as const };
  explainEach(turns, () => ({ db, scope }), {
    nextInConversation: {
      given: () => [conversation, start],
      by: ['calls_one_at_a_time', 'calls_in_turn', 'accounts_pkey', 'app_limits_pkey'],
    },
    isStillUnderWay: { given: () => [sending.id], by: [underWay] },
    takeAndBegin: {
      given: () => [taking],
      by: ['calls_pkey', 'send_limits_pkey', 'app_shares_pkey'],
      whole: ['app_limits'],
    },
    findStanding: { given: () => [ofAccount, lane], by: ['send_limits_pkey'], whole: ['app_limits'] },
    markExceeded: { given: () => [accountId, lane, start, now], by: ['send_limits_pkey'] },
    markHeld: { given: () => [queued, 'app_limit' as const, now], by: ['calls_pkey'] },
    markExpired: { given: () => [queued, now], by: ['calls_pkey'] },
    sharesOf: {
      given: () => [workspaceId, ofAccount, now],
      scope: { kind: 'installation' },
      by: ['app_shares_by_hour'],
    },
  });
});

describe('outcomes', () => {
  const settled = [underWay];
  // The last hour and a half of what was settled.
  const late = new Date(start.getTime() + (callsCount - 60) * 60_000);
  const said = { percent: 20, heldUntil: null };
  explainEach(outcomes, () => ({ db, scope }), {
    markDone: { given: () => [sending, { platformId: 'm', result: null }, now], by: settled },
    markFailed: {
      given: () => [sending, { code: 'rejected' as const, platformCode: null }, now],
      by: settled,
    },
    markQueuedAgain: {
      given: () => [unknown, { reason: null, notBefore: null, platformCode: null, isAttempt: true }],
      by: settled,
    },
    nextPriority: { given: () => [{ ...sending, ...conversation }], by: ['calls_in_turn'] },
    markUnknown: { given: () => [sending.id], by: [underWay] },
    markAsked: { given: () => [unknown, now], by: [underWay] },
    findUnknown: { given: () => [unknown.id], by: [underWay, 'accounts_pkey'] },
    knownBeside: { given: () => [{ accountId, startedAt: late }], by: ['calls_by_age'] },
    putUsage: { given: () => [accountId, lane, said, now], by: ['send_limits_pkey'] },
    putAppUsage: { given: () => ['instagram' as const, said, now], by: ['app_limits_pkey'] },
  });
});

describe('limits', () => {
  explainEach(limits, () => ({ db, scope }), {
    limitsOf: { given: () => [accountId], by: ['send_limits_pkey'] },
    countWaiting: { given: () => [accountId], by: ['calls_in_turn'], rowsMax: 1_000 },
  });
});
