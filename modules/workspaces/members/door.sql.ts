import { z } from 'zod';
import { roles } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import { ApiKeyId, MemberId, UserId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';

const Grants = z.object({
  role: z.enum(roles).nullable(),
  extra: z.array(z.string()),
  withdrawn: z.array(z.string()),
});

/** Everything that decides what a member may do. */
export const Place = Grants.extend({
  memberId: MemberId,
  userId: UserId,
  locations: z.array(Grants.extend({ locationId: z.string() })),
});
export type Place = z.infer<typeof Place>;

/**
 * People see their own places and workspaces wherever they are, so the walls of these two tables alone are no way into
 * an index: which workspace it is has to be said once more.
 */
export const here: Sql = sql`(select app.current_workspace_id())`;

/** Of `m`, a member. */
export const place: Sql = sql`
  jsonb_build_object(
    'memberId', m.id, 'userId', m.user_id, 'role', m.role, 'extra', m.extra_permissions,
    'withdrawn', m.withdrawn_permissions,
    'locations', (select coalesce(jsonb_agg(jsonb_build_object(
                           'locationId', r.location_id, 'role', r.role, 'extra', r.extra_permissions,
                           'withdrawn', r.withdrawn_permissions) order by r.location_id), '[]')
                    from workspaces.location_roles r
                   where r.workspace_id = m.workspace_id and r.member_id = m.id))`;

const Session = z.object({
  userId: UserId,
  expiresAt: z.date(),
  lastUsedAt: z.date(),
  isAdministrator: z.boolean(),
});

export function findVisitor(tx: Tx, session: Sql) {
  return tx.maybeOne(Session, sql`select * from (${session}) s`);
}

/** Who shows this session, and what they are in the workspace: null where they have no place, or it is deleted. */
export function findVisitorAtWork(tx: Tx, session: Sql) {
  return tx.maybeOne(
    Session.extend({ place: Place.nullable() }),
    sql`
    select s.*, case when m.id is not null then ${place} end as place
      from (${session}) s
      left join workspaces.workspaces w on w.id = ${here} and w.deleted_at is null
      left join workspaces.members m on m.workspace_id = w.id and m.user_id = s.user_id`,
  );
}

const Key = z.object({
  id: ApiKeyId,
  permissions: z.array(z.string()),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  maker: Place,
});

/** A key that opens something now, with its maker: a key of somebody who is not let in is none. */
export function findLiveKey(tx: Tx, people: Sql, tokenHash: Buffer, now: Date) {
  return tx.maybeOne(
    Key,
    sql`
    select k.id, k.permissions, k.expires_at, k.last_used_at, ${place} as maker
      from workspaces.api_keys k
      join workspaces.workspaces w on w.id = k.workspace_id and w.deleted_at is null
      join workspaces.members m on m.workspace_id = k.workspace_id and m.id = k.made_by
      join (${people}) p on p.id = m.user_id and p.is_let_in
     where k.token_hash = ${tokenHash} and k.revoked_at is null
       and (k.expires_at is null or k.expires_at > ${now})`,
  );
}

export interface KeyUse {
  readonly keyId: ApiKeyId;
  readonly at: Date;
}

/** Many at once, in one statement; what is older than what is there changes nothing. */
export function touchKeys(tx: Tx, uses: readonly KeyUse[]) {
  // In one order everywhere, so that two processes do not wait for each other.
  const inOrder = [...uses].sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
  const [ids, instants] = [inOrder.map(({ keyId }) => keyId), inOrder.map(({ at }) => at)];
  return tx.run(sql`
    update workspaces.api_keys k
       set last_used_at = used.at
      from unnest(${ids}::uuid[], ${instants}::timestamptz[]) as used (id, at)
     where k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at)`);
}
