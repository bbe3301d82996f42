import { z } from 'zod';
import { type Role, roles } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import {
  Invitation,
  InvitationId,
  type InvitationStatus,
  type InvitedLocation,
  invitationStatuses,
  locationRoles,
} from './contract.ts';
import { Place, place } from './door.sql.ts';

const byAge = keyset({ createdAt: 'desc', id: 'desc' }, 'v');

/** Neither used nor taken back; it may have expired. */
const isUndecided = sql`v.accepted_at is null and v.revoked_at is null`;
/** Ended by nobody before it left. */
const isUndelivered = sql`v.revoked_at is not null and v.revoked_by is null and v.sent_at is null`;
const statusAt = (now: Date) => sql`
  case when v.accepted_at is not null then 'accepted' when ${isUndelivered} then 'undelivered'
       when v.revoked_at is not null then 'revoked' when v.expires_at <= ${now} then 'expired' else 'open' end`;
const colleague = (member: Sql, person: Sql) =>
  sql`case when ${member} is not null then jsonb_build_object('memberId', ${member}, 'name', ${person}) end`;

/** `people` are all there are, as `colleagues` of identity says. */
const shown = (people: Sql, now: Date) => sql`
    select v.id, v.email, v.role, v.location_roles, ${statusAt(now)} as status, v.created_at, v.expires_at, v.sent_at,
           v.sent_count, v.accepted_at, v.revoked_at,
           ${colleague(sql`i.id`, sql`ip.name`)} as invited_by, ${colleague(sql`a.id`, sql`ap.name`)} as accepted_by
      from workspaces.invitations v
      left join workspaces.members i on i.workspace_id = v.workspace_id and i.id = v.invited_by
      left join (${people}) ip on ip.id = i.user_id
      left join workspaces.members a on a.workspace_id = v.workspace_id and a.id = v.accepted_by
      left join (${people}) ap on ap.id = a.user_id`;

export function invitationsOfWorkspace(
  tx: Tx,
  people: Sql,
  filter: { readonly status?: InvitationStatus | undefined; readonly now: Date },
  page: PageQuery,
) {
  const { status, now } = filter;
  return byAge.page(
    tx,
    Invitation,
    page,
    (where, order) => sql`
    ${shown(people, now)}
     where ${status === undefined ? sql`true` : isOf[status](now)} and ${where}
     ${order}`,
  );
}

const isOf: Record<InvitationStatus, (now: Date) => Sql> = {
  open: (now) => sql`${isUndecided} and v.expires_at > ${now}`,
  expired: (now) => sql`${isUndecided} and v.expires_at <= ${now}`,
  accepted: () => sql`v.accepted_at is not null`,
  revoked: () => sql`v.revoked_at is not null and not (${isUndelivered})`,
  undelivered: () => isUndelivered,
};

export function findInvitation(tx: Tx, people: Sql, id: InvitationId, now: Date) {
  return tx.maybeOne(Invitation, sql`${shown(people, now)} where v.id = ${id}`);
}

const Held = z.object({
  id: InvitationId,
  email: z.string().nullable(),
  role: z.enum(roles).nullable(),
  locationRoles: z.array(z.object({ locationId: z.string(), role: z.enum(locationRoles) })),
  sentCount: z.number(),
  updatedAt: z.date(),
  status: z.enum(invitationStatuses),
});
export type HeldInvitation = z.infer<typeof Held>;

/** Until the transaction ends, it is neither accepted nor sent nor revoked by anybody else. */
export function holdInvitation(tx: Tx, id: InvitationId, now: Date) {
  return tx.maybeOne(
    Held,
    sql`
    select v.id, v.email, v.role, v.location_roles, v.sent_count, v.updated_at, ${statusAt(now)} as status
      from workspaces.invitations v where v.id = ${id} for update`,
  );
}

export interface NewInvitation {
  readonly workspaceId: WorkspaceId;
  readonly id: InvitationId;
  readonly email: string | null;
  readonly tokenHash: Buffer | null;
  readonly role: Role | null;
  readonly locationRoles: readonly InvitedLocation[];
  readonly invitedBy: MemberId;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Answers 0 when the id is taken, or the address has an open invitation. A link is with whoever made it at once. */
export function insertInvitation(tx: Tx, v: NewInvitation) {
  return tx.run(sql`
    insert into workspaces.invitations (workspace_id, id, email, token_hash, role, location_roles, invited_by,
                                        created_at, expires_at, sent_at, sent_count, updated_at)
    values (${v.workspaceId}, ${v.id}, ${v.email}, ${v.tokenHash}, ${v.role},
            ${JSON.stringify(v.locationRoles)}::jsonb, ${v.invitedBy}, ${v.createdAt}, ${v.expiresAt},
            ${v.email === null ? v.createdAt : null}, 1, ${v.createdAt})
    on conflict do nothing`);
}

/** What ran out makes room for a new one to the same address. */
export function revokeExpiredInvitations(tx: Tx, email: string, by: MemberId, now: Date) {
  return tx.run(sql`
    update workspaces.invitations v set revoked_at = ${now}, revoked_by = ${by}, updated_at = ${now}
     where v.email = ${email} and ${isUndecided} and v.expires_at <= ${now}`);
}

/** Counted no further than it matters. */
export function countUndecidedInvitations(tx: Tx, most: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`
    select count(*)::int as count
      from (select from workspaces.invitations v where ${isUndecided} limit ${most}) undecided`,
  );
}

