import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import { PlatformName } from '../platforms/contract.ts';

const Shop = z.object({
  id: AccountId,
  platform: PlatformName,
  platformAccountId: z.string(),
  name: z.string(),
  /** As the shop says it of itself. */
  timezone: z.string().nullable(),
});
export type Shop = z.infer<typeof Shop>;

/** Those that are open and stand for a place: its own first, then those of the whole business. */
export function shopsAt(
  tx: Tx,
  platforms: readonly PlatformName[],
  locationId: string | null,
  limit: number,
) {
  return tx.many(
    Shop,
    sql`
    select a.id, a.platform, a.platform_account_id, a.display_name as name, a.details ->> 'timezone' as timezone
      from connections.accounts a
     where a.platform = any(${platforms}::text[]) and a.disconnected_at is null and a.broken_at is null
       and (a.location_id is null or a.location_id = ${locationId})
     order by a.location_id is null, a.platform, a.display_name, a.id limit ${limit}`,
  );
}
