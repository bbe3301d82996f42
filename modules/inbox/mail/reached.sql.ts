import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { ChannelId } from '../messages/contract.ts';
import type { MailboxBrokenReason, MailboxId } from './contract.ts';

const Reached = z.object({
  id: ChannelId,
  kind: z.enum(['personal', 'shared']),
  ...{ address: z.string(), displayName: z.string(), signature: z.string(), username: z.string() },
  ...{ imapHost: z.string(), imapPort: z.number(), imapSecure: z.boolean() },
  ...{ smtpHost: z.string(), smtpPort: z.number(), smtpSecure: z.boolean() },
  state: z.enum(['trying', 'open', 'broken']),
  syncFailures: z.number(),
  createdAt: z.date(),
  sealed: z.instanceof(Uint8Array),
  /** Another one after every change of how it is reached. */
  version: z.string(),
});
export type ReachedMailbox = z.infer<typeof Reached>;

export function findReached(tx: Tx, id: MailboxId) {
  return tx.maybeOne(
    Reached,
    sql`
    select a.id, a.kind, a.address, a.display_name, a.signature, a.username, a.imap_host, a.imap_port, a.imap_secure,
           a.smtp_host, a.smtp_port, a.smtp_secure, a.sync_failures, a.created_at,
           s.sealed,
           case when a.broken_at is not null then 'broken' when a.opened_at is null then 'trying' else 'open' end
             as state,
           md5(concat_ws('|', encode(s.sealed, 'hex'), a.imap_host, a.imap_port, a.imap_secure, a.smtp_host,
             a.smtp_port, a.smtp_secure, a.username)) as version
      from inbox.email_accounts a
      join inbox.email_secrets s on s.workspace_id = a.workspace_id and s.account_id = a.id
     where a.id = ${id}`,
  );
}

/** It was reached: from here on it is read by turns. Answers 0 when it was removed. */
export function markOpen(tx: Tx, id: MailboxId, now: Date) {
  return tx.run(sql`
    update inbox.email_accounts
       set opened_at = coalesce(opened_at, ${now}), broken_at = null, broken_reason = null, sync_failures = 0,
           failure_code = null, next_sync_at = ${now}
     where id = ${id}`);
}

/** Not read any more until somebody changes something. Once: answers 0 when it is broken already. */
export function markBroken(tx: Tx, id: MailboxId, reason: MailboxBrokenReason, now: Date) {
  return tx.run(sql`
    update inbox.email_accounts
       set broken_at = ${now}, broken_reason = ${reason}, next_sync_at = null, failure_code = ${reason}
     where id = ${id} and broken_at is null`);
}

/** In vain, this time: `againAt`, unless somebody asks before. */
export function markFailed(tx: Tx, id: MailboxId, code: string, againAt: Date) {
  return tx.run(sql`
    update inbox.email_accounts
       set sync_failures = least(sync_failures + 1, 1000), failure_code = ${code}, next_sync_at = ${againAt}
     where id = ${id} and broken_at is null and opened_at is not null`);
}

export function markSynced(tx: Tx, id: MailboxId, now: Date, againAt: Date) {
  return tx.run(sql`
    update inbox.email_accounts
       set sync_failures = 0, failure_code = null, last_synced_at = ${now}, next_sync_at = ${againAt}
     where id = ${id} and broken_at is null and opened_at is not null`);
}

/** Mailboxes whose turn it is, the longest waiting first. */
export function mailboxesToSync(tx: Tx, now: Date, limit: number) {
  return tx.many(
    z.object({ id: ChannelId }),
    sql`
    select id from inbox.email_accounts where next_sync_at <= ${now} order by next_sync_at, id limit ${limit}`,
  );
}

/** All that are read by turns, page by page. */
export function mailboxesWatched(tx: Tx, limit: number) {
  return tx.many(
    z.object({ id: ChannelId }),
    sql`select id from inbox.email_accounts where next_sync_at is not null order by next_sync_at, id limit ${limit}`,
  );
}

/** So that two turns do not send for the same one; a run sets it anew. */
export function postpone(tx: Tx, ids: readonly MailboxId[], until: Date) {
  return tx.run(sql`
    update inbox.email_accounts set next_sync_at = ${until}
     where id = any(${ids}::uuid[]) and next_sync_at is not null`);
}

/** Personal ones whose member has left, with all that was read from them. */
export function removeOrphans(tx: Tx, limit: number) {
  return tx.run(sql`
    delete from inbox.channels c
     using (select a.workspace_id, a.id from inbox.email_accounts a
             where a.kind = 'personal' and a.owner_member_id is null order by a.id limit ${limit}) o
     where c.workspace_id = o.workspace_id and c.id = o.id`);
}
