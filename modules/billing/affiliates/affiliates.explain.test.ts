import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { colleagues } from '../../identity/index.ts';
import { PaymentId } from '../paying/contract.ts';
import * as affiliates from './affiliates.sql.ts';
import * as commissions from './commissions.sql.ts';
import { CommissionId, PayoutId, RateId, ReferralId } from './contract.ts';
import * as managing from './managing.sql.ts';
import * as missed from './missed.sql.ts';
import * as payouts from './payouts.sql.ts';
import * as referrals from './referrals.sql.ts';

/*
 * Two thousand affiliates, twenty of them with years of work behind them: a hundred rates, a visit every day, two
 * thousand people who came, and what these paid month by month.
 */
const affiliatesCount = 2_000;
const busyCount = 20;
const cameCount = 2_000;
const paidCount = 3_000;
const routedCount = 100;
const lastPaidOut = 2_800;
const lastCleared = 2_900;

const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const installation = { kind: 'installation' } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-03-01T00:00:00Z');
const userId = UserId.parse(numberedId(1));
const referralId = ReferralId.parse(numberedId(17));
const payoutId = PayoutId.parse(numberedId(3));
const page = { limit: 20 };
const open = [{ id: CommissionId.parse(numberedId(2_850)), openMicro: 200_000 }];
const route = { workspaceId, referralId, attributedAt: start, endsAt: now };

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await fillAffiliates(tx);
    await fillWork(tx);
  });
  await analyze(db, 'identity.users', 'identity.profiles', 'workspaces.workspaces');
  const tables = [
    ...[
      'affiliates',
      'affiliate_links',
      'affiliate_rates',
      'affiliate_clicks',
      'referrals',
      'referral_routes',
    ],
    ...['commissions', 'commission_returns', 'payouts', 'payout_lines', 'payments', 'disputes'],
  ];
  await analyze(db, ...tables.map((name) => `billing.${name}`));
});

const where = () => ({ db, scope });
const [w, n] = [numberedIn(sql`w`), numberedIn(sql`n`)];
const busy = (count: number) =>
  sql`generate_series(1, ${busyCount}::int) w, generate_series(1, ${count}::int) n`;

async function fillAffiliates(tx: Tx): Promise<void> {
  await tx.run(sql`
    insert into identity.users (id, email, name, created_at, updated_at)
    select ${w}, 'person-' || w || '@test.local', 'Person', ${start}, ${start}
      from generate_series(1, ${affiliatesCount}::int) w`);
  await tx.run(sql`
    insert into identity.profiles (user_id, created_at, updated_at) select id, ${start}, ${start} from identity.users`);
  await tx.run(sql`
    insert into workspaces.workspaces (id, name, created_at, updated_at)
    select ${w}, 'Testing', ${start}, ${start} from generate_series(1, 10000) w`);
  await tx.run(sql`
    insert into billing.affiliates (workspace_id, user_id, status, code, about, applied_at, decided_at, decided_by,
      approved_at, created_at, updated_at)
    select ${w}, ${w}, case w % 5 when 0 then 'rejected' else 'approved' end, lpad(w::text, 8, '0'), 'I weave.',
           ${start}::timestamptz + w * interval '1 m', ${now}, ${w}, ${now}, ${start}, ${start}
      from generate_series(1, ${affiliatesCount}::int) w`);
  await tx.run(sql`
    insert into billing.affiliate_links (word, workspace_id, created_at)
    select lpad(w::text, 8, '0') || n, ${w}, ${start}
      from generate_series(1, ${affiliatesCount}::int) w, generate_series(1, 3) n`);
}