/** The link before opens nothing from now on; the new one is made by whoever sends it, if it is not made here. */
export function renewInvitation(
  tx: Tx,
  v: { id: InvitationId; tokenHash: Buffer | null; expiresAt: Date; at: Date },
) {
  return tx.run(sql`
    update workspaces.invitations v
       set token_hash = ${v.tokenHash}, expires_at = ${v.expiresAt}, sent_count = sent_count + 1,
           sent_at = ${v.tokenHash === null ? null : v.at}, updated_at = ${v.at}
     where v.id = ${v.id}`);
}

const Sendable = z.object({
  email: z.string(),
  role: z.enum(roles).nullable(),
  expiresAt: z.date(),
  workspaceName: z.string(),
  inviterName: z.string(),
});

/** Puts the link about to be sent in the place of any before it. Answers nobody where there is nothing to send. */
export function claimInvitation(tx: Tx, people: Sql, id: InvitationId, tokenHash: Buffer, now: Date) {
  return tx.maybeOne(
    Sendable,
    sql`
    update workspaces.invitations v
       set token_hash = ${tokenHash}
      from workspaces.workspaces w, workspaces.members m, (${people}) p
     where v.id = ${id} and v.email is not null and v.sent_at is null and ${isUndecided}
       and v.expires_at > ${now}
       and w.id = v.workspace_id and w.deleted_at is null
       and m.workspace_id = v.workspace_id and m.id = v.invited_by and p.id = m.user_id
    returning v.email, v.role, v.expires_at, w.name as workspace_name, p.name as inviter_name`,
  );
}

export function markInvitationSent(tx: Tx, id: InvitationId, tokenHash: Buffer, at: Date) {
  return tx.run(sql`
    update workspaces.invitations set sent_at = ${at}, updated_at = ${at}
     where id = ${id} and token_hash = ${tokenHash}`);
}

/** Answers 0 when it was accepted or revoked before. */
export function revokeInvitation(tx: Tx, id: InvitationId, by: MemberId | null, at: Date) {
  return tx.run(sql`
    update workspaces.invitations v
       set revoked_at = ${at}, revoked_by = ${by}, token_hash = null, updated_at = ${at}
     where v.id = ${id} and ${isUndecided}`);
}

export function revokeInvitationsBy(tx: Tx, inviter: MemberId, by: MemberId | null, at: Date) {
  return tx.run(sql`
    update workspaces.invitations v
       set revoked_at = ${at}, revoked_by = ${by}, token_hash = null, updated_at = ${at}
     where v.invited_by = ${inviter} and ${isUndecided}`);
}

const Open = z.object({
  id: InvitationId,
  email: z.string().nullable(),
  role: z.enum(roles).nullable(),
  locationRoles: z.array(z.object({ locationId: z.string(), role: z.enum(locationRoles) })),
  locations: z.array(z.object({ name: z.string(), role: z.enum(locationRoles) })),
  createdAt: z.date(),
  expiresAt: z.date(),
  workspaceName: z.string(),
  inviter: Place,
  inviterName: z.string(),
});
export type OpenInvitation = z.infer<typeof Open>;

/** What this link opens now, and who stands behind it. */
const openOne = (people: Sql, tokenHash: Buffer, now: Date) => sql`
    select v.id, v.email, v.role, v.location_roles, v.created_at, v.expires_at, w.name as workspace_name,
           ${place} as inviter, p.name as inviter_name,
           (select coalesce(jsonb_agg(jsonb_build_object('name', one.name, 'role', one.role) order by one.name), '[]')
              from (select r.role, (select l.name from workspaces.locations l
                                     where l.workspace_id = v.workspace_id and l.id = r."locationId") as name
                      from jsonb_to_recordset(v.location_roles) as r ("locationId" uuid, role text)) one
             where one.name is not null) as locations
      from workspaces.invitations v
      join workspaces.workspaces w on w.id = v.workspace_id and w.deleted_at is null
      join workspaces.members m on m.workspace_id = v.workspace_id and m.id = v.invited_by
      join (${people}) p on p.id = m.user_id and p.is_let_in
     where v.token_hash = ${tokenHash} and ${isUndecided} and v.expires_at > ${now}`;

export function findOpenInvitation(tx: Tx, people: Sql, tokenHash: Buffer, now: Date) {
  return tx.maybeOne(Open, openOne(people, tokenHash, now));
}

/** The second of two who hold it at once finds it accepted. */
export function holdOpenInvitation(tx: Tx, people: Sql, tokenHash: Buffer, now: Date) {
  return tx.maybeOne(Open, sql`${openOne(people, tokenHash, now)} for update of v`);
}

export function markInvitationAccepted(tx: Tx, id: InvitationId, by: MemberId, at: Date) {
  return tx.run(sql`
    update workspaces.invitations
       set accepted_at = ${at}, accepted_by = ${by}, token_hash = null, updated_at = ${at}
     where id = ${id}`);
}

/** Mail that should be under way and is not: to be sent again. */
export function unsentInvitations(tx: Tx, before: Date, now: Date, limit: number) {
  return tx.many(
    z.object({ id: InvitationId }),
    sql`
    select v.id from workspaces.invitations v
     where ${isUndecided} and v.email is not null and v.sent_at is null and v.updated_at < ${before}
       and v.expires_at > ${now}
     limit ${limit}`,
  );
}

const Acceptor = z.object({ email: z.string(), emailConfirmedAt: z.date().nullable() });

export function findAcceptor(tx: Tx, people: Sql, userId: string) {
  return tx.maybeOne(
    Acceptor,
    sql`select email, email_confirmed_at from (${people}) p where p.id = ${userId}`,
  );
}

export function countLocations(tx: Tx, ids: readonly string[]) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from workspaces.locations where id = any(${ids}::uuid[])`,
  );
}
