import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { ProviderId } from './contract.ts';

const AtDoor = z.object({
  id: UserId,
  email: z.string(),
  emailConfirmedAt: z.date().nullable(),
  disabledAt: z.date().nullable(),
  hasTotp: z.boolean(),
  hasRecoveryCode: z.boolean(),
  hasPasskey: z.boolean(),
});
export type AtDoor = z.infer<typeof AtDoor>;

const person = sql`
  select u.id, u.email, u.email_confirmed_at, u.disabled_at,
         exists (select from identity.totp_factors t where t.user_id = u.id) as has_totp,
         exists (select from identity.recovery_codes r where r.user_id = u.id and r.used_at is null)
           as has_recovery_code,
         exists (select from identity.passkeys k where k.user_id = u.id) as has_passkey
    from identity.users u`;

/** Whom the provider's own name for somebody stands for here. */
export function findLinked(tx: Tx, providerId: ProviderId, subject: string) {
  return tx.maybeOne(
    AtDoor,
    sql`
    ${person} join identity.oidc_identities i on i.user_id = u.id
     where i.provider_id = ${providerId} and i.subject = ${subject}`,
  );
}

export function findByEmail(tx: Tx, email: string) {
  return tx.maybeOne(AtDoor, sql`${person} where u.email = ${email}`);
}

/** Answers 0 when that account is linked to somebody already. */
export function insertIdentity(
  tx: Tx,
  i: { providerId: ProviderId; subject: string; userId: UserId; email: string | undefined; at: Date },
) {
  return tx.run(sql`
    insert into identity.oidc_identities (provider_id, subject, user_id, email, created_at, last_used_at)
    values (${i.providerId}, ${i.subject}, ${i.userId}, ${i.email ?? null}, ${i.at}, ${i.at})
    on conflict (provider_id, subject) do nothing`);
}

export function touchIdentity(
  tx: Tx,
  providerId: ProviderId,
  subject: string,
  email: string | undefined,
  at: Date,
) {
  return tx.run(sql`
    update identity.oidc_identities set last_used_at = ${at}, email = coalesce(${email ?? null}, email)
     where provider_id = ${providerId} and subject = ${subject}`);
}

export function deleteIdentity(tx: Tx, userId: UserId, slug: string) {
  return tx.run(sql`
    delete from identity.oidc_identities
     where user_id = ${userId}
       and provider_id = (select id from identity.oidc_providers where slug = ${slug})`);
}
