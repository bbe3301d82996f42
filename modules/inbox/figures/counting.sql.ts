import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { ChannelId, ConversationId } from '../messages/contract.ts';

export const ChannelHour = z.object({ channelId: ChannelId, hour: z.date() });
export type ChannelHour = z.infer<typeof ChannelHour>;

const Due = z.object({ id: z.string() }).extend(ChannelHour.shape);

/** Some hours with all that was written down about them so far; what is written from now on is another look's. */
export function hoursDue(tx: Tx, limit: number) {
  return tx.many(
    Due,
    sql`select id, channel_id, hour from inbox.hours_due order by channel_id, hour limit ${limit}`,
  );
}

export function dropDue(tx: Tx, ids: readonly string[]) {
  return tx.run(sql`delete from inbox.hours_due where id = any(${ids}::uuid[])`);
}

export function anyDue(tx: Tx) {
  return tx.maybeOne(
    z.object({ id: z.string() }),
    sql`select id from inbox.hours_due order by channel_id, hour limit 1`,
  );
}

const hourMs = 3_600_000;
const endOf = (hour: Date) => new Date(hour.getTime() + hourMs);

export const Volumes = z.object({
  inboundCount: z.number(),
  memberCount: z.number(),
  machineCount: z.number(),
  elsewhereCount: z.number(),
  kinds: z.record(z.string(), z.number()),
  peopleCount: z.number(),
  begunCount: z.number(),
});
export type Volumes = z.infer<typeof Volumes>;

/** An activity has the kind of nobody's words, and what was taken back before it went out was never said. */
export function volumesIn(tx: Tx, { channelId, hour }: ChannelHour) {
  return tx.one(
    Volumes,
    sql`
    with said as materialized (
      select m.conversation_id, m.direction, m.kind, m.author, m.happened_at from inbox.messages m
       where m.channel_id = ${channelId} and m.happened_at >= ${hour} and m.happened_at < ${endOf(hour)}
         and m.direction <> 'internal' and m.status not in ('cancelled', 'scheduled', 'failed'))
    select count(*) filter (where direction = 'inbound')::int as inbound_count,
           count(*) filter (where author = 'member')::int as member_count,
           count(*) filter (where author in ('autopilot', 'automation', 'system'))::int as machine_count,
           count(*) filter (where author = 'elsewhere')::int as elsewhere_count,
           coalesce((select jsonb_object_agg(kind, count) from (
             select kind, count(*)::int as count from said where direction = 'inbound' group by kind) k), '{}') as kinds,
           count(distinct conversation_id) filter (where direction = 'inbound')::int as people_count,
           (select count(*)::int from (
             select distinct s.conversation_id from said s where s.direction = 'inbound') c
               join inbox.conversations v on v.id = c.conversation_id
              where v.first_inbound_at >= ${hour} and v.first_inbound_at < ${endOf(hour)}) as begun_count
      from said`,
  );
}

const OfConversation = Volumes.omit({ peopleCount: true }).extend({ conversationId: ConversationId });

/** The same by conversation. */
export function volumesOfConversations(tx: Tx, { channelId, hour }: ChannelHour, limit: number) {
  return tx.many(
    OfConversation,
    sql`
    select s.conversation_id, sum(s.inbound)::int as inbound_count, sum(s.members)::int as member_count,
           sum(s.machines)::int as machine_count, sum(s.elsewhere)::int as elsewhere_count,
           coalesce(jsonb_object_agg(s.kind, s.inbound) filter (where s.inbound > 0), '{}') as kinds,
           (sum(s.inbound) > 0 and v.first_inbound_at >= ${hour} and v.first_inbound_at < ${endOf(hour)})::int
             as begun_count
      from (select m.conversation_id, m.kind, count(*) filter (where m.direction = 'inbound')::int as inbound,
                   count(*) filter (where m.author = 'member')::int as members,
                   count(*) filter (where m.author in ('autopilot', 'automation', 'system'))::int as machines,
                   count(*) filter (where m.author = 'elsewhere')::int as elsewhere
              from inbox.messages m
             where m.channel_id = ${channelId} and m.happened_at >= ${hour} and m.happened_at < ${endOf(hour)}
               and m.direction <> 'internal' and m.status not in ('cancelled', 'scheduled', 'failed')
             group by m.conversation_id, m.kind) s
      join inbox.conversations v on v.id = s.conversation_id
     group by s.conversation_id, v.first_inbound_at limit ${limit}`,
  );
}

/** From when to when somebody waited. */
export const Wait = z.object({
  conversationId: ConversationId,
  since: z.date(),
  until: z.date(),
  isFirst: z.boolean(),
});
export type Wait = z.infer<typeof Wait>;

/**
 * What was answered in the hour: of each answer, the oldest word after the answer before it. It is a first one where
 * there was none before, or where the conversation was closed in between.
 */
