import { after, before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { newId, UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { colleagues } from '../../identity/index.ts';
import { coworkers, workspaceNames } from '../../workspaces/index.ts';
import * as offer from '../administering/offer.sql.ts';
import * as wallets from '../administering/wallets.sql.ts';
import { SubscriptionId } from '../plans/contract.ts';
import * as current from '../plans/current.sql.ts';
import * as offering from '../plans/offering.sql.ts';
import { nothing } from './accounts.ts';
import * as booking from './booking.sql.ts';
import { LedgerTransactionId, ReservationId } from './contract.ts';
import * as reading from './reading.sql.ts';
import * as reload from './reload.sql.ts';
import * as renewing from './renewing.sql.ts';
import * as reservations from './reservations.sql.ts';
import * as telling from './telling.sql.ts';
import * as watching from './watching.sql.ts';

/* A thousand workspaces with wallets; some of them have moved a lot. */
const workspacesCount = 1_000;
const busyCount = 10;
const movedEach = 3_000;
/** As long as keys are that have an id in them, so that their index is as deep as it would be. */
const keyLength = 60;
const keyOf = (n: number) => `key ${n}`.padEnd(keyLength, '.');
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const another = WorkspaceId.parse(numberedId(2));
const several = { kind: 'workspaces', workspaceIds: [workspaceId, another] } as const;
const installation = { kind: 'installation' } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-03-01T00:00:00Z');
const memberId = numberedId(3);

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  const [w, n] = [numberedIn(sql`w`), numberedIn(sql`n`)];
  const all = sql`generate_series(1, ${workspacesCount}::int) w`;
  const busy = sql`generate_series(1, ${busyCount}::int) w`;
  await db.transaction({ kind: 'owner' }, async (tx) => {
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
      select ${w}, ${movedEach}::bigint, ${start}, ${start} from ${all}`);
    await tx.run(sql`
      insert into billing.balances (workspace_id, through_no, week_micro, month_micro, bonus_micro, payg_micro,
        held_week_micro, held_month_micro, held_bonus_micro, held_payg_micro, owed_micro)
      select ${w}, ${movedEach}::bigint - 20, 1, 1, 1, 1, 0, 0, 0, 0, 0 from ${all}`);
    await tx.run(sql`
      insert into billing.ledger_transactions (workspace_id, id, no, kind, key, fingerprint, reason, subject_type,
        subject_id, member_id, spendable_micro, created_at)
      select ${w}, ${n}, n, case n % 100 when 0 then 'purchase' else 'charge' end, rpad('key ' || n, ${keyLength}::int, '.'),
             decode(repeat('00', 32), 'hex'), 'Tried out', 'conversation', ${numberedIn(sql`n % 900`)},
             case n % 200 when 0 then ${memberId}::uuid end, 5, ${start}::timestamptz + n * interval '1 min'
        from ${busy}, generate_series(1, ${movedEach}::int) n`);
    await tx.run(sql`
      insert into billing.ledger_entries (workspace_id, transaction_id, position, from_account, to_account, amount_micro)
      select ${w}, ${n}, 0, 'payg', 'revenue', 1 from ${busy}, generate_series(1, ${movedEach}::int) n`);
    await fillPlans(tx);
  });
  const tables = ['wallets', 'balances', 'ledger_transactions', 'ledger_entries', 'reservations', 'periods'];
  const known = ['subscriptions', 'plans', 'plan_limits', 'credit_packs'];
  await analyze(db, 'workspaces.workspaces', 'workspaces.members', 'identity.users');
  await analyze(db, ...[...tables, ...known].map((name) => `billing.${name}`));
});

/** What is kept back, and what there is of plans. */
async function fillPlans(tx: Tx): Promise<void> {
  const [w, n] = [numberedIn(sql`w`), numberedIn(sql`n`)];
  const all = sql`generate_series(1, ${workspacesCount}::int) w`;
  const busy = sql`generate_series(1, ${busyCount}::int) w`;
  await tx.run(sql`
    insert into billing.reservations (workspace_id, id, meter, reason, week_micro, month_micro, bonus_micro,
      payg_micro, outcome, expires_at, created_at, closed_at)
    select ${w}, ${n}, 'try_on', 'Tried out', 0, 0, 0, 1, case n % 50 when 0 then 'held' else 'voided' end,
           ${start}::timestamptz + n * interval '1 min', ${start}, case n % 50 when 0 then null else ${start}::timestamptz end
      from ${busy}, generate_series(1, ${movedEach}::int) n`);
  await tx.run(sql`
    insert into billing.periods (workspace_id, kind, starts_on, starts_at, ends_at, plan, granted_micro, grants_count,
      expired_at, expired_micro)
    select ${w}, 'week', '2000-01-03'::date + 7 * d, ${start}, ${now}, 'free', 1, 1, ${start}, 0
      from ${all}, generate_series(1, 30) d`);
  await tx.run(sql`
    insert into billing.subscriptions (workspace_id, id, provider, provider_id, plan, cycle, status, price_micro,
      ended_at, seen_at, created_at, updated_at)
    select ${w}, ${n}, 'stripe', 'sub_' || n, 'pro', 'month', case n when 1 then 'active' else 'cancelled' end, 1,
           case n when 1 then null else ${start}::timestamptz end, ${start}, ${start}, ${start}
      from ${all}, generate_series(1, 10) n`);
  await tx.run(sql`
    insert into billing.subscriptions (workspace_id, id, provider, provider_id, plan, cycle, status, price_micro,
      seen_at, created_at, updated_at)
    select ${w}, ${numberedIn(sql`11`)}, 'house', 'given', 'pro', 'month', 'active', 1, ${start}, ${start}, ${start}
      from ${all}`);
}

const where = () => ({ db, scope });
/** What the installation offers is a handful of rows. */
const whole = ['plans', 'plan_limits', 'credit_packs'];
const subscribed = /^(subscriptions_|subscription_once)/;
const wallet = ['wallets_pkey'];
const transactionId = LedgerTransactionId.parse(numberedId(17));
const page = { limit: 10 };

describe('booking', () => {
  const written = {
    ...{ workspaceId, balances: nothing, lastNo: movedEach + 1 },
    transactions: [
      {
        workspaceId,
        ...{ id: newId(LedgerTransactionId), no: movedEach + 1, kind: 'charge' as const, key: 'another' },
        ...{ fingerprint: Buffer.alloc(32), reason: 'Tried out', subject: undefined, memberId: undefined },
        spendableMicro: 1,
      },
    ],
    entries: [],
  };
  explainEach(booking, where, {
    addWallet: { given: () => [workspaceId, now], by: [] },
    holdWallet: { given: () => [], by: wallet },
    readState: {
      given: () => [[keyOf(7), keyOf(8), 'unknown']],
      by: ['balances_pkey', 'ledger_transaction_once'],
    },
    holdState: {
      given: () => [[keyOf(7), keyOf(8), 'unknown']],
      by: ['wallets_pkey', 'balances_pkey', 'ledger_transaction_once'],
    },
    sumsAfter: { given: () => [movedEach - 20], by: ['ledger_transaction_in_order', 'ledger_entries_pkey'] },
    holdStates: {
      scope: several,
      given: () => [
        [
          { workspaceId, keys: [keyOf(7), 'unknown'] },
          { workspaceId: another, keys: [keyOf(8)] },
        ],
      ],
      by: ['wallets_pkey', 'balances_pkey', 'ledger_transaction_once'],
    },
    write: [
      { when: 'for one', given: () => [[written], now], by: ['balances_pkey', 'wallets_pkey'] },
      {
        when: 'for many',
        scope: several,
        given: () => [[written], now],
        by: ['balances_pkey', 'wallets_pkey'],
      },
    ],
  });
});

describe('booking, where nobody knows yet that a wallet is busy', () => {
  const takenFor = (rows: string) =>
    db.transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(
        sql`alter table billing.ledger_transactions alter workspace_id set (n_distinct = ${sql.trusted(rows)})`,
      );
      await tx.run(sql`analyze billing.ledger_transactions`);
    });
  before(() => takenFor('-1'));
  after(() => takenFor('0'));
  const by = ['wallets_pkey', 'balances_pkey', 'ledger_transaction_once'];
  explainEach(booking, where, {
    readState: { given: () => [['zzz']], by: ['balances_pkey', 'ledger_transaction_once'] },
    holdState: [
      { when: 'for one', given: () => [['zzz']], by },
      { when: 'for several', given: () => [[keyOf(7), keyOf(8), 'zzz']], by },
    ],
    holdStates: {
      scope: several,
      given: () => [
        [
          { workspaceId, keys: [keyOf(7), 'zzz'] },
          { workspaceId: another, keys: [keyOf(8), 'zzz'] },
        ],
      ],
      by: ['wallets_pkey', 'balances_pkey', 'ledger_transaction_once'],
    },
  });
});

describe('what is kept back', () => {
  const id = ReservationId.parse(numberedId(50));
  const parts = { week: 0, month: 0, bonus: 0, payg: 1 };
  const reserved = { workspaceId, id: newId(ReservationId), meter: 'try_on', reason: 'Tried out', parts };
  explainEach(reservations, where, {
    insertReservation: {
      given: () => [{ ...reserved, isUnlimited: false, expiresAt: now, now: start }],
      by: [],
    },
    findReservation: { given: () => [id], by: ['reservations_pkey'] },
    findExpired: { given: () => [now, 20], by: ['reservations_to_expire'] },
    closeReservations: {
      given: () => [[id], { outcome: 'voided' as const }, now],
      by: ['reservations_pkey'],
    },
  });
});

describe('what a plan gives', () => {
  const given = {
    ...{ kind: 'week' as const, startsOn: '2026-02-23', startsAt: start, endsAt: now, plan: 'free' },
    ...{ grantedMicro: 1, grantsCount: 1 },
  };
  const before = { startsOn: '2000-01-10', expiredMicro: 1 };
  explainEach(renewing, where, {
    readAllowances: {
      given: () => ['trial', now],
      by: [subscribed, 'periods_pkey', 'ledger_transaction_once'],
      whole,
    },
    putPeriod: { given: () => [workspaceId, given, before, now], by: ['periods_pkey'] },
    markRenewed: { given: () => [{ week: now, month: now }, 1, true, now], by: wallet },
    findDueWallet: { given: () => [now], by: wallet },
    forgetEnds: { given: () => [now], by: wallet },
  });
  explainEach(current, where, { findPlanNow: { given: () => [now], by: [subscribed], whole } });
  explainEach(offering, where, {
    plansOnOffer: { given: () => ['pro', 50], by: [], whole },
    packsOnOffer: { given: () => [50], by: [], whole },
    canTry: { given: () => [], by: [subscribed], whole },
    openSubscriptions: { given: () => [now, 10], by: [subscribed], whole },
  });
});

describe('saying that little is left', () => {
  explainEach(watching, where, {
    markWatched: { given: () => [{ isLow: true, isReloadDue: true }, now], by: wallet },
  });
  explainEach(reload, where, {
    setReloadBelow: { given: () => [500, now], by: wallet },
    markReloadTried: { given: () => [now], by: wallet },
  });
  explainEach(telling, where, {
    claimLowMail: { given: () => [now], by: wallet },
    findUntoldLow: { given: () => [now], by: wallet },
    buyersOf: { given: () => [coworkers, 20], by: [/^members?_/, /^users_/] },
  });
});

describe('looking at it', () => {
  const people = [/^members?_/, /^users_/];
  const found = ['ledger_entries_pkey', ...people];
  explainEach(reading, where, {
    findWallet: { given: () => [now], by: ['wallets_pkey', 'periods_pkey', subscribed], whole },
    transactionsByNumber: [
      { when: 'of all', given: () => [coworkers, page, {}], by: ['ledger_transaction_in_order', ...found] },
      {
        when: 'of a kind',
        given: () => [coworkers, page, { kind: 'purchase' as const }],
        by: ['ledger_transactions_by_kind', ...found],
      },
      {
        when: 'by somebody',
        given: () => [coworkers, page, { memberId }],
        by: ['ledger_transactions_by_member', ...found],
      },
      {
        when: 'about something',
        given: () => [coworkers, page, { subject: { type: 'conversation', id: numberedId(7) } }],
        by: ['ledger_transactions_by_subject', ...found],
      },
    ],
    findTransaction: { given: () => [coworkers, transactionId], by: ['ledger_transactions_pkey', ...found] },
    setLowAt: { given: () => [5, now], by: wallet },
  });
});

describe('looking after it all', () => {
  const plan = {
    ...{
      slug: 'tried',
      name: 'Tried',
      description: null,
      features: [],
      monthPriceMicro: 1,
      yearPriceMicro: 1,
    },
    ...{ monthGrantMicro: 1, weekGrantMicro: 1, trialDays: 1, trialGrantMicro: 1, isFree: false },
    ...{ isFeatured: false, displayOrder: 1 },
  };
  const pack = { slug: 'tried', name: 'Tried', priceMicro: 1, creditsMicro: 1, displayOrder: 1 };
  const limits = [{ family: 'generation', period: 'month' as const, countMax: 5 }];
  const byInstallation = { scope: installation, whole };
  explainEach(offer, where, {
    allPlans: { ...byInstallation, given: () => [50], by: [] },
    holdPlans: { ...byInstallation, given: () => [], by: [] },
    findPlan: { ...byInstallation, given: () => ['pro'], by: [] },
    putPlan: { ...byInstallation, given: () => [plan, now], by: ['plans_pkey'] },
    takeFreeFrom: { ...byInstallation, given: () => ['pro', now], by: [] },
    putLimits: { ...byInstallation, given: () => ['pro', limits], by: ['plan_limits_pkey'] },
    setPlanRetired: { ...byInstallation, given: () => ['pro', null, now], by: [] },
    allPacks: { ...byInstallation, given: () => [50], by: [] },
    holdPacks: { ...byInstallation, given: () => [], by: [] },
    putPack: { ...byInstallation, given: () => [pack, now], by: ['credit_packs_pkey'] },
    setPackRetired: { ...byInstallation, given: () => ['small', null, now], by: [] },
  });
  explainEach(wallets, where, {
    // Workspaces are in the order of their names by no index: all of them are read, as all who search them do.
    placesByName: {
      given: () => [workspaceNames, undefined, page],
      scope: installation,
      by: [],
      // Of the members, in which no one is looked for.
      whole: ['workspaces', 'members'],
      rowsMax: workspacesCount,
    },
    findSummary: { given: () => [now], by: ['wallets_pkey', 'balances_pkey', subscribed], whole },
    findNamed: {
      given: () => [workspaceNames, workspaceId],
      scope: installation,
      by: ['workspaces_pkey'],
      whole: ['members'],
    },
    findUnlimited: { given: () => [colleagues], by: ['wallets_pkey', /^users_/] },
    setUnlimited: { given: () => [{ at: now, userId: newId(UserId) }, now], by: wallet },
    findGiven: { given: () => [], by: ['subscription_once'] },
    putGiven: {
      given: () => [{ workspaceId, id: newId(SubscriptionId), plan: 'pro' }, now],
      by: ['subscription_once'],
    },
    endGiven: { given: () => [now], by: ['subscription_once'] },
  });
});
