import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { ChannelId } from '../messages/contract.ts';

/** Whoever was given the last one. Until this transaction is over, nobody else hands out anything of this channel. */
export function holdTurn(tx: Tx, id: ChannelId) {
  return tx.one(
    z.object({ handedTo: MemberId.nullable() }),
    sql`select handed_to from inbox.channels where id = ${id} for no key update`,
  );
}

export function setTurn(tx: Tx, id: ChannelId, memberId: MemberId) {
  return tx.run(sql`update inbox.channels set handed_to = ${memberId} where id = ${id}`);
}

/** How many open ones each of them has, up to so many. */
export function loadsOf(tx: Tx, memberIds: readonly MemberId[], countMax: number) {
  return tx.many(
    z.object({ memberId: MemberId, count: z.number() }),
    sql`
    select m.id as member_id,
           (select count(*)::int
              from (select from inbox.conversations v
                     where v.assigned_to = m.id and v.status = 'open' limit ${countMax}) o) as count
      from unnest(${memberIds}::uuid[]) m (id)`,
  );
}
