import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { MemberId, newId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import * as allowances from './allowances.sql.ts';
import * as archive from './archive.sql.ts';
import * as caps from './caps.sql.ts';
import { CapId } from './contract.ts';
import * as days from './days.sql.ts';
import * as estimating from './estimating.sql.ts';
import * as meters from './meters.sql.ts';
import * as people from './people.sql.ts';
import * as refunds from './refunds.sql.ts';
import * as terms from './terms.sql.ts';
import * as usage from './usage.sql.ts';
import * as uses from './uses.sql.ts';

/* A thousand workspaces; some of them have used a lot. */
const workspacesCount = 1_000;
const busyCount = 10;
const usedEach = 3_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-03-01T00:00:00Z');
const memberId = MemberId.parse(numberedId(3));
const [hash, all, busy] = [
  sql`decode(repeat('00', 32), 'hex')`,
  sql`generate_series(1, ${workspacesCount}::int) w`,
  sql`generate_series(1, ${busyCount}::int) w`,
];
const [w, n] = [numberedIn(sql`w`), numberedIn(sql`n`)];

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await fillPeople(tx);
    await fillUses(tx);
    await fillSums(tx);
  });
  const own = [
    'usage_events',
    'usage_archive',
    'open_uses',
    'usage_days',
    'usage_counts',
    'allowances',
    'caps',
    'meters',
  ];
  const others = ['meter_prices', 'plans', 'plan_limits', 'subscriptions', 'wallets', 'reservations'];
  const ledger = ['ledger_transactions', 'ledger_entries'];
  await analyze(db, 'workspaces.workspaces', 'workspaces.members', 'identity.users');
  await analyze(db, ...[...own, ...others, ...ledger].map((name) => `billing.${name}`));
});

async function fillPeople(tx: Tx): Promise<void> {
  await tx.run(sql`
    insert into workspaces.workspaces (id, name, created_at, updated_at)
    select ${w}, 'Testing ' || w, ${start}, ${start} from ${all}`);
  await tx.run(sql`
    insert into identity.users (id, email, name, created_at, updated_at)
    select ${n}, n || '@test.local', 'Somebody', ${start}, ${start} from generate_series(1, 2000) n`);
  await tx.run(sql`
    insert into workspaces.members (workspace_id, id, user_id, role, joined_at, created_at, updated_at)
    select ${w}, ${n}, ${n}, 'admin', ${start}, ${start}, ${start} from ${all}, generate_series(1, 5) n`);
  await tx.run(sql`
    insert into billing.wallets (workspace_id, last_no, created_at, updated_at)
    select ${w}, 0, ${start}, ${start} from ${all}`);
  await tx.run(sql`
    insert into billing.caps (workspace_id, id, member_id, period, max_micro, created_at, updated_at)
    select ${w}, ${n}, ${n}, 'month', 1000, ${start}, ${start} from ${all}, generate_series(1, 5) n`);
  await tx.run(sql`
    insert into billing.subscriptions (workspace_id, id, provider, provider_id, plan, cycle, status, price_micro,
      seen_at, created_at, updated_at)
    select ${w}, ${numberedIn(sql`1`)}, 'house', 'given', 'pro', 'month', 'active', 1, ${start}, ${start}, ${start}
      from ${all}`);
}

