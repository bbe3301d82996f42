import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { WaitingPerson } from './contract.ts';

const newest = keyset({ joinedAt: 'desc', email: 'desc' }, 'w');

/** Who waits already keeps their place. */
export function insertWaiting(
  tx: Tx,
  w: { email: string; name: string | null; source: string | null; at: Date },
) {
  return tx.run(sql`
    insert into identity.waiting_list (email, name, user_id, joined_at, source, updated_at)
    values (${w.email}, ${w.name}, (select id from identity.users where email = ${w.email}), ${w.at}, ${w.source},
            ${w.at})
    on conflict (email) do nothing`);
}

/** Who opted out, or whose wish is there already, keeps it: anybody may have typed the address. */
export function insertWish(tx: Tx, email: string, at: Date) {
  return tx.run(sql`
    insert into identity.marketing_preferences (email, user_id, opted_in_at, last_event, last_event_at, updated_at)
    values (${email}, (select id from identity.users where email = ${email}), ${at}, 'opted_in', ${at}, ${at})
    on conflict (email) do nothing`);
}

/** `words` is a pattern for `like`. */
export function waitingPeople(
  tx: Tx,
  { words, ...page }: PageQuery & { readonly words?: string | undefined },
) {
  return newest.page(
    tx,
    WaitingPerson,
    page,
    (where, order) => sql`
    select w.email, w.name, w.source, w.joined_at, w.early_access_granted_at,
           case when g.id is not null then json_build_object('id', g.id, 'name', g.name) end
             as early_access_granted_by,
           u.id is not null as has_account
      from identity.waiting_list w
      left join identity.users g on g.id = w.early_access_granted_by
      left join identity.users u on u.email = w.email
     where ${words ? sql`(w.email || ' ' || coalesce(w.name, '')) ilike ${words} and ` : sql.empty}${where}
     ${order}`,
  );
}

const Granted = z.object({ email: z.string(), userId: UserId.nullable() });

/** Grants it to those who have it not. Held in one order first, so that two who grant it to the same people wait. */
export function markEarlyAccess(tx: Tx, emails: readonly string[], by: UserId, at: Date) {
  return tx.many(
    Granted,
    sql`
    with held as (
      select email from identity.waiting_list
       where email = any(${emails}) and early_access_granted_at is null order by email for update)
    update identity.waiting_list w
       set early_access_granted_at = ${at}, early_access_granted_by = ${by}, updated_at = ${at},
           user_id = coalesce(w.user_id, (select u.id from identity.users u where u.email = w.email))
      from held where w.email = held.email
    returning w.email, w.user_id`,
  );
}

export function waitingAmong(tx: Tx, emails: readonly string[]) {
  return tx.many(
    z.object({ email: z.string() }),
    sql`select email from identity.waiting_list where email = any(${emails}) order by email`,
  );
}

const Waiting = z.object({
  name: z.string().nullable(),
  hasEarlyAccess: z.boolean(),
  hasAccount: z.boolean(),
});
export type Waiting = z.infer<typeof Waiting>;

/** What the mails to somebody who waits are made of. */
export function findWaiting(tx: Tx, email: string) {
  return tx.maybeOne(
    Waiting,
    sql`
    select w.name, w.early_access_granted_at is not null as has_early_access,
           exists (select from identity.users u where u.email = w.email and u.deleted_at is null) as has_account
      from identity.waiting_list w
     where w.email = ${email}`,
  );
}
