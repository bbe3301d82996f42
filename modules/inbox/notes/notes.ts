import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { type MemberId, uuidv7 } from '../../../kit/ids.ts';
import { inboxError } from '../contract.ts';
import { requireReader } from '../conversations/colleagues.ts';
import { holdToDo } from '../conversations/holding.ts';
import type { State } from '../conversations/state.sql.ts';
import {
  type Author,
  type ConversationId,
  type Message,
  type MessageId,
  messageChanged,
} from '../messages/contract.ts';
import { showMessage } from '../messages/messages.ts';
import { addMessage, recordActivity } from '../messages/record.ts';
import type { InboxOutside } from '../outside.ts';
import { memberMentioned } from './contract.ts';
import * as db from './notes.sql.ts';

type Files = Pick<InboxOutside, 'fileUrl'>;
interface Named {
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
}
interface Words {
  readonly body: string;
  readonly mentions: readonly MemberId[];
}

/** The same id twice is one note, and with other words one that was edited. */
export async function putNote(ctx: Ctx, input: Named & Words, outside: Files): Promise<Message> {
  const state = await holdToDo(ctx, 'inbox.organize', input.conversationId);
  const { messageId, body } = input;
  const words = { body, mentions: [...new Set(input.mentions)] };
  const found = await db.findNote(ctx.tx, messageId);
  if (!found) await writeNote(ctx, state, messageId, words);
  else {
    if (found.kind !== 'note' || found.conversationId !== state.id)
      throw inboxError('message_reused', { messageId });
    refuseOthers(ctx, found, messageId);
    await rewriteNote(ctx, state, messageId, found, words);
  }
  return showMessage(ctx, messageId, outside);
}

export async function dropNote(ctx: Ctx, { conversationId, messageId }: Named): Promise<void> {
  const { channelId } = await holdToDo(ctx, 'inbox.organize', conversationId);
  const found = await db.findNote(ctx.tx, messageId);
  if (found?.kind !== 'note' || found.conversationId !== conversationId)
    throw inboxError('message_not_found', { messageId });
  refuseOthers(ctx, found, messageId);
  await db.dropNote(ctx.tx, messageId);
  await recordActivity(ctx, { id: conversationId, channelId }, { what: 'note_dropped' });
  await ctx.publish(messageChanged, { messageId, conversationId, channelId });
}

async function writeNote(ctx: Ctx, state: State, id: MessageId, { body, mentions }: Words): Promise<void> {
  await requireReaders(ctx, state, mentions);
  const isNew = await addMessage(ctx, state, {
    ...{ id, direction: 'internal', kind: 'note', status: 'kept', happenedAt: ctx.now },
    ...writerOf(ctx),
    body,
    details: detailsOf(mentions),
  });
  if (!isNew) throw inboxError('message_reused', { messageId: id });
  await mention(ctx, state, id, mentions);
}

async function rewriteNote(
  ctx: Ctx,
  state: State,
  messageId: MessageId,
  before: db.Note,
  { body, mentions }: Words,
): Promise<void> {
  const mentioned = before.details.mentions ?? [];
  const added = mentions.filter((id) => !mentioned.includes(id));
  if (before.body === body && added.length === 0 && mentioned.length === mentions.length) return;
  await requireReaders(ctx, state, added);
  const { workspaceId, now: at } = ctx;
  const details = detailsOf(mentions);
  await db.rewriteNote(ctx.tx, { workspaceId, messageId, id: uuidv7(at.getTime()), body, details, at });
  await mention(ctx, state, messageId, mentions);
  await ctx.publish(messageChanged, { messageId, conversationId: state.id, channelId: state.channelId });
}

/** Whoever writes a note knows of it. */
async function mention(
  ctx: Ctx,
  { id: conversationId }: State,
  messageId: MessageId,
  all: readonly MemberId[],
) {
  const others = all.filter((id) => id !== writerOf(ctx).memberId);
  await db.dropMentionsBut(ctx.tx, messageId, others);
  for (const memberId of await db.insertMentions(ctx.tx, ctx.workspaceId, messageId, others))
    await ctx.publish(memberMentioned, { conversationId, messageId, memberId });
}

async function requireReaders(ctx: Ctx, state: State, memberIds: readonly MemberId[]): Promise<void> {
  for (const memberId of memberIds) await requireReader(ctx, state, memberId);
}

/** What a machine wrote, or somebody who has left, is for whoever organizes. */
function refuseOthers(ctx: Ctx, { memberId }: db.Note, messageId: MessageId): void {
  if (memberId !== null && memberId !== writerOf(ctx).memberId)
    throw inboxError('note_is_anothers', { messageId });
}

function writerOf(ctx: Ctx): { author: Author; memberId: MemberId | null } {
  const member = memberOf(ctx.actor);
  if (member) return { author: 'member', memberId: member.memberId };
  return { author: ctx.actor.kind === 'autopilot' ? 'autopilot' : 'system', memberId: null };
}

const detailsOf = (mentions: readonly MemberId[]) => (mentions.length > 0 ? { mentions: [...mentions] } : {});
