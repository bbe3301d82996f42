import { type Sql, sql } from '../../../kit/sql.ts';

/*
 * Parts of statements for the modules above, which may not name a table of this one: what they read together with
 * their own rows in one round trip.
 */

/** A session that lets in, and whose it is: one row or none. */
export const liveSession = (tokenHash: Buffer, now: Date): Sql => sql`
  select s.user_id, s.expires_at, s.last_used_at, u.administrator_since is not null as is_administrator
    from identity.sessions s
    join identity.users u on u.id = s.user_id
   where s.token_hash = ${tokenHash} and s.expires_at > ${now} and u.disabled_at is null`;

/**
 * People as those who work with them see them: with the address they sign in by. Strangers see `pub_people`. Who is not
 * let in any more can do nothing, not even through a program of theirs.
 */
export const colleagues: Sql = sql`
  select u.id, u.name, u.email, u.email_confirmed_at, p.username, p.avatar_key,
         u.disabled_at is null and u.deleted_at is null as is_let_in
    from identity.users u
    left join identity.profiles p on p.user_id = u.id`;
