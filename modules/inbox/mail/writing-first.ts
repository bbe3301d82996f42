import type { Ctx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import { newId } from '../../../kit/ids.ts';
import { inboxError } from '../contract.ts';
import { ContactId, IdentityId } from '../conversations/contract.ts';
import { findPerson, holdPerson, insertPerson } from '../intake/people.sql.ts';
import { ConversationId, type Message, type MessageId } from '../messages/contract.ts';
import { showMessage } from '../messages/messages.ts';
import { holdConversation } from '../messages/record.sql.ts';
import type { InboxOutside } from '../outside.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import { undoSeconds } from '../sending/contract.ts';
import { findMessage } from '../sending/outgoing.sql.ts';
import { markOf, write, writerOf } from '../sending/writing.ts';
import type { MailboxId } from './contract.ts';
import { requireSeen } from './mailboxes.ts';
import { addressMail } from './outgoing.sql.ts';
import { plainDetails } from './outgoing.ts';
import { insertThread } from './threads.sql.ts';

export interface FirstMail {
  readonly mailboxId: MailboxId;
  readonly messageId: MessageId;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly body: string;
}

/** A mail to somebody who has not written: the thread is with the first of those it is to. */
export async function writeFirst(
  ctx: Ctx,
  mail: FirstMail,
  outside: Pick<InboxOutside, 'fileUrl'>,
): Promise<Message> {
  authorizeSomewhere(ctx, 'inbox.reply');
  const { tx, workspaceId, now } = ctx;
  const { mailboxId, messageId, to, cc, bcc, subject, body } = mail;
  const { role } = await requireSeen(ctx, mailboxId, 'inbox.reply');
  if (role === 'readonly') throw kitError('not_permitted', { mailboxId, role });
  const wish = markOf([mailboxId, to, cc, bcc, subject, body]);
  const known = await findMessage(tx, messageId);
  if (known && known.details.sending?.wish !== wish) throw inboxError('message_reused', { messageId });
  if (known) return showMessage(ctx, messageId, outside);

  const [person] = to;
  await holdPerson(tx, mailboxId, person!);
  const identityId = (await findPerson(tx, mailboxId, person!))?.id ?? (await begin(ctx, mailboxId, person!));
  const id = newId(ConversationId, now.getTime());
  await insertThread(tx, { workspaceId, id, channelId: mailboxId, identityId, subject, at: now, now });
  const conversation = (await holdConversation(tx, id))!;
  await write(ctx, conversation, {
    ...{ ...writerOf(ctx), messageId, wish, replyTo: undefined, template: undefined, status: 'held' },
    parts: [{ kind: 'mail', text: body, files: [] }],
    sendAt: new Date(now.getTime() + undoSeconds * 1_000),
  });
  const named = (addresses: readonly string[]) => addresses.map((address) => ({ name: null, address }));
  await addressMail(tx, messageId, {
    ...{ ...plainDetails, subject, to: named(to), cc: named(cc), bcc: named(bcc) },
  });
  return showMessage(ctx, messageId, outside);
}

async function begin(ctx: Ctx, channelId: MailboxId, personId: string): Promise<IdentityId> {
  const { workspaceId, now } = ctx;
  const identityId = newId(IdentityId);
  const person = {
    contactId: newId(ContactId),
    identityId,
    channelId,
    personId,
    name: null,
    lookedUpAt: now,
  };
  await insertPerson(ctx.tx, { workspaceId, now, ...person });
  return identityId;
}
