import type { z } from 'zod';
import type { MemberId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { isAt, type Places } from '../rights/places.sql.ts';
import { type conversationFilter, conversationStatuses } from './contract.ts';

export type ConversationFilter = Partial<z.infer<z.ZodObject<typeof conversationFilter>>>;

/** Who asks: whose reading and whose mentions it is about, and at which places they see anything. */
export interface Asker {
  /** Null for a machine, which reads for nobody. */
  readonly me: MemberId | null;
  readonly places: Places;
}

/** No more of a person's notes are looked at than this: nobody works off so many. */
const mentionsReadMax = 1_000;
/** Of a tag on more conversations than that, those that are asked for are counted among so many. */
const taggedReadMax = 20_000;

/**
 * Conversations as `v`, in the order and up to the limit given in `order`. Where the order of no index is that of the
 * list, a walk along one is made for each of a few lanes, and what they bring is merged: no more than a page is read of
 * each, however many conversations there are.
 */
export function picked(asker: Asker, filter: ConversationFilter, where: Sql, order: Sql): Sql {
  const { lanes, rest } = lanesOf(asker, filter);
  const wanted = sql`${rest} and ${where}`;
  if (!lanes) return sql`select v.* from inbox.conversations v where ${wanted} ${order}`;
  return sql`
    select v.* from ${lanes.from}
     cross join lateral (select v.* from inbox.conversations v where ${lanes.on} and ${wanted} ${order}) v
    ${order}`;
}

/**
 * One row for each of them, to be counted: nothing is looked at beyond the limit. Each way is in the order of its
 * index, or a planner that hopes to find so many soon would read the table from its beginning.
 */
export function upTo(limit: number, asker: Asker, filter: ConversationFilter): Sql {
  const { tagId, ...untagged } = filter;
  const newest = sql`order by v.last_at desc, v.id desc limit ${limit}`;
  if (tagId !== undefined) return within(limit, tagged(tagId), matching(asker, untagged), sql`limit 1`);
  const { lanes, rest } = lanesOf(asker, filter);
  if (lanes) return within(limit, lanes, rest, newest);
  return sql`select from inbox.conversations v where ${rest} ${newest}`;
}

const within = (limit: number, lanes: Lanes, rest: Sql, ofEach: Sql) => sql`
  select from ${lanes.from}
   cross join lateral (select from inbox.conversations v where ${lanes.on} and ${rest} ${ofEach}) v
   limit ${limit}`;

/** Of `v`, a conversation: whether the asker sees it and it is what they asked for. */
export function matching(asker: Asker, filter: ConversationFilter): Sql {
  const { status, channelId, team, category, priority, from, until } = filter;
  const conditions = [
    ...seenAt(asker.places),
    ...(status === undefined ? [] : [sql`v.status = ${status}`]),
    ...(channelId === undefined ? [] : [sql`v.channel_id = ${channelId}`]),
    ...(filter.platform === undefined ? [] : [ofChannels(sql`c.platform = ${filter.platform}`)]),
    ...(filter.assignee === undefined ? [] : [assignedTo(asker, filter.assignee)]),
    ...(team === undefined ? [] : [sql`v.assigned_location = ${team}`]),
    ...(category === undefined ? [] : [ofKind('category', category, 'general')]),
    ...(priority === undefined ? [] : [ofKind('priority', priority, 'normal')]),
    ...(from === undefined ? [] : [sql`v.last_at >= ${from}`]),
    ...(until === undefined ? [] : [sql`v.last_at < ${until}`]),
    ...beside(asker, filter),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** What is asked of the rows that belong to a conversation. */
function beside(asker: Asker, filter: ConversationFilter): Sql[] {
  const { tagId, contactId, unread, waiting, hasMedia, mentioned } = filter;
  const yes = (is: boolean, condition: Sql) => (is ? condition : sql`not (${condition})`);
  return [
    ...(tagId === undefined ? [] : [isTagged(tagId)]),
    ...(contactId === undefined ? [] : [isWith(contactId)]),
    ...(unread === undefined ? [] : [yes(unread, sql`v.inbound_count > ${readBy(asker.me)}`)]),
    ...(waiting === undefined ? [] : [yes(waiting, sql`v.waiting_since is not null`)]),
    ...(hasMedia === undefined ? [] : [yes(hasMedia, showsMedia)]),
    ...(mentioned === undefined ? [] : [yes(mentioned, sql`v.id = any(${mentionsOf(asker.me)})`)]),
  ];
}

/** How much of `v` somebody has read; for nobody in particular, how much anybody has. */
export const readBy = (me: MemberId | null): Sql =>
  me === null
    ? sql`v.read_count`
    : sql`coalesce((select r.read_count from inbox.conversation_reads r
        where r.workspace_id = v.workspace_id and r.member_id = ${me} and r.conversation_id = v.id), 0)`;

/** The conversations with a note for somebody who has not seen it. */
export const mentionsOf = (me: MemberId | null): Sql => sql`
  array(select m.conversation_id from inbox.note_mentions n
          join inbox.messages m on m.workspace_id = n.workspace_id and m.id = n.message_id
         where n.member_id = ${me} and n.seen_at is null limit ${mentionsReadMax})`;

const isTagged = (tagId: string) => sql`
  exists (select from inbox.conversation_tags t
           where t.workspace_id = v.workspace_id and t.tag_id = ${tagId} and t.conversation_id = v.id)`;

const isWith = (contactId: string) => sql`
  v.identity_id = any(array(select i.id from inbox.identities i where i.contact_id = ${contactId}))`;

const showsMedia = sql`
  exists (select from inbox.messages m
            join inbox.attachments a on a.workspace_id = m.workspace_id and a.message_id = m.id
           where m.workspace_id = v.workspace_id and m.conversation_id = v.id)`;

/** Channels are few: which of them are meant is found out once, and not per conversation. */
const ofChannels = (condition: Sql) => sql`
  v.channel_id = any(array(select c.id from inbox.channels c where ${condition}))`;

/** What somebody sees of `v`; nothing where they see everything. */
export function seenAt(places: Places): Sql[] {
  if (!places.everywhere) return [ofChannels(isAt(places, 'c'))];
  const isAll = places.except.length === 0 && places.mailboxesOf === undefined;
  return isAll ? [] : [sql`not ${ofChannels(sql`not ${isAt(places, 'c')}`)}`];
}

function assignedTo({ me }: Asker, assignee: NonNullable<ConversationFilter['assignee']>): Sql {
  if (assignee === 'nobody') return sql`v.assigned_to is null`;
  return sql`v.assigned_to = ${assignee === 'me' ? me : assignee}`;
}

/** The index is of what is not ordinary, and is gone by only where that is said in these words. */
function ofKind(column: 'category' | 'priority', kind: string, ordinary: 'general' | 'normal'): Sql {
  const at = sql.id('v', column);
  const isRare = kind === ordinary ? sql.empty : sql`and ${at} <> ${sql.trusted(`'${ordinary}'`)}`;
  return sql`${at} = ${kind} ${isRare}`;
}

interface Lanes {
  readonly from: Sql;
  readonly on: Sql;
}

const everywhere: Places = { everywhere: true, except: [], only: [] };
const statuses: Lanes = {
  from: sql`unnest(${[...conversationStatuses]}::text[]) s (status)`,
  on: sql`v.status = s.status`,
};

/** The lanes, and what they leave to be asked. Indexes have the status before the time: without one, each is a lane. */
function lanesOf(asker: Asker, filter: ConversationFilter): { lanes?: Lanes | undefined; rest: Sql } {
  const { contactId, platform, status } = filter;
  if (contactId !== undefined)
    return {
      lanes: {
        from: sql`(select i.workspace_id, i.id from inbox.identities i where i.contact_id = ${contactId}) i`,
        on: sql`v.workspace_id = i.workspace_id and v.identity_id = i.id`,
      },
      rest: matching(asker, { ...filter, contactId: undefined }),
    };
  // Few have a tag or a note for somebody, or many: which way is shorter only the planner knows.
  const isEither = filter.tagId !== undefined || filter.mentioned === true;
  const perStatus = status === undefined ? statuses : undefined;
  if (!isEither && hasIndex(filter)) return { lanes: perStatus, rest: matching(asker, filter) };
  if (isEither || (platform === undefined && asker.places.everywhere))
    return { rest: matching(asker, filter) };
  const perChannel = channelsOf(asker.places, platform);
  return {
    lanes: perStatus ? each(perChannel, perStatus) : perChannel,
    rest: matching({ ...asker, places: everywhere }, { ...filter, platform: undefined }),
  };
}

function channelsOf(places: Places, platform: ConversationFilter['platform']): Lanes {
  const ofPlatform = platform === undefined ? sql`true` : sql`c.platform = ${platform}`;
  return {
    from: sql`
      (select c.workspace_id, c.id from inbox.channels c where ${isAt(places, 'c')} and ${ofPlatform}) c`,
    on: sql`v.workspace_id = c.workspace_id and v.channel_id = c.id`,
  };
}

/** Each conversation with it: for a list they would have to be sorted, all of them. */
const tagged = (tagId: string): Lanes => ({
  from: sql`
    (select t.workspace_id, t.conversation_id from inbox.conversation_tags t
      where t.tag_id = ${tagId} limit ${taggedReadMax}) t`,
  on: sql`v.workspace_id = t.workspace_id and v.id = t.conversation_id`,
});

const each = (one: Lanes, other: Lanes): Lanes => ({
  from: sql`${one.from} cross join ${other.from}`,
  on: sql`${one.on} and ${other.on}`,
});

const hasIndex = ({ assignee, team, channelId, category, priority }: ConversationFilter) =>
  [assignee, team, channelId].some((given) => given !== undefined) ||
  (category !== undefined && category !== 'general') ||
  (priority !== undefined && priority !== 'normal');
