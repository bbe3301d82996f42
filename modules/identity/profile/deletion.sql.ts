import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';

const Leaving = z.object({ deletedAt: z.date().nullable() });

export function findDeletion(tx: Tx, userId: UserId) {
  return tx.maybeOne(Leaving, sql`select deleted_at from identity.users where id = ${userId}`);
}

/** Going, staying and being removed wait for each other. */
export function holdDeletion(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    Leaving,
    sql`select deleted_at from identity.users where id = ${userId} for no key update`,
  );
}

export function setDeletedAt(tx: Tx, userId: UserId, deletedAt: Date | null, at: Date) {
  return tx.run(sql`
    update identity.users set deleted_at = ${deletedAt}, updated_at = ${at} where id = ${userId}`);
}

const Addressee = Leaving.extend({ email: z.string(), name: z.string() });

export function findAddressee(tx: Tx, userId: UserId) {
  return tx.maybeOne(Addressee, sql`select email, name, deleted_at from identity.users where id = ${userId}`);
}

/** Whose time to change their mind is over, longest first. */
export function peopleDeletedBefore(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: UserId }),
    sql`
    select id from identity.users
     where deleted_at <= ${before}
     order by deleted_at
     limit ${limit}`,
  );
}

/**
 * Somebody for good, and what is kept by their address alone. Everything that names them goes with them, by the keys
 * of the tables. Asks once more whether they stayed.
 */
export function deletePerson(tx: Tx, userId: UserId, before: Date) {
  return tx.run(sql`
    with gone as (
      delete from identity.users where id = ${userId} and deleted_at <= ${before} returning email),
    marketing as (delete from identity.marketing_preferences m using gone g where m.email = g.email),
    mails as (delete from identity.campaign_mails m using gone g where m.email = g.email),
    waiting as (delete from identity.waiting_list w using gone g where w.email = g.email),
    demos as (delete from identity.demo_requests d using gone g where d.email = g.email),
    applications as (delete from identity.applications a using gone g where a.email = g.email),
    attempts as (
      delete from identity.sign_in_events e using gone g where e.email = g.email and not e.succeeded)
    select email from gone`);
}