async function fillUses(tx: Tx): Promise<void> {
  const each = sql`generate_series(1, ${usedEach}::int) n`;
  await tx.run(sql`
    insert into billing.ledger_transactions (workspace_id, id, no, kind, key, fingerprint, reason, spendable_micro,
      created_at)
    select ${w}, ${n}, n, 'charge', 'charge:' || ${n}, ${hash}, 'Tried out', 5, ${start}
      from ${busy}, ${each}`);
  await tx.run(sql`
    insert into billing.ledger_entries (workspace_id, transaction_id, position, from_account, to_account, amount_micro)
    select ${w}, ${n}, 0, 'payg', 'revenue', 1 from ${busy}, ${each}`);
  await tx.run(sql`
    insert into billing.usage_events (workspace_id, id, meter, family, plan, transaction_id, payg_micro, model,
      subject_type, subject_id, member_id, asked, created_at)
    select ${w}, ${n}, (array['message', 'try_on', 'blog'])[1 + n % 3], 'ai', 'free', ${n}, 1, 'model-' || n % 60,
           'conversation', ${numberedIn(sql`n % 900`)}, ${numberedIn(sql`1 + n % 5`)}, ${hash},
           ${start}::timestamptz + n * interval '20 min'
      from ${busy}, ${each}`);
  await tx.run(sql`
    insert into billing.usage_archive (workspace_id, id, meter, family, plan, payg_micro, asked, created_at)
    select ${w}, ${n}, 'message', 'message', 'free', 1, ${hash},
           ${start}::timestamptz - interval '1 year' - n * interval '20 min'
      from ${busy}, ${each}`);
  await tx.run(sql`
    insert into billing.open_uses (workspace_id, id, meter, family, plan, quantity, base_micro, compute_micro,
      estimate_micro, charges_api, is_reserved, source_platform, reason, asked, forgotten_at, created_at)
    select ${w}, ${numberedIn(sql`n + 10000`)}, 'message', 'message', 'free', 1, 0, 0, 0, true, false, 'unknown',
           'Tried out', ${hash}, case n % 4 when 0 then ${now}::timestamptz end, ${start}::timestamptz + n * interval '1 h'
      from ${busy}, generate_series(1, 800) n`);
  await tx.run(sql`
    insert into billing.reservations (workspace_id, id, meter, reason, week_micro, month_micro, bonus_micro,
      payg_micro, expires_at, created_at)
    select ${w}, ${n}, 'try_on', 'Tried out', 0, 0, 0, 1, ${now}, ${start} from ${busy}, ${each}`);
}

async function fillSums(tx: Tx): Promise<void> {
  await tx.run(sql`
    insert into billing.usage_days (workspace_id, day, meter, model, member, uses_count, failed_count, quantity,
      paid_micro, api_micro, input_tokens, output_tokens)
    select ${w}, '2025-01-01'::date + d, 'message', 'model-' || m, '', 1, 0, 1, 1, 1, 1, 1
      from ${busy}, generate_series(1, 400) d, generate_series(1, 5) m`);
  await tx.run(sql`
    insert into billing.usage_counts (workspace_id, counted_until) select ${w}, '2026-02-08' from ${all}`);
  await tx.run(sql`
    insert into billing.allowances (workspace_id, family, scope, period, starts_at, ends_at, used_count, used_micro)
    select ${w}, f, '', 'day', ${start}::timestamptz + d * interval '1 day',
           ${start}::timestamptz + (d + 1) * interval '1 day', 1, 1
      from ${busy}, generate_series(1, 99) d, unnest(array['generation', '*', 'ai']) f`);
  await tx.run(sql`
    insert into billing.meter_prices (meter, plan, from_at, base_micro, compute_micro, created_at)
    select slug, p, ${start}::timestamptz - d * interval '1 day', d, 0, ${start}
      from billing.meters, unnest(array['', 'pro', 'free']) p, generate_series(1, 20) d`);
}

const where = () => ({ db, scope });
const page = { limit: 20 };
/** What the installation offers, and what a workspace has of it: a few rows each. */
const offered = /^(meter|plan|subscription|wallets_|caps_)/;
const whole = ['meters', 'meter_prices', 'plans', 'plan_limits'];
const id = numberedId(17);
const at = new Date('2026-02-10T12:00:00Z');

describe('what holds for a use', () => {
  const known = ['usage_events_pkey', 'open_uses_pkey'];
  explainEach(terms, where, {
    findTerms: {
      given: () => [{ id: numberedId(99_999), meter: 'message', memberId }, now],
      ...{ by: [...known, offered], whole, rowsMax: 300 },
    },
    findKnown: { given: () => [numberedId(10_017)], by: known },
  });
  explainEach(estimating, where, {
    limitsOf: { given: () => ['free'], by: [], whole: ['plan_limits'] },
  });
});

