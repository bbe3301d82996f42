import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { type ChannelId, ChannelPlatform } from '../messages/contract.ts';

const Channel = z.object({
  platform: ChannelPlatform,
  accountId: z.string().nullable(),
  locationId: z.string().nullable(),
});

export function findChannel(tx: Tx, id: ChannelId) {
  return tx.maybeOne(
    Channel,
    sql`select platform, account_id, location_id from inbox.channels where id = ${id}`,
  );
}
