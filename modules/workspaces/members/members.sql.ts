import { z } from 'zod';
import type { Role } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { MemberId, type UserId, type WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Colleague, type LocationRole, Member } from './contract.ts';
import { here, Place, place } from './door.sql.ts';

export interface NewMember {
  readonly workspaceId: WorkspaceId;
  readonly id: MemberId;
  readonly userId: UserId;
  readonly role: Role | null;
  readonly createdAt: Date;
  readonly invitedBy?: MemberId;
  readonly invitedAt?: Date;
}

/** Answers 0 when this person is a member already. */
export function insertMember(tx: Tx, m: NewMember) {
  return tx.run(sql`
    insert into workspaces.members (workspace_id, id, user_id, role, invited_by, invited_at, joined_at, created_at,
                                    updated_at)
    values (${m.workspaceId}, ${m.id}, ${m.userId}, ${m.role}, ${m.invitedBy ?? null}, ${m.invitedAt ?? null},
            ${m.createdAt}, ${m.createdAt}, ${m.createdAt})
    on conflict (workspace_id, user_id) do nothing`);
}

const byAge = keyset({ joinedAt: 'asc', id: 'asc' }, 'm');
const MemberRow = Member.omit({ avatarUrl: true, isYou: true }).extend({
  avatarKey: z.string().nullable(),
  invitedBy: Colleague.nullable(),
});
export type MemberRow = z.infer<typeof MemberRow>;

/** `people` are all there are, as `colleagues` of identity says. */
const shown = (people: Sql) => sql`
    select m.id, m.user_id, p.name, p.email, p.username, p.avatar_key, m.role, m.extra_permissions,
           m.withdrawn_permissions, m.joined_at, ${locationsOfOne} as locations,
           case when i.id is not null then jsonb_build_object('memberId', i.id, 'name', ip.name) end as invited_by
      from workspaces.members m
      join (${people}) p on p.id = m.user_id
      left join workspaces.members i on i.workspace_id = m.workspace_id and i.id = m.invited_by
      left join (${people}) ip on ip.id = i.user_id
     where m.workspace_id = ${here}`;

const locationsOfOne = sql`
  (select coalesce(jsonb_agg(jsonb_build_object(
            'locationId', r.location_id, 'locationName', l.name, 'role', r.role,
            'extraPermissions', r.extra_permissions, 'withdrawnPermissions', r.withdrawn_permissions)
            order by l.name, l.id), '[]')
     from workspaces.location_roles r
     join workspaces.locations l on l.workspace_id = r.workspace_id and l.id = r.location_id
    where r.workspace_id = m.workspace_id and r.member_id = m.id)`;

export interface MemberFilter {
  readonly q?: string | undefined;
  readonly role?: Role | 'guest' | undefined;
}

export function membersOfWorkspace(tx: Tx, people: Sql, filter: MemberFilter, page: PageQuery) {
  const { q, role } = filter;
  const named = q === undefined ? sql`true` : sql`p.email || ' ' || p.name ilike ${containing(q)}`;
  const isRole =
    role === undefined ? sql`true` : role === 'guest' ? sql`m.role is null` : sql`m.role = ${role}`;
  return byAge.page(
    tx,
    MemberRow,
    page,
    (where, order) => sql`${shown(people)} and ${named} and ${isRole} and ${where} ${order}`,
  );
}

/** The marks of a pattern are letters like others to whoever looks for them. */
const containing = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

export function findMember(tx: Tx, people: Sql, id: MemberId) {
  return tx.maybeOne(MemberRow, sql`${shown(people)} and m.id = ${id}`);
}

export function findMemberByEmail(tx: Tx, people: Sql, email: string) {
  return tx.maybeOne(
    z.object({ id: MemberId }),
    sql`
    select m.id
      from (${people}) p
      join workspaces.members m on m.workspace_id = ${here} and m.user_id = p.id
     where p.email = ${email}`,
  );
}

const Held = z.object({ isWanted: z.boolean(), place: Place });

/**
 * The member, and every owner: until the transaction ends, nobody else changes any of them. In one order everywhere, so
 * that two owners who remove each other take turns instead of waiting for each other.
 */
export function holdMemberAndOwners(tx: Tx, id: MemberId) {
  return tx.many(
    Held,
    sql`
    select m.id = ${id} as is_wanted, ${place} as place
      from workspaces.members m
     where m.workspace_id = ${here} and (m.role = 'owner' or m.id = ${id})
     order by m.id
       for no key update of m`,
  );
}

export function holdMemberOfPerson(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    z.object({ place: Place }),
    sql`
    select ${place} as place
      from workspaces.members m
     where m.workspace_id = ${here} and m.user_id = ${userId}
       for no key update of m`,
  );
}

export interface RoleChange {
  readonly role: Role | null;
  readonly extra: readonly string[];
  readonly withdrawn: readonly string[];
}

export function setMemberRole(tx: Tx, id: MemberId, { role, extra, withdrawn }: RoleChange, at: Date) {
  return tx.run(sql`
    update workspaces.members
       set role = ${role}, extra_permissions = ${extra}, withdrawn_permissions = ${withdrawn}, updated_at = ${at}
     where workspace_id = ${here} and id = ${id}`);
}

/** Their keys, places and exceptions go with them. Answers how many keys that were. */
export function deleteMember(tx: Tx, id: MemberId) {
  return tx.one(
    z.object({ keysCount: z.number() }),
    sql`
    with keys as (select count(*)::int as count from workspaces.api_keys
                   where made_by = ${id} and revoked_at is null),
    gone as (delete from workspaces.members where workspace_id = ${here} and id = ${id})
    select count as keys_count from keys`,
  );
}

export interface LocationGrant {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId;
  readonly locationId: string;
  readonly role: LocationRole;
  readonly extra: readonly string[];
  readonly withdrawn: readonly string[];
  readonly at: Date;
}

/** Answers 0 when there is no such location. */
export function putLocationRole(tx: Tx, r: LocationGrant) {
  return tx.run(sql`
    insert into workspaces.location_roles (workspace_id, member_id, location_id, role, extra_permissions,
                                           withdrawn_permissions, created_at, updated_at)
    select workspace_id, ${r.memberId}, id, ${r.role}, ${r.extra}, ${r.withdrawn}, ${r.at}, ${r.at}
      from workspaces.locations where id = ${r.locationId}
    on conflict (workspace_id, member_id, location_id) do update
       set role = excluded.role, extra_permissions = excluded.extra_permissions,
           withdrawn_permissions = excluded.withdrawn_permissions, updated_at = excluded.updated_at`);
}

export function deleteLocationRole(tx: Tx, memberId: MemberId, locationId: string) {
  return tx.run(sql`
    delete from workspaces.location_roles where member_id = ${memberId} and location_id = ${locationId}`);
}
