import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { Passkey, PasskeyId } from './contract.ts';

const Owner = z.object({
  email: z.string(),
  name: z.string(),
  passkeys: z.array(z.object({ id: z.string(), transports: z.array(z.string()) })),
});
export type Owner = z.infer<typeof Owner>;

/** Their passkeys by the credential's id, in base64url as browsers spell it. */
export function findOwner(tx: Tx, userId: UserId) {
  return tx.one(
    Owner,
    sql`
    select u.email, u.name,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', translate(encode(k.credential_id, 'base64'), E'+/=\n', '-_'),
                      'transports', k.transports) order by k.created_at, k.id)
               from identity.passkeys k where k.user_id = u.id), '[]') as passkeys
      from identity.users u where u.id = ${userId}`,
  );
}

const Count = z.object({ count: z.number() });

export async function countPasskeys(tx: Tx, userId: UserId): Promise<number> {
  const query = sql`select count(*)::int as count from identity.passkeys where user_id = ${userId}`;
  return (await tx.one(Count, query)).count;
}

const shown = sql`id, name, created_at, last_used_at, backed_up`;

/** Answers undefined when somebody, perhaps oneself, has it already. */
export function insertPasskey(
  tx: Tx,
  k: {
    userId: UserId;
    id: PasskeyId;
    credentialId: Buffer;
    publicKey: Buffer;
    signCount: number;
    transports: readonly string[];
    name: string;
    backedUp: boolean;
    createdAt: Date;
  },
) {
  return tx.maybeOne(
    Passkey,
    sql`
    insert into identity.passkeys
      (user_id, id, credential_id, public_key, sign_count, transports, name, backed_up, created_at)
    values (${k.userId}, ${k.id}, ${k.credentialId}, ${k.publicKey}, ${k.signCount}, ${k.transports}, ${k.name},
            ${k.backedUp}, ${k.createdAt})
    on conflict (credential_id) do nothing
    returning ${shown}`,
  );
}

const Renamed = Passkey.extend({ nameBefore: z.string() });

export function renamePasskey(tx: Tx, userId: UserId, id: PasskeyId, name: string) {
  return tx.maybeOne(
    Renamed,
    sql`
    update identity.passkeys k set name = ${name}
      from (select user_id, id, name from identity.passkeys where user_id = ${userId} and id = ${id} for update) before
     where k.user_id = before.user_id and k.id = before.id
    returning k.id, k.name, k.created_at, k.last_used_at, k.backed_up, before.name as name_before`,
  );
}

export function deletePasskey(tx: Tx, userId: UserId, id: PasskeyId) {
  return tx.maybeOne(
    Passkey,
    sql`delete from identity.passkeys where user_id = ${userId} and id = ${id} returning ${shown}`,
  );
}

const StoredPasskey = z.object({
  id: PasskeyId,
  userId: UserId,
  email: z.string(),
  isDisabled: z.boolean(),
  publicKey: z.instanceof(Buffer),
});
export type StoredPasskey = z.infer<typeof StoredPasskey>;

export function findPasskeyByCredential(tx: Tx, credentialId: Buffer) {
  return tx.maybeOne(
    StoredPasskey,
    sql`
    select k.id, k.user_id, u.email, u.disabled_at is not null as is_disabled, k.public_key
      from identity.passkeys k join identity.users u on u.id = k.user_id
     where k.credential_id = ${credentialId}`,
  );
}

/**
 * Answers 0 when the device's count did not grow. One that counts does so each time, so two devices have the same
 * key; one that does not count says 0 for ever.
 */
export function markPasskeyUsed(
  tx: Tx,
  k: { userId: UserId; id: PasskeyId; signCount: number; backedUp: boolean; at: Date },
) {
  return tx.run(sql`
    update identity.passkeys
       set sign_count = ${k.signCount}, backed_up = ${k.backedUp}, last_used_at = ${k.at}
     where user_id = ${k.userId} and id = ${k.id}
       and (sign_count < ${k.signCount} or (sign_count = 0 and ${k.signCount} = 0))`);
}
