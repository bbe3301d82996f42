import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ChannelBrief, ContactId, type TagId } from '../conversations/contract.ts';
import { personName } from '../conversations/shown.sql.ts';
import { ContactConversation, type ContactFilter, ContactIdentity, ContactSummary } from './contract.ts';

const byLast = keyset({ lastAt: 'desc', id: 'desc' }, 'k');

/** More names than these that begin alike are not looked at: whoever looks for one of them types on. */
const foundMax = 1_000;
const lastLetter = '\u{10ffff}';

/** The picture by its key: a link to it is made anew for everybody who looks. */
const Listed = ContactSummary.omit({ pictureUrl: true }).extend({ pictureKey: z.string().nullable() });
export type Listed = z.infer<typeof Listed>;

const summary = sql`
  k.id, ${personName} as name, i.username, i.picture_key,
  k.language, k.heard_at, k.is_demo,
  array(select distinct c.platform from inbox.identities j
          join inbox.channels c on c.workspace_id = j.workspace_id and c.id = j.channel_id
         where j.workspace_id = k.workspace_id and j.contact_id = k.id) as platforms,
  array(select t.tag_id from inbox.contact_tags t
         where t.workspace_id = k.workspace_id and t.contact_id = k.id order by t.tag_id) as tag_ids`;

/** That it came with somebody who turned out to be the same person. */
const cameAlong = sql`
  exists (select 1 from inbox.contact_merges m
           where m.workspace_id = j.workspace_id and m.contact_id = j.contact_id and m.undone_at is null
             and j.id = any(m.identity_ids))`;

/** The identity that says most about who they are: whoever is part of them now does not give them another name. */
const best = sql`
  left join lateral (select j.* from inbox.identities j
    where j.workspace_id = k.workspace_id and j.contact_id = k.id
    order by coalesce(j.name, j.username) is null, ${cameAlong}, j.name is null, j.picture_key is null,
             j.created_at, j.id
    limit 1) i on true
  left join inbox.channels c on c.workspace_id = i.workspace_id and c.id = i.channel_id`;

/** Channels whose people whoever asks may see, called `c`; and whether those who are on none are seen as well. */
export interface Seen {
  readonly here: Sql;
  readonly nowhere: boolean;
}

/**
 * For whoever looks everywhere one person after the other is looked at, since nearly all are seen; as a condition with
 * `or` the planner would read all there are. For a place it may begin with its channels.
 */
const isSeen = (seen: Seen | undefined) => {
  if (!seen) return sql`true`;
  const known = sql`inbox.identities s
            join inbox.channels c on c.workspace_id = s.workspace_id and c.id = s.channel_id
           where s.workspace_id = k.workspace_id and s.contact_id = k.id`;
  return seen.nowhere
    ? sql`(select coalesce(bool_or(${seen.here}), true) from ${known})`
    : sql`exists (select 1 from ${known} and ${seen.here})`;
};

const tagged = (tagId: TagId) =>
  sql`exists (select 1 from inbox.contact_tags t
       where t.workspace_id = k.workspace_id and t.contact_id = k.id and t.tag_id = ${tagId})`;

const onChannel = (channelId: string) =>
  sql`exists (select 1 from inbox.identities o
       where o.workspace_id = k.workspace_id and o.contact_id = k.id and o.channel_id = ${channelId})`;

/** By ranges of folded names, which an index answers behind row security as well. */
function called(prefix: string): Sql {
  const begins = (column: Sql) =>
    sql`${column} >= lower(${prefix}) and ${column} < lower(${prefix}) || ${lastLetter}::text`;
  return sql`k.id in (
    (select n.id from inbox.contacts n
      where n.merged_into is null and n.erased_at is null and ${begins(sql`n.name_key`)}
      order by n.name_key limit ${foundMax})
    union all
    (select n.contact_id from inbox.identities n where ${begins(sql`n.name_key`)}
      order by n.name_key limit ${foundMax})
    union all
    (select n.contact_id from inbox.identities n where ${begins(sql`n.username_key`)}
      order by n.username_key limit ${foundMax}))`;
}

const narrowed = ({ tagId, channelId, language, q }: ContactFilter): Sql =>
  sql.join(
    [
      ...(tagId === undefined ? [] : [tagged(tagId)]),
      ...(channelId === undefined ? [] : [onChannel(channelId)]),
      ...(language === undefined ? [] : [sql`k.language = ${language}`]),
      ...(q === undefined ? [] : [called(q)]),
      sql`true`,
    ],
    sql` and `,
  );

export function contactsByLast(tx: Tx, seen: Seen | undefined, filter: ContactFilter, page: PageQuery) {
  return byLast.page(
    tx,
    Listed,
    page,
    (where, order) => sql`
    select k.last_at, ${summary}
      from (select k.* from inbox.contacts k
             where k.merged_into is null and k.erased_at is null and ${narrowed(filter)} and ${isSeen(seen)}
               and ${where} ${order}) k
      ${best}
     order by k.last_at desc, k.id desc`,
  );
}

const Found = Listed.extend({
  givenName: z.string().nullable(),
  timezone: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()),
  mergedInto: ContactId.nullable(),
  erasedAt: z.date().nullable(),
  emptiedAt: z.date().nullable(),
  createdAt: z.date(),
});

