import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import type { ChannelId } from '../messages/contract.ts';

export function findChannelPlace(tx: Tx, id: ChannelId) {
  return tx.maybeOne(
    z.object({ locationId: z.string().nullable() }),
    sql`select location_id from inbox.channels where id = ${id}`,
  );
}
