import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import { ReloadId } from './contract.ts';
import * as reloads from './reloads.sql.ts';
import * as settings from './settings.sql.ts';

/* A thousand workspaces that buy by themselves, and have bought for a year. */
const workspacesCount = 1_000;
const busyCount = 20;
const reloadsEach = 500;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-03-01T00:00:00Z');
const settled = ReloadId.parse(numberedId(17));
/** The last one of each, which is under way. */
const open = ReloadId.parse(numberedId(reloadsEach));

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fillSettings);
  await db.transaction({ kind: 'owner' }, fillReloads);
  const tables = ['auto_reloads', 'reloads', 'wallets', 'balances'];
  const others = ['customers', 'checkouts', 'payments'];
  await analyze(
    db,
    'workspaces.workspaces',
    'workspaces.members',
    'identity.users',
    ...[...tables, ...others].map((name) => `billing.${name}`),
  );
});

const [w, n] = [numberedIn(sql`w`), numberedIn(sql`n`)];

async function fillSettings(tx: Tx): Promise<void> {
  await tx.run(sql`
    insert into workspaces.workspaces (id, name, created_at, updated_at)
    select ${w}, 'Testing', ${start}, ${start} from generate_series(1, ${workspacesCount}::int) w`);
  await tx.run(sql`
    insert into identity.users (id, name, email, created_at, updated_at)
    select ${numberedIn(sql`p`)}, 'Ada', 'ada-' || p || '@people.test', ${start}, ${start}
      from generate_series(1, ${workspacesCount}::int) p`);
  await tx.run(sql`
    insert into workspaces.members (workspace_id, id, user_id, role, joined_at, created_at, updated_at)
    select ${w}, ${w}, ${w}, 'owner', ${start}, ${start}, ${start}
      from generate_series(1, ${workspacesCount}::int) w`);
  await tx.run(sql`
    insert into billing.auto_reloads (workspace_id, provider, threshold_micro, amount_micro, day_max_micro, enabled_at,
      created_at, updated_at)
    select ${w}, 'stripe', 1000000, 2500000, 10000000, ${start}, ${start}, ${start}
      from generate_series(1, ${workspacesCount}::int) w`);
  await tx.run(sql`
    insert into billing.wallets (workspace_id, created_at, updated_at)
    select ${w}, ${start}, ${start} from generate_series(1, ${workspacesCount}::int) w`);
  await tx.run(sql`
    insert into billing.balances (workspace_id, through_no, week_micro, month_micro, bonus_micro, payg_micro,
      held_week_micro, held_month_micro, held_bonus_micro, held_payg_micro, owed_micro)
    select ${w}, 500, 0, 0, 0, 7, 0, 0, 0, 0, 0 from generate_series(1, ${workspacesCount}::int) w`);
}

async function fillReloads(tx: Tx): Promise<void> {
  await tx.run(sql`
    insert into billing.customers (workspace_id, provider, provider_id, created_at, updated_at)
    select ${w}, 'stripe', 'cus_' || w, ${start}, ${start} from generate_series(1, ${workspacesCount}::int) w`);
  await tx.run(sql`
    insert into billing.checkouts (workspace_id, id, provider, kind, name, price_micro, credits_micro, state,
      settled_at, created_at, updated_at)
    select ${w}, ${n}, 'stripe', 'reload', 'Credits', 2500000, 2500000,
           case n when ${reloadsEach} then 'open' else 'paid' end,
           case when n < ${reloadsEach} then ${start}::timestamptz end, ${start}, ${start}
      from generate_series(1, ${busyCount}::int) w, generate_series(1, ${reloadsEach}::int) n`);
  await tx.run(sql`
    insert into billing.payments (workspace_id, id, provider, provider_id, customer_id, checkout_id, paid_for, kind,
      status, amount_micro, currency, paid_at, created_at, updated_at)
    select ${w}, ${n}, 'stripe', 'ch_' || n, 'cus_' || w, ${n}, 'credits', 'payg_purchase', 'paid', 2500000, 'usd',
           ${start}, ${start}, ${start}
      from generate_series(1, ${busyCount}::int) w, generate_series(1, ${reloadsEach}::int) n`);
  await tx.run(sql`
    insert into billing.reloads (workspace_id, id, provider, customer_id, amount_micro, state, payment_id, failure_code,
      asked_at, asked_by_job, created_at, settled_at, notified_at)
    select ${w}, ${n}, 'stripe', 'cus', 2500000,
           case when n = ${reloadsEach} then 'calling' when n % 10 = 0 then 'declined' else 'paid' end,
           case when n < ${reloadsEach} and n % 10 > 0 then 'ch_' || n end,
           case when n < ${reloadsEach} and n % 10 = 0 then 'card_declined' end, ${start}, 'job',
           ${start}::timestamptz + n * interval '1 hour', case when n < ${reloadsEach} then ${start}::timestamptz end,
           case when n < ${reloadsEach} and n % 50 > 0 then ${start}::timestamptz end
      from generate_series(1, ${busyCount}::int) w, generate_series(1, ${reloadsEach}::int) n`);
}

