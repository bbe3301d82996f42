import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ChannelId } from '../messages/contract.ts';

/** Of those accounts people write to, comment under, or review. */
const platforms = sql`('instagram', 'messenger', 'whatsapp', 'youtube', 'google')`;

/** `accounts` are all there are. */
const kept = (accounts: Sql, now: Date) => sql`
  select a.workspace_id, a.id, a.platform, a.id as account_id, a.display_name as name, a.location_id,
         ${now}::timestamptz as created_at, ${now}::timestamptz as updated_at
    from (${accounts}) a where a.platform in ${platforms}`;
const columns = sql`workspace_id, id, platform, account_id, name, location_id, created_at, updated_at`;

/** The channel has the id of its account, and is called and placed as it is. Answers none for a shop. */
export function keepChannel(tx: Tx, accounts: Sql, accountId: string, now: Date) {
  return tx.maybeOne(
    z.object({ id: ChannelId }),
    sql`
    insert into inbox.channels (${columns}) ${kept(accounts, now)} and a.id = ${accountId}
    on conflict (workspace_id, id) do update
       set name = excluded.name, location_id = excluded.location_id, updated_at = excluded.updated_at
    returning id`,
  );
}

export function findChannel(tx: Tx, accountId: string) {
  return tx.maybeOne(z.object({ id: ChannelId }), sql`select id from inbox.channels where id = ${accountId}`);
}

/** What nobody told us of: accounts without a channel, and channels that are not as their account is. */
export function keepChannels(tx: Tx, accounts: Sql, now: Date, limit: number) {
  return tx.many(
    z.object({ id: ChannelId }),
    sql`
    insert into inbox.channels (${columns})
    select * from (${kept(accounts, now)}) kept
     where not exists (select from inbox.channels c where c.workspace_id = kept.workspace_id and c.id = kept.id
                         and row (c.name, c.location_id) is not distinct from row (kept.name, kept.location_id))
     limit ${limit}
    on conflict (workspace_id, id) do update
       set name = excluded.name, location_id = excluded.location_id, updated_at = excluded.updated_at
    returning id`,
  );
}
