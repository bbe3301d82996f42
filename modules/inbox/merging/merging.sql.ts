import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ContactId, TagId } from '../conversations/contract.ts';
import { Merge, MergeId } from './contract.ts';

const newestFirst = keyset({ mergedAt: 'desc', id: 'desc' }, 'm');

const who = (alias: string) => {
  const id = sql.id(alias, 'id');
  return sql`case when ${id} is not null then jsonb_build_object('memberId', ${id}, 'name', ${sql.id(alias, 'name')}) end`;
};

/** Of an identity `i`: that it was with the other one for being of somebody who is part of them. */
const cameAlong = sql`
  exists (select 1 from inbox.contact_merges n
           where n.workspace_id = m.workspace_id and n.contact_id = m.other_id and n.undone_at is null
             and i.id = any(n.identity_ids))`;

/** `coworkers` are all there are. What the other calls itself may have moved; its name of ours has not. */
const shown = (coworkers: Sql, rows: Sql) => sql`
  select m.id, m.contact_id, m.other_id, m.merged_at, m.undone_at,
         coalesce(k.name, (select coalesce(i.name, i.username) from inbox.identities i
            where i.workspace_id = m.workspace_id and i.id = any(m.identity_ids)
            order by coalesce(i.name, i.username) is null, ${cameAlong}, i.name is null, i.created_at, i.id limit 1),
           'Somebody') as other_name,
         cardinality(m.identity_ids) as identities_count, cardinality(m.note_ids) as notes_count,
         cardinality(m.tag_ids) as tags_count, ${who('a')} as merged_by, ${who('b')} as undone_by
    from (${rows}) m
    join inbox.contacts k on k.workspace_id = m.workspace_id and k.id = m.other_id
    left join (${coworkers}) a on a.workspace_id = m.workspace_id and a.id = m.merged_by
    left join (${coworkers}) b on b.workspace_id = m.workspace_id and b.id = m.undone_by`;

export function mergesOf(tx: Tx, coworkers: Sql, contactId: ContactId, page: PageQuery) {
  return newestFirst.page(
    tx,
    Merge,
    page,
    (where, order) => sql`
    ${shown(coworkers, sql`select m.* from inbox.contact_merges m where m.contact_id = ${contactId} and ${where} ${order}`)}
     order by m.merged_at desc, m.id desc`,
  );
}

export function findMerge(tx: Tx, coworkers: Sql, id: MergeId) {
  return tx.maybeOne(Merge, shown(coworkers, sql`select m.* from inbox.contact_merges m where m.id = ${id}`));
}

/** Of the profile: what the other had and the contact had not. */
export const Gained = z.object({
  name: z.string().optional(),
  language: z.string().optional(),
  timezone: z.string().optional(),
  fields: z.record(z.string(), z.unknown()).default({}),
});
export type Gained = z.infer<typeof Gained>;

const HeldMerge = z.object({
  id: MergeId,
  contactId: ContactId,
  otherId: ContactId,
  tagIds: z.array(TagId),
  gained: Gained,
  undoneAt: z.date().nullable(),
});
export type HeldMerge = z.infer<typeof HeldMerge>;

export function holdMerge(tx: Tx, id: MergeId) {
  return tx.maybeOne(
    HeldMerge,
    sql`
    select id, contact_id, other_id, tag_ids, gained, undone_at from inbox.contact_merges
     where id = ${id} for no key update`,
  );
}

/** Those that are in force, the first one first. */
export function mergesInForce(tx: Tx, contactId: ContactId, limit: number) {
  return tx.many(
    HeldMerge,
    sql`
    select id, contact_id, other_id, tag_ids, gained, undone_at from inbox.contact_merges
     where contact_id = ${contactId} and undone_at is null
     order by merged_at, id limit ${limit}`,
  );
}

export interface NewMerge {
  readonly workspaceId: WorkspaceId;
  readonly id: MergeId;
  readonly contactId: ContactId;
  readonly otherId: ContactId;
  readonly mergedBy: MemberId | null;
  readonly now: Date;
}

