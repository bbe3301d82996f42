import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { Account, AccountSummary, type accountStates, signInsShownMax } from './contract.ts';
import { signInColumns } from './sign-ins.sql.ts';

const columns = sql`
  u.id, u.email, u.name, u.is_demo, u.created_at, u.email_confirmed_at, u.last_signed_in_at, u.disabled_at,
  u.deleted_at, u.administrator_since`;
const newest = keyset({ createdAt: 'desc', id: 'desc' }, 'u');

const inState = {
  active: sql`u.disabled_at is null and u.deleted_at is null`,
  disabled: sql`u.disabled_at is not null`,
  deleted: sql`u.deleted_at is not null`,
};

export interface AccountsAsked extends PageQuery {
  readonly status?: (typeof accountStates)[number] | undefined;
  readonly administrators?: boolean | undefined;
  /** A pattern for `like`. */
  readonly words?: string | undefined;
}

export function accounts(tx: Tx, { status, administrators, words, ...page }: AccountsAsked) {
  const wanted = [
    ...(status ? [inState[status]] : []),
    ...(administrators ? [sql`u.administrator_since is not null`] : []),
    ...(words ? [sql`(u.email || ' ' || u.name) ilike ${words}`] : []),
  ];
  return newest.page(
    tx,
    AccountSummary,
    page,
    (where, order) => sql`
    select ${columns} from identity.users u
     where ${sql.join([...wanted, where], sql` and `)}
     ${order}`,
  );
}

export function findAccount(tx: Tx, id: UserId, now: Date) {
  return tx.maybeOne(
    Account,
    sql`
    select ${columns}, p.username, p.locale, p.timezone, u.disabled_reason,
           case when d.id is not null then json_build_object('id', d.id, 'name', d.name) end as disabled_by,
           (select count(*)::int from identity.sessions s
             where s.user_id = u.id and s.expires_at > ${now}) as sessions_count,
           coalesce((select json_agg(e) from (
              select ${signInColumns} from identity.sign_in_events
               where user_id = u.id order by created_at desc, id desc limit ${signInsShownMax}) e), '[]') as sign_ins
      from identity.users u
      join identity.profiles p on p.user_id = u.id
      left join identity.users d on d.id = u.disabled_by
     where u.id = ${id}`,
  );
}

const Held = AccountSummary.extend({ disabledReason: z.string().nullable() });

export function holdAccount(tx: Tx, id: UserId) {
  return tx.maybeOne(
    Held,
    sql`select ${columns}, u.disabled_reason from identity.users u where u.id = ${id} for update`,
  );
}

const Administrator = z.object({ id: UserId, isActive: z.boolean() });

/**
 * All of them, until the end of the transaction, and always in the same order: of two who send each other away, the
 * second waits and then finds itself the last.
 */
export function holdAdministrators(tx: Tx) {
  return tx.many(
    Administrator,
    sql`
    select id, disabled_at is null and deleted_at is null as is_active
      from identity.users where administrator_since is not null order by id for update`,
  );
}

export function activeAdministrators(tx: Tx, limit: number) {
  return tx.many(
    z.object({ id: UserId }),
    sql`
    select id from identity.users
     where administrator_since is not null and disabled_at is null and deleted_at is null
     order by id limit ${limit}`,
  );
}

/** With the end of all their sessions: the doors hear of each. */
export function markDisabled(tx: Tx, id: UserId, reason: string, by: UserId, at: Date) {
  return tx.one(
    AccountSummary,
    sql`
    with ended as (delete from identity.sessions where user_id = ${id})
    update identity.users u
       set disabled_at = coalesce(disabled_at, ${at}), disabled_by = ${by}, disabled_reason = ${reason},
           updated_at = ${at}
     where u.id = ${id}
    returning ${columns}`,
  );
}

export function markEnabled(tx: Tx, id: UserId, at: Date) {
  return tx.one(
    AccountSummary,
    sql`
    update identity.users u
       set disabled_at = null, disabled_by = null, disabled_reason = null, updated_at = ${at}
     where u.id = ${id}
    returning ${columns}`,
  );
}

export function setAdministratorSince(tx: Tx, id: UserId, since: Date | null, at: Date) {
  return tx.one(
    AccountSummary,
    sql`
    update identity.users u set administrator_since = ${since}, updated_at = ${at}
     where u.id = ${id}
    returning ${columns}`,
  );
}
