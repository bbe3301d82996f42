import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';
import { PlatformName } from '../platforms/contract.ts';

const AccountState = z.object({ platform: PlatformName, isOpen: z.boolean() });

export function findAccountState(tx: Tx, accountId: AccountId) {
  return tx.maybeOne(
    AccountState,
    sql`
    select platform, broken_at is null and disconnected_at is null as is_open
      from connections.accounts where id = ${accountId}`,
  );
}
