import { changed } from '../../../kit/audit.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { coworkers } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { ContactId, TagId } from '../conversations/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import { findTag } from '../tags/tags.sql.ts';
import { consentsHeld } from './beside.sql.ts';
import * as db from './contacts.sql.ts';
import {
  type Contact,
  ContactField,
  type ContactFilter,
  type ContactSummary,
  contactChanged,
  contactTagsMax,
  conversationsShownMax,
  fieldsBytesMax,
  fieldsMax,
  identitiesShownMax,
} from './contract.ts';
import { channelsSeen, mayDo, placesKnown, requireContact } from './seen.ts';

type Named = { readonly contactId: ContactId };
type Files = Pick<InboxOutside, 'fileUrl'>;

export async function listContacts(
  ctx: Ctx,
  input: PageQuery & ContactFilter,
  outside: Files,
): Promise<Page<ContactSummary>> {
  authorizeSomewhere(ctx, 'inbox.read');
  const { items, next } = await db.contactsByLast(ctx.tx, channelsSeen(ctx), input, input);
  return { items: items.map((row) => pictured(row, ctx.now, outside)), next };
}

export async function getContact(ctx: Ctx, { contactId }: Named, outside: Files): Promise<Contact> {
  await requireContact(ctx, 'inbox.read', contactId);
  return showContact(ctx, contactId, outside);
}

/** What they are called, what they speak, and whatever else a workspace keeps of people. */
export async function changeContact(
  ctx: Ctx,
  { contactId, ...given }: Named & ContactChanges,
  outside: Files,
): Promise<Contact> {
  await requireContact(ctx, 'inbox.organize', contactId);
  const [before] = await db.holdContacts(ctx.tx, [contactId]);
  if (!before) throw inboxError('contact_not_found', { contactId });
  const after = {
    ...before,
    name: given.name === undefined ? before.name : given.name,
    language: given.language === undefined ? before.language : given.language,
    timezone: given.timezone === undefined ? before.timezone : given.timezone,
    fields: withFields(fieldsOf(before.fields), given.fields ?? {}),
  };
  const changes = changed(before, after, ['name', 'language', 'timezone', 'fields']);
  if (Object.keys(changes).length === 0) return showContact(ctx, contactId, outside);
  if (areTooMany(after.fields)) throw inboxError('contact_fields_too_many', { contactId });
  await db.changeProfile(ctx.tx, after);
  // What was changed and not to what: the trail stays when the person is erased.
  await ctx.record({
    category: 'content',
    action: 'inbox.contact_changed',
    subject: { type: 'contact', id: contactId },
    changes: Object.fromEntries(Object.keys(changes).map((field) => [field, {}])),
  });
  await ctx.publish(contactChanged, { contactId });
  return showContact(ctx, contactId, outside);
}

export interface ContactChanges {
  readonly name?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly timezone?: string | null | undefined;
  readonly fields?: Readonly<Record<string, ContactField | null>> | undefined;
}

export async function putContactTag(
  ctx: Ctx,
  { contactId, tagId }: Named & { tagId: TagId },
  outside: Files,
): Promise<Contact> {
  await requireContact(ctx, 'inbox.organize', contactId);
  await db.holdContacts(ctx.tx, [contactId]);
  if (!(await findTag(ctx.tx, tagId))) throw inboxError('tag_not_found', { tagId });
  const { workspaceId, now } = ctx;
  if ((await db.insertContactTag(ctx.tx, { workspaceId, contactId, tagId, now })) > 0) {
    const { count } = await db.countTagsOf(ctx.tx, contactId);
    if (count > contactTagsMax) throw inboxError('contact_has_too_many_tags', { contactId });
    await ctx.publish(contactChanged, { contactId });
  }
  return showContact(ctx, contactId, outside);
}

export async function deleteContactTag(
  ctx: Ctx,
  { contactId, tagId }: Named & { tagId: TagId },
  outside: Files,
): Promise<Contact> {
  await requireContact(ctx, 'inbox.organize', contactId);
  await db.holdContacts(ctx.tx, [contactId]);
  if ((await db.dropContactTag(ctx.tx, contactId, tagId)) > 0)
    await ctx.publish(contactChanged, { contactId });
  return showContact(ctx, contactId, outside);
}

export async function showContact(ctx: Ctx, contactId: ContactId, outside: Files): Promise<Contact> {
  const row = await db.findContact(ctx.tx, contactId);
  if (!row) throw inboxError('contact_not_found', { contactId });
  const seen = channelsSeen(ctx);
  const identities = await db.identitiesOf(ctx.tx, contactId, seen, identitiesShownMax);
  const at = (await placesKnown(ctx, contactId))?.places ?? [];
  const isThere = row.mergedInto === null && row.erasedAt === null;
  return {
    ...pictured(row, ctx.now, outside),
    ...{ givenName: row.givenName, timezone: row.timezone, fields: fieldsOf(row.fields) },
    identities: identities.map((identity) => pictured(identity, ctx.now, outside)),
    consents: await consentsHeld(ctx.tx, coworkers, contactId),
    conversations: await db.conversationsOf(ctx.tx, contactId, seen, conversationsShownMax),
    ...{
      mergedInto: row.mergedInto,
      erasedAt: row.erasedAt,
      emptiedAt: row.emptiedAt,
      createdAt: row.createdAt,
    },
    mayOrganize: isThere && mayDo(ctx, 'inbox.organize', at),
    mayMerge: isThere && mayDo(ctx, 'inbox.manage', at, { isWhole: true }),
    mayExport: isThere && mayDo(ctx, 'inbox.export', at, { isWhole: true }),
    mayErase: isThere && mayDo(ctx, 'inbox.erase', at, { isWhole: true }),
  };
}

function pictured<T extends { readonly pictureKey: string | null }>(row: T, now: Date, { fileUrl }: Files) {
  const { pictureKey, ...rest } = row;
  return { ...rest, pictureUrl: pictureKey === null ? null : fileUrl(pictureKey, now) };
}

function withFields(before: Contact['fields'], given: NonNullable<ContactChanges['fields']>) {
  const entries = Object.entries({ ...before, ...given });
  return Object.fromEntries(entries.filter((entry): entry is [string, ContactField] => entry[1] !== null));
}

export const areTooMany = (fields: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(fields).length > fieldsMax || Buffer.byteLength(JSON.stringify(fields)) > fieldsBytesMax;

/** What a direct client wrote may be anything: what is no field of ours is not shown, and breaks nothing. */
export const fieldsOf = (stored: Readonly<Record<string, unknown>>): Contact['fields'] =>
  Object.fromEntries(
    Object.entries(stored).flatMap(([name, value]) => {
      const read = ContactField.safeParse(value);
      return read.success ? [[name, read.data] as const] : [];
    }),
  );
