import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { Session } from './contract.ts';
import { liveSession } from './published.sql.ts';

export interface NewSession {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly userId: UserId;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly method?: Session['method'];
  readonly address?: string | undefined;
  readonly agent?: string | undefined;
  /** When it is not now: a link proves nothing but that somebody reads a mailbox. */
  readonly provedAt?: Date;
}

export function insertSession(tx: Tx, s: NewSession) {
  return tx.run(sql`
    insert into identity.sessions (token_hash, id, user_id, created_at, expires_at, last_used_at, proved_at, method,
                                   address, agent)
    values (${s.tokenHash}, ${s.id}, ${s.userId}, ${s.createdAt}, ${s.expiresAt}, ${s.createdAt},
            ${s.provedAt ?? s.createdAt}, ${s.method ?? 'password'}, ${s.address ?? null}, ${s.agent ?? null})`);
}

/** From here on attempts that failed before count no more; and whoever was signed in in this browser is not. */
export function markSignedIn(tx: Tx, userId: UserId, at: Date, replaced: Buffer | undefined) {
  return tx.run(sql`
    with replaced as (delete from identity.sessions where token_hash = ${replaced ?? null})
    update identity.users set last_signed_in_at = ${at} where id = ${userId}`);
}

const LiveSession = z.object({ userId: UserId, expiresAt: z.date(), isAdministrator: z.boolean() });

export const findLiveSession = (tx: Tx, tokenHash: Buffer, now: Date) =>
  tx.maybeOne(LiveSession, liveSession(tokenHash, now));

const order = keyset({ createdAt: 'desc', id: 'desc' }, 's');
const SessionRow = Session.omit({ device: true }).extend({ agent: z.string().nullable() });

export function sessionsOf(tx: Tx, userId: UserId, here: Buffer | undefined, now: Date, page: PageQuery) {
  return order.page(
    tx,
    SessionRow,
    page,
    (where, orderAndLimit) => sql`
    select s.id, s.method, s.agent, s.address, s.country_code, s.created_at, s.last_used_at,
           coalesce(s.token_hash = ${here ?? null}, false) as is_current
      from identity.sessions s
     where s.user_id = ${userId} and s.expires_at > ${now} and ${where}
     ${orderAndLimit}`,
  );
}

export function deleteSession(tx: Tx, tokenHash: Buffer) {
  return tx.run(sql`delete from identity.sessions where token_hash = ${tokenHash}`);
}

export function deleteSessionOf(tx: Tx, userId: UserId, id: string) {
  return tx.run(sql`delete from identity.sessions where id = ${id} and user_id = ${userId}`);
}

/** All of somebody's, but for one where it is given. Answers how many. */
export function deleteSessionsOf(tx: Tx, userId: UserId, except: Buffer | undefined) {
  return tx.run(sql`
    delete from identity.sessions
     where user_id = ${userId} and token_hash is distinct from ${except ?? null}`);
}

export function findProof(tx: Tx, tokenHash: Buffer) {
  return tx.maybeOne(
    z.object({ provedAt: z.date() }),
    sql`select proved_at from identity.sessions where token_hash = ${tokenHash}`,
  );
}

export function markProved(tx: Tx, tokenHash: Buffer, at: Date) {
  return tx.run(sql`update identity.sessions set proved_at = ${at} where token_hash = ${tokenHash}`);
}

/** Where and when a session was used last. */
export interface Touch {
  readonly tokenHash: Buffer;
  readonly at: Date;
  readonly address: string;
  readonly agent: string;
}
const agentLengthMax = 500;

/** Many at once, in one statement; what is older than what is there changes nothing. */
export function touchSessions(tx: Tx, touches: readonly Touch[]) {
  // In one order everywhere, so that two processes do not wait for each other.
  const rows = touches.toSorted((a, b) => a.tokenHash.compare(b.tokenHash));
  const agents = rows.map(({ agent }) => agent.slice(0, agentLengthMax));
  return tx.run(sql`
    update identity.sessions s
       set last_used_at = t.at, address = t.address, agent = t.agent
      from unnest(${rows.map(({ tokenHash }) => tokenHash)}::bytea[], ${rows.map(({ at }) => at)}::timestamptz[],
                  ${rows.map(({ address }) => address)}::text[], ${agents}::text[])
             as t (token_hash, at, address, agent)
     where s.token_hash = t.token_hash and s.last_used_at < t.at`);
}

export function deleteSessionsExpiredBefore(tx: Tx, now: Date, limit: number) {
  return tx.run(sql`
    delete from identity.sessions
     where token_hash in (
       select token_hash from identity.sessions where expires_at <= ${now} order by expires_at limit ${limit})`);
}