describe('what is counted', () => {
  const by = 'allowances_pkey';
  const bounds = [
    { family: 'generation', scope: '', period: 'day' as const, countMax: 5, maxMicro: null },
    { family: '*', scope: numberedId(3), period: 'day' as const, countMax: null, maxMicro: 900 },
  ];
  const step = { workspaceId, timezone: 'Europe/Athens', at, quantity: 1, micro: 1 };
  const kept = { ...step, timezone: 'UTC' };
  const since = /^(usage_events|open_uses)_by_created$/;
  // What is not kept is counted once, from the uses of that day.
  explainEach(allowances, where, {
    standsOf: [
      { when: 'of what is kept', given: () => [bounds.slice(0, 1), kept], by: [by, since], rowsMax: 100 },
      { when: 'of what is not', given: () => [bounds, step], by: [by, since], rowsMax: 500 },
    ],
    count: { given: () => [bounds, step, false], by: [by, since], rowsMax: 500 },
    move: {
      given: () => [{ family: 'generation', scope: '', at, quantity: 1, micro: 0 }],
      ...{ by: [by], rowsMax: 300 },
    },
    dropPlanCounts: { given: () => [], by: [by], rowsMax: 300 },
    dropSpending: { given: () => [''], by: [by], rowsMax: 300 },
    dropUnbounded: {
      given: () => [now],
      ...{ by: [/^(allowances|caps|plan|subscription)/], whole: ['plans', 'plan_limits'], rowsMax: 1_000 },
    },
    dropBefore: { given: () => [new Date('2026-01-20')], by: [/^allowances_/], rowsMax: 600 },
  });
});

describe('uses', () => {
  const made = {
    ...{ workspaceId, meter: 'message', quantity: 1, model: null, subject: null, memberId: null },
    ...{ sourcePlatform: 'bot' as const, asked: Buffer.alloc(32), at: now },
  };
  const priced = { family: 'message', plan: 'free', baseMicro: 0, computeMicro: 0 };
  const open = { estimateMicro: 0, chargesApi: true, isReserved: false, reason: 'Tried out' };
  const nothing = { apiMicro: 0, inputTokens: null, outputTokens: null, durationMs: null, failure: null };
  const byKey = /^ledger_(transaction_once|transactions_pkey|entries_pkey)$/;
  const fresh = () => numberedId(50_000);
  explainEach(uses, where, {
    insertFree: {
      given: () => [{ ...made, id: fresh(), durationMs: null }],
      ...{ by: ['usage_events_pkey', offered], whole, rowsMax: 200 },
    },
    insertEvent: {
      given: () => [{ ...made, ...priced, id }, nothing],
      by: ['usage_events_pkey', byKey],
    },
    insertOpenUse: {
      given: () => [{ ...made, ...priced, ...open, id }],
      by: [/^(open_uses|usage_events|reservations)_pkey$/],
    },
    holdOpenUse: { given: () => [numberedId(10_017)], by: ['open_uses_pkey'] },
    holdForgotten: { given: () => [now, 20], by: ['open_uses_by_created'] },
    markForgotten: { given: () => [numberedId(10_017), now], by: ['open_uses_pkey'] },
    dropOpenUse: { given: () => [numberedId(10_017)], by: ['open_uses_pkey'] },
    dropForgotten: { given: () => [now, 10], by: ['open_uses_by_created', 'open_uses_pkey'], rowsMax: 900 },
    closeUse: {
      given: () => [
        { ...made, ...priced, id: numberedId(10_017), isReserved: false },
        nothing,
        { quantity: 1, micro: 1, at },
      ],
      ...{ by: ['open_uses_pkey', 'usage_events_pkey', 'allowances_pkey', byKey], rowsMax: 300 },
    },
    findSettled: { given: () => [id], by: ['usage_events_pkey'] },
  });
});

describe('what is given back', () => {
  const paid = {
    ...{ id, meter: 'message', family: 'message', day: '2025-02-01', model: 'model-2', memberId: null },
    ...{
      week: 0,
      month: 0,
      bonus: 0,
      payg: 1,
      owed: 0,
      unlimited: 0,
      refundedMicro: 0,
      fixedMicro: 0,
      at: now,
    },
  };
  explainEach(refunds, where, {
    holdPaid: { given: () => [id], by: ['usage_events_pkey'] },
    markRefunded: { given: () => [id, 1, now], by: ['usage_events_pkey'] },
    holdCounted: { given: () => [workspaceId], by: ['usage_counts_pkey'] },
    takeFromDay: { given: () => [paid, 1], by: ['usage_days_pkey'] },
  });
});

