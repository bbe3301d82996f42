import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { customerWrote } from '../conversations/arriving.ts';
import { ContactId, IdentityId } from '../conversations/contract.ts';
import { findPerson, holdPerson, insertPerson, markHeard, nameIdentity } from '../intake/people.sql.ts';
import { ConversationId, MessageId } from '../messages/contract.ts';
import { type HeldConversation, holdConversation } from '../messages/record.sql.ts';
import { addMessage, messageMoved } from '../messages/record.ts';
import { cancelScheduled } from '../sending/scheduled.ts';
import type { MailboxId, MailDetails } from './contract.ts';
import type { FolderRole } from './folders.sql.ts';
import { idOfMail } from './mail-ids.ts';
import type { Address, ParsedMail } from './parse/parsed.ts';
import { wentOut } from './settling.ts';
import { answeredBy, saysSomething, subjectOf, threadDaysMax } from './threading.ts';
import * as db from './threads.sql.ts';

/** A mail that lies in a folder, as far as it could be read. */
export interface Arrived {
  readonly mailId: string;
  readonly at: Date;
  readonly mail: Omit<ParsedMail, 'messageId' | 'attachments' | 'contentIds'>;
  /** In our storage already. */
  readonly files: readonly db.KeptFile[];
  readonly lacking: 'too_large' | 'unreadable' | null;
}

export interface OfMailbox {
  readonly id: MailboxId;
  readonly address: string;
}

/**
 * Once, in whatever folder and however often it is found. What lies among the sent ones and is not here was written in
 * another program; what is here and nobody knew the outcome of has gone out.
 */
export async function takeIn(
  ctx: Ctx,
  mailbox: OfMailbox,
  role: FolderRole,
  arrived: Arrived,
): Promise<void> {
  const [here] = await db.mailsHere(ctx.tx, mailbox.id, [arrived.mailId]);
  if (here) return role === 'sent' ? wentOut(ctx, here.messageId) : undefined;
  const isOwn = role === 'sent';
  const person = personOf(mailbox, arrived.mail, isOwn);
  // Written to nobody, or by nobody: there is no one to have a conversation with.
  if (!person) return;
  await holdPerson(ctx.tx, mailbox.id, person.address);
  const conversation = await threadOf(ctx, mailbox, arrived, person);
  await add(ctx, conversation, arrived, isOwn);
}

/** Whoever wrote it, or to whom it went. A form on a web page writes as us, and says whom to answer. */
function personOf({ address }: OfMailbox, { people }: Arrived['mail'], isOwn: boolean): Address | undefined {
  const isOther = (one: Address | null | undefined): one is Address => !!one && one.address !== address;
  if (isOwn) return [...people.to, ...people.cc, ...people.bcc].find(isOther) ?? people.to[0];
  return [people.from, people.replyTo].find(isOther) ?? people.from ?? undefined;
}

const dayMs = 86_400_000;

/** By what it answers; else by its subject, among what was lately said with the same person; else it is a new one. */
async function threadOf(
  ctx: Ctx,
  mailbox: OfMailbox,
  { mail, at }: Arrived,
  person: Address,
): Promise<HeldConversation> {
  const { tx, workspaceId, now } = ctx;
  const known = await findPerson(tx, mailbox.id, person.address);
  if (known && person.name !== null && known.name !== person.name)
    await nameIdentity(tx, known.id, { name: person.name });
  const answered = await answeredThread(ctx, mailbox, mail);
  const similar = answered ?? (known && (await similarThread(ctx, known.id, mail.subject, at)));
  if (similar) return held(ctx, similar);

  const identityId = known?.id ?? newId(IdentityId);
  if (!known)
    await insertPerson(tx, {
      ...{ workspaceId, contactId: newId(ContactId), identityId, channelId: mailbox.id },
      ...{ personId: person.address, name: person.name, lookedUpAt: now, now },
    });
  const id = newId(ConversationId);
  const subject = mail.subject;
  await db.insertThread(tx, { workspaceId, id, channelId: mailbox.id, identityId, subject, at, now });
  return held(ctx, id);
}

async function answeredThread(ctx: Ctx, mailbox: OfMailbox, mail: Arrived['mail']) {
  const ids = answeredBy(mail.inReplyTo, [...mail.references, ...mail.about.toReversed()]);
  if (ids.length === 0) return undefined;
  const here = await db.mailsHere(ctx.tx, mailbox.id, ids);
  const nearest = ids.find((id) => here.some(({ mailId }) => mailId === id));
  return here.find(({ mailId }) => mailId === nearest)?.conversationId;
}

async function similarThread(ctx: Ctx, identityId: IdentityId, subject: string, at: Date) {
  if (!saysSomething(subject)) return undefined;
  const since = new Date(at.getTime() - threadDaysMax * dayMs);
  const threads = await db.threadsWith(ctx.tx, identityId, since);
  return threads.find((one) => subjectOf(one.subject ?? '') === subjectOf(subject))?.id;
}

async function held(ctx: Ctx, id: ConversationId): Promise<HeldConversation> {
  const conversation = await holdConversation(ctx.tx, id);
  if (!conversation) throw new Error('a conversation went while its person was held');
  return conversation;
}

async function add(
  ctx: Ctx,
  conversation: HeldConversation,
  { mailId, at, mail, files, lacking }: Arrived,
  isOwn: boolean,
): Promise<void> {
  const { tx, workspaceId, now } = ctx;
  const messageId = MessageId.parse(idOfMail(conversation.channelId, mailId, at));
  const isAdded = await addMessage(ctx, conversation, {
    ...{ id: messageId, kind: 'mail', body: mail.text, platformMessageId: mailId, happenedAt: at },
    details: { mail: detailsOf(mail, lacking) },
    ...(isOwn
      ? { direction: 'outbound', author: 'elsewhere', status: 'sent', sentAt: at }
      : { direction: 'inbound', author: 'contact', status: 'received' }),
  });
  if (!isAdded) return;
  const { inReplyTo, references, html } = mail;
  await db.insertDetails(tx, { workspaceId, messageId, inReplyTo, referenceIds: references, html, now });
  for (const [place, file] of files.entries()) {
    await db.insertFile(tx, { workspaceId, messageId, place, now }, file);
    if (file.contentId !== null) await db.insertPicture(tx, workspaceId, messageId, file.contentId, file.id);
  }
  if (mail.automatic === 'bounce') await returned(ctx, conversation, mail.about);
  // A machine's answer is no word of the customer: it opens nothing again, and takes nothing back.
  if (isOwn || mail.automatic === 'bounce' || mail.automatic === 'reply') return;
  await markHeard(tx, conversation.identityId, at);
  await customerWrote(ctx, conversation);
  await cancelScheduled(ctx, conversation);
}

export const detailsOf = (
  { subject, people, automatic, html, remoteImagesCount, filesLeftOutCount }: Arrived['mail'],
  lacking: Arrived['lacking'],
): MailDetails => ({
  ...{ subject, ...people, automatic, lacking },
  hasHtml: html !== null,
  ...{ remoteImagesCount, filesLeftOutCount },
});

/** A mail of ours did not arrive. */
async function returned(
  ctx: Ctx,
  { id, channelId }: HeldConversation,
  about: readonly string[],
): Promise<void> {
  for (const { messageId, conversationId } of await db.mailsHere(ctx.tx, channelId, about)) {
    // One of another conversation is not held by us, and is left to that one's own.
    if (conversationId !== id || (await db.markBounced(ctx.tx, messageId)) === 0) continue;
    await messageMoved(ctx, { id, channelId }, messageId);
  }
}
