import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { codeOf } from '../../../kit/db/failure.ts';
import { kitError } from '../../../kit/errors.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { coworkers, requireLocation } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { MessageId } from '../messages/contract.ts';
import { authorizeSomewhere, isAt, isWithin, placesWith } from '../rights/places.ts';
import {
  placeholdersOf,
  type ReplyFilter,
  type ReplyTemplate,
  type ReplyTemplateId,
  replyTemplatesMax,
  savedReplyChanged,
} from './contract.ts';
import * as db from './replies.sql.ts';

type Named = { readonly replyId: ReplyTemplateId };
type Actor = Pick<Ctx, 'actor'>;

export async function listReplyTemplates(
  ctx: Ctx,
  input: PageQuery & ReplyFilter,
): Promise<Page<ReplyTemplate>> {
  // Whose a mailbox is says nothing of replies: they belong to places alone.
  const { mailboxesOf: _, ...places } = authorizeSomewhere(ctx, 'inbox.read');
  const here = isAt(places, 'r');
  const { items, next } = await db.repliesByUsage(ctx.tx, coworkers, here, input, input);
  return { items: items.map((row) => managed(ctx, row)), next };
}

export async function getReplyTemplate(ctx: Ctx, { replyId }: Named): Promise<ReplyTemplate> {
  authorizeSomewhere(ctx, 'inbox.read');
  return showReply(ctx, replyId);
}

/** Saves it, or changes it: the caller made the id, so a request that comes twice is one reply. */
export async function putReplyTemplate(
  ctx: Ctx,
  { replyId: id, ...given }: Named & Omit<db.Held, 'id'>,
): Promise<ReplyTemplate> {
  authorizeSomewhere(ctx, 'inbox.manage');
  const before = await db.holdReply(ctx.tx, id);
  if (before) return change(ctx, before, given);
  requireManagedAt(ctx, given.locationId);
  if (given.locationId !== null) await requireLocation(ctx, given.locationId);
  const { count } = await db.countReplies(ctx.tx, replyTemplatesMax);
  if (count >= replyTemplatesMax) throw inboxError('too_many_saved_replies');
  const createdBy = memberOf(ctx.actor)?.memberId ?? null;
  const { workspaceId, now } = ctx;
  const reply = { ...given, id, placeholders: placeholdersOf(given.body), workspaceId, createdBy, now };
  await db.insertReply(ctx.tx, reply).catch(sayTaken);
  await announce(ctx, id, 'saved_reply_added', { name: { to: given.name } });
  return showReply(ctx, id);
}

export async function patchReplyTemplate(
  ctx: Ctx,
  { replyId, ...given }: Named & { [K in Exclude<keyof db.Held, 'id'>]?: db.Held[K] | undefined },
): Promise<ReplyTemplate> {
  authorizeSomewhere(ctx, 'inbox.manage');
  const before = await db.holdReply(ctx.tx, replyId);
  if (!before) throw inboxError('saved_reply_not_found', { replyId });
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return change(ctx, before, { ...before, ...named });
}

export async function deleteReplyTemplate(ctx: Ctx, { replyId }: Named): Promise<void> {
  authorizeSomewhere(ctx, 'inbox.manage');
  const reply = await db.holdReply(ctx.tx, replyId);
  if (!reply || !isSeenBy(ctx, reply.locationId)) throw inboxError('saved_reply_not_found', { replyId });
  requireManagedAt(ctx, reply.locationId);
  await db.dropReply(ctx.tx, replyId);
  await announce(ctx, replyId, 'saved_reply_removed', { name: { from: reply.name } });
}

/** CR-50: it grows at each use, once per message. */
export async function countReplyUse(
  ctx: Ctx,
  { replyId, messageId }: Named & { messageId: MessageId },
): Promise<{ usageCount: number }> {
  authorizeSomewhere(ctx, 'inbox.reply');
  const reply = await db.holdReply(ctx.tx, replyId);
  if (!reply || !isSeenBy(ctx, reply.locationId)) throw inboxError('saved_reply_not_found', { replyId });
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  const { workspaceId, now } = ctx;
  return db.countUse(ctx.tx, { workspaceId, replyId, messageId, memberId, now });
}

async function change(ctx: Ctx, before: db.Held, given: Omit<db.Held, 'id'>): Promise<ReplyTemplate> {
  const { id } = before;
  if (!isSeenBy(ctx, before.locationId)) throw inboxError('saved_reply_not_found', { replyId: id });
  for (const locationId of new Set([before.locationId, given.locationId])) requireManagedAt(ctx, locationId);
  if (given.locationId !== null && given.locationId !== before.locationId)
    await requireLocation(ctx, given.locationId);
  const after = { ...given, id };
  const changes = changed(before, after, ['locationId', 'name', 'shortcut', 'category', 'body']);
  if (Object.keys(changes).length > 0) {
    await db.changeReply(ctx.tx, { ...after, placeholders: placeholdersOf(given.body) }).catch(sayTaken);
    await announce(ctx, id, 'saved_reply_changed', changes);
  }
  return showReply(ctx, id);
}

async function showReply(ctx: Ctx, replyId: ReplyTemplateId): Promise<ReplyTemplate> {
  const row = await db.findReply(ctx.tx, coworkers, replyId);
  if (!row || !isSeenBy(ctx, row.locationId)) throw inboxError('saved_reply_not_found', { replyId });
  return managed(ctx, row);
}

/** Everybody's is seen by everybody; changed, by those who manage everything. */
const isSeenBy = (ctx: Actor, locationId: LocationId | null) =>
  locationId === null || isWithin(placesWith(ctx, 'inbox.read'), locationId);

const isManagedBy = (ctx: Actor, locationId: LocationId | null) =>
  isWithin(placesWith(ctx, 'inbox.manage'), locationId);

const managed = (ctx: Actor, row: db.Shown): ReplyTemplate => ({
  ...row,
  mayManage: isManagedBy(ctx, row.locationId),
});

function requireManagedAt(ctx: Actor, locationId: LocationId | null): void {
  if (!isManagedBy(ctx, locationId))
    throw kitError('not_permitted', { permission: 'inbox.manage', locationId });
}

function sayTaken(error: unknown): never {
  const isTaken =
    codeOf(error) === '23505' &&
    (error as { constraint?: unknown }).constraint === 'reply_templates_by_shortcut';
  throw isTaken ? inboxError('shortcut_is_taken', undefined, error) : error;
}

async function announce(
  ctx: Ctx,
  replyId: ReplyTemplateId,
  what: string,
  changes: Record<string, { from?: unknown; to?: unknown }>,
): Promise<void> {
  const subject = { type: 'saved_reply', id: replyId };
  await ctx.record({ category: 'settings', action: `inbox.${what}`, subject, changes });
  await ctx.publish(savedReplyChanged, { replyId });
}
