import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { Marketing } from './contract.ts';

const columns = sql`opted_in_at, unsubscribed_at, bounced_at`;

export function findMarketing(tx: Tx, email: string) {
  return tx.maybeOne(
    Marketing,
    sql`select ${columns} from identity.marketing_preferences where email = ${email}`,
  );
}

export function findEmailOf(tx: Tx, userId: UserId) {
  return tx.one(z.object({ email: z.string() }), sql`select email from identity.users where id = ${userId}`);
}

/** By themselves: also somebody who had unsubscribed. A mailbox that takes no mail is not mended by wishing. */
export function markOptedIn(tx: Tx, email: string, userId: UserId | undefined, at: Date) {
  return tx.one(
    Marketing,
    sql`
    insert into identity.marketing_preferences as p (email, user_id, opted_in_at, last_event, last_event_at, updated_at)
    values (${email}, ${userId ?? null}, ${at}, 'opted_in', ${at}, ${at})
    on conflict (email) do update
       set opted_in_at = coalesce(p.opted_in_at, excluded.opted_in_at), unsubscribed_at = null,
           user_id = coalesce(p.user_id, excluded.user_id), last_event = 'opted_in', last_event_at = ${at},
           updated_at = ${at}
    returning ${columns}`,
  );
}

/** Somebody we never heard of as well: who asks not to be written to is not written to. */
export function markUnsubscribed(tx: Tx, email: string, at: Date) {
  return tx.one(
    Marketing,
    sql`
    insert into identity.marketing_preferences as p (email, user_id, unsubscribed_at, last_event, last_event_at, updated_at)
    values (${email}, (select id from identity.users where email = ${email}), ${at}, 'unsubscribed', ${at}, ${at})
    on conflict (email) do update
       set unsubscribed_at = coalesce(p.unsubscribed_at, excluded.unsubscribed_at), last_event = 'unsubscribed',
           last_event_at = ${at}, updated_at = ${at}
    returning ${columns}`,
  );
}

export function markBounced(tx: Tx, email: string, event: 'bounced' | 'complained', at: Date) {
  return tx.one(
    Marketing,
    sql`
    insert into identity.marketing_preferences as p (email, user_id, bounced_at, last_event, last_event_at, updated_at)
    values (${email}, (select id from identity.users where email = ${email}), ${at}, ${event}, ${at}, ${at})
    on conflict (email) do update
       set bounced_at = coalesce(p.bounced_at, excluded.bounced_at), last_event = ${event}, last_event_at = ${at},
           updated_at = ${at}
    returning ${columns}`,
  );
}

export function clearBounce(tx: Tx, email: string, at: Date) {
  return tx.maybeOne(
    Marketing,
    sql`
    update identity.marketing_preferences
       set bounced_at = null, last_event = 'bounce_cleared', last_event_at = ${at}, updated_at = ${at}
     where email = ${email} and bounced_at is not null
    returning ${columns}`,
  );
}
