import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';

const Candidate = z.object({ email: z.string(), isOn: z.boolean() });

export function findTotpCandidate(tx: Tx, userId: UserId) {
  return tx.one(
    Candidate,
    sql`
    select u.email, exists (select from identity.totp_factors f where f.user_id = u.id) as is_on
      from identity.users u where u.id = ${userId}`,
  );
}

/** Answers 0 when there is one already. */
export function insertTotp(
  tx: Tx,
  f: { userId: UserId; secretSealed: Buffer; lastStep: bigint; createdAt: Date },
) {
  return tx.run(sql`
    insert into identity.totp_factors (user_id, secret_sealed, last_step, created_at)
    values (${f.userId}, ${f.secretSealed}, ${f.lastStep}, ${f.createdAt})
    on conflict (user_id) do nothing`);
}

const HeldTotp = z.object({ secretSealed: z.instanceof(Buffer), lastStep: z.bigint() });
export type HeldTotp = z.infer<typeof HeldTotp>;

/** Held, so that of two who try codes of one person at once the second sees what the first did. */
export function holdTotp(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    HeldTotp,
    sql`select secret_sealed, last_step from identity.totp_factors where user_id = ${userId} for update`,
  );
}

export function markStepUsed(tx: Tx, userId: UserId, step: bigint) {
  return tx.run(sql`update identity.totp_factors set last_step = ${step} where user_id = ${userId}`);
}

export function deleteTotp(tx: Tx, userId: UserId) {
  return tx.run(sql`
    with codes as (delete from identity.recovery_codes where user_id = ${userId})
    delete from identity.totp_factors where user_id = ${userId}`);
}

export function deleteRecoveryCodes(tx: Tx, userId: UserId) {
  return tx.run(sql`delete from identity.recovery_codes where user_id = ${userId}`);
}

export function insertRecoveryCodes(tx: Tx, userId: UserId, hashes: readonly Buffer[], createdAt: Date) {
  return tx.run(sql`
    insert into identity.recovery_codes (user_id, code_hash, created_at)
    select ${userId}, code_hash, ${createdAt} from unnest(${hashes}::bytea[]) code_hash`);
}

/** Answers 0 when there is no such code, or it was used. */
export function markRecoveryCodeUsed(tx: Tx, userId: UserId, codeHash: Buffer, at: Date) {
  return tx.run(sql`
    update identity.recovery_codes set used_at = ${at}
     where user_id = ${userId} and code_hash = ${codeHash} and used_at is null`);
}
