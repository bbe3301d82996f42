import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { systemClock } from '../../../kit/clock.ts';
import type { Database } from '../../../kit/db/database.ts';
import { uuidv7, WorkspaceId } from '../../../kit/ids.ts';
import { sendingJobs, wakeForSent } from '../../../kit/jobs/jobs.sql.ts';
import { openJobs } from '../../../kit/jobs/open.ts';
import { newJob } from '../../../kit/jobs/queues.ts';
import { quiet } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { atTheEnd } from '../../../kit/testing/at-the-end.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { AccountId } from '../accounts/contract.ts';
import { connections } from '../index.ts';
import * as routes from './account-routes.sql.ts';
import { WebhookEventId } from './contract.ts';
import type { NewEvent } from './events.sql.ts';
import * as events from './events.sql.ts';
import { handleEvent } from './jobs.ts';
import * as log from './log.sql.ts';
import * as months from './months.sql.ts';
import { laneOf } from './row.ts';
import * as told from './told.sql.ts';
import * as uninstalled from './uninstalled.sql.ts';

/* Two workspaces that were told of many events over three months, and failed at few of them. */
const eventsEach = 6_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
/** Every twenty minutes, up to the end of March. */
const now = new Date(start.getTime() + eventsEach * 20 * 60_000);
const dayMs = 86_400_000;
const accountId = AccountId.parse(numberedId(1));
const page = { limit: 20, after: undefined };

const idAt = (n: number) => {
  const time = (start.getTime() + n * 20 * 60_000).toString(16).padStart(12, '0');
  return WebhookEventId.parse(
    `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(n).padStart(12, '0')}`,
  );
};
const keyAt = (n: number) => ({ id: idAt(n), receivedAt: new Date(start.getTime() + n * 20 * 60_000) });

let db: Database;
let next: string;
before(async () => {
  db = await (await scratchDatabase()).open();
  const jobs = await openJobs({
    db,
    modules: [connections],
    clock: systemClock,
    log: quiet,
    workspaces: async () => [],
  });
  atTheEnd(() => jobs.drain(0));
  for (const month of [0, 31, 59])
    await db.transaction({ kind: 'owner' }, (tx) =>
      months.keepMonths(tx, new Date(start.getTime() + month * dayMs), 6),
    );
  await fill();
  const tables = ['accounts', 'account_routes', 'secrets', 'webhook_receipts', 'webhook_events'];
  await analyze(db, ...tables.map((name) => `connections.${name}`));
  next = (await log.eventsOfWorkspace(db.reader(scope), {}, { limit: 2_500 })).next!;
});

async function fill() {
  const [w, a] = [numberedIn(sql`w`), numberedIn(sql`a`)];
  const at = sql`${start}::timestamptz + n * interval '20 min'`;
  const time = sql`lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0')`;
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from generate_series(1, 2) w`);
    await tx.run(sql`
      insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
                                        connected_at, created_at, updated_at)
      select ${w}, ${a}, 'instagram', w || '-' || a, 'other', 'Shop', ${start}, ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, 500) a`);
    await tx.run(sql`
      insert into connections.account_routes (workspace_id, account_id, platform, platform_account_id, business_id,
                                              created_at)
      select workspace_id, id, platform, platform_account_id, 'of ' || platform_account_id, created_at
        from connections.accounts`);
    await tx.run(sql`
      insert into connections.secrets (workspace_id, account_id, kind, sealed, created_at, updated_at)
      select workspace_id, id, 'access', decode(repeat('00', 40), 'hex'), created_at, created_at
        from connections.accounts`);
    await tx.run(sql`
      insert into connections.webhook_receipts (workspace_id, platform, key, received_at)
      select ${w}, 'instagram', 'message ' || n, ${at}
        from generate_series(1, 2) w, generate_series(1, ${eventsEach}::int) n`);
    await tx.run(sql`
      insert into connections.webhook_events (workspace_id, id, received_at, account_id, platform, source, kind,
        conversation_key, fingerprint, payload, status, settled_at, failure_code, next_attempt_at)
      select ${w}, (substr(t, 1, 8) || '-' || substr(t, 9) || '-7000-8000-' || lpad(n::text, 12, '0'))::uuid, ${at},
             ${numberedIn(sql`1 + n % 20`)}, 'instagram', 'webhook', 'message', 'person/' || n % 50,
             sha256(n::text::bytea), '{}', status, case when status = 'completed' then ${at} end,
             case when status = 'failed' then 'stoa.internal' end,
             case when status = 'failed' and n % 200 = 0 then ${at} end
        from generate_series(1, 2) w, generate_series(1, ${eventsEach}::int) n, lateral (select ${time} as t) t,
             lateral (select case when n % 100 = 0 then 'failed' when n % 1000 = 1 then 'pending'
                                  when n % 1000 = 2 then 'processing'
                                  else 'completed' end as status) s`);
  });
}

const fresh = (): NewEvent => ({
  id: uuidv7(now.getTime()),
  receivedAt: now,
  accountId,
  platform: 'instagram',
  source: 'webhook',
  kind: 'message',
  conversationKey: 'person/1',
  platformEventId: 'new',
  receiptKey: 'message new',
  olderKey: 'message older',
  fingerprint: '00'.repeat(32),
  happenedAt: null,
  payloadText: '{}',
});
const jobsOf = (event: NewEvent): events.EventJobs => ({
  sending: (wanted) =>
    sendingJobs([newJob(handleEvent, { eventId: event.id, lane: laneOf(event) }, { workspaceId })], wanted),
  wake: wakeForSent,
});

/** One for each month that is there, and the one for those without. */
const everyMonth = (index: string) => new RegExp(`^webhook_events_(2026\\d\\d|else)_${index}$`);
/** Whichever it goes by: all of them begin with the instant, and there is no second month among them. */
const march = /^webhook_events_202603_/;
/** Nothing is in them, so that nothing is read of them either way. */
const empty = ['webhook_events_202604', 'webhook_events_202605', 'webhook_events_else'];
const byTime = everyMonth('workspace_id_received_at_id_idx');
const where = () => ({ db, scope });

describe('taking in', () => {
  explainEach(routes, where, {
    accountRoutesOf: {
      given: () => [[{ platform: 'instagram', platformAccountId: '1-7' }]],
      scope: { kind: 'installation' },
      by: ['account_routes_pkey', 'account_routes_by_business'],
    },
  });
  explainEach(events, where, {
    insertEvents: {
      given: () => {
        const event = fresh();
        return [workspaceId, [event], jobsOf(event)];
      },
      by: ['webhook_receipts_pkey', 'job_common_i1', 'queue_pkey'],
    },
  });
});

/** A few, as in the first minutes: whatever is planned then may be kept for a flood. */
test('what comes in is found by an index while its tables are too small to need one', async () => {
  const small = await (await scratchDatabase()).open();
  await small.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      values (${workspaceId}, 'Testing', ${start}, ${start})`);
    await tx.run(sql`
      insert into connections.webhook_receipts (workspace_id, platform, key, received_at)
      select ${workspaceId}, 'instagram', 'message ' || n, ${now} from generate_series(1, 3) n`);
  });
  await analyze(small, 'connections.webhook_receipts');
  const event = fresh();
  const plan = await small.transaction({ kind: 'installation' }, async (tx) => {
    await tx.run(events.enterWorkspace(workspaceId));
    return tx.many(
      z.record(z.string(), z.unknown()),
      sql`explain (costs off) ${events.storing(workspaceId, [event], jobsOf(event))}`,
    );
  });
  const text = plan.flatMap((line) => Object.values(line)).join('\n');
  assert.match(text, /Index (?:Only )?Scan using webhook_receipts_pkey/);
  assert.doesNotMatch(text, /Seq Scan on webhook_receipts/);
});