export function repliesIn(tx: Tx, { channelId, hour }: ChannelHour, limit: number) {
  return tx.many(
    Wait,
    sql`
    select m.conversation_id, w.happened_at as since, m.happened_at as until, (p.happened_at is null or exists (
             select from inbox.messages a
              where a.conversation_id = m.conversation_id and a.happened_at > p.happened_at
                and a.happened_at < m.happened_at and a.kind = 'activity'
                and a.details @> '{"activity": {"what": "status", "to": "closed"}}')) as is_first
      from inbox.messages m
      left join lateral (
        select o.happened_at, o.id from inbox.messages o
         where o.conversation_id = m.conversation_id and (o.happened_at, o.id) < (m.happened_at, m.id)
           and o.direction = 'outbound' and o.status not in ('cancelled', 'scheduled', 'failed')
         order by o.happened_at desc, o.id desc limit 1) p on true
      join lateral (
        select i.happened_at from inbox.messages i
         where i.conversation_id = m.conversation_id and i.direction = 'inbound' and i.happened_at < m.happened_at
           and (p.happened_at is null or i.happened_at > p.happened_at)
         order by i.happened_at, i.id limit 1) w on true
     where m.channel_id = ${channelId} and m.happened_at >= ${hour} and m.happened_at < ${endOf(hour)}
       and m.direction = 'outbound' and m.status not in ('cancelled', 'scheduled', 'failed')
     limit ${limit}`,
  );
}

/** What was closed in the hour, since the first word after it was closed before. */
export function closingsIn(tx: Tx, { channelId, hour }: ChannelHour, limit: number) {
  return tx.many(
    Wait,
    sql`
    select m.conversation_id, w.happened_at as since, m.happened_at as until, true as is_first
      from inbox.messages m
      left join lateral (
        select a.happened_at from inbox.messages a
         where a.conversation_id = m.conversation_id and a.happened_at < m.happened_at and a.kind = 'activity'
           and a.details @> '{"activity": {"what": "status", "to": "closed"}}'
         order by a.happened_at desc, a.id desc limit 1) p on true
      join lateral (
        select i.happened_at from inbox.messages i
         where i.conversation_id = m.conversation_id and i.direction = 'inbound' and i.happened_at <= m.happened_at
           and (p.happened_at is null or i.happened_at > p.happened_at)
         order by i.happened_at, i.id limit 1) w on true
     where m.channel_id = ${channelId} and m.happened_at >= ${hour} and m.happened_at < ${endOf(hour)}
       and m.kind = 'activity' and m.details @> '{"activity": {"what": "status", "to": "closed"}}'
     limit ${limit}`,
  );
}

export interface Waited {
  readonly count: number;
  readonly seconds: number;
  readonly openSeconds: number;
}
export interface HourFigures extends Volumes, ChannelHour {
  readonly firstReplies: Waited;
  readonly replies: Waited;
  readonly closings: Waited;
  readonly spread: readonly number[];
}

export function putHour(tx: Tx, workspaceId: WorkspaceId, figures: HourFigures, now: Date) {
  const { channelId, hour, firstReplies: first, replies, closings, spread } = figures;
  return tx.run(sql`
    insert into inbox.hour_figures as f (workspace_id, channel_id, hour, inbound_count, member_count, machine_count,
      elsewhere_count, kinds, people_count, begun_count, first_replies_count, first_reply_seconds,
      first_reply_open_seconds, replies_count, reply_seconds, reply_open_seconds, reply_spread, closed_count,
      close_seconds, close_open_seconds, counted_at)
    values (${workspaceId}, ${channelId}, ${hour}, ${figures.inboundCount}, ${figures.memberCount},
      ${figures.machineCount}, ${figures.elsewhereCount}, ${JSON.stringify(figures.kinds)}::jsonb,
      ${figures.peopleCount}, ${figures.begunCount}, ${first.count}, ${first.seconds}, ${first.openSeconds},
      ${replies.count}, ${replies.seconds}, ${replies.openSeconds}, ${spread}::int[], ${closings.count},
      ${closings.seconds}, ${closings.openSeconds}, ${now})
    on conflict (workspace_id, channel_id, hour) do update
       set inbound_count = excluded.inbound_count, member_count = excluded.member_count,
           machine_count = excluded.machine_count, elsewhere_count = excluded.elsewhere_count, kinds = excluded.kinds,
           people_count = excluded.people_count, begun_count = excluded.begun_count,
           first_replies_count = excluded.first_replies_count, first_reply_seconds = excluded.first_reply_seconds,
           first_reply_open_seconds = excluded.first_reply_open_seconds, replies_count = excluded.replies_count,
           reply_seconds = excluded.reply_seconds, reply_open_seconds = excluded.reply_open_seconds,
           reply_spread = excluded.reply_spread, closed_count = excluded.closed_count,
           close_seconds = excluded.close_seconds, close_open_seconds = excluded.close_open_seconds,
           counted_at = excluded.counted_at`);
}

