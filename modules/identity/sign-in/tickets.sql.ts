import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';

export const ticketPurposes = [
  'confirm_email',
  'change_email',
  'reset_password',
  'second_factor',
  'sign_up',
  'single_sign_on',
  'passkey_registration',
  'passkey_sign_in',
  'totp_setup',
] as const;
export type TicketPurpose = (typeof ticketPurposes)[number];

export const Ticket = z.object({
  userId: UserId.nullable(),
  email: z.string().nullable(),
  /** Sealed. */
  details: z.instanceof(Buffer).nullable(),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type Ticket = z.infer<typeof Ticket>;

export function insertTicket(
  tx: Tx,
  t: {
    tokenHash: Buffer;
    purpose: TicketPurpose;
    userId: UserId | undefined;
    email: string | undefined;
    details: Buffer | undefined;
    createdAt: Date;
    expiresAt: Date;
  },
) {
  return tx.run(sql`
    insert into identity.tickets (token_hash, purpose, user_id, email, details, created_at, expires_at)
    values (${t.tokenHash}, ${t.purpose}, ${t.userId ?? null}, ${t.email ?? null}, ${t.details ?? null},
            ${t.createdAt}, ${t.expiresAt})`);
}

export function findTicket(tx: Tx, purpose: TicketPurpose, tokenHash: Buffer, now: Date) {
  return tx.maybeOne(
    Ticket,
    sql`
    select user_id, email, details, created_at, expires_at from identity.tickets
     where token_hash = ${tokenHash} and purpose = ${purpose} and expires_at > ${now}`,
  );
}

/** Of two who come with it at once, one gets it: the other waits for the row, and finds it gone. */
export function deleteTicket(tx: Tx, purpose: TicketPurpose, tokenHash: Buffer, now: Date) {
  return tx.maybeOne(
    Ticket,
    sql`
    delete from identity.tickets
     where token_hash = ${tokenHash} and purpose = ${purpose} and expires_at > ${now}
    returning user_id, email, details, created_at, expires_at`,
  );
}

export function deleteTicketsOf(tx: Tx, userId: UserId, purposes: readonly TicketPurpose[]) {
  return tx.run(sql`delete from identity.tickets where user_id = ${userId} and purpose = any(${purposes})`);
}

export function countTicketsOf(tx: Tx, userId: UserId, purpose: TicketPurpose, since: Date) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`
    select count(*)::int as count from identity.tickets
     where user_id = ${userId} and purpose = ${purpose} and created_at > ${since}`,
  );
}

export function deleteTicketsExpiredBefore(tx: Tx, now: Date, limit: number) {
  return tx.run(sql`
    delete from identity.tickets
     where token_hash in (
       select token_hash from identity.tickets where expires_at <= ${now} order by expires_at limit ${limit})`);
}
