import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import {
  Mailbox,
  type MailboxId,
  MailboxRole,
  MailboxSummary,
  type MailServer,
  mailboxesMax,
  mailboxMembersMax,
} from './contract.ts';

const state = sql`
  case when a.broken_at is not null then 'broken' when a.opened_at is null then 'trying' else 'open' end`;

const Listed = MailboxSummary.omit({ mayManage: true });
export type Listed = z.infer<typeof Listed>;

const listed = sql`
  a.id, a.kind, a.address, a.display_name, a.color, c.location_id, c.member_only as is_for_members, ${state} as state,
  a.broken_reason, a.broken_at, case when a.broken_at is null then a.failure_code end as trouble, a.last_synced_at,
  own.role`;

const besideMember = (memberId: MemberId | null) => sql`
    join inbox.channels c on c.workspace_id = a.workspace_id and c.id = a.id
    left join inbox.email_account_members own
      on own.workspace_id = a.workspace_id and own.account_id = a.id and own.member_id = ${memberId}`;

export const isSharedOr = (seen: Sql): Sql => sql`(${seen} or a.kind = 'shared')`;

/** `seen` says of the channels, called `c`, which are shown. */
export function mailboxesOf(tx: Tx, memberId: MemberId | null, seen: Sql) {
  return tx.many(
    Listed,
    sql`
    select ${listed} from inbox.email_accounts a ${besideMember(memberId)}
     where ${seen}
     order by a.address, a.id
     limit ${mailboxesMax}`,
  );
}

const Shown = Listed.extend({
  signature: z.string(),
  ...{ imapHost: z.string(), imapPort: z.number(), imapSecure: z.boolean() },
  ...{ smtpHost: z.string(), smtpPort: z.number(), smtpSecure: z.boolean() },
  username: z.string(),
  members: Mailbox.shape.members,
});
export type Shown = z.infer<typeof Shown>;

/** `coworkers` are all there are. */
export function findMailbox(tx: Tx, memberId: MemberId | null, coworkers: Sql, id: MailboxId, seen: Sql) {
  return tx.maybeOne(
    Shown,
    sql`
    select ${listed}, a.signature, a.imap_host, a.imap_port, a.imap_secure, a.smtp_host, a.smtp_port, a.smtp_secure,
           a.username,
           coalesce((select jsonb_agg(jsonb_build_object('role', m.role,
                              'member', jsonb_build_object('memberId', m.member_id, 'name', w.name))
                            order by m.created_at, m.member_id)
              from (select * from inbox.email_account_members x
                     where x.workspace_id = a.workspace_id and x.account_id = a.id limit ${mailboxMembersMax}) m
              join (${coworkers}) w on w.workspace_id = m.workspace_id and w.id = m.member_id), '[]') as members
      from inbox.email_accounts a ${besideMember(memberId)}
     where a.id = ${id} and ${seen}`,
  );
}

const Held = z.object({
  kind: z.enum(['personal', 'shared']),
  ...{ displayName: z.string(), color: z.string(), signature: z.string(), username: z.string() },
  ...{ imapHost: z.string(), imapPort: z.number(), imapSecure: z.boolean() },
  ...{ smtpHost: z.string(), smtpPort: z.number(), smtpSecure: z.boolean() },
  locationId: MailboxSummary.shape.locationId,
  memberOnly: z.boolean(),
  role: MailboxRole.nullable(),
});
export type Held = z.infer<typeof Held>;

/** Until the transaction ends, nobody else changes it. `seen` as of a list. */
export function holdMailbox(tx: Tx, memberId: MemberId | null, id: MailboxId, seen: Sql) {
  return tx.maybeOne(
    Held,
    sql`
    select a.kind, a.display_name, a.color, a.signature, a.username, a.imap_host, a.imap_port, a.imap_secure,
           a.smtp_host, a.smtp_port, a.smtp_secure, c.location_id, c.member_only, own.role
      from inbox.email_accounts a ${besideMember(memberId)}
     where a.id = ${id} and ${seen}
       for no key update of a`,
  );
}

