import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { coworkers } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { ContactId } from '../conversations/contract.ts';
import * as db from './beside.sql.ts';
import {
  type Consent,
  type ConsentId,
  type ContactNote,
  type ContactNoteId,
  contactChanged,
} from './contract.ts';
import { requireContact } from './seen.ts';

type Named = { readonly contactId: ContactId };
type NamedNote = Named & { readonly noteId: ContactNoteId };

export async function listContactNotes(ctx: Ctx, input: Named & PageQuery): Promise<Page<ContactNote>> {
  await requireContact(ctx, 'inbox.read', input.contactId);
  return db.notesOf(ctx.tx, coworkers, input.contactId, input);
}

/** Writes it, or writes one of one's own anew: the caller made the id, so a request that comes twice is one note. */
export async function putContactNote(
  ctx: Ctx,
  { contactId, noteId: id, body }: NamedNote & { body: string },
): Promise<ContactNote> {
  await requireContact(ctx, 'inbox.organize', contactId);
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  const { workspaceId, now } = ctx;
  if ((await db.insertNote(ctx.tx, { workspaceId, id, contactId, memberId, body, now })) === 0) {
    await requireOwnNote(ctx, { contactId, noteId: id });
    await db.changeNote(ctx.tx, id, body);
  }
  await ctx.publish(contactChanged, { contactId });
  return db.findNote(ctx.tx, coworkers, id);
}

export async function deleteContactNote(ctx: Ctx, { contactId, noteId }: NamedNote): Promise<void> {
  await requireContact(ctx, 'inbox.organize', contactId);
  await requireOwnNote(ctx, { contactId, noteId });
  await db.dropNote(ctx.tx, noteId);
  await ctx.publish(contactChanged, { contactId });
}

async function requireOwnNote(ctx: Ctx, { contactId, noteId }: NamedNote): Promise<void> {
  const note = await db.holdNote(ctx.tx, noteId);
  if (note?.contactId !== contactId) throw inboxError('contact_note_not_found', { noteId });
  // Of somebody who has left it is everybody's.
  const isAnothers = note.memberId !== null && note.memberId !== memberOf(ctx.actor)?.memberId;
  if (isAnothers) throw inboxError('note_is_anothers', { noteId });
}

export async function listConsents(ctx: Ctx, input: Named & PageQuery): Promise<Page<Consent>> {
  await requireContact(ctx, 'inbox.read', input.contactId);
  return db.consentsOf(ctx.tx, coworkers, input.contactId, input);
}

/** An entry more. What it says of the past stays as it was said. */
export async function addConsent(
  ctx: Ctx,
  { contactId, consentId: id, ...said }: Named & { consentId: ConsentId } & SaidConsent,
): Promise<Consent> {
  await requireContact(ctx, 'inbox.organize', contactId);
  const { workspaceId, now } = ctx;
  const happenedAt = said.happenedAt ?? now;
  if (happenedAt > now) throw inboxError('consent_in_the_future', { happenedAt });
  const { kind, status, source } = said;
  const entry = { id, contactId, kind, status, source, happenedAt };
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  const isNew = (await db.insertConsent(ctx.tx, { ...entry, workspaceId, memberId, now })) > 0;
  const kept = await db.findConsent(ctx.tx, coworkers, id);
  if (!kept || kept.contactId !== contactId || kept.kind !== kind || kept.status !== status)
    throw inboxError('consent_reused', { consentId: id });
  if (isNew) await ctx.publish(contactChanged, { contactId });
  const { contactId: _, ...shown } = kept;
  return shown;
}

export interface SaidConsent {
  readonly kind: Consent['kind'];
  readonly status: Consent['status'];
  readonly source: string | null;
  readonly happenedAt?: Date | undefined;
}
