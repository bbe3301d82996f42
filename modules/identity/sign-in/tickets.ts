import { hash, randomBytes } from 'node:crypto';
import type { Tx } from '../../../kit/db/database.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import type { UserId } from '../../../kit/ids.ts';
import * as db from './tickets.sql.ts';

export type { Ticket, TicketPurpose } from './tickets.sql.ts';

const tokenBytes = 32;

/** What only the person has: it is in their cookie or their mail, and here is nothing but its hash. */
export const newToken = (): string => randomBytes(tokenBytes).toString('base64url');

/** Who reads the table cannot sign in with what they read. */
export const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer');

/** The session of a browser, as its row is found. */
export const tokenHashIn = ({ sessionToken }: Pick<HttpFacts, 'sessionToken'>): Buffer | undefined =>
  sessionToken === undefined ? undefined : hashOf(sessionToken);

/** Good once, for one purpose, until a moment. Answers the token, which is not kept. */
export async function makeTicket(
  tx: Tx,
  purpose: db.TicketPurpose,
  ticket: {
    readonly userId?: UserId | undefined;
    readonly email?: string | undefined;
    /** Sealed by whoever makes it: what must still be known when it comes back. */
    readonly details?: Buffer | undefined;
    readonly now: Date;
    readonly lifeMs: number;
  },
): Promise<string> {
  const token = newToken();
  const { userId, email, details, now, lifeMs } = ticket;
  await db.insertTicket(tx, {
    tokenHash: hashOf(token),
    purpose,
    userId,
    email,
    details,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeMs),
  });
  return token;
}

/** Uses a ticket up. Undefined for one that was used, is too old, is for something else, or never was. */
export const takeTicket = (tx: Tx, purpose: db.TicketPurpose, token: string, now: Date) =>
  db.deleteTicket(tx, purpose, hashOf(token), now);

/** What is on it, leaving it good: to refuse early what would be refused later anyway. */
export const lookAtTicket = (tx: Tx, purpose: db.TicketPurpose, token: string, now: Date) =>
  db.findTicket(tx, purpose, hashOf(token), now);
