import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';

const Challenged = z.object({
  userId: UserId,
  email: z.string(),
  isDisabled: z.boolean(),
  ticketMadeAt: z.date(),
  secretSealed: z.instanceof(Buffer),
  lastStep: z.bigint(),
});

/**
 * Whose turn it is, by the ticket they got for their password. Their factor is held, so that one person's codes are
 * tried one after the other, and no more are tried than are counted.
 */
export function holdChallenged(tx: Tx, ticketHash: Buffer, now: Date) {
  return tx.maybeOne(
    Challenged,
    sql`
    select f.user_id, u.email, u.disabled_at is not null as is_disabled, t.created_at as ticket_made_at,
           f.secret_sealed, f.last_step
      from identity.tickets t
      join identity.totp_factors f on f.user_id = t.user_id
      join identity.users u on u.id = f.user_id
     where t.token_hash = ${ticketHash} and t.purpose = 'second_factor' and t.expires_at > ${now}
       for update of f`,
  );
}

const Wrong = z.object({ ofTicket: z.number(), lately: z.number() });

/** How many codes were wrong since the ticket was made, and since the window began or a code last fitted. */
export function countWrongCodes(
  tx: Tx,
  of: { userId: UserId; ticketMadeAt: Date; windowBegan: Date; errorCode: string },
) {
  return tx.one(
    Wrong,
    sql`
    with recent as (
      select created_at, succeeded, event, error_code
        from identity.sign_in_events
       where user_id = ${of.userId} and created_at >= least(${of.windowBegan}::timestamptz, ${of.ticketMadeAt}::timestamptz)),
    since as (
      select greatest(${of.windowBegan}::timestamptz, max(created_at) filter (where succeeded and event = 'second_factor')) as at
        from recent)
    select count(*) filter (where created_at >= ${of.ticketMadeAt})::int as of_ticket,
           count(*) filter (where created_at > (select at from since))::int as lately
      from recent where error_code = ${of.errorCode}`,
  );
}