describe('working off', () => {
  const outcome = { skippedReason: null, result: null, durationMs: 1 };
  const failure = { code: 'stoa.internal', detail: '', durationMs: 1, nextAttemptAt: null };
  const oneMonth = [march];
  explainEach(events, where, {
    claimEvent: { given: () => [keyAt(5_900), 'worker', now], by: oneMonth },
    markEventOver: { given: () => [keyAt(5_002), outcome, now], by: oneMonth },
    markEventFailed: { given: () => [keyAt(5_002), failure], by: oneMonth },
    reopenEvent: { given: () => [keyAt(5_901)], by: oneMonth },
    eventsUnsettledBefore: {
      given: () => [now, 100],
      by: [everyMonth('workspace_id_received_at_idx')],
      whole: empty,
    },
    eventsOverdueBefore: {
      given: () => [now, 50, 20],
      by: [everyMonth('workspace_id_received_at_id_idx\\d?')],
    },
    reopenFailedEvents: {
      given: () => [{}, 20],
      by: [everyMonth('workspace_id_received_at_id_idx\\d?'), everyMonth('pkey')],
      whole: empty,
    },
  });
  explainEach(uninstalled, where, {
    disconnectUninstalled: {
      given: () => [accountId, now, now],
      by: ['accounts_pkey', 'account_routes_by_account', 'secrets_pkey'],
    },
  });
});

describe('the log of events', () => {
  explainEach(log, where, {
    eventsOfWorkspace: [
      { given: () => [{}, page], by: [byTime] },
      { when: 'on a later page', given: () => [{}, { ...page, after: next }], by: [byTime] },
      {
        when: 'of one account',
        given: () => [{ accountId }, page],
        by: [everyMonth('workspace_id_account_id_received_at_i\\w*')],
      },
      {
        when: 'that failed',
        given: () => [{ status: 'failed' as const }, page],
        by: [everyMonth('workspace_id_received_at_id_idx\\d?')],
      },
    ],
    findEvent: { given: () => [keyAt(5_900)], by: [march] },
  });
  explainEach(told, where, {
    findTold: {
      given: () => [keyAt(5_900)],
      by: [/^(webhook_events_202603_|accounts_pkey)/],
      whole: ['accounts'],
    },
  });
});

describe('what is kept for a while', () => {
  explainEach(months, where, {
    keepMonths: { given: () => [now, 6], by: [], scope: { kind: 'owner' } },
    deleteReceiptsBefore: {
      given: () => [new Date(start.getTime() + 2 * dayMs), 50],
      by: ['webhook_receipts_by_age', 'webhook_receipts_pkey'],
    },
  });
});
