import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { Provider, ProviderId, providersMax } from './contract.ts';

const Stored = Provider.omit({ redirectUri: true });
export type StoredProvider = z.infer<typeof Stored>;
const columns = sql`
  id, slug, name, issuer, client_id, client_secret_sealed is not null as has_secret, scopes, email_domains,
  created_at, disabled_at`;

/** What it takes to speak with it. */
export const Reachable = z.object({
  id: ProviderId,
  slug: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  clientSecretSealed: z.instanceof(Buffer).nullable(),
  scopes: z.array(z.string()),
  emailDomains: z.array(z.string()),
  updatedAt: z.date(),
});
export type Reachable = z.infer<typeof Reachable>;
const reachable = sql`
  select id, slug, issuer, client_id, client_secret_sealed, scopes, email_domains, updated_at
    from identity.oidc_providers
   where disabled_at is null`;

/** All of them: there are never more than can be shown at once. */
export function allProviders(tx: Tx) {
  return tx.many(
    Stored,
    sql`select ${columns} from identity.oidc_providers order by created_at, id limit ${providersMax}`,
  );
}

export function findProvider(tx: Tx, id: ProviderId) {
  return tx.maybeOne(Stored, sql`select ${columns} from identity.oidc_providers where id = ${id} for update`);
}

export function findReachable(tx: Tx, by: { readonly slug: string } | { readonly id: ProviderId }) {
  const which = 'slug' in by ? sql`slug = ${by.slug}` : sql`id = ${by.id}`;
  return tx.maybeOne(Reachable, sql`${reachable} and ${which}`);
}

export function countProviders(tx: Tx) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select from identity.oidc_providers limit ${providersMax}) counted`,
  );
}

export interface ProviderValues {
  readonly id: ProviderId;
  readonly slug: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretSealed: Buffer | undefined;
  readonly scopes: readonly string[];
  readonly emailDomains: readonly string[];
  readonly by: UserId | undefined;
  readonly at: Date;
  readonly isDemo?: boolean;
}

/** Answers nobody when the id is there already, or the short name. */
export function insertProvider(tx: Tx, p: ProviderValues) {
  return tx.maybeOne(
    Stored,
    sql`
    insert into identity.oidc_providers (id, slug, name, issuer, client_id, client_secret_sealed, scopes,
      email_domains, is_demo, created_at, created_by, updated_at)
    values (${p.id}, ${p.slug}, ${p.name}, ${p.issuer}, ${p.clientId}, ${p.clientSecretSealed ?? null},
            ${p.scopes}, ${p.emailDomains}, ${p.isDemo ?? false}, ${p.at}, ${p.by ?? null}, ${p.at})
    on conflict do nothing
    returning ${columns}`,
  );
}

export function updateProvider(tx: Tx, p: ProviderValues) {
  return tx.one(
    Stored,
    sql`
    update identity.oidc_providers
       set name = ${p.name}, issuer = ${p.issuer}, client_id = ${p.clientId}, scopes = ${p.scopes},
           client_secret_sealed = coalesce(${p.clientSecretSealed ?? null}, client_secret_sealed),
           email_domains = ${p.emailDomains}, updated_at = ${p.at}
     where id = ${p.id}
    returning ${columns}`,
  );
}

export function setDisabled(tx: Tx, id: ProviderId, disabledAt: Date | null, now: Date) {
  return tx.maybeOne(
    Stored,
    sql`
    update identity.oidc_providers set disabled_at = ${disabledAt}, updated_at = ${now}
     where id = ${id}
    returning ${columns}`,
  );
}

export function deleteProvider(tx: Tx, id: ProviderId) {
  return tx.run(sql`delete from identity.oidc_providers where id = ${id}`);
}