const where = () => ({ db, scope });
const chosen: settings.Chosen = {
  ...{ workspaceId, thresholdMicro: 500_000, amountMicro: 1_500_000, dayMaxMicro: 2_000_000 },
  ...{ provider: 'stripe', memberId: null, now },
};
const [offReason, refusal] = ['by_member', 'declined'] as const;

describe('what is set', () => {
  const by = [/^auto_reloads_/];
  explainEach(settings, where, {
    holdAutoReload: { given: () => [], by },
    findAutoReload: { given: () => [coworkers], by: [/^auto_reloads_/, /^(members|users|profiles)_/] },
    findKept: { given: () => [], by: ['wallets_pkey', 'balances_pkey'] },
    customersKnown: { given: () => [], by: ['customers_pkey'] },
    putAutoReload: { given: () => [chosen], by: ['auto_reloads_pkey'] },
    markOff: { given: () => [offReason, now], by },
    markReloaded: { given: () => [now], by },
    markRefused: { given: () => [refusal, { failedAttempts: 1, nextTryAt: now }], by },
    markWaiting: { given: () => [null], by },
  });
});

describe('each time', () => {
  const byId = ['reloads_pkey'];
  const oneOpen = [/^reloads_(one_open|pkey)$/];
  const claimed = { jobId: 'job', now, lostBefore: now };
  const begun: reloads.NewReload = {
    ...{ workspaceId, id: ReloadId.parse(numberedId(90_000)), customerId: null },
    ...{ provider: 'stripe', amountMicro: 1_500_000, name: 'Credits', now },
  };
  const refused = { state: 'declined', code: 'declined', message: null, nextTryAt: null } as const;
  explainEach(reloads, where, {
    reloadsByTime: { given: () => [{ limit: 50 }], by: ['reloads_by_time'] },
    findOpenReload: { given: () => [], by: ['reloads_one_open'] },
    reloadedSince: { given: () => [new Date('2026-01-21T00:00:00Z')], by: ['reloads_by_time'] },
    insertReload: { given: () => [begun], by: ['reloads_one_open'] },
    claimReload: { given: () => [open, claimed], by: oneOpen },
    findPaymentOf: { given: () => [settled], by: ['payments_by_checkout'] },
    dropQueued: { given: () => [open, now], by: byId },
    markPaid: { given: () => [open, 'ch_new', now], by: oneOpen },
    markNotPaid: { given: () => [open, refused, now], by: oneOpen },
    markUnknown: { given: () => [{ id: open, asksCount: 0 }, now], by: byId },
    closeCheckout: { given: () => [open, 'declined', now], by: [/^checkouts_(pkey|still_open)$/] },
    findLostReload: { given: () => [now, now], by: ['reloads_one_open'] },
    holdNotice: { given: () => [settled], by: byId },
    claimNotice: { given: () => [settled, now], by: byId },
    markNotified: { given: () => [settled, now], by: byId },
    reloadsToTell: { given: () => [now, 50], by: ['reloads_to_tell'] },
    addressesOf: { given: () => [coworkers, 20], by: [/^members_/, 'users_pkey'] },
  });
});
