import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import type { TagId } from '../conversations/contract.ts';
import { Tag, TagDetails } from './contract.ts';

/** Without regard to case. All of a workspace are read for it, of which there are a few hundred at most. */
const byName = keyset({ nameKey: 'asc', id: 'asc' }, 't');

export function tagsByName(tx: Tx, page: PageQuery) {
  return byName.page(
    tx,
    Tag,
    page,
    (where, order) => sql`
    select t.id, t.name, t.color, t.name_key
      from (select id, name, color, lower(name) as name_key from inbox.tags) t
     where ${where} ${order}`,
  );
}

export function findTag(tx: Tx, id: TagId) {
  return tx.maybeOne(Tag, sql`select id, name, color from inbox.tags where id = ${id}`);
}

export function findTagDetails(tx: Tx, id: TagId, countedMax: number) {
  return tx.maybeOne(
    TagDetails,
    sql`
    select t.id, t.name, t.color, t.created_at,
           (select count(*)::int from (select 1 from inbox.conversation_tags c
              where c.workspace_id = t.workspace_id and c.tag_id = t.id limit ${countedMax}) counted)
             as conversations_count,
           (select count(*)::int from (select 1 from inbox.comment_tags c
              where c.workspace_id = t.workspace_id and c.tag_id = t.id limit ${countedMax}) counted) as comments_count,
           (select count(*)::int from (select 1 from inbox.contact_tags c
              where c.workspace_id = t.workspace_id and c.tag_id = t.id limit ${countedMax}) counted) as contacts_count
      from inbox.tags t where t.id = ${id}`,
  );
}

/** Of one workspace, up to a number. */
export function countTags(tx: Tx, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select 1 from inbox.tags limit ${limit}) counted`,
  );
}

export interface NewTag extends Tag {
  readonly workspaceId: WorkspaceId;
  readonly createdBy: MemberId | null;
  readonly createdAt: Date;
}

/** Answers 0 where the id, or the name, is taken. */
export function insertTag(tx: Tx, { workspaceId, id, name, color, createdBy, createdAt }: NewTag) {
  return tx.run(sql`
    insert into inbox.tags (workspace_id, id, name, color, created_at, created_by)
    values (${workspaceId}, ${id}, ${name}, ${color}, ${createdAt}, ${createdBy})
    on conflict do nothing`);
}

export function holdTag(tx: Tx, id: TagId) {
  return tx.maybeOne(Tag, sql`select id, name, color from inbox.tags where id = ${id} for no key update`);
}

export function changeTag(tx: Tx, { id, name, color }: Tag) {
  return tx.run(sql`update inbox.tags set name = ${name}, color = ${color} where id = ${id}`);
}

/** Answers 0 where there is none. Everything it was put on loses it with it. */
export function dropTag(tx: Tx, id: TagId) {
  return tx.run(sql`delete from inbox.tags where id = ${id}`);
}
