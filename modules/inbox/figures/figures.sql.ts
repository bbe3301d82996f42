import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { type Asker, type ConversationFilter, matching } from '../conversations/filter.sql.ts';
import { ChannelId, ChannelPlatform } from '../messages/contract.ts';
import { isAt, type Places } from '../rights/places.sql.ts';

/** Whole days of a zone: from the beginning of the first to the end of the last. */
export interface Stretch {
  readonly from: string;
  readonly until: string;
  readonly timezone: string;
  readonly channelId?: ChannelId | undefined;
  readonly locationId?: string | undefined;
  readonly places: Places;
  /** Of the conversations that are in a view when it is asked for. */
  readonly view?: { readonly asker: Asker; readonly filter: ConversationFilter } | undefined;
}

const count = z.coerce.number();
export const Sums = z.object({
  inbound: count,
  byMembers: count,
  byMachines: count,
  elsewhere: count,
  begun: count,
  firstReplies: count,
  firstReplySeconds: count,
  firstReplyOpenSeconds: count,
  replies: count,
  replySeconds: count,
  replyOpenSeconds: count,
  closed: count,
  closeSeconds: count,
  closeOpenSeconds: count,
});
export type Sums = z.infer<typeof Sums>;

const sums = sql`
  coalesce(sum(f.inbound_count), 0) as inbound, coalesce(sum(f.member_count), 0) as by_members,
  coalesce(sum(f.machine_count), 0) as by_machines, coalesce(sum(f.elsewhere_count), 0) as elsewhere,
  coalesce(sum(f.begun_count), 0) as begun, coalesce(sum(f.first_replies_count), 0) as first_replies,
  coalesce(sum(f.first_reply_seconds), 0) as first_reply_seconds,
  coalesce(sum(f.first_reply_open_seconds), 0) as first_reply_open_seconds,
  coalesce(sum(f.replies_count), 0) as replies, coalesce(sum(f.reply_seconds), 0) as reply_seconds,
  coalesce(sum(f.reply_open_seconds), 0) as reply_open_seconds, coalesce(sum(f.closed_count), 0) as closed,
  coalesce(sum(f.close_seconds), 0) as close_seconds, coalesce(sum(f.close_open_seconds), 0) as close_open_seconds`;

/** Hours within, of channels that whoever asks may see. */
function within({ from, until, timezone, channelId, locationId, places, view }: Stretch): Sql {
  const ofChannel = channelId === undefined ? sql`true` : sql`f.channel_id = ${channelId}`;
  const ofLocation = locationId === undefined ? sql`true` : sql`c.location_id = ${locationId}`;
  return sql`
      from ${view === undefined ? sql`inbox.hour_figures f` : ofConversations}
      join inbox.channels c on c.workspace_id = f.workspace_id and c.id = f.channel_id
     where f.hour >= ${from}::date::timestamp at time zone ${timezone}
       and f.hour < (${until}::date + 1)::timestamp at time zone ${timezone}
       and ${ofChannel} and ${ofLocation} and ${isAt(places, 'c')}
       and ${view === undefined ? sql`true` : matching(view.asker, view.filter)}`;
}

const ofConversations = sql`
  inbox.conversation_hours f
      join inbox.conversations v on v.workspace_id = f.workspace_id and v.id = f.conversation_id`;

export function sumsByDay(tx: Tx, stretch: Stretch) {
  return tx.many(
    Sums.extend({ on: z.string() }),
    sql`
    select (f.hour at time zone ${stretch.timezone})::date::text as on, ${sums}
      ${within(stretch)}
     group by 1 order by 1`,
  );
}

export function sumsByChannel(tx: Tx, stretch: Stretch, limit: number) {
  return tx.many(
    Sums.extend({ id: ChannelId, name: z.string(), platform: ChannelPlatform }),
    sql`
    select c.id, c.name, c.platform, ${sums}
      ${within(stretch)}
     group by c.id, c.name, c.platform order by sum(f.inbound_count) desc, c.id limit ${limit}`,
  );
}

export function sumsByWeekHour(tx: Tx, stretch: Stretch) {
  return tx.many(
    z.object({ weekday: z.number(), hour: z.number(), inbound: count }),
    sql`
    select date_part('isodow', f.hour at time zone ${stretch.timezone})::int as weekday,
           date_part('hour', f.hour at time zone ${stretch.timezone})::int as hour,
           coalesce(sum(f.inbound_count), 0) as inbound
      ${within(stretch)}
     group by 1, 2 order by 1, 2`,
  );
}

export function sumsByKind(tx: Tx, stretch: Stretch) {
  return tx.many(
    z.object({ kind: z.string(), count }),
    sql`
    select k.key as kind, sum(k.value::int) as count
      from (select f.kinds ${within(stretch)}) f, jsonb_each_text(f.kinds) k
     group by k.key order by k.key`,
  );
}

export function spreadOf(tx: Tx, stretch: Stretch) {
  return tx.many(
    z.object({ part: z.number(), count }),
    sql`
    select p.part::int as part, sum(p.count) as count
      from (select f.reply_spread ${within(stretch)}) f, unnest(f.reply_spread) with ordinality p(count, part)
     group by p.part order by p.part`,
  );
}

const dayAndChannel = keyset({ on: 'asc', channelId: 'asc' }, 'd');

/** The lines of the table: one per day and channel. */
export function linesOf(tx: Tx, stretch: Stretch, page: PageQuery) {
  return dayAndChannel.page(
    tx,
    Sums.extend({ on: z.string(), channelId: ChannelId, name: z.string(), platform: ChannelPlatform }),
    page,
    (where, order) => sql`
    select d.*
      from (select (f.hour at time zone ${stretch.timezone})::date::text as on, c.id as channel_id, c.name, c.platform,
                   ${sums}
              ${within(stretch)}
             group by 1, c.id, c.name, c.platform) d
     where ${where}
     ${order}`,
  );
}
