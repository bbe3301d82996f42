import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import * as events from './events.sql.ts';
import * as people from './people.sql.ts';
import * as sessions from './sessions.sql.ts';
import * as tickets from './tickets.sql.ts';

/* Some thousand people who have signed in now and then, and somebody who tries and tries. */
const peopleCount = 4_000;
const eventsCount = 20_000;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-01-20T00:00:00Z');
const longAgo = new Date('2020-01-01T00:00:00Z');
const whose = UserId.parse(numberedId(7));
const email = '7@test.local';
const hammered = '8@test.local';
const page = { limit: 20, after: undefined };
const purpose: tickets.TicketPurpose = 'reset_password';

let db: Database;
let [sessionHash, ticketHash] = [Buffer.alloc(0), Buffer.alloc(0)];
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  await analyze(db, ...tables.map((table) => `identity.${table}`));
  sessionHash = await digestOf('session 7');
  ticketHash = await digestOf('ticket 7');
});

const tables = [
  ...['users', 'profiles', 'passwords', 'sessions', 'tickets', 'sign_in_events', 'totp_factors', 'passkeys'],
  ...['recovery_codes', 'oidc_providers', 'oidc_identities', 'applications', 'waiting_list'],
  'marketing_preferences',
];

const digestOf = async (text: string) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text)));

async function fill(tx: Tx): Promise<void> {
  const each = sql`generate_series(1, ${peopleCount}::int) n`;
  const id = numberedIn(sql`n`);
  await tx.run(sql`
    insert into identity.users (id, email, name, created_at, updated_at)
    select ${id}, n || '@test.local', 'Person ' || n, ${start}, ${start} from ${each}`);
  for (const statement of [
    sql`profiles (user_id, created_at, updated_at) select ${id}, ${start}, ${start} from ${each}`,
    sql`passwords (user_id, hash, created_at) select ${id}, '$argon2id$' || n, ${start} from ${each}`,
    sql`sessions (token_hash, id, user_id, created_at, expires_at, last_used_at, proved_at)
        select sha256(('session ' || n)::bytea), ${id}, ${id}, ${start}, ${now}::timestamptz + n * interval '1 m',
               ${start}, ${start} from ${each}`,
    sql`tickets (token_hash, purpose, user_id, created_at, expires_at)
        select sha256(('ticket ' || n)::bytea), 'reset_password', ${id}, ${start},
               ${now}::timestamptz + n * interval '1 m' from ${each}`,
    sql`totp_factors (user_id, secret_sealed, created_at) select ${id}, '\\x00', ${start} from ${each}`,
    sql`recovery_codes (user_id, code_hash, created_at)
        select ${id}, sha256(n::text::bytea), ${start} from ${each}`,
    sql`passkeys (user_id, id, credential_id, public_key, sign_count, name, backed_up, created_at)
        select ${id}, ${id}, n::text::bytea, '\\x00', 0, 'Key', false, ${start} from ${each}`,
    sql`oidc_providers (id, slug, name, issuer, client_id, created_at, updated_at)
        select ${id}, 'p' || n, 'Provider', 'https://one.test', 'stoa', ${start}, ${start} from ${each} where n <= 200`,
    sql`oidc_identities (provider_id, subject, user_id, created_at, last_used_at)
        select ${numberedIn(sql`1 + n % 200`)}, n::text, ${id}, ${start}, ${start} from ${each}`,
    sql`applications (id, email, name, account_type, status, submitted_at, decided_at, created_at, updated_at)
        select ${id}, n || '@test.local', 'Ada', 'creator', 'approved', ${start}, ${start}, ${start}, ${start} from ${each}`,
    sql`waiting_list (email, joined_at, updated_at) select n || '@test.local', ${start}, ${start} from ${each}`,
    sql`sign_in_events (id, user_id, email, event, succeeded, error_code, address, created_at)
        select ${id}, ${numberedIn(sql`1 + n % ${peopleCount}::int`)}, 1 + n % ${peopleCount}::int || '@test.local',
               'sign_in', n % 3 > 0, case when n % 3 = 0 then 'identity.credentials_do_not_match' end,
               '10.0.0.' || n % 200, ${start}::timestamptz + n * interval '1 m'
          from generate_series(1, ${eventsCount}::int) n`,
    sql`sign_in_events (id, email, event, succeeded, created_at)
        select gen_random_uuid(), ${email}, 'sign_up', false, ${now} from generate_series(1, 10)`,
    sql`sign_in_events (id, email, event, succeeded, error_code, address, created_at)
        select gen_random_uuid(), ${hammered}, 'sign_in', false, 'identity.too_many_attempts', '10.9.9.9',
               ${now}::timestamptz + n * interval '1 s' from generate_series(1, 3000) n`,
  ])
    await tx.run(sql`insert into identity.${statement}`);
}

/** Where a row is asked for by two things, each of which is one row's alone. */
const byIdOrEmail = /^users_(pkey|by_email)$/;
const byItselfOrUser = /^sessions_(pkey|by_id|by_user)$/;
const where = () => ({ db, scope: { kind: 'installation' } as const });
const newPerson = (n: number) => ({
  id: UserId.parse(numberedId(n)),
  email: `${n}@test.local`,
  name: 'Ada',
  isDemo: false,
  createdAt: now,
});
const fresh = peopleCount + 1;

