import { createHash } from 'node:crypto';
import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { PasskeyId } from './contract.ts';
import * as factors from './factors.sql.ts';
import * as passkeys from './passkeys.sql.ts';
import * as secondFactor from './second-factor.sql.ts';
import * as totp from './totp.sql.ts';

/* Some thousand people, each with an app, a few recovery codes, a few passkeys, and another's word for them. */
const peopleCount = 4_000;
const codesEach = 3;
const passkeysEach = 2;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-01-20T00:00:00Z');
const whose = UserId.parse(numberedId(7));
const which = PasskeyId.parse(numberedId(7));
const fresh = UserId.parse(numberedId(peopleCount));

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  const tables = [
    'users',
    'passwords',
    'tickets',
    'totp_factors',
    'recovery_codes',
    'passkeys',
    'oidc_providers',
  ];
  await analyze(db, ...[...tables, 'oidc_identities', 'sign_in_events'].map((table) => `identity.${table}`));
});

async function fill(tx: Tx): Promise<void> {
  const each = sql`generate_series(1, ${peopleCount}::int) n`;
  const id = numberedIn(sql`n`);
  await tx.run(sql`
    insert into identity.users (id, email, name, created_at, updated_at)
    select ${id}, n || '@test.local', 'Person ' || n, ${start}, ${start} from ${each}`);
  for (const statement of [
    sql`passwords (user_id, hash, created_at) select ${id}, '$argon2id$' || n, ${start} from ${each} where n % 2 = 0`,
    sql`tickets (token_hash, purpose, user_id, created_at, expires_at)
        select sha256(n::text::bytea), 'second_factor', ${id}, ${start}, ${now}::timestamptz + n * interval '1 m'
          from ${each}`,
    // The last one has no app yet.
    sql`totp_factors (user_id, secret_sealed, created_at)
        select ${id}, '\\x00', ${start} from ${each} where n < ${peopleCount}::int`,
    sql`recovery_codes (user_id, code_hash, created_at)
        select ${id}, sha256(i::text::bytea), ${start} from ${each}, generate_series(1, ${codesEach}::int) i`,
    sql`passkeys (user_id, id, credential_id, public_key, sign_count, name, backed_up, created_at)
        select ${id}, ${numberedIn(sql`n + i * ${peopleCount}::int`)}, (n + i * ${peopleCount}::int)::text::bytea,
               '\\x00', 0, 'Key', false, ${start} from ${each}, generate_series(0, ${passkeysEach - 1}::int) i`,
    sql`oidc_providers (id, slug, name, issuer, client_id, created_at, updated_at)
        select ${id}, 'p' || n, 'Provider', 'https://one.test', 'stoa', ${start}, ${start}
          from ${each} where n <= 300`,
    sql`oidc_identities (provider_id, subject, user_id, created_at, last_used_at)
        select ${numberedIn(sql`1 + n % 300`)}, n::text, ${id}, ${start}, ${start} from ${each}`,
    sql`sign_in_events (id, user_id, event, succeeded, error_code, created_at)
        select ${id}, ${numberedIn(sql`1 + n % 1000`)}, 'second_factor', false, 'identity.code_does_not_fit',
               ${start}::timestamptz + n * interval '1 m' from ${each}`,
  ])
    await tx.run(sql`insert into identity.${statement}`);
}

const where = () => ({ db, scope: { kind: 'installation' } as const });
const digestOf = (text: string) => createHash('sha256').update(text).digest();

describe('factors', () => {
  explainEach(factors, where, {
    findFactors: {
      given: () => [whose],
      by: [
        'totp_factors_pkey',
        'recovery_codes_pkey',
        'passkeys_pkey',
        'oidc_identities_by_user',
        'oidc_providers_pkey',
      ],
    },
    holdPerson: { given: () => [whose], by: ['users_pkey'] },
    findWayIn: {
      given: () => [whose],
      by: ['passwords_pkey', 'passkeys_pkey', 'oidc_identities_by_user', 'oidc_providers_pkey'],
    },
  });
});

describe('totp', () => {
  explainEach(totp, where, {
    findTotpCandidate: { given: () => [whose], by: ['users_pkey', 'totp_factors_pkey'] },
    insertTotp: {
      given: () => [{ userId: fresh, secretSealed: Buffer.alloc(1), lastStep: 1n, createdAt: now }],
      by: ['totp_factors_pkey'],
    },
    holdTotp: { given: () => [whose], by: ['totp_factors_pkey'] },
    markStepUsed: { given: () => [whose, 1n], by: ['totp_factors_pkey'] },
    deleteTotp: { given: () => [whose], by: ['totp_factors_pkey', 'recovery_codes_pkey'] },
    deleteRecoveryCodes: { given: () => [whose], by: ['recovery_codes_pkey'] },
    insertRecoveryCodes: { given: () => [whose, [digestOf('new')], now], by: [] },
    markRecoveryCodeUsed: { given: () => [whose, digestOf('1'), now], by: ['recovery_codes_pkey'] },
  });
});

describe('the second factor', () => {
  explainEach(secondFactor, where, {
    holdChallenged: {
      given: () => [digestOf('7'), start],
      by: ['tickets_pkey', 'totp_factors_pkey', 'users_pkey'],
    },
    countWrongCodes: {
      given: () => [
        { userId: whose, ticketMadeAt: start, windowBegan: start, errorCode: 'identity.code_does_not_fit' },
      ],
      by: ['sign_in_events_by_user'],
    },
  });
});

describe('passkeys', () => {
  explainEach(passkeys, where, {
    findOwner: { given: () => [whose], by: ['users_pkey', 'passkeys_pkey'] },
    countPasskeys: { given: () => [whose], by: ['passkeys_pkey'] },
    insertPasskey: {
      given: () => [
        {
          userId: fresh,
          id: PasskeyId.parse(numberedId(100_000)),
          credentialId: Buffer.from('new'),
          publicKey: Buffer.alloc(1),
          signCount: 0,
          transports: [],
          name: 'New',
          backedUp: false,
          createdAt: now,
        },
      ],
      by: ['passkeys_by_credential'],
    },
    renamePasskey: { given: () => [whose, which, 'Other'], by: ['passkeys_pkey'] },
    deletePasskey: { given: () => [whose, which], by: ['passkeys_pkey'] },
    findPasskeyByCredential: {
      given: () => [Buffer.from('7')],
      by: ['passkeys_by_credential', 'users_pkey'],
    },
    markPasskeyUsed: {
      given: () => [{ userId: whose, id: which, signCount: 1, backedUp: true, at: now }],
      by: ['passkeys_pkey'],
    },
  });
});
