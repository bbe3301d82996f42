import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { type Asker, type ConversationFilter, upTo } from '../conversations/filter.sql.ts';
import { View, ViewId } from './contract.ts';

const HeldView = View.omit({ isShared: true, createdBy: true }).extend({ memberId: MemberId.nullable() });
export type HeldView = z.infer<typeof HeldView>;

const shown = (coworkers: Sql) => sql`
  select s.id, s.name, s.member_id is null as is_shared, s.filters, s.search, s.place, s.created_at,
         (select jsonb_build_object('memberId', w.id, 'name', w.name) from (${coworkers}) w
           where w.workspace_id = s.workspace_id and w.id = s.created_by) as created_by`;

/** Somebody's own, and everybody's. */
export function viewsOf(tx: Tx, coworkers: Sql, me: MemberId | null, limit: number) {
  return tx.many(
    View,
    sql`
    ${shown(coworkers)} from (
      (select * from inbox.views where member_id = ${me} order by place, id limit ${limit})
      union all (select * from inbox.views where member_id is null order by place, id limit ${limit})) s
     order by s.member_id is null, s.place, s.id`,
  );
}

export function findView(tx: Tx, coworkers: Sql, id: ViewId) {
  return tx.maybeOne(View, sql`${shown(coworkers)} from inbox.views s where s.id = ${id}`);
}

export function holdView(tx: Tx, id: ViewId) {
  return tx.maybeOne(
    HeldView,
    sql`
    select id, member_id, name, filters, search, place, created_at from inbox.views where id = ${id} for update`,
  );
}

/** Of one's own or, for null, of everybody's. */
export function countViewsOf(tx: Tx, owner: MemberId | null, limit: number) {
  const isTheirs = owner === null ? sql`member_id is null` : sql`member_id = ${owner}`;
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select from inbox.views where ${isTheirs} limit ${limit}) v`,
  );
}

type Saved = Pick<View, 'id' | 'name' | 'filters' | 'search' | 'place'> & {
  readonly memberId: MemberId | null;
};

/** Answers 0 when the id is taken. */
export function insertView(tx: Tx, workspaceId: WorkspaceId, view: Saved, by: MemberId | null, at: Date) {
  return tx.run(sql`
    insert into inbox.views (workspace_id, id, member_id, name, filters, search, place, created_by, created_at, updated_at)
    values (${workspaceId}, ${view.id}, ${view.memberId}, ${view.name}, ${JSON.stringify(view.filters)}::jsonb,
      ${view.search}, ${view.place}, ${by}, ${at}, ${at})
    on conflict (workspace_id, id) do nothing`);
}

export function changeView(tx: Tx, view: Saved, at: Date) {
  return tx.run(sql`
    update inbox.views
       set member_id = ${view.memberId}, name = ${view.name}, filters = ${JSON.stringify(view.filters)}::jsonb,
           search = ${view.search}, place = ${view.place}, updated_at = ${at}
     where id = ${view.id}`);
}

export const dropView = (tx: Tx, id: ViewId) => tx.run(sql`delete from inbox.views where id = ${id}`);

/** All in one statement, each by its own way along the indexes, and none further than to the limit. */
export function countsOf(
  tx: Tx,
  asker: Asker,
  views: readonly { readonly id: ViewId; readonly filter: ConversationFilter }[],
  limit: number,
) {
  const counts = views.map(
    ({ id, filter }) => sql`
    select ${id}::uuid as view_id, (select count(*)::int from (${upTo(limit, asker, filter)}) v) as count`,
  );
  return tx.many(z.object({ viewId: ViewId, count: z.number() }), sql.join(counts, sql` union all `));
}
