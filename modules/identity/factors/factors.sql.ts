import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { Factors } from './contract.ts';

export function findFactors(tx: Tx, userId: UserId) {
  return tx.one(
    Factors,
    sql`
    select (select created_at from identity.totp_factors where user_id = ${userId}) as totp_since,
           (select count(*)::int from identity.recovery_codes
             where user_id = ${userId} and used_at is null) as recovery_codes_left,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', id, 'name', name, 'createdAt', created_at, 'lastUsedAt', last_used_at,
                      'backedUp', backed_up) order by created_at, id)
               from identity.passkeys where user_id = ${userId}), '[]') as passkeys,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'provider', p.slug, 'name', p.name, 'email', i.email, 'createdAt', i.created_at)
                      order by i.created_at, p.slug)
               from identity.oidc_identities i join identity.oidc_providers p on p.id = i.provider_id
              where i.user_id = ${userId}), '[]') as single_sign_on`,
  );
}

/** Held until the end: of two who take away a way in at once, the second sees that the first did. */
export function holdPerson(tx: Tx, userId: UserId) {
  return tx.run(sql`select from identity.users where id = ${userId} for update`);
}

const HasWayIn = z.object({ hasWayIn: z.boolean() });

export function findWayIn(tx: Tx, userId: UserId) {
  return tx.one(
    HasWayIn,
    sql`
    select exists (select from identity.passwords where user_id = ${userId})
           or exists (select from identity.passkeys where user_id = ${userId})
           or exists (select from identity.oidc_identities i
                        join identity.oidc_providers p on p.id = i.provider_id
                       where i.user_id = ${userId} and p.disabled_at is null) as has_way_in`,
  );
}
