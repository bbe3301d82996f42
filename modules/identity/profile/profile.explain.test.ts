import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import * as deletion from './deletion.sql.ts';
import * as exports from './exports.sql.ts';
import * as profiles from './profiles.sql.ts';

/* Some thousand people, a few of whom are leaving, each with something of every kind. */
const peopleCount = 4_000;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-03-01T00:00:00Z');
const whose = UserId.parse(numberedId(7));
const leaver = UserId.parse(numberedId(1_000));
const page = { limit: 20, after: undefined };

let db: Database;
let profile: profiles.ProfileRow;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  await analyze(db, ...tables.map((table) => `identity.${table}`));
  profile = (await profiles.findProfile(db.reader(scope), whose))!;
});

const scope = { kind: 'installation' } as const;
const tables = [
  ...['users', 'profiles', 'passwords', 'sessions', 'sign_in_events', 'totp_factors', 'passkeys'],
  ...['oidc_providers', 'oidc_identities', 'applications', 'waiting_list', 'demo_requests'],
  ...['marketing_preferences', 'campaign_mails', 'audit_entries'],
];

async function fill(tx: Tx): Promise<void> {
  const each = sql`generate_series(1, ${peopleCount}::int) n`;
  const id = numberedIn(sql`n`);
  const email = sql`n || '@test.local'`;
  for (const statement of [
    sql`users (id, email, name, created_at, updated_at, deleted_at)
        select ${id}, ${email}, 'Person ' || n, ${start}, ${start},
               case when n % 1000 = 0 then ${start}::timestamptz end from ${each}`,
    sql`profiles (user_id, username, created_at, updated_at) select ${id}, 'person' || n, ${start}, ${start} from ${each}`,
    sql`passwords (user_id, hash, created_at) select ${id}, '$argon2id$' || n, ${start} from ${each}`,
    sql`totp_factors (user_id, secret_sealed, created_at) select ${id}, '\\x00', ${start} from ${each}`,
    sql`sessions (token_hash, id, user_id, created_at, expires_at, last_used_at, proved_at)
        select sha256(n::text::bytea), ${id}, ${id}, ${start}, ${now}, ${start}, ${start} from ${each}`,
    sql`sign_in_events (id, user_id, email, event, succeeded, created_at)
        select ${id}, ${id}, ${email}, 'sign_in', n % 2 = 0, ${start} from ${each}`,
    sql`audit_entries (id, user_id, actor_kind, category, action, subject_type, subject_id, created_at)
        select ${id}, ${numberedIn(sql`1 + n % 2000`)}, 'person', 'identity',
               case when n % 3 = 0 then 'identity.export_asked' else 'identity.profile_changed' end,
               case when n % 3 = 0 then 'export' else 'person' end, ${id}, ${start} from generate_series(1, 12000) n`,
    sql`passkeys (user_id, id, credential_id, public_key, sign_count, name, backed_up, created_at)
        select ${id}, ${id}, n::text::bytea, '\\x00', 0, 'Key', false, ${start} from ${each}`,
    sql`oidc_providers (id, slug, name, issuer, client_id, created_at, updated_at)
        select ${id}, 'p' || n, 'Provider', 'https://one.test', 'stoa', ${start}, ${start} from ${each} where n <= 20`,
    sql`oidc_identities (provider_id, subject, user_id, created_at, last_used_at)
        select ${numberedIn(sql`1 + n % 20`)}, n::text, ${id}, ${start}, ${start} from ${each}`,
    sql`applications (id, user_id, email, name, account_type, submitted_at, created_at, updated_at)
        select ${id}, ${id}, ${email}, 'Ada', 'creator', ${start}, ${start}, ${start} from ${each}`,
    sql`waiting_list (email, user_id, joined_at, updated_at) select ${email}, ${id}, ${start}, ${start} from ${each}`,
    sql`demo_requests (id, user_id, email, name, requested_at, updated_at)
        select ${id}, ${id}, ${email}, 'Ada', ${start}, ${start} from ${each}`,
    sql`marketing_preferences (email, user_id, updated_at) select ${email}, ${id}, ${start} from ${each}`,
    sql`campaign_mails (campaign, step, email, user_id, message_id, queued_at)
        select 'launch', 't7', ${email}, ${id}, ${id}, ${start} from ${each}`,
  ])
    await tx.run(sql`insert into identity.${statement}`);
}

const where = () => ({ db, scope });
const ofOne = (...by: (string | RegExp)[]) => ({ given: () => [whose] as const, by });
const listed = (...by: (string | RegExp)[]) => ({ given: () => [whose, page] as const, by });
const person = ['users_pkey', 'profiles_pkey'];

describe('profiles', () => {
  explainEach(profiles, where, {
    findProfile: ofOne(...person),
    holdProfile: ofOne(...person),
    writeProfile: { given: () => [{ ...profile, name: 'Ada' }, now], by: person },
    markOnboarded: { given: () => [whose, now], by: ['profiles_pkey'] },
    setAvatarKey: { given: () => [whose, 'a/b', now], by: ['profiles_pkey'] },
    findAvatarKey: ofOne('profiles_pkey'),
    findPublicPerson: { given: () => ['person7'], by: ['profiles_by_username', 'users_pkey'] },
  });
});

describe('deletion', () => {
  explainEach(deletion, where, {
    findDeletion: ofOne('users_pkey'),
    holdDeletion: ofOne('users_pkey'),
    setDeletedAt: { given: () => [whose, now, now], by: ['users_pkey'] },
    findAddressee: ofOne('users_pkey'),
    peopleDeletedBefore: { given: () => [now, 10], by: ['users_to_be_removed'] },
    deletePerson: {
      given: () => [leaver, now],
      by: [
        'users_pkey',
        'marketing_preferences_pkey',
        'campaign_mails_by_email',
        'waiting_list_pkey',
        'applications_by_email',
        'demo_requests_by_email',
        'sign_in_failures_by_email',
      ],
    },
  });
});

describe('exports', () => {
  explainEach(exports, where, {
    exportStepsOf: { given: () => [whose, new Date(0), 10], by: ['audit_entries_by_user'] },
    findWhole: ofOne(...person, 'passwords_pkey', 'totp_factors_pkey'),
  });
  explainEach(exports.keptAbout, where, {
    'sign-ins': listed('sign_in_events_by_user'),
    sessions: listed('sessions_by_user'),
    audit: listed('audit_entries_by_user'),
    passkeys: listed('passkeys_pkey'),
    // Providers are a handful, made by administrators.
    'single-sign-on': { ...listed('oidc_identities_by_user'), whole: ['oidc_providers'] },
    applications: listed('applications_by_user'),
    'waiting-list': listed('waiting_list_by_user'),
    'demo-requests': listed('demo_requests_by_user'),
    marketing: listed('marketing_preferences_by_user'),
    mails: listed('campaign_mails_by_user'),
  });
});
