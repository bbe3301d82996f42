import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from './contract.ts';

const Left = z.object({ platform: z.string(), platformAccountId: z.string(), wasBroken: z.boolean() });

/** Nothing goes in or out any more from the end of this transaction on. Undefined when it was so before. */
export function disconnect(tx: Tx, id: AccountId, by: MemberId | null, now: Date) {
  return tx.maybeOne(
    Left,
    sql`
    with open as (
      select workspace_id, id, broken_at from connections.accounts
       where id = ${id} and disconnected_at is null for no key update
    ), left_us as (
      update connections.accounts a
         set disconnected_at = ${now}, disconnected_by = ${by}, disconnected_reason = 'by_member', refresh_at = null,
             broken_at = null, broken_reason = null
        from open o where a.workspace_id = o.workspace_id and a.id = o.id
      returning a.workspace_id, a.id, a.platform, a.platform_account_id, o.broken_at is not null as was_broken
    ), routes as (
      delete from connections.account_routes r using left_us l
       where r.workspace_id = l.workspace_id and r.account_id = l.id
    ), subscriptions as (
      update connections.webhook_subscriptions s set status = 'ended', verify_at = null
        from left_us l where s.workspace_id = l.workspace_id and s.account_id = l.id
    )
    select platform, platform_account_id, was_broken from left_us`,
  );
}

/** Only while it is disconnected: connected again since, they are those of the new connection. */
export function dropSecretsOfLeft(tx: Tx, id: AccountId) {
  return tx.run(sql`
    delete from connections.secrets s using connections.accounts a
     where a.workspace_id = s.workspace_id and a.id = s.account_id
       and s.account_id = ${id} and a.disconnected_at is not null`);
}

const Forgotten = z.object({ id: AccountId });

/** Disconnected accounts whose tokens are still there although nobody says goodbye with them any more. */
export function accountsWithLeftSecrets(tx: Tx, between: readonly [from: Date, to: Date], limit: number) {
  return tx.many(
    Forgotten,
    sql`
    select a.id from connections.accounts a
     where a.disconnected_at between ${between[0]} and ${between[1]} and a.emptied_at is null
       and exists (select from connections.secrets s
                    where s.workspace_id = a.workspace_id and s.account_id = a.id)
     order by a.disconnected_at
     limit ${limit}`,
  );
}