async function fillWork(tx: Tx): Promise<void> {
  for (const rows of [
    sql`affiliate_rates (workspace_id, id, no, starts_at, rate_ppm, set_by, created_at)
        select ${w}, ${n}, n, ${start}::timestamptz + n * interval '1 day', 200000, ${w}, ${start} from ${busy(100)}`,
    sql`affiliate_clicks (workspace_id, day, clicks_count)
        select ${w}, ${start}::date - 400 + n, 3 from ${busy(400)}`,
    sql`referrals (workspace_id, id, no, referred_user_id, referred_workspace_id, clicked_at, attributed_at, ends_at,
                   first_paid_at)
        select ${w}, ${n}, n, ${n}, ${n}, ${start}::timestamptz - n * interval '1 day',
               ${start}::timestamptz - n * interval '1 day', ${now},
               case when n % 10 = 0 then ${start}::timestamptz end
          from ${busy(cameCount)}`,
    sql`referral_routes (referred_workspace_id, workspace_id, referral_id, attributed_at, ends_at)
        select ${numberedIn(sql`2000 + w * 100 + n`)}, ${w}, ${n}, ${start}, ${now} from ${busy(routedCount)}`,
    sql`commissions (workspace_id, id, referral_id, source_workspace_id, provider, payment_id, paid_for, source_micro,
                     rate_ppm, commission_micro, settled_micro, received_at, clears_at, cleared_at, paid_at, created_at,
                     updated_at)
        select ${w}, ${n}, ${numberedIn(sql`1 + n % ${cameCount}::int`)}, ${n}, 'stripe', 'ch_' || n, 'plan', 1000000,
               200000, 200000, case when n <= ${lastPaidOut}::int then 200000 else 0 end,
               ${start}::timestamptz + n * interval '1 m', ${start}::timestamptz + n * interval '1 m',
               case when n <= ${lastCleared}::int then ${now}::timestamptz end,
               case when n <= ${lastPaidOut}::int then ${now}::timestamptz end, ${start}, ${start}
          from ${busy(paidCount)}`,
    sql`commission_returns (workspace_id, provider, payment_id, paid_micro, returned_micro, reason, said_at)
        select ${w}, 'stripe', 'ch_' || n, 1000000, 0, 'dispute_won', ${start} from ${busy(500)}`,
    sql`payouts (workspace_id, id, month, through_at, method, earned_micro, taken_back_micro, amount_micro, lines_count,
                 paid_at, paid_by, created_at, updated_at)
        select ${w}, ${n}, date '2000-01-01' + n * interval '1 month', ${start}, 'money', 2800000, 0, 2800000, 14,
               case when n < 190 then ${now}::timestamptz end, case when n < 190 then ${w} end,
               ${start}::timestamptz + n * interval '1 m', ${start}
          from ${busy(200)}`,
    sql`payout_lines (workspace_id, payout_id, commission_id, amount_micro)
        select ${w}, ${numberedIn(sql`1 + n % 200`)}, ${n}, 200000 from ${busy(lastPaidOut)}`,
    sql`payments (workspace_id, id, provider, provider_id, customer_id, paid_for, kind, status, amount_micro, currency,
                  paid_at, created_at, updated_at)
        select ${w}, ${n}, 'stripe', 'ch_' || n, 'cus_' || w, 'plan', 'subscription_payment', 'paid', 1000000, 'usd',
               ${now}::timestamptz - n * interval '1 hour', ${start}, ${start}
          from ${busy(paidCount)}`,
    sql`disputes (workspace_id, id, payment_id, provider, provider_id, amount_micro, credits_micro, status, opened_at,
                  created_at, updated_at)
        select ${w}, ${n}, ${n}, 'stripe', 'dp_' || n, 1000000, 0, 'open', ${start}, ${start}, ${start}
          from ${busy(300)}`,
  ])
    await tx.run(sql`insert into billing.${rows}`);
}

describe('an affiliate', () => {
  const by = [/^affiliates_/];
  const byLink = ['affiliate_links_pkey'];
  const byRate = [/^affiliate_rate/];
  const rate = { workspaceId, id: RateId.parse(numberedId(900)), startsAt: now, ratePpm: 1, by: userId, now };
  explainEach(affiliates, where, {
    findAffiliate: { given: () => [], by },
    holdAffiliate: { given: () => [], by },
    insertAffiliate: {
      given: () => [{ workspaceId, userId, code: 'abcdefgh', about: 'I weave.', now }],
      by: ['affiliates_pkey'],
    },
    applyAgain: { given: () => ['I weave more.', now], by },
    keepChoices: {
      given: () => [{ slug: 'weaving', payoutMethod: 'credits' as const, payoutEmail: null }],
      by,
    },
    decide: { given: () => [{ status: 'approved' as const, note: null, by: userId, now }], by },
    insertLink: { given: () => ['000000011', workspaceId, now], by: byLink },
    linksOf: { given: () => [6], by: ['affiliate_links_of_one'] },
    findLink: { given: () => ['000000011'], by: byLink, scope: installation },
    findRate: { given: () => [now], by: ['affiliate_rates_by_start'] },
    ratesOf: { given: () => [20], by: ['affiliate_rates_by_start'] },
    insertRate: { given: () => [rate], by: ['affiliate_rates_pkey', 'affiliate_rate_in_order'] },
    findRateSaid: { given: () => [RateId.parse(numberedId(90))], by: ['affiliate_rates_pkey'] },
    withdrawRatesAhead: { given: () => [now], by: byRate },
  });
});

describe('referrals', () => {
  const byRoute = ['referral_routes_pkey'];
  const referred = WorkspaceId.parse(numberedId(9_000));
  explainEach(referrals, where, {
    countClick: { given: () => [workspaceId, '2026-03-01'], by: ['affiliate_clicks_pkey'] },
    daysSince: { given: () => ['2025-12-10'], by: ['affiliate_clicks_pkey', 'referrals_by_time'] },
    findRoute: { given: () => [WorkspaceId.parse(numberedId(2_117))], by: byRoute, scope: installation },
    insertReferral: {
      given: () => [
        {
          ...{ workspaceId, id: ReferralId.parse(numberedId(9_000)), referredUserId: userId, now },
          ...{ referredWorkspaceId: referred, clickedAt: start, endsAt: new Date('2027-03-01T00:00:00Z') },
        },
      ],
      by: [...byRoute, 'referral_has_a_number'],
    },
    insertRoute: { given: () => [referred, route], by: byRoute },
    markPaying: { given: () => [referralId, now], by: ['referrals_pkey'] },
  });
});

