import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Ctx } from '../../../kit/ctx.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { isPublicAddress } from '../../../kit/outbound/address.ts';
import type { MailPlace } from '../../../providers/mail/place.ts';
import { Trouble } from '../../../providers/trouble.ts';
import type { InboxOutside } from '../outside.ts';
import type { MailboxId, MailServer } from './contract.ts';
import { passwordOf } from './passwords.ts';
import { findReached, type ReachedMailbox } from './reached.sql.ts';

export type MailOutside = Pick<InboxOutside, 'vault' | 'allowPrivate'>;

/** A mailbox as a job works with it, its password still sealed. Undefined when it was removed. */
export const reachedMailbox = (ctx: Ctx, mailboxId: MailboxId) => findReached(ctx.tx, mailboxId);

/** Where mails come in. The name is looked up here, so that nobody can name a machine behind our own walls. */
export const imapPlace = (outside: MailOutside, workspaceId: WorkspaceId, mailbox: ReachedMailbox) =>
  placeOf(outside, workspaceId, mailbox, {
    ...{ host: mailbox.imapHost, port: mailbox.imapPort, isSecure: mailbox.imapSecure },
  });

/** Where they go out. */
export const smtpPlace = (outside: MailOutside, workspaceId: WorkspaceId, mailbox: ReachedMailbox) =>
  placeOf(outside, workspaceId, mailbox, {
    ...{ host: mailbox.smtpHost, port: mailbox.smtpPort, isSecure: mailbox.smtpSecure },
  });

async function placeOf(
  outside: MailOutside,
  workspaceId: WorkspaceId,
  mailbox: ReachedMailbox,
  { host, port, isSecure }: MailServer,
): Promise<MailPlace> {
  const { id, sealed, username: user } = mailbox;
  const address = await addressOf(host, outside);
  const password = passwordIn(outside, workspaceId, { id, sealed });
  return { host, address, port, isSecure, mayBePlain: outside.allowPrivate, user, password };
}

function passwordIn(
  outside: MailOutside,
  workspaceId: WorkspaceId,
  secret: Pick<ReachedMailbox, 'id' | 'sealed'>,
) {
  try {
    return passwordOf(outside, workspaceId, secret);
  } catch (error) {
    throw failing('secret_lost', error);
  }
}

/** The first address of a name, if all it leads to is outside. */
async function addressOf(host: string, { allowPrivate }: MailOutside): Promise<string> {
  const found = isIP(host) ? [{ address: host }] : await lookedUp(host);
  if (!allowPrivate && !found.every(({ address }) => isPublicAddress(address)))
    throw failing('address_not_allowed');
  return found[0]!.address;
}

async function lookedUp(host: string): Promise<readonly { address: string }[]> {
  const found = await lookup(host, { all: true }).catch((error: unknown) => {
    throw failing('host_not_found', error);
  });
  if (found.length === 0) throw failing('host_not_found');
  return found;
}

const failing = (code: string, cause?: unknown) =>
  new Trouble('unavailable', code, { provider: 'mail', call: 'look up', code, cause });
