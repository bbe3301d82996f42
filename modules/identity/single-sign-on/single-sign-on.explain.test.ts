import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { ProviderId } from './contract.ts';
import * as identities from './identities.sql.ts';
import * as providers from './providers.sql.ts';

/* More providers than are let in, so that a plan that reads them all is seen; and some thousand people with a link. */
const peopleCount = 4_000;
const providersCount = 600;
const at = new Date('2026-01-20T00:00:00Z');
const whose = UserId.parse(numberedId(7));
const which = ProviderId.parse(numberedId(8));

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  const tables = ['users', 'oidc_providers', 'oidc_identities', 'totp_factors', 'recovery_codes', 'passkeys'];
  await analyze(db, ...tables.map((table) => `identity.${table}`));
});

async function fill(tx: Tx): Promise<void> {
  const each = sql`generate_series(1, ${peopleCount}::int) n`;
  const id = numberedIn(sql`n`);
  for (const statement of [
    sql`users (id, email, name, created_at, updated_at)
        select ${id}, n || '@test.local', 'Person ' || n, ${at}, ${at} from ${each}`,
    sql`oidc_providers (id, slug, name, issuer, client_id, created_at, updated_at)
        select ${id}, 'p' || n, 'Provider', 'https://one.test', 'stoa', ${at}::timestamptz + n * interval '1 s', ${at}
          from ${each} where n <= ${providersCount}::int`,
    sql`oidc_identities (provider_id, subject, user_id, created_at, last_used_at)
        select ${numberedIn(sql`1 + n % ${providersCount}::int`)}, n::text, ${id}, ${at}, ${at} from ${each}`,
    sql`totp_factors (user_id, secret_sealed, created_at) select ${id}, '\\x00', ${at} from ${each}`,
    sql`recovery_codes (user_id, code_hash, created_at) select ${id}, sha256(n::text::bytea), ${at} from ${each}`,
    sql`passkeys (user_id, id, credential_id, public_key, sign_count, name, backed_up, created_at)
        select ${id}, ${id}, n::text::bytea, '\\x00', 0, 'Key', false, ${at} from ${each}`,
  ])
    await tx.run(sql`insert into identity.${statement}`);
}

const where = () => ({ db, scope: { kind: 'installation' } as const });
const ofPerson = ['users_pkey', 'totp_factors_pkey', 'recovery_codes_pkey', 'passkeys_pkey'];
const values: providers.ProviderValues = {
  id: ProviderId.parse(numberedId(providersCount + 1)),
  slug: 'another',
  name: 'Another',
  issuer: 'https://another.test',
  clientId: 'stoa',
  clientSecretSealed: undefined,
  scopes: ['openid'],
  emailDomains: [],
  by: undefined,
  at,
};

describe('providers', () => {
  explainEach(providers, where, {
    // No more of them are let in than are shown at once.
    allProviders: { given: () => [], by: [], whole: ['oidc_providers'], rowsMax: providersCount },
    findProvider: { given: () => [which], by: ['oidc_providers_pkey'] },
    findReachable: [
      { when: 'by its short name', given: () => [{ slug: 'p8' }] as const, by: ['oidc_providers_by_slug'] },
      { when: 'by its id', given: () => [{ id: which }] as const, by: ['oidc_providers_pkey'] },
    ],
    countProviders: { given: () => [], by: [], whole: ['oidc_providers'] },
    insertProvider: { given: () => [values], by: [] },
    updateProvider: { given: () => [{ ...values, id: which }], by: ['oidc_providers_pkey'] },
    setDisabled: { given: () => [which, at, at], by: ['oidc_providers_pkey'] },
    deleteProvider: { given: () => [which], by: ['oidc_providers_pkey'] },
  });
});

describe('whom they vouch for', () => {
  explainEach(identities, where, {
    findLinked: { given: () => [which, '7'], by: ['oidc_identities_pkey', ...ofPerson] },
    findByEmail: {
      given: () => ['7@test.local'],
      by: ['users_by_email', ...ofPerson.filter((name) => name !== 'users_pkey')],
    },
    insertIdentity: {
      given: () => [{ providerId: which, subject: 'new', userId: whose, email: undefined, at }],
      by: ['oidc_identities_pkey'],
    },
    touchIdentity: { given: () => [which, '7', undefined, at], by: ['oidc_identities_pkey'] },
    deleteIdentity: {
      given: () => [whose, 'p8'],
      by: ['oidc_identities_by_user', 'oidc_providers_by_slug'],
    },
  });
});