/** All of the other's that has rows of its own changes hands, and the merge says which it was. */
export function insertMerge(tx: Tx, { workspaceId, id, contactId, otherId, mergedBy, now }: NewMerge) {
  const moving = (table: string) => sql`
    update inbox.${sql.id(table)} set contact_id = ${contactId} where contact_id = ${otherId} returning id`;
  return tx.run(sql`
    with identities as (${moving('identities')}), notes as (${moving('contact_notes')}),
         consents as (${moving('contact_consents')}),
         other as (update inbox.contacts set merged_into = ${contactId} where id = ${otherId})
    insert into inbox.contact_merges (workspace_id, id, contact_id, other_id, identity_ids, note_ids, consent_ids,
                                      tag_ids, merged_at, merged_by)
    values (${workspaceId}, ${id}, ${contactId}, ${otherId}, array(select id from identities order by id),
            array(select id from notes order by id), array(select id from consents order by id), '{}', ${now},
            ${mergedBy})`);
}

/** What came along with a merge and is still there goes back. */
export function undoMerge(tx: Tx, id: MergeId, by: MemberId | null, now: Date) {
  const returning = (table: string, ids: string) => sql`
    update inbox.${sql.id(table)} t set contact_id = m.other_id
      from undone m where t.workspace_id = m.workspace_id and t.id = any(${sql.id('m', ids)})
       and t.contact_id = m.contact_id`;
  return tx.run(sql`
    with undone as (
      update inbox.contact_merges set undone_at = ${now}, undone_by = ${by}
       where id = ${id} and undone_at is null returning *
    ), identities as (${returning('identities', 'identity_ids')}),
    notes as (${returning('contact_notes', 'note_ids')}),
    consents as (${returning('contact_consents', 'consent_ids')}),
    tags as (
      delete from inbox.contact_tags t using undone m
       where t.workspace_id = m.workspace_id and t.contact_id = m.contact_id and t.tag_id = any(m.tag_ids)
    )
    update inbox.contacts k set merged_into = null
      from undone m where k.workspace_id = m.workspace_id and k.id = m.other_id`);
}

/** Tags that the other has and the contact has not, of those given or of all; the merge says which they were. */
export function gainTags(tx: Tx, { id, contactId, otherId }: HeldMerge, only: readonly TagId[] | undefined) {
  const some = only === undefined ? sql`true` : sql`t.tag_id = any(${only}::uuid[])`;
  return tx.run(sql`
    with gained as (
      insert into inbox.contact_tags (workspace_id, contact_id, tag_id, created_at)
      select t.workspace_id, ${contactId}, t.tag_id, t.created_at from inbox.contact_tags t
       where t.contact_id = ${otherId} and ${some}
      on conflict do nothing returning tag_id
    )
    update inbox.contact_merges set tag_ids = tag_ids || array(select tag_id from gained order by tag_id)
     where id = ${id}`);
}

export function keepGained(tx: Tx, id: MergeId, gained: Gained) {
  return tx.run(sql`
    update inbox.contact_merges set gained = ${JSON.stringify(gained)}::jsonb where id = ${id}`);
}

/** They are heard of when the one or the other was. */
export function hearOf(tx: Tx, contactId: ContactId, otherId: ContactId) {
  return tx.run(sql`
    update inbox.contacts k set heard_at = greatest(k.heard_at, o.heard_at)
      from inbox.contacts o
     where k.id = ${contactId} and o.workspace_id = k.workspace_id and o.id = ${otherId}
       and o.heard_at > coalesce(k.heard_at, '-infinity')`);
}

/** Two again: each was heard of when they last wrote, be it where everybody sees it. */
export function hearAnew(tx: Tx, ids: readonly ContactId[]) {
  return tx.run(sql`
    update inbox.contacts k
       set heard_at = (select max(greatest(
               (select max(v.last_inbound_at) from inbox.conversations v
                 where v.workspace_id = i.workspace_id and v.identity_id = i.id),
               (select max(o.happened_at) from inbox.comments o
                 where o.workspace_id = i.workspace_id and o.channel_id = i.channel_id
                   and o.author_platform_id = i.platform_user_id and not o.is_own)))
              from inbox.identities i where i.workspace_id = k.workspace_id and i.contact_id = k.id)
     where k.id = any(${ids}::uuid[])`);
}
