import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { type Asker, mentionsOf, readBy, seenAt } from './filter.sql.ts';

const Counts = z.object({
  mine: z.number(),
  unassigned: z.number(),
  open: z.number(),
  unread: z.number(),
  requests: z.number(),
  mentioned: z.number(),
});

export interface CountLimits {
  readonly countMax: number;
  /** Of open ones, so many are looked at for whether they are unread: the newest. */
  readonly lookedAtMax: number;
}

/** Each is counted along an index of its own, and no further than its limit. */
export function countsOf(tx: Tx, asker: Asker, { countMax, lookedAtMax }: CountLimits) {
  const seen = sql.join([sql`true`, ...seenAt(asker.places)], sql` and `);
  const from = (rows: Sql) => sql`(select count(*)::int from (${rows} limit ${countMax}) o)`;
  // In an order, or a planner that hopes to find so many soon would read the table from its beginning.
  const those = (which: Sql) =>
    from(
      sql`select from inbox.conversations v where ${which} and ${seen} order by v.last_at desc, v.id desc`,
    );
  const newest = sql`
    select v.workspace_id, v.id, v.inbound_count, v.read_count from inbox.conversations v
     where v.status = 'open' and ${seen} order by v.last_at desc, v.id desc limit ${lookedAtMax}`;
  return tx.one(
    Counts,
    sql`
    select ${those(sql`v.status = 'open'`)} as open,
           ${those(sql`v.status = 'open' and v.assigned_to = ${asker.me}`)} as mine,
           ${those(sql`v.status = 'open' and v.assigned_to is null`)} as unassigned,
           ${those(sql`v.status = 'open' and v.category = 'requests' and v.category <> 'general'`)} as requests,
           ${from(sql`select from (${newest}) v where v.inbound_count > ${readBy(asker.me)}`)} as unread,
           ${those(sql`v.id = any(${mentionsOf(asker.me)})`)} as mentioned`,
  );
}
