import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';

/**
 * Nothing goes in or out any more, and its tokens are gone. Not when it was connected again since: the platform may
 * tell late of what is over. Answers undefined then, and when it was disconnected before.
 */
export function disconnectUninstalled(tx: Tx, accountId: AccountId, uninstalledAt: Date, now: Date) {
  return tx.maybeOne(
    z.object({ platform: z.string(), platformAccountId: z.string() }),
    sql`
    with left_us as (
      update connections.accounts
         set disconnected_at = ${now}, disconnected_reason = 'uninstalled', refresh_at = null
       where id = ${accountId} and disconnected_at is null and connected_at <= ${uninstalledAt}
      returning workspace_id, id, platform, platform_account_id
    ), routes as (
      delete from connections.account_routes r using left_us l
       where r.workspace_id = l.workspace_id and r.account_id = l.id
    ), secrets as (
      delete from connections.secrets s using left_us l
       where s.workspace_id = l.workspace_id and s.account_id = l.id
    )
    select platform, platform_account_id from left_us`,
  );
}
