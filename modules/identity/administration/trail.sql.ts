import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { TrailEntry, type TrailFilter } from './contract.ts';

const newest = keyset({ createdAt: 'desc', id: 'desc' }, 'e');

export function trailEntries(tx: Tx, { actor, about, category }: TrailFilter, page: PageQuery) {
  const wanted = [
    ...(about ? [sql`e.user_id = ${about}`] : []),
    ...(actor ? [sql`e.actor_user_id = ${actor}`] : []),
    ...(category ? [sql`e.category = ${category}`] : []),
  ];
  return newest.page(
    tx,
    TrailEntry,
    page,
    (where, order) => sql`
    select e.id, e.created_at, e.actor_kind, e.category, e.action, e.subject_type, e.subject_id, e.changes,
           e.succeeded, e.error_code, e.address, e.agent, e.request_id,
           case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as actor,
           case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as about
      from identity.audit_entries e
      left join identity.users a on a.id = e.actor_user_id
      left join identity.users u on u.id = e.user_id
     where ${sql.join([...wanted, where], sql` and `)}
     ${order}`,
  );
}
