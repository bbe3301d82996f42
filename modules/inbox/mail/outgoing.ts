import type { Ctx } from '../../../kit/ctx.ts';
import { inboxError } from '../contract.ts';
import type { MessageId } from '../messages/contract.ts';
import { answerSubject, answerTo, type MailDetails, type MailWish } from './contract.ts';
import { sendMail } from './jobs.ts';
import { mailIdOf } from './mail-ids.ts';
import * as db from './outgoing.sql.ts';
import { insertDetails, putReferences } from './threads.sql.ts';

const referencesMax = 50;

/**
 * A mail is due: it is sent by the mailbox of its conversation, once. Whom it goes to, what it answers and what
 * it is called are decided here, so that every attempt is the same mail.
 */
export async function queueMail(ctx: Ctx, messageId: MessageId): Promise<void> {
  const { tx, workspaceId, now } = ctx;
  const message = await db.findToWrite(tx, messageId);
  if (!message) throw inboxError('channel_not_open', { messageId });
  const answered = await db.lastOfTheirs(tx, message.conversationId);
  const addressed = message.details.mail ?? replyTo(message, answered);
  await db.nameMail(tx, messageId, mailIdOf(messageId, message.address), {
    ...addressed,
    from: { name: null, address: message.address },
  });
  const inReplyTo = answered?.mailId ?? null;
  const before = answered ? [...answered.references, ...(answered.mailId ? [answered.mailId] : [])] : [];
  const referenceIds = before.slice(-referencesMax);
  await insertDetails(tx, { workspaceId, messageId, inReplyTo, referenceIds, html: null, now });
  await putReferences(tx, messageId, inReplyTo, referenceIds);
  await ctx.enqueue(sendMail, { messageId });
}

export const plainDetails: Omit<MailDetails, 'subject' | 'to'> = {
  ...{ from: null, replyTo: null, cc: [], bcc: [], automatic: null, lacking: null },
  ...{ hasHtml: false, remoteImagesCount: 0, filesLeftOutCount: 0 },
};

/** As somebody wants it, instead of as usual. The names that are known stay with their addresses. */
export async function addressAnswer(ctx: Ctx, messageId: MessageId, wish: MailWish): Promise<void> {
  const message = await db.findToWrite(ctx.tx, messageId);
  if (!message) throw inboxError('channel_not_open', { messageId });
  const answered = await db.lastOfTheirs(ctx.tx, message.conversationId);
  const usual = replyTo(message, answered);
  const { from, replyTo: elsewhere, to, cc } = answered?.details.mail ?? usual;
  const known = [...usual.to, from, elsewhere, ...to, ...cc];
  const named = (addresses: readonly string[]) =>
    [...new Set(addresses)].map(
      (address) => known.find((one) => one?.address === address) ?? { name: null, address },
    );
  const lines = { to: named(wish.to), cc: named(wish.cc), bcc: named(wish.bcc) };
  await db.addressMail(ctx.tx, messageId, { ...usual, ...lines, subject: wish.subject ?? usual.subject });
}

/** To whoever wrote last; else to whom the thread is with. */
function replyTo(message: db.ToWrite, answered: db.Answered | undefined): MailDetails {
  const theirs = answered?.details.mail;
  const person = { name: message.personName, address: message.personAddress };
  const subject = answerSubject(theirs?.subject ?? message.subject ?? '');
  return { ...plainDetails, ...answerTo(theirs, person, message.address), subject };
}
