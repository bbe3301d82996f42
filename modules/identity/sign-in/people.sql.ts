import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { Me } from './contract.ts';

const WithPassword = Me.extend({ hash: z.string() });

export function findPersonWithPassword(tx: Tx, email: string) {
  return tx.maybeOne(
    WithPassword,
    sql`
    select u.id, u.email, u.name, p.hash
      from identity.users u
      join identity.passwords p on p.user_id = u.id
     where u.email = ${email}`,
  );
}

export function findPerson(tx: Tx, id: UserId) {
  return tx.maybeOne(Me, sql`select id, email, name from identity.users where id = ${id}`);
}

/** Answers undefined when the address is taken. */
export function insertPerson(
  tx: Tx,
  p: { id: UserId; email: string; name: string; isDemo: boolean; createdAt: Date },
) {
  return tx.maybeOne(
    Me,
    sql`
    with person as (
      insert into identity.users (id, email, name, is_demo, created_at, updated_at)
      values (${p.id}, ${p.email}, ${p.name}, ${p.isDemo}, ${p.createdAt}, ${p.createdAt})
      on conflict (email) do nothing
      returning id, email, name),
    profile as (
      insert into identity.profiles (user_id, created_at, updated_at)
      select id, ${p.createdAt}, ${p.createdAt} from person)
    select id, email, name from person`,
  );
}

export function setPasswordHash(tx: Tx, userId: UserId, hash: string, at: Date) {
  return tx.run(sql`
    insert into identity.passwords (user_id, hash, created_at)
    values (${userId}, ${hash}, ${at})
    on conflict (user_id) do update set hash = excluded.hash, created_at = excluded.created_at`);
}

export function insertSession(
  tx: Tx,
  s: { id: string; tokenHash: Buffer; userId: UserId; createdAt: Date; expiresAt: Date },
) {
  return tx.run(sql`
    insert into identity.sessions (token_hash, id, user_id, created_at, expires_at, last_used_at, proved_at)
    values (${s.tokenHash}, ${s.id}, ${s.userId}, ${s.createdAt}, ${s.expiresAt}, ${s.createdAt}, ${s.createdAt})`);
}

export function deleteSession(tx: Tx, tokenHash: Buffer) {
  return tx.run(sql`delete from identity.sessions where token_hash = ${tokenHash}`);
}

export function deleteSessionsExpiredBefore(tx: Tx, now: Date, limit: number) {
  return tx.run(sql`
    delete from identity.sessions
     where token_hash in (
       select token_hash from identity.sessions where expires_at <= ${now} order by expires_at limit ${limit})`);
}

const LiveSession = z.object({ userId: UserId, expiresAt: z.date(), isAdministrator: z.boolean() });

export function findLiveSession(tx: Tx, tokenHash: Buffer, now: Date) {
  return tx.maybeOne(
    LiveSession,
    sql`
    select s.user_id, s.expires_at, u.administrator_since is not null as is_administrator
      from identity.sessions s
      join identity.users u on u.id = s.user_id
     where s.token_hash = ${tokenHash} and s.expires_at > ${now}`,
  );
}