export function countMailboxes(tx: Tx) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select from inbox.email_accounts order by id limit ${mailboxesMax}) found`,
  );
}

/** One that is there already under this address; of personal ones, of the same member. */
export function sameAddress(tx: Tx, address: string, ownerMemberId: MemberId | null) {
  const whose = ownerMemberId === null ? sql`kind = 'shared'` : sql`owner_member_id = ${ownerMemberId}`;
  return tx.maybeOne(
    z.object({ id: z.string() }),
    sql`select id from inbox.email_accounts where address = ${address} and ${whose}`,
  );
}

/** Whatever has this id: a mailbox, or a channel that is none. */
export function channelWithId(tx: Tx, id: MailboxId) {
  return tx.maybeOne(
    z.object({ address: z.string().nullable() }),
    sql`
    select a.address from inbox.channels c
      left join inbox.email_accounts a on a.workspace_id = c.workspace_id and a.id = c.id
     where c.id = ${id}`,
  );
}

export interface Reached {
  readonly imap: MailServer;
  readonly smtp: MailServer;
  readonly username: string;
}
export interface NewMailbox extends Reached {
  readonly workspaceId: WorkspaceId;
  readonly id: MailboxId;
  readonly kind: 'personal' | 'shared';
  readonly ownerMemberId: MemberId | null;
  readonly address: string;
  readonly displayName: string;
  readonly color: string;
  readonly signature: string;
  readonly locationId: string | null;
  readonly memberOnly: boolean;
  readonly now: Date;
}

export function insertMailbox(tx: Tx, m: NewMailbox) {
  return tx.run(sql`
    with channel as (
      insert into inbox.channels (workspace_id, id, platform, name, location_id, member_only, created_at, updated_at)
      values (${m.workspaceId}, ${m.id}, 'email', ${m.address}, ${m.locationId}, ${m.memberOnly}, ${m.now}, ${m.now})
      returning workspace_id, id)
    insert into inbox.email_accounts (workspace_id, id, kind, owner_member_id, address, display_name, color, signature,
      imap_host, imap_port, imap_secure, smtp_host, smtp_port, smtp_secure, username, created_at, updated_at)
    select workspace_id, id, ${m.kind}, ${m.ownerMemberId}::uuid, ${m.address}, ${m.displayName}, ${m.color},
           ${m.signature}, ${m.imap.host}, ${m.imap.port}::int, ${m.imap.isSecure}::boolean, ${m.smtp.host},
           ${m.smtp.port}::int, ${m.smtp.isSecure}::boolean, ${m.username}, ${m.now}::timestamptz, ${m.now}::timestamptz
      from channel`);
}

export function changeMailbox(
  tx: Tx,
  id: MailboxId,
  m: Reached & { readonly displayName: string; readonly color: string; readonly signature: string },
) {
  return tx.run(sql`
    update inbox.email_accounts
       set display_name = ${m.displayName}, color = ${m.color}, signature = ${m.signature}, imap_host = ${m.imap.host},
           imap_port = ${m.imap.port}, imap_secure = ${m.imap.isSecure}, smtp_host = ${m.smtp.host},
           smtp_port = ${m.smtp.port}, smtp_secure = ${m.smtp.isSecure}, username = ${m.username}
     where id = ${id}`);
}

export function placeMailbox(tx: Tx, id: MailboxId, locationId: string | null, memberOnly: boolean) {
  return tx.run(sql`
    update inbox.channels set location_id = ${locationId}, member_only = ${memberOnly} where id = ${id}`);
}

/** As if it had never been reached: nothing is read until it was. */
export function tryAnew(tx: Tx, id: MailboxId) {
  return tx.run(sql`
    update inbox.email_accounts
       set opened_at = null, broken_at = null, broken_reason = null, next_sync_at = null, sync_failures = 0,
           failure_code = null
     where id = ${id}`);
}

/** With all that was read from it. */
export function removeMailbox(tx: Tx, id: MailboxId) {
  return tx.run(sql`delete from inbox.channels where id = ${id}`);
}

export function putSecret(tx: Tx, workspaceId: WorkspaceId, id: MailboxId, sealed: Buffer, now: Date) {
  return tx.run(sql`
    insert into inbox.email_secrets (workspace_id, account_id, sealed, created_at, updated_at)
    values (${workspaceId}, ${id}, ${sealed}, ${now}, ${now})
    on conflict (workspace_id, account_id) do update set sealed = excluded.sealed`);
}

export function memberOfWorkspace(tx: Tx, coworkers: Sql, memberId: MemberId) {
  return tx.maybeOne(
    z.object({ id: MemberId }),
    sql`select w.id from (${coworkers}) w where w.id = ${memberId}`,
  );
}

/** What they were, and how many there are. */
export function memberBefore(tx: Tx, id: MailboxId, memberId: MemberId) {
  return tx.one(
    z.object({ role: MailboxRole.nullable(), count: z.number() }),
    sql`
    select (select role from inbox.email_account_members where account_id = ${id} and member_id = ${memberId}) as role,
           (select count(*)::int from (select from inbox.email_account_members where account_id = ${id}
                                        limit ${mailboxMembersMax}) found) as count`,
  );
}

export interface NewMailboxMember {
  readonly workspaceId: WorkspaceId;
  readonly mailboxId: MailboxId;
  readonly memberId: MemberId;
  readonly role: MailboxRole;
  readonly now: Date;
}

export function putMember(tx: Tx, { workspaceId, mailboxId, memberId, role, now }: NewMailboxMember) {
  return tx.run(sql`
    insert into inbox.email_account_members (workspace_id, account_id, member_id, role, created_at)
    values (${workspaceId}, ${mailboxId}, ${memberId}, ${role}, ${now})
    on conflict (workspace_id, account_id, member_id) do update set role = excluded.role`);
}

export function dropMember(tx: Tx, id: MailboxId, memberId: MemberId) {
  return tx.run(sql`
    delete from inbox.email_account_members where account_id = ${id} and member_id = ${memberId}`);
}
