import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { withImap } from '../../../providers/mail/imap.ts';
import { handOver } from '../../../providers/mail/smtp.ts';
import { isTrouble, type Trouble } from '../../../providers/trouble.ts';
import type { MessageId } from '../messages/contract.ts';
import { messageMoved } from '../messages/record.ts';
import { markUnderWay } from '../sending/outgoing.sql.ts';
import { foldersOf } from './folders.sql.ts';
import { sendMail } from './jobs.ts';
import { letterOf, recipientsOf } from './letters.ts';
import * as db from './outgoing.sql.ts';
import { imapPlace, reachedMailbox, smtpPlace } from './places.ts';
import type { ReachedMailbox } from './reached.sql.ts';
import { cameToNothing, holdUnderWay, wentOut } from './settling.ts';
import type { SyncOutside } from './syncing.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A mail server may be away for a night. */
const givenUpAfterMs = 24 * hourMs;
/** Where its answer was lost, a mail is looked for this often, a minute apart; then nobody can tell. */
const looksMax = 8;
const queuedForMs = minuteMs;
/** Longer than a run may take: whoever was at it is not any more. */
const sendingForMs = 4 * minuteMs;
const leftAtOnceMax = 200;

interface Sending {
  readonly unit: Unit;
  readonly outside: SyncOutside;
  readonly mailbox: ReachedMailbox;
  readonly message: db.ToSend;
}

/** Handed to the mail server once. What became of a mail that was handed over without an answer is found out. */
export async function runSendMail(
  unit: Unit,
  { messageId }: { messageId: MessageId },
  outside: SyncOutside,
): Promise<void> {
  const found = await unit.work(async (ctx) => {
    const message = await db.findToSend(ctx.tx, messageId);
    const mailbox = message && (await reachedMailbox(ctx, message.mailboxId));
    if (!mailbox) return undefined;
    const answered = await db.lastOfTheirs(ctx.tx, message.conversationId);
    return { message, mailbox, answered, now: ctx.now };
  });
  if (!found) return;
  const { message, mailbox, answered, now } = found;
  const sending: Sending = { unit, outside, mailbox, message };
  if (message.status === 'unknown' || isLeftSending(message, now)) return findOut(sending);
  if (message.status !== 'queued') return;
  if (now.getTime() - message.happenedAt.getTime() > givenUpAfterMs)
    return unit.work((ctx) => cameToNothing(ctx, messageId, 'unavailable'));
  await send(sending, await letterOf(outside.storage, mailbox, message, answered));
}

const isLeftSending = ({ status, handedOverAt }: db.ToSend, now: Date) =>
  status === 'sending' && handedOverAt !== null && now.getTime() - handedOverAt.getTime() >= sendingForMs;

async function send(sending: Sending, raw: Buffer): Promise<void> {
  const { unit, outside, mailbox, message } = sending;
  const place = await smtpPlace(outside, unit.workspaceId, mailbox).catch(refusedHost);
  if (place === undefined) return unit.work((ctx) => cameToNothing(ctx, message.id, 'unavailable'));
  if (!(await unit.work((ctx) => claim(ctx, message.id)))) return;
  try {
    const { rejected } = await handOver(place, { from: mailbox.address, to: recipientsOf(message), raw });
    if (rejected.length > 0)
      unit.log.info({ messageId: message.id, count: rejected.length }, 'some were refused');
  } catch (error) {
    if (!isTrouble(error)) throw error;
    return unit.work((ctx) => failed(ctx, message.id, error));
  }
  await unit.work((ctx) => wentOut(ctx, message.id));
  await keepCopy(sending, raw);
}

/** A name that leads behind our walls is not asked for again. */
function refusedHost(error: unknown): undefined {
  if (isTrouble(error) && error.facts.code === 'address_not_allowed') return undefined;
  throw error;
}

async function claim(ctx: Ctx, messageId: MessageId): Promise<boolean> {
  const held = await holdUnderWay(ctx, messageId);
  if (!held || (await db.claimMail(ctx.tx, messageId, ctx.now)) === 0) return false;
  await messageMoved(ctx, held.conversation, messageId);
  return true;
}

async function failed(ctx: Ctx, messageId: MessageId, { kind }: Trouble): Promise<void> {
  if (kind === 'rejected') return cameToNothing(ctx, messageId, 'rejected');
  if (kind === 'unauthorized') return cameToNothing(ctx, messageId, 'unauthorized');
  const held = await holdUnderWay(ctx, messageId);
  if (!held) return;
  // Certainly not taken, it waits for the next turn; else it is looked for from now on.
  await markUnderWay(ctx.tx, messageId, kind === 'unknown_outcome' ? 'unknown' : 'queued');
  await messageMoved(ctx, held.conversation, messageId);
}

/** Many mail servers keep what they are given; to those that do not it is brought. A lost copy is no lost mail. */
async function keepCopy({ unit, outside, mailbox, message }: Sending, raw: Buffer): Promise<void> {
  const folders = await unit.work((ctx) => foldersOf(ctx.tx, mailbox.id));
  const sent = folders.find(({ role }) => role === 'sent');
  if (!sent) return;
  try {
    const place = await imapPlace(outside, unit.workspaceId, mailbox);
    await withImap(place, unit.signal, async (session) => {
      const isThere = await (await session.open(sent.path)).has(message.mailId);
      if (!isThere) await session.append(sent.path, raw, message.happenedAt);
    });
  } catch (error) {
    if (!isTrouble(error)) throw error;
    unit.log.warn({ err: error, messageId: message.id }, 'a mail went out, and its copy could not be kept');
  }
}

/** By asking where mail servers put what they took. Found, it has gone out; never found, nobody can tell. */
async function findOut(sending: Sending): Promise<void> {
  const { unit, message } = sending;
  if (await isInSent(sending)) return unit.work((ctx) => wentOut(ctx, message.id));
  await unit.work(async (ctx) => {
    const held = await holdUnderWay(ctx, message.id);
    if (!held) return;
    if ((await db.countLook(ctx.tx, message.id)).lookedCount >= looksMax)
      return cameToNothing(ctx, message.id, 'outcome_unknown');
    if (held.message.status === 'unknown') return;
    await markUnderWay(ctx.tx, message.id, 'unknown');
    await messageMoved(ctx, held.conversation, message.id);
  });
}

async function isInSent({ unit, outside, mailbox, message }: Sending): Promise<boolean> {
  const folders = await unit.work((ctx) => foldersOf(ctx.tx, mailbox.id));
  const sent = folders.find(({ role }) => role === 'sent');
  if (!sent) return false;
  try {
    const place = await imapPlace(outside, unit.workspaceId, mailbox);
    return await withImap(place, unit.signal, async (session) =>
      (await session.open(sent.path)).has(message.mailId),
    );
  } catch (error) {
    if (!isTrouble(error)) throw error;
    return false;
  }
}

/** What waits although its job is gone, and what is to be looked for. */
export async function sweepMails(ctx: Ctx): Promise<void> {
  const ago = (ms: number) => new Date(ctx.now.getTime() - ms);
  const before = { queued: ago(queuedForMs), sending: ago(sendingForMs) };
  for (const left of await db.mailsLeft(ctx.tx, before, leftAtOnceMax)) await ctx.enqueue(sendMail, left);
}
