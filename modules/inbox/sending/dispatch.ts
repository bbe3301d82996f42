import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { countUse } from '../../billing/index.ts';
import { CallId } from '../../connections/contract.ts';
import { accountStateOf, cancelCall, requestCall } from '../../connections/index.ts';
import { turnAutomationOff } from '../conversations/automation.ts';
import { queueMail } from '../mail/outgoing.ts';
import type { ConversationId } from '../messages/contract.ts';
import { type HeldConversation, holdConversation } from '../messages/record.sql.ts';
import { messageMoved } from '../messages/record.ts';
import type { InboxOutside } from '../outside.ts';
import { filesOfMessage } from './attachments.sql.ts';
import { leaveAt, type SendFailure } from './contract.ts';
import { sendMessages, sendOverdue } from './jobs.ts';
import * as db from './outgoing.sql.ts';
import { accountOf, momentOf } from './writing.ts';

type Files = Pick<InboxOutside, 'fileUrl' | 'publicUrl'>;

const sentAtOnceMax = 100;
/** For so long the address of a file is good at the least: see `fileUrl`. */
const fileHours = 6;
const hourMs = 3_600_000;
const soonMs = 60_000;
const overdueAfterMs = 30_000;
const foundAtOnceMax = 500;

/** One transaction: what is due becomes calls, in the order in which it was written. */
export async function runSend(
  unit: Unit,
  { conversationId }: { conversationId: ConversationId },
  outside: Files,
): Promise<void> {
  await unit.work(async (ctx) => {
    const conversation = await holdConversation(ctx.tx, conversationId);
    if (!conversation) return;
    await sendDue(ctx, conversation, outside);
    await comeBack(ctx, conversationId);
  });
}

/** The database measures a wait from the beginning of a transaction, so a job may come a little too early. */
async function comeBack(ctx: Ctx, conversationId: ConversationId): Promise<void> {
  const next = await db.nextOf(ctx.tx, conversationId);
  if (!next?.sendAt || next.sendAt.getTime() > ctx.now.getTime() + soonMs) return;
  await ctx.enqueue(sendMessages, { conversationId }, { startAfter: next.sendAt });
}

async function sendDue(ctx: Ctx, conversation: HeldConversation, outside: Files): Promise<void> {
  let { automationOffAt } = conversation;
  for (const message of await db.dueOf(ctx.tx, conversation.id, ctx.now, sentAtOnceMax)) {
    const isMachines = message.author !== 'member';
    // Held was the machine's, and a person has taken over since.
    if (isMachines && automationOffAt !== null) await db.markCancelled(ctx.tx, message.id);
    else await send(ctx, conversation, message, outside);
    await messageMoved(ctx, conversation, message.id);
    if (isMachines || message.status !== 'scheduled') continue;
    // What was meant for later is a reply from now on.
    automationOffAt ??= ctx.now;
    await turnAutomationOff(ctx, conversation.id, 'person_replied');
  }
}

async function send(
  ctx: Ctx,
  conversation: HeldConversation,
  message: db.Outgoing,
  outside: Files,
): Promise<void> {
  // Of what was meant for later, it is said now.
  const happenedAt = message.status === 'scheduled' ? await momentOf(ctx, conversation) : message.happenedAt;
  if (conversation.kind === 'mail') {
    if (!(await isPaid(ctx, message))) return void (await db.markFailed(ctx.tx, message.id, 'no_credits'));
    await db.markQueued(ctx.tx, message.id, { callId: null, happenedAt });
    return queueMail(ctx, message.id);
  }
  const outcome = await callFor(ctx, conversation, message, outside);
  if ('failure' in outcome) return void (await db.markFailed(ctx.tx, message.id, outcome.failure));
  if (await isPaid(ctx, message))
    return void (await db.markQueued(ctx.tx, message.id, { ...outcome, happenedAt }));
  await cancelCall(ctx, outcome);
  await db.markFailed(ctx.tx, message.id, 'no_credits');
}

/** It is counted when it leaves: what was taken back before was no message. Sent once more it is the same one. */
function isPaid(ctx: Ctx, { id, author, memberId, details }: db.Outgoing): Promise<boolean> {
  const isPerson = details.sending?.isPerson ?? false;
  const sourcePlatform = isPerson ? 'website' : author === 'member' ? 'api' : 'bot';
  const subject = { type: 'message', id };
  const use = { id, meter: 'message', subject, memberId: memberId ?? undefined, sourcePlatform } as const;
  return countUse(ctx, { ...use, reason: 'Message sent' });
}

/** Looked at once more, since minutes or months may have gone by: nothing is asked for that is known to be refused. */
async function callFor(
  ctx: Ctx,
  conversation: HeldConversation,
  message: db.Outgoing,
  outside: Files,
): Promise<{ readonly callId: CallId } | { readonly failure: SendFailure }> {
  const { platform, lastInboundAt, platformUserId } = conversation;
  const accountId = accountOf(conversation);
  const state = accountId && (await accountStateOf(ctx, accountId));
  if (!accountId || state === undefined || state === 'disconnected') return { failure: 'channel_not_open' };
  const isPerson = message.details.sending?.isPerson ?? false;
  const isTemplate = message.kind === 'template';
  const leave = leaveAt(platform, lastInboundAt, ctx.now, { isPerson, isTemplate });
  if (!leave.may) return { failure: 'window_over' };
  const said = await saidIn(ctx, message, outside);
  const callId = newId(CallId, ctx.now.getTime());
  await requestCall(ctx, {
    ...{ id: callId, accountId, kind: 'message', conversationKey: `person/${platformUserId}` },
    request: { to: platformUserId, ...said, ...(leave.byPerson && { byPerson: true }) },
    expiresAt: earlier(leave.until, 'attachment' in said ? inHours(ctx, fileHours) : undefined),
    priority: isPerson ? 'person' : 'usual',
  });
  return { callId };
}

async function saidIn(ctx: Ctx, message: db.Outgoing, { fileUrl, publicUrl }: Files) {
  const { id, body, kind, details } = message;
  const answered = await db.findAnswered(ctx.tx, id);
  const replyTo = answered?.platformMessageId ?? undefined;
  if (kind === 'template') return { template: templateOf(details.template!) };
  const [file] = await filesOfMessage(ctx.tx, id);
  return {
    ...(body !== null && { text: body }),
    ...(replyTo !== undefined && { replyTo }),
    ...(file && {
      attachment: { type: file.kind, url: new URL(fileUrl(file.storageKey, ctx.now), publicUrl).href },
    }),
  };
}

const templateOf = ({ name, language, values }: NonNullable<db.Outgoing['details']['template']>) => ({
  name,
  language,
  components:
    values.length === 0 ? [] : [{ type: 'body', parameters: values.map((text) => ({ type: 'text', text })) }],
});

const inHours = ({ now }: Ctx, hours: number) => new Date(now.getTime() + hours * hourMs);
const earlier = (one: Date | undefined, other: Date | undefined) =>
  one && other ? (one < other ? one : other) : (one ?? other);

/** What should have gone out and has not: its job was lost. */
export async function requeueOverdue(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - overdueAfterMs);
  for (const conversation of await db.conversationsOverdue(ctx.tx, before, foundAtOnceMax))
    await ctx.enqueue(sendOverdue, conversation);
}
