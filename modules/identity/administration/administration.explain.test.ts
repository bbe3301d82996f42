import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import * as accounts from './accounts.sql.ts';
import * as settings from './settings.sql.ts';
import * as signIns from './sign-ins.sql.ts';
import * as trail from './trail.sql.ts';

/* Many people, of whom few look after the installation or are gone, and what they did over a year. */
/** Searching by words pays from here on; before, reading all is as fast. */
const count = 15_000;
const busyCount = 5_000;
const at = new Date('2026-01-31T12:00:00Z');
const by = UserId.parse(numberedId(1));
const userId = UserId.parse(numberedId(4_321));
const page = { limit: 20 };

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'installation' }, async (tx) => {
    const n = sql`generate_series(1, ${count}::int) n`;
    const busy = sql`generate_series(1, ${busyCount}::int) n`;
    const id = numberedIn(sql`n`);
    const when = sql`${at}::timestamptz - n * interval '1 minute'`;
    await tx.run(sql`
      insert into identity.users (id, email, name, created_at, updated_at, administrator_since, deleted_at)
      select ${id}, 'person' || n || '@test.local', md5(n::text), ${when}, ${at},
             case when n <= 3 then ${at}::timestamptz end, case when n % 1000 = 7 then ${at}::timestamptz end
        from ${n}`);
    await tx.run(sql`
      insert into identity.profiles (user_id, created_at, updated_at) select ${id}, ${at}, ${at} from ${n}`);
    await tx.run(sql`
      insert into identity.sessions (token_hash, id, user_id, created_at, expires_at, last_used_at, proved_at)
      select sha256(n::text::bytea), ${id}, ${id}, ${at}, ${at}::timestamptz + interval '30 days', ${at}, ${at}
        from ${busy}`);
    await tx.run(sql`
      insert into identity.sign_in_events (id, user_id, email, event, method, succeeded, address, created_at)
      select ${numberedIn(sql`n * 10 + k`)}, ${id}, 'person' || n || '@test.local', 'sign_in', 'password', k > 1,
             '10.0.0.' || n % 250, ${when} + k * interval '1 s'
        from ${busy}, generate_series(1, 2) k`);
    await tx.run(sql`
      insert into identity.audit_entries (id, user_id, actor_kind, actor_user_id, category, action, subject_type,
                                          created_at)
      select ${id}, ${id}, 'administrator', ${numberedIn(sql`1 + n % 500`)},
             case when n % 2 = 0 then 'identity' else 'installation' end, 'identity.tested', 'person', ${when}
        from ${busy}`);
  });
  await db.transaction({ kind: 'installation' }, (tx) =>
    tx.run(sql`
      insert into identity.application_alerts (email, added_by, added_at)
      select 'alert' || n || '@test.local', ${by}, ${at} from generate_series(1, 20) n`),
  );
  const names = [
    'application_alerts',
    'users',
    'profiles',
    'sessions',
    'sign_in_events',
    'audit_entries',
    'installation_settings',
  ];
  await analyze(db, ...names.map((name) => `identity.${name}`));
});

const installation = () => ({ db, scope: { kind: 'installation' } }) as const;

describe('people', () => {
  explainEach(accounts, installation, {
    accounts: [
      { when: 'of all', given: () => [page], by: ['users_by_age'] },
      { when: 'that are active', given: () => [{ ...page, status: 'active' }], by: ['users_by_age'] },
      {
        when: 'that are deleted',
        given: () => [{ ...page, status: 'deleted' }],
        by: ['users_to_be_removed'],
      },
      {
        when: 'that administrate',
        given: () => [{ ...page, administrators: true }],
        by: ['users_administrators'],
      },
      { when: 'by words', given: () => [{ ...page, words: '%n4321@%' }], by: ['users_by_words'] },
    ],
    findAccount: {
      given: () => [userId, at],
      by: ['profiles_pkey', 'sessions_by_user', 'sign_in_events_by_user', 'users_pkey'],
    },
    holdAccount: { given: () => [userId], by: ['users_pkey'] },
    holdAdministrators: { given: () => [], by: ['users_administrators'] },
    activeAdministrators: { given: () => [20], by: ['users_administrators'] },
    markDisabled: { given: () => [userId, 'Spam', by, at], by: ['sessions_by_user', 'users_pkey'] },
    markEnabled: { given: () => [userId, at], by: ['users_pkey'] },
    setAdministratorSince: { given: () => [userId, at, at], by: ['users_pkey'] },
  });
});

describe('what happened', () => {
  const email = 'person4321@test.local';
  explainEach(signIns, installation, {
    observedSignIns: [
      { when: 'of all', given: () => [page], by: ['sign_in_events_by_age'] },
      { when: 'that failed', given: () => [{ ...page, failed: true }], by: ['sign_in_events_by_age'] },
      {
        when: 'of an address',
        given: () => [{ ...page, email }],
        by: ['sign_in_events_by_user', 'sign_in_failures_by_email', 'users_by_email'],
      },
      {
        when: 'of an address that failed',
        given: () => [{ ...page, email, failed: true }],
        by: ['sign_in_failures_by_email'],
      },
      {
        when: 'from a place',
        given: () => [{ ...page, address: '10.0.0.7' }],
        by: ['sign_in_events_by_address'],
      },
    ],
  });
  explainEach(trail, installation, {
    trailEntries: [
      { when: 'of all', given: () => [{}, page], by: ['audit_entries_by_age', 'users_pkey'] },
      {
        when: 'about somebody',
        given: () => [{ about: userId }, page],
        by: ['audit_entries_by_user', 'users_pkey'],
      },
      {
        when: 'by somebody',
        given: () => [{ actor: by }, page],
        by: ['audit_entries_by_actor', 'users_pkey'],
      },
      {
        when: 'of a kind that is common',
        given: () => [{ category: 'identity' }, page],
        by: ['audit_entries_by_age', 'users_pkey'],
      },
    ],
  });
});

describe('the settings', () => {
  const wanted = {
    email: 'a@test.local',
    creatorApplications: true,
    agencyApplications: true,
    paused: false,
  };
  const change = { signUp: 'open', launchAt: null, launchTimezone: 'UTC' } as const;
  const one = { by: ['users_pkey'], whole: ['installation_settings'] };
  explainEach(settings, installation, {
    findSettings: { given: () => [], ...one },
    holdSettings: { given: () => [], ...one },
    updateSettings: { given: () => [change, by, at], by: ['users_pkey'], whole: ['installation_settings'] },
    alertAddresses: { given: () => [page], by: ['users_pkey'], whole: ['application_alerts'] },
    findAlertAddress: {
      given: () => ['alert7@test.local'],
      by: ['users_pkey'],
      whole: ['application_alerts'],
    },
    upsertAlertAddress: {
      given: () => [wanted, by, at, 20],
      by: ['application_alerts_pkey', 'users_pkey'],
      whole: ['application_alerts'],
    },
    deleteAlertAddress: { given: () => ['alert7@test.local'], by: [], whole: ['application_alerts'] },
  });
});