describe('commissions', () => {
  const returned = { provider: 'stripe', paymentId: 'ch_7', paidMicro: 1_000_000, returnedMicro: 1 };
  const commission = {
    ...{ workspaceId, id: CommissionId.parse(numberedId(9_000)), referralId, sourceWorkspaceId: workspaceId },
    ...{ provider: 'stripe', paymentId: 'ch_7', paidFor: 'plan', sourceMicro: 1_000_000, ratePpm: 200_000 },
    ...{ commissionMicro: 200_000, receivedAt: start, clearsAt: now, now },
  };
  explainEach(commissions, where, {
    insertCommission: { given: () => [commission], by: ['commission_once'] },
    putReturn: {
      given: () => [workspaceId, { ...returned, reason: 'refund' as const, saidAt: now }],
      by: ['commission_returns_pkey'],
    },
    takeBack: { given: () => ['stripe', 'ch_7'], by: ['commission_once', 'commission_returns_pkey'] },
    clearDue: { given: () => [now, 20], by: ['commissions_to_clear', 'commissions_pkey'] },
    openCommissions: { given: () => [now, 20], by: ['commissions_to_settle'] },
    commissionsByTime: { given: () => [page], by: ['commissions_by_time', 'referrals_pkey'] },
    // What is under way, the statements there were, and who pays: each grows with the years, none with the payments.
    sumsOf: {
      given: () => [],
      by: [
        'referral_has_a_number',
        'referrals_who_paid',
        'commissions_to_clear',
        'commissions_to_settle',
        /^payout/,
      ],
      rowsMax: 1_000,
    },
  });
});

describe('what nobody heard of', () => {
  const id = PaymentId.parse(numberedId(17));
  const told = { id, provider: 'stripe', paidFor: 'plan', paidMicro: 1_000_000, returnedMicro: 7 } as const;
  const asked = ['ch_17', 'ch_18', 'ch_new'].map((paymentId) => ({ ...told, paymentId, paidAt: start }));
  const since = new Date('2026-02-20T00:00:00Z');
  explainEach(missed, where, {
    paymentsSince: { given: () => [since, page], by: ['payments_by_time'] },
    returnOf: { given: () => [id], by: ['payments_pkey', 'disputes_by_payment'] },
    missedAmong: {
      given: () => [route, asked],
      by: ['commission_once', 'commission_returns_pkey', 'affiliate_rates_by_start'],
    },
  });
});

describe('statements', () => {
  const lines = ['payout_lines_pkey', 'commissions_pkey'];
  explainEach(payouts, where, {
    findPayout: { given: () => [payoutId], by: ['payouts_pkey'] },
    findPayoutOfMonth: { given: () => ['2000-03-01'], by: ['payout_once_a_month'] },
    insertPayout: {
      given: () => [
        {
          ...{ workspaceId, id: PayoutId.parse(numberedId(900)), month: null, throughAt: now, by: null },
          ...{ method: 'credits' as const, payoutEmail: null, earnedMicro: 200_000, takenBackMicro: 0 },
          ...{ lines: open, paidAt: now, now },
        },
      ],
      by: ['commissions_pkey'],
    },
    markPaid: { given: () => [PayoutId.parse(numberedId(195)), userId, null, now], by: ['payouts_pkey'] },
    markCommissionsPaid: { given: () => [payoutId, now], by: lines },
    payoutsByTime: { given: () => [page], by: ['payouts_by_time'] },
    linesOf: { given: () => [payoutId, page], by: [...lines, 'referrals_pkey'] },
  });
});

describe('what whoever looks after the installation sees', () => {
  const person = ['users_pkey', 'profiles_pkey'];
  explainEach(managing, () => ({ db, scope: installation }), {
    affiliatesByTime: [
      {
        when: 'of all',
        given: () => [colleagues, page, undefined],
        by: ['affiliates_by_time', 'users_pkey'],
      },
      {
        when: 'of those in one state',
        given: () => [colleagues, page, 'rejected' as const],
        by: ['affiliates_by_status', 'users_pkey'],
      },
    ],
    findSummary: { given: () => [colleagues, workspaceId], by: ['affiliates_pkey', ...person.slice(0, 1)] },
    payoutsOfAll: [
      {
        when: 'of all',
        given: () => [colleagues, page, false],
        by: ['payouts_of_all', 'affiliates_pkey', 'users_pkey'],
      },
      {
        when: 'that wait',
        given: () => [colleagues, page, true],
        by: ['payouts_to_pay', 'affiliates_pkey', 'users_pkey'],
      },
    ],
  });
});