describe('people', () => {
  explainEach(people, where, {
    insertPerson: { given: () => [newPerson(fresh)], by: ['users_by_email'] },
    findPerson: { given: () => [whose], by: ['users_pkey'] },
    findPersonByEmail: { given: () => [email], by: ['users_by_email'] },
    setPasswordHash: { given: () => [whose, '$argon2id$other', now], by: ['passwords_pkey'] },
    hasPassword: { given: () => [whose], by: ['passwords_pkey'] },
    markEmailConfirmed: { given: () => [whose, email, now], by: [byIdOrEmail, 'totp_factors_pkey'] },
    setEmail: { given: () => [whose, 'new@test.local', now], by: ['users_pkey', 'users_by_email'] },
    deleteOtherWaysIn: {
      given: () => [whose],
      by: ['totp_factors_pkey', 'recovery_codes_pkey', 'passkeys_pkey', 'oidc_identities_by_user'],
    },
    insertMarketingWish: { given: () => [email, whose, now], by: ['marketing_preferences_pkey'] },
    findMe: {
      given: () => [whose, sessionHash],
      by: [
        'users_pkey',
        'profiles_pkey',
        byItselfOrUser,
        'passwords_pkey',
        'totp_factors_pkey',
        'passkeys_pkey',
      ],
    },
    findOptions: {
      given: () => [],
      by: ['oidc_providers_by_slug'],
      whole: ['installation_settings'],
    },
    findAdmission: {
      given: () => [email],
      by: ['applications_by_email', 'waiting_list_pkey'],
      whole: ['installation_settings'],
    },
  });
});

const touch = (tokenHash: Buffer) => ({ tokenHash, at: now, address: '192.0.2.7', agent: 'test' });

describe('sessions', () => {
  explainEach(sessions, where, {
    insertSession: {
      given: () => [
        {
          id: numberedId(fresh),
          tokenHash: Buffer.alloc(32),
          userId: whose,
          createdAt: start,
          expiresAt: now,
        },
      ],
      by: [],
    },
    markSignedIn: { given: () => [whose, now, sessionHash], by: ['users_pkey', 'sessions_pkey'] },
    findLiveSession: { given: () => [sessionHash, start], by: ['sessions_pkey', 'users_pkey'] },
    sessionsOf: { given: () => [whose, sessionHash, start, page], by: ['sessions_by_user'] },
    deleteSession: { given: () => [sessionHash], by: ['sessions_pkey'] },
    deleteSessionOf: { given: () => [whose, numberedId(7)], by: [byItselfOrUser] },
    deleteSessionsOf: { given: () => [whose, undefined], by: ['sessions_by_user'] },
    findProof: { given: () => [sessionHash], by: ['sessions_pkey'] },
    markProved: { given: () => [sessionHash, now], by: ['sessions_pkey'] },
    touchSessions: { given: () => [[touch(sessionHash)]], by: ['sessions_pkey'] },
    deleteSessionsExpiredBefore: {
      given: () => [new Date(now.getTime() + 600_000), 20],
      by: ['sessions_by_expiry', 'sessions_pkey'],
    },
  });
});

describe('tickets', () => {
  explainEach(tickets, where, {
    insertTicket: {
      given: () => [
        {
          tokenHash: Buffer.alloc(32),
          purpose,
          userId: whose,
          email: undefined,
          details: undefined,
          createdAt: start,
          expiresAt: now,
        },
      ],
      by: [],
    },
    findTicket: { given: () => [purpose, ticketHash, start], by: ['tickets_pkey'] },
    deleteTicket: { given: () => [purpose, ticketHash, start], by: ['tickets_pkey'] },
    deleteTicketsOf: { given: () => [whose, [purpose]], by: ['tickets_by_user'] },
    countTicketsOf: { given: () => [whose, purpose, longAgo], by: ['tickets_by_user'] },
    deleteTicketsExpiredBefore: {
      given: () => [new Date(now.getTime() + 600_000), 20],
      by: ['tickets_by_expiry', 'tickets_pkey'],
    },
  });
});

const atDoor = [
  'users_by_email',
  'passwords_pkey',
  'sign_in_failures_by_email',
  'sign_in_failures_by_address',
];
const factors = ['totp_factors_pkey', 'recovery_codes_pkey', 'passkeys_pkey'];
const event = {
  id: numberedId(eventsCount + 1),
  userId: undefined,
  email,
  event: 'sign_in',
  method: 'password',
  errorCode: undefined,
  address: undefined,
  agent: undefined,
  details: {},
  createdAt: now,
} as const;

describe('the trail of signing in', () => {
  explainEach(events, where, {
    insertSignInEvent: [
      { when: 'by address', given: () => [event], by: ['users_by_email'] },
      {
        when: 'by person',
        given: () => [{ ...event, email: undefined, userId: whose }],
        by: ['users_pkey'],
      },
    ],
    signInEventsOf: { given: () => [whose, page], by: ['sign_in_events_by_user'] },
    findAtDoor: [
      { when: 'as a rule', given: () => [email, '10.0.0.7', start], by: [...atDoor, ...factors] },
      {
        when: 'when somebody tries and tries',
        given: () => [hammered, '10.9.9.9', start],
        by: [...atDoor, ...factors],
        // As many as are read at most, of both counts.
        rowsMax: 410,
      },
    ],
    holdAttempts: { given: () => [email], by: [] },
    countSignUps: { given: () => [email, start, 6], by: ['sign_in_failures_by_email'] },
    deleteSignInEventsBefore: {
      given: () => [now, 20],
      by: ['sign_in_events_by_age', 'sign_in_events_pkey'],
    },
  });
});