export function findContact(tx: Tx, id: ContactId) {
  return tx.maybeOne(
    Found,
    sql`
    select ${summary}, k.name as given_name, k.timezone, k.fields, k.merged_into, k.erased_at, k.emptied_at,
           k.created_at
      from inbox.contacts k ${best}
     where k.id = ${id}`,
  );
}

const channel = sql`
  jsonb_build_object('id', c.id, 'platform', c.platform, 'name', c.name, 'locationId', c.location_id) as channel`;
const Identity = ContactIdentity.omit({ pictureUrl: true }).extend({
  channel: ChannelBrief,
  pictureKey: z.string().nullable(),
});

export function identitiesOf(tx: Tx, id: ContactId, seen: Seen | undefined, limit: number) {
  return tx.many(
    Identity,
    sql`
    select i.id, ${channel}, i.platform_user_id, i.username, i.name, i.profile_url, i.picture_key
      from inbox.identities i
      join inbox.channels c on c.workspace_id = i.workspace_id and c.id = i.channel_id
     where i.contact_id = ${id} and ${seen?.here ?? sql`true`}
     order by i.created_at, i.id limit ${limit}`,
  );
}

export function conversationsOf(tx: Tx, id: ContactId, seen: Seen | undefined, limit: number) {
  return tx.many(
    ContactConversation,
    sql`
    select v.id, v.channel_id, c.platform, c.name as channel_name, v.subject, v.status, v.last_text, v.last_at
      from inbox.identities i
      join inbox.channels c on c.workspace_id = i.workspace_id and c.id = i.channel_id
      cross join lateral (select v.* from inbox.conversations v
        where v.workspace_id = i.workspace_id and v.identity_id = i.id
        order by v.last_at desc, v.id desc limit ${limit}) v
     where i.contact_id = ${id} and ${seen?.here ?? sql`true`}
     order by v.last_at desc, v.id desc limit ${limit}`,
  );
}

const ContactPlace = z.object({
  locationId: z.string().nullable(),
  memberOnly: z.boolean(),
  isOwn: z.boolean(),
});
export type ContactPlace = z.infer<typeof ContactPlace>;

const Standing = z.object({
  mergedInto: ContactId.nullable(),
  erasedAt: z.date().nullable(),
  /** Where they write; of one that was merged, where those write of whom it is part. */
  places: z.array(ContactPlace),
});

/** Where somebody is known, for whoever asks whether they may look; and which mailboxes there are `memberId`'s own. */
export function findStanding(tx: Tx, id: ContactId, memberId: MemberId | null) {
  return tx.maybeOne(
    Standing,
    sql`
    with recursive up as (
      select k.id, k.merged_into from inbox.contacts k where k.id = ${id}
      union
      select k.id, k.merged_into from up join inbox.contacts k on k.id = up.merged_into
    )
    select k.merged_into, k.erased_at,
           coalesce((select jsonb_agg(distinct jsonb_build_object('locationId', c.location_id,
                'memberOnly', c.member_only, 'isOwn', own.member_id is not null))
              from up
              join inbox.identities i on i.contact_id = up.id
              join inbox.channels c on c.workspace_id = i.workspace_id and c.id = i.channel_id
              left join inbox.email_account_members own
                on own.workspace_id = c.workspace_id and own.account_id = c.id and own.member_id = ${memberId}
             where up.merged_into is null), '[]') as places
      from inbox.contacts k where k.id = ${id}`,
  );
}

const Profile = z.object({
  id: ContactId,
  name: z.string().nullable(),
  language: z.string().nullable(),
  timezone: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()),
  mergedInto: ContactId.nullable(),
  erasedAt: z.date().nullable(),
});
export type Profile = z.infer<typeof Profile>;

/** In the order of their ids, so that two who hold the same ones do not wait for each other. */
export function holdContacts(tx: Tx, ids: readonly ContactId[]) {
  return tx.many(
    Profile,
    sql`
    select id, name, language, timezone, fields, merged_into, erased_at from inbox.contacts
     where id = any(${ids}::uuid[]) order by id for no key update`,
  );
}

export function changeProfile(
  tx: Tx,
  { id, name, language, timezone, fields }: Omit<Profile, 'mergedInto' | 'erasedAt'>,
) {
  return tx.run(sql`
    update inbox.contacts
       set name = ${name}, language = ${language}, timezone = ${timezone}, fields = ${JSON.stringify(fields)}::jsonb
     where id = ${id}`);
}

export function countTagsOf(tx: Tx, id: ContactId) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from inbox.contact_tags where contact_id = ${id}`,
  );
}

/** Answers 0 where it is on them already. */
export function insertContactTag(
  tx: Tx,
  {
    workspaceId,
    contactId,
    tagId,
    now,
  }: { workspaceId: string; contactId: ContactId; tagId: TagId; now: Date },
) {
  return tx.run(sql`
    insert into inbox.contact_tags (workspace_id, contact_id, tag_id, created_at)
    values (${workspaceId}, ${contactId}, ${tagId}, ${now})
    on conflict do nothing`);
}

/** It did not come with anybody from here on: put on them again, it is their own. Answers 0 where there was none. */
export async function dropContactTag(tx: Tx, contactId: ContactId, tagId: TagId) {
  await tx.run(sql`
    update inbox.contact_merges set tag_ids = array_remove(tag_ids, ${tagId}::uuid)
     where contact_id = ${contactId} and undone_at is null and ${tagId}::uuid = any(tag_ids)`);
  return tx.run(sql`delete from inbox.contact_tags where contact_id = ${contactId} and tag_id = ${tagId}`);
}
