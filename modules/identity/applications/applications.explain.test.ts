import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId, UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import * as alerts from './alerts.sql.ts';
import * as applications from './applications.sql.ts';
import { ApplicationId, DemoId, DemoReminderId, type DemoRequest } from './contract.ts';
import * as demos from './demos.sql.ts';
import * as reminders from './reminders.sql.ts';
import * as waiting from './waiting-list.sql.ts';

/* An installation that was talked about: everybody applied, waits, and asked for a demo. */
/** Searching by words pays from here on; before, reading all is as fast. */
const count = 30_000;
const demosCount = 5_000;
const at = new Date('2026-01-31T12:00:00Z');
const soon = new Date(at.getTime() + 3_600_000);
const by = UserId.parse(numberedId(1));
const applicationId = ApplicationId.parse(numberedId(4_000));
const pendingId = ApplicationId.parse(numberedId(4_003));
const demoId = DemoId.parse(numberedId(4_000));
const reminderId = DemoReminderId.parse(numberedId(1));
const page = { limit: 20 };
const form = { email: 'person4001@test.local', name: 'Ada', accountType: 'creator' } as const;

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'installation' }, async (tx) => {
    const n = sql`generate_series(1, ${count}::int) n`;
    const demo = sql`generate_series(1, ${demosCount}::int) n`;
    const id = numberedIn(sql`n`);
    const when = sql`${at}::timestamptz - n * interval '1 minute'`;
    await tx.run(sql`
      insert into identity.users (id, email, name, created_at, updated_at)
      select ${id}, 'person' || n || '@test.local', md5(n::text), ${when}, ${at} from ${n}`);
    await tx.run(sql`
      insert into identity.applications (id, user_id, email, name, account_type, status, submitted_at, decided_at,
                                         decided_by, created_at, updated_at)
      select ${id}, ${id}, 'person' || n || '@test.local', md5(n::text), 'creator',
             case when n % 40 = 3 then 'pending' else 'approved' end, ${when},
             case when n % 40 = 3 then null else ${at}::timestamptz end, ${by}, ${when}, ${at} from ${n}`);
    await tx.run(sql`
      insert into identity.waiting_list (email, name, joined_at, updated_at)
      select 'person' || n || '@test.local', md5(n::text), ${when}, ${at} from ${n}`);
    await tx.run(sql`
      insert into identity.demo_requests (id, email, name, status, requested_at, scheduled_for, updated_at)
      select ${id}, 'person' || n || '@test.local', md5(n::text),
             case when n % 40 = 3 then 'requested' else 'scheduled' end, ${when}, ${soon}, ${at} from ${demo}`);
    await tx.run(sql`
      insert into identity.demo_reminders (demo_id, id, note, due_at, created_by, created_at, told_at)
      select ${id}, ${numberedIn(sql`k`)}, 'Call', ${when}, ${by}, ${at}, case when n > 20 then ${at}::timestamptz end
        from ${demo}, generate_series(1, 2) k`);
    await tx.run(sql`
      insert into identity.application_alerts (email, added_at)
      select 'alert' || n || '@test.local', ${at} from generate_series(1, 20) n`);
  });
  const names = [
    'users',
    'applications',
    'waiting_list',
    'demo_requests',
    'demo_reminders',
    'application_alerts',
  ];
  await analyze(db, ...names.map((name) => `identity.${name}`));
});

const installation = () => ({ db, scope: { kind: 'installation' } }) as const;