describe('what was used', () => {
  const counted = { from: '2025-05-01', until: '2025-05-10' };
  const lately = { from: '2026-02-07', until: '2026-02-09' };
  const archived = { from: '2024-12-07', until: '2024-12-20' };
  const anywhere = ['usage_events_by_created', 'usage_archive_pkey'];
  const by = ['usage_days_pkey', ...anywhere, 'usage_counts_pkey'];
  const more = { whole: ['meters'], rowsMax: 500 };
  const subject = { type: 'conversation', id: numberedId(7) };
  explainEach(usage, where, {
    sumsOf: [
      { when: 'of days that are summed up', given: () => [counted, 100], by, ...more },
      { when: 'of days that are not', given: () => [lately, 100], by, ...more },
    ],
    eventsByTime: [
      { when: 'of all', given: () => [page, {}], by: ['usage_events_by_created'] },
      { when: 'of a meter', given: () => [page, { meter: 'blog' }], by: ['usage_events_by_meter'] },
      { when: 'of a model', given: () => [page, { model: 'model-7' }], by: ['usage_events_by_model'] },
      { when: 'of a member', given: () => [page, { memberId }], by: ['usage_events_by_member'] },
      { when: 'about something', given: () => [page, { subject }], by: ['usage_events_by_subject'] },
    ],
    eventsWithin: [
      { when: 'of late', given: () => [lately, page], by: anywhere },
      { when: 'of those that are archived', given: () => [archived, page], by: anywhere },
    ],
  });
  explainEach(days, where, {
    firstDaySince: { given: () => ['2026-02-01'], by: anywhere },
    countDays: {
      given: () => [workspaceId, '2026-02-07', '2026-02-08'],
      ...{ by: anywhere, rowsMax: 300 },
    },
    markCounted: { given: () => ['2026-02-09'], by: ['usage_counts_pkey'] },
    // All of a workspace, for whoever wants them anew.
    dropDays: { given: () => [], by: [/^usage_days_/], rowsMax: 2_100 },
  });
  explainEach(archive, where, {
    hasUseBefore: { given: () => [at], by: ['usage_events_by_created'] },
    moveUsesBefore: {
      given: () => [at, 50],
      ...{ by: ['usage_events_by_created', 'usage_events_pkey'], rowsMax: 300 },
    },
  });
  explainEach(people, where, {
    namesOf: {
      given: () => [coworkers, [numberedId(2)]],
      ...{ by: [/^members_/, /^users_/], rowsMax: 200 },
    },
  });
});

describe('limits of spending', () => {
  const byPerson = [/^caps_/, /^members_/, /^users_/];
  const capId = CapId.parse(numberedId(2));
  const cap = { workspaceId, period: 'day' as const, maxMicro: 1, createdBy: null, now };
  explainEach(caps, where, {
    capsOf: { given: () => [coworkers, 50], by: byPerson },
    findCap: { given: () => [coworkers, capId], by: byPerson },
    holdCap: { given: () => [capId], by: [/^caps_/] },
    countCaps: { given: () => [50], by: [/^caps_/] },
    insertCap: { given: () => [{ ...cap, id: newId(CapId), memberId }], by: [] },
    changeCap: { given: () => [capId, 5], by: [/^caps_/] },
    dropCap: { given: () => [capId], by: [/^caps_/] },
  });
});

describe('meters', () => {
  const installation = () => ({ db, scope: { kind: 'installation' } as const });
  const few = { whole: ['meters', 'meter_prices', 'plans'], rowsMax: 3_000 };
  const words = { slug: 'try_on', name: 'Try', unitLabel: 'try', description: null, family: 'studio' };
  const price = { plan: '', fromAt: now, baseMicro: 1, computeMicro: 0 };
  explainEach(meters, installation, {
    metersBySlug: { given: () => [now, page], by: [/^meter/], ...few },
    findMeter: { given: () => ['try_on', now], by: [/^meter/], ...few },
    holdMeter: { given: () => ['try_on'], by: [], ...few },
    putMeter: { given: () => [words, now], by: ['meters_pkey'] },
    markRetired: { given: () => ['try_on', now], by: [], ...few },
    pricesOf: { given: () => ['try_on', 50], by: ['meter_prices_pkey'] },
    insertPrice: { given: () => ['try_on', price, now], by: ['meter_prices_pkey'] },
    planIsThere: { given: () => ['pro'], by: [], ...few },
  });
});
