import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { MailboxId } from './contract.ts';

export type FolderRole = 'inbox' | 'sent';

const whole = z.bigint().transform(Number);
const Folder = z.object({
  role: z.enum(['inbox', 'sent']),
  path: z.string(),
  uidValidity: z.bigint(),
  lastUid: whole,
  /** Not read from yet: then what is older stays where it is. */
  isNew: z.boolean(),
});
export type Folder = z.infer<typeof Folder>;

export function foldersOf(tx: Tx, mailboxId: MailboxId) {
  return tx.many(
    Folder,
    sql`
    select role, path, uid_validity, last_uid, last_uid = 0 as is_new from inbox.email_folders
     where account_id = ${mailboxId} order by role`,
  );
}

export interface FoundFolder {
  readonly workspaceId: WorkspaceId;
  readonly mailboxId: MailboxId;
  readonly role: FolderRole;
  readonly path: string;
  readonly uidValidity: bigint;
  readonly now: Date;
}

/** What was read of it before stays read, unless the server has numbered anew. */
export function putFolder(tx: Tx, f: FoundFolder) {
  return tx.run(sql`
    insert into inbox.email_folders (workspace_id, account_id, role, path, uid_validity, created_at, updated_at)
    values (${f.workspaceId}, ${f.mailboxId}, ${f.role}, ${f.path}, ${f.uidValidity}, ${f.now}, ${f.now})
    on conflict (workspace_id, account_id, role) do update
       set path = excluded.path, uid_validity = excluded.uid_validity,
           last_uid = case when email_folders.uid_validity = excluded.uid_validity
                            and email_folders.path = excluded.path then email_folders.last_uid else 0 end`);
}

/** Answers 0 when it was moved on meanwhile: then whoever did that has what is between. */
export function moveOn(
  tx: Tx,
  mailboxId: MailboxId,
  { role, uidValidity, lastUid }: Pick<Folder, 'role' | 'uidValidity' | 'lastUid'>,
  to: number,
) {
  return tx.run(sql`
    update inbox.email_folders set last_uid = ${to}
     where account_id = ${mailboxId} and role = ${role} and uid_validity = ${uidValidity} and last_uid = ${lastUid}`);
}