describe('applications', () => {
  explainEach(applications, installation, {
    insertApplication: {
      given: () => [newId(ApplicationId), form, at],
      by: ['users_by_email'],
    },
    applications: [
      { when: 'of all', given: () => [page], by: ['applications_by_age', 'users_pkey'] },
      {
        when: 'of one status',
        given: () => [{ ...page, status: 'pending' }],
        by: ['applications_by_status', 'users_pkey'],
      },
      {
        when: 'by words',
        given: () => [{ ...page, words: '%n4321@%' }],
        by: ['applications_by_words', 'users_pkey'],
      },
    ],
    findApplication: { given: () => [applicationId], by: ['applications_pkey', 'users_pkey'] },
    setApplicationNotes: {
      given: () => [applicationId, 'Known.', at],
      by: ['applications_pkey', 'users_pkey'],
    },
    markDecided: {
      given: () => [{ ids: [pendingId, applicationId], status: 'approved' as const, reason: null, by, at }],
      by: ['applications_pkey', 'users_by_email'],
    },
    statusesOf: { given: () => [[pendingId, applicationId]], by: ['applications_pkey'] },
    findApplicant: { given: () => [applicationId], by: ['applications_pkey', 'users_by_email'] },
  });
  explainEach(alerts, installation, {
    alertedOf: { given: () => ['creator' as const], by: [], whole: ['application_alerts'] },
    isAlerted: { given: () => ['alert7@test.local'], by: [], whole: ['application_alerts'] },
  });
});

describe('the waiting list', () => {
  explainEach(waiting, installation, {
    insertWaiting: {
      given: () => [{ email: 'person7@test.local', name: 'Ada', source: null, at }],
      by: ['users_by_email', 'waiting_list_pkey'],
    },
    insertWish: {
      given: () => ['person7@test.local', at],
      by: ['marketing_preferences_pkey', 'users_by_email'],
    },
    waitingPeople: [
      { when: 'of all', given: () => [page], by: ['users_by_email', 'users_pkey', 'waiting_list_by_age'] },
      {
        when: 'by words',
        given: () => [{ ...page, words: '%n4321@%' }],
        by: ['users_by_email', 'users_pkey', 'waiting_list_by_words'],
      },
    ],
    markEarlyAccess: {
      given: () => [['person7@test.local', 'person8@test.local'], by, at],
      by: ['users_by_email', 'waiting_list_pkey'],
    },
    waitingAmong: {
      given: () => [['person7@test.local', 'person8@test.local']],
      by: ['waiting_list_pkey'],
    },
    findWaiting: { given: () => ['person7@test.local'], by: ['users_by_email', 'waiting_list_pkey'] },
  });
});

describe('demos', () => {
  const demo: DemoRequest = {
    id: demoId,
    email: 'person7@test.local',
    name: 'Ada',
    companyName: null,
    companySize: null,
    currentSolution: null,
    message: null,
    status: 'cancelled',
    requestedAt: at,
    scheduledFor: null,
    completedAt: null,
    cancelledAt: at,
    preparationNotes: null,
    qualificationNotes: null,
  };
  explainEach(demos, installation, {
    insertDemoRequest: {
      given: () => [{ ...demo, id: newId(DemoId), at }],
      by: ['demo_requests_pkey', 'users_by_email'],
    },
    demoRequests: [
      { when: 'of all', given: () => [page], by: ['demo_requests_by_age'] },
      {
        when: 'of one status',
        given: () => [{ ...page, status: 'requested' }],
        by: ['demo_requests_by_status'],
      },
    ],
    findDemo: { given: () => [demoId], by: ['demo_requests_pkey'] },
    holdDemo: { given: () => [demoId], by: ['demo_requests_pkey'] },
    updateDemo: { given: () => [demo, by, at], by: ['demo_requests_pkey'] },
  });
  explainEach(reminders, installation, {
    remindersOf: { given: () => [demoId, page], by: ['demo_reminders_pkey', 'users_pkey'] },
    upsertReminder: {
      given: () => [{ demoId, id: reminderId, note: 'Call', dueAt: soon, by, at }],
      by: ['demo_reminders_pkey', 'users_pkey'],
    },
    markReminderDone: {
      given: () => [demoId, reminderId, at],
      by: ['demo_reminders_pkey', 'users_pkey'],
    },
    deleteReminder: { given: () => [demoId, reminderId], by: ['demo_reminders_pkey'] },
    claimDueReminders: { given: () => [at, 20], by: ['demo_reminders_due', 'demo_reminders_pkey'] },
    findReminding: {
      given: () => [{ demoId, reminderId, userId: by }],
      by: [/^(demo_reminders|demo_requests|users)_pkey|users_administrators$/],
    },
  });
});