export interface ConversationFigures extends Omit<HourFigures, 'peopleCount' | keyof ChannelHour> {
  readonly conversationId: ConversationId;
}

const counted = [
  ...['inbound_count', 'member_count', 'machine_count', 'elsewhere_count', 'kinds', 'begun_count'],
  ...['first_replies_count', 'first_reply_seconds', 'first_reply_open_seconds'],
  ...['replies_count', 'reply_seconds', 'reply_open_seconds', 'reply_spread'],
  ...['closed_count', 'close_seconds', 'close_open_seconds'],
];
const columnsOf = (alias: string) =>
  sql.join(
    counted.map((name) => sql.id(alias, name)),
    sql`, `,
  );

/** What is as it was is left as it is: of a long hour, most is. */
export function putConversationHours(
  tx: Tx,
  workspaceId: WorkspaceId,
  { channelId, hour }: ChannelHour,
  figures: readonly ConversationFigures[],
) {
  const names = sql.join(
    counted.map((name) => sql.id(name)),
    sql`, `,
  );
  return tx.run(sql`
    insert into inbox.conversation_hours as f (workspace_id, channel_id, hour, conversation_id, ${names})
    select ${workspaceId}, ${channelId}, ${hour}, r.conversation_id, ${columnsOf('r')}
      from jsonb_to_recordset(${JSON.stringify(figures.map(rowOf))}::jsonb) r (conversation_id uuid, inbound_count int,
        member_count int, machine_count int, elsewhere_count int, kinds jsonb, begun_count int,
        first_replies_count int, first_reply_seconds bigint, first_reply_open_seconds bigint, replies_count int,
        reply_seconds bigint, reply_open_seconds bigint, reply_spread int[], closed_count int, close_seconds bigint,
        close_open_seconds bigint)
    on conflict (workspace_id, hour, channel_id, conversation_id) do update
       set (${names}) = (select ${columnsOf('excluded')})
     where (${columnsOf('f')}) is distinct from (${columnsOf('excluded')})`);
}

const rowOf = ({ firstReplies, replies, closings, ...figures }: ConversationFigures) => ({
  conversation_id: figures.conversationId,
  inbound_count: figures.inboundCount,
  member_count: figures.memberCount,
  machine_count: figures.machineCount,
  elsewhere_count: figures.elsewhereCount,
  kinds: figures.kinds,
  begun_count: figures.begunCount,
  first_replies_count: firstReplies.count,
  first_reply_seconds: firstReplies.seconds,
  first_reply_open_seconds: firstReplies.openSeconds,
  replies_count: replies.count,
  reply_seconds: replies.seconds,
  reply_open_seconds: replies.openSeconds,
  reply_spread: figures.spread,
  closed_count: closings.count,
  close_seconds: closings.seconds,
  close_open_seconds: closings.openSeconds,
});

/** Those in which nothing of the hour is any more. */
export function dropConversationHours(
  tx: Tx,
  { channelId, hour }: ChannelHour,
  kept: readonly ConversationId[],
) {
  return tx.run(sql`
    delete from inbox.conversation_hours
     where hour = ${hour} and channel_id = ${channelId} and conversation_id <> all(${kept}::uuid[])`);
}

/** In which hours anything was said, from one on: a step along the index for each, whatever is in between. */
export function nextHours(tx: Tx, channelId: ChannelId, from: Date, limit: number) {
  return tx.many(
    z.object({ hour: z.date() }),
    sql`
    with recursive hours as (
      select first.hour, first.hour + interval '1 hour' as ends, 1 as nth
        from (select date_trunc('hour', m.happened_at at time zone 'UTC') at time zone 'UTC' as hour
                from inbox.messages m
               where m.channel_id = ${channelId} and m.happened_at >= ${from}
               order by m.happened_at limit 1) first
      union all
      select next.hour, next.hour + interval '1 hour', h.nth + 1
        from hours h, lateral (
          select date_trunc('hour', m.happened_at at time zone 'UTC') at time zone 'UTC' as hour
            from inbox.messages m
           where m.channel_id = ${channelId} and m.happened_at >= h.ends
           order by m.happened_at limit 1) next
       where h.nth < ${limit}::int)
    select hour from hours order by hour`,
  );
}

export function markDue(tx: Tx, workspaceId: WorkspaceId, channelId: ChannelId, hours: readonly Date[]) {
  return tx.run(sql`
    insert into inbox.hours_due (workspace_id, channel_id, hour)
    select ${workspaceId}, ${channelId}, hour from unnest(${hours}::timestamptz[]) hour`);
}

export function nextChannel(tx: Tx, after: ChannelId | null) {
  return tx.maybeOne(
    z.object({ id: ChannelId }),
    after === null
      ? sql`select id from inbox.channels order by id limit 1`
      : sql`select id from inbox.channels where id > ${after} order by id limit 1`,
  );
}
