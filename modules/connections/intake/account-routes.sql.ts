import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';

/** Said by a trigger wherever an account is connected or disconnected: `instagram 17841400000000001`. */
export const accountRoutesChannel = 'stoa_account_routes';

const AccountRoute = z.object({
  platform: z.string(),
  platformAccountId: z.string(),
  workspaceId: WorkspaceId,
  accountId: AccountId,
});
export type AccountRoute = z.infer<typeof AccountRoute>;

export interface Named {
  readonly platform: string;
  readonly platformAccountId: string;
}

const Told = AccountRoute.extend({ toldId: z.string() });

/** By the account itself, or by the business it belongs to there: then it is one of several. */
export function accountRoutesOf(tx: Tx, accounts: readonly Named[]) {
  return tx.many(
    Told,
    sql`
    with told as materialized (
      select platform, told_id
        from unnest(${accounts.map((one) => one.platform)}::text[],
                    ${accounts.map((one) => one.platformAccountId)}::text[]) a (platform, told_id)
    )
    select t.told_id, r.platform, r.platform_account_id, r.workspace_id, r.account_id
      from told t
      join connections.account_routes r on r.platform = t.platform and r.platform_account_id = t.told_id
    union
    select t.told_id, r.platform, r.platform_account_id, r.workspace_id, r.account_id
      from told t
      join connections.account_routes r on r.platform = t.platform and r.business_id = t.told_id
     order by platform, platform_account_id`,
  );
}
