import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { coworkers } from '../../workspaces/index.ts';
import { changeProfile, holdContacts, type Profile } from '../contacts/contacts.sql.ts';
import { areTooMany } from '../contacts/contacts.ts';
import { contactChanged } from '../contacts/contract.ts';
import { requireContact } from '../contacts/seen.ts';
import { inboxError } from '../contract.ts';
import type { ContactId } from '../conversations/contract.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import { type Merge, type MergeId, mergesMax } from './contract.ts';
import * as db from './merging.sql.ts';

type Named = { readonly contactId: ContactId };
type NamedMerge = Named & { readonly mergeId: MergeId };

export async function listMerges(ctx: Ctx, input: Named & PageQuery): Promise<Page<Merge>> {
  await requireContact(ctx, 'inbox.read', input.contactId);
  return db.mergesOf(ctx.tx, coworkers, input.contactId, input);
}

/** The caller made the id: the same request twice is one merge. */
export async function mergeContacts(
  ctx: Ctx,
  { contactId, mergeId: id, otherId }: NamedMerge & { otherId: ContactId },
): Promise<Merge> {
  authorizeSomewhere(ctx, 'inbox.manage');
  await holdContacts(ctx.tx, [contactId, otherId]);
  const done = await db.holdMerge(ctx.tx, id);
  if (done && done.contactId === contactId && done.otherId === otherId) {
    await requireContact(ctx, 'inbox.manage', contactId, { isWhole: true, isOver: true });
    return showMerge(ctx, id);
  }
  for (const one of [contactId, otherId]) await requireContact(ctx, 'inbox.manage', one, { isWhole: true });
  if (contactId === otherId) throw inboxError('contact_is_this_one', { contactId });
  if (done) throw inboxError('merge_reused', { mergeId: id });
  const others = await db.mergesInForce(ctx.tx, contactId, mergesMax);
  if (others.length >= mergesMax) throw inboxError('too_many_merges', { contactId });

  const mergedBy = memberOf(ctx.actor)?.memberId ?? null;
  const { workspaceId, now } = ctx;
  await db.insertMerge(ctx.tx, { workspaceId, id, contactId, otherId, mergedBy, now });
  const merge = await db.holdMerge(ctx.tx, id);
  await db.gainTags(ctx.tx, merge!, undefined);
  await gainProfile(ctx, merge!, undefined);
  await db.hearOf(ctx.tx, contactId, otherId);
  await announce(ctx, merge!, 'contacts_merged');
  return showMerge(ctx, id);
}

/**
 * What came along goes back where it was. What another one that is part of the same contact has as well stays, as that
 * one's from now on: so whatever is taken apart, in whatever order, each is in the end what they were.
 */
export async function undoMerge(ctx: Ctx, { contactId, mergeId: id }: NamedMerge): Promise<Merge> {
  await requireContact(ctx, 'inbox.manage', contactId, { isWhole: true, isOver: true });
  const found = await db.findMerge(ctx.tx, coworkers, id);
  if (found?.contactId !== contactId) throw inboxError('merge_not_found', { mergeId: id });
  await holdContacts(ctx.tx, [contactId, found.otherId]);
  const merge = await db.holdMerge(ctx.tx, id);
  if (!merge || merge.undoneAt) return found;
  await requireContact(ctx, 'inbox.manage', contactId, { isWhole: true });

  await db.undoMerge(ctx.tx, id, memberOf(ctx.actor)?.memberId ?? null, ctx.now);
  const lost = await loseProfile(ctx, merge);
  for (const other of await db.mergesInForce(ctx.tx, contactId, mergesMax)) {
    if (merge.tagIds.length > 0) await db.gainTags(ctx.tx, other, merge.tagIds);
    await gainProfile(ctx, other, lost);
  }
  await db.hearAnew(ctx.tx, [contactId, merge.otherId]);
  await announce(ctx, merge, 'contacts_parted');
  return showMerge(ctx, id);
}

const words = ['name', 'language', 'timezone'] as const;

/** What the other has of what the contact lacks; of `only` that, where it is given. */
async function gainProfile(ctx: Ctx, merge: db.HeldMerge, only: db.Gained | undefined): Promise<void> {
  const { contact, other } = await holdBoth(ctx, merge);
  const gained: db.Gained = { ...merge.gained, fields: { ...merge.gained.fields } };
  const after = { ...contact, fields: { ...contact.fields } };
  for (const word of words) {
    const value = other[word];
    if (after[word] !== null || value === null || (only && only[word] === undefined)) continue;
    after[word] = value;
    gained[word] = value;
  }
  for (const [name, value] of Object.entries(other.fields)) {
    if (Object.hasOwn(after.fields, name) || (only && !Object.hasOwn(only.fields, name))) continue;
    if (areTooMany({ ...after.fields, [name]: value })) continue;
    after.fields[name] = value;
    gained.fields[name] = value;
  }
  await changeProfile(ctx.tx, after);
  await db.keepGained(ctx.tx, merge.id, gained);
}

/** What somebody changed since is theirs, and stays. Answers what did not. */
async function loseProfile(ctx: Ctx, merge: db.HeldMerge): Promise<db.Gained> {
  const { contact } = await holdBoth(ctx, merge);
  const { gained } = merge;
  const after = { ...contact, fields: { ...contact.fields } };
  const lost: db.Gained = { fields: {} };
  for (const word of words) {
    if (gained[word] === undefined || contact[word] !== gained[word]) continue;
    after[word] = null;
    lost[word] = gained[word];
  }
  for (const [name, value] of Object.entries(gained.fields)) {
    if (JSON.stringify(contact.fields[name]) !== JSON.stringify(value)) continue;
    delete after.fields[name];
    lost.fields[name] = value;
  }
  await changeProfile(ctx.tx, after);
  return lost;
}

async function holdBoth(ctx: Ctx, { contactId, otherId }: db.HeldMerge) {
  const held = await holdContacts(ctx.tx, [contactId, otherId]);
  const find = (id: ContactId): Profile => held.find((one) => one.id === id)!;
  return { contact: find(contactId), other: find(otherId) };
}

async function showMerge(ctx: Ctx, id: MergeId): Promise<Merge> {
  const merge = await db.findMerge(ctx.tx, coworkers, id);
  if (!merge) throw inboxError('merge_not_found', { mergeId: id });
  return merge;
}

async function announce(ctx: Ctx, { contactId, otherId }: db.HeldMerge, what: string): Promise<void> {
  await ctx.record({
    category: 'content',
    action: `inbox.${what}`,
    subject: { type: 'contact', id: contactId },
    changes: { other: { to: otherId } },
  });
  for (const one of [contactId, otherId]) await ctx.publish(contactChanged, { contactId: one });
}
