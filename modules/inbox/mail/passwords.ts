import type { Ctx } from '../../../kit/ctx.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { InboxOutside } from '../outside.ts';
import type { MailboxId } from './contract.ts';
import { putSecret } from './mailboxes.sql.ts';

type Keeper = Pick<InboxOutside, 'vault'>;

/** What a password is bound to: copied to another mailbox or workspace it does not open. */
const boundTo = (workspaceId: WorkspaceId, mailboxId: MailboxId) =>
  `email_secret:${workspaceId}:${mailboxId}`;

export async function keepPassword(
  { tx, workspaceId, now }: Ctx,
  { vault }: Keeper,
  mailboxId: MailboxId,
  password: string,
): Promise<void> {
  const sealed = vault.seal(password, boundTo(workspaceId, mailboxId));
  await putSecret(tx, workspaceId, mailboxId, sealed, now);
}

export const passwordOf = (
  { vault }: Keeper,
  workspaceId: WorkspaceId,
  { id, sealed }: { readonly id: MailboxId; readonly sealed: Uint8Array },
): string => vault.open(sealed, boundTo(workspaceId, id)).toString();
