import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import type { ChannelId } from '../messages/contract.ts';
import { isAt, type Places } from '../rights/places.sql.ts';
import { Channel } from './contract.ts';

const byName = keyset({ name: 'asc', id: 'asc' }, 'c');
const columns = sql`c.id, c.platform, c.name, c.location_id, c.assign_mode`;

export function channelsOf(tx: Tx, places: Places, page: PageQuery) {
  return byName.page(
    tx,
    Channel,
    page,
    (where, order) => sql`
    select ${columns} from inbox.channels c where ${isAt(places, 'c')} and ${where} ${order}`,
  );
}

/** One that is seen from those places. Until this is over nobody else changes it, or hands out anything of it. */
export function holdChannel(tx: Tx, places: Places, id: ChannelId) {
  return tx.maybeOne(
    Channel,
    sql`select ${columns} from inbox.channels c where c.id = ${id} and ${isAt(places, 'c')} for no key update of c`,
  );
}

export function setAssignMode(tx: Tx, id: ChannelId, assignMode: Channel['assignMode']) {
  return tx.run(sql`update inbox.channels set assign_mode = ${assignMode} where id = ${id}`);
}
