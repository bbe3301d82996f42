import type { Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { workIn } from '../../../kit/work.ts';
import { type ContactId, TagId } from '../conversations/contract.ts';
import { markHeard } from '../intake/people.sql.ts';
import { askForExport } from '../merging/exporting.ts';
import { mergeContacts } from '../merging/merging.ts';
import type { ChannelId } from '../messages/contract.ts';
import { beginConversation, type Place, said } from '../messages/testing.ts';
import { putTag } from '../tags/tags.ts';
import type { Walk } from '../walk.ts';
import { addConsent, putContactNote } from './beside.ts';
import { putContactTag } from './contacts.ts';
import { ConsentId, ContactExportId, ContactNoteId, MergeId } from './contract.ts';

const asSystem = <T>({ ground, workspaceId }: Place, work: (ctx: Ctx) => Promise<T>) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, work);
const noFiles = { fileUrl: (key: string) => `http://stoa.test/files/${key}` };

export async function newTag(place: Place, name = `Tag ${newId(TagId)}`): Promise<TagId> {
  const tagId = newId(TagId);
  await asSystem(place, (ctx) => putTag(ctx, { tagId, name, color: 'blue' }));
  return tagId;
}

/** Somebody who wrote once, on a channel of their own unless it is said otherwise. */
export async function newContact(
  place: Place,
  { name = 'Ada Adler', ...more }: { name?: string; channelId?: ChannelId } = {},
) {
  const begun = await beginConversation(place, { name, ...more });
  await said(place, begun);
  await asSystem(place, ({ tx, now }) => markHeard(tx, begun.identityId, now));
  return begun;
}

export async function merged(place: Place, contactId: ContactId, otherId: ContactId): Promise<MergeId> {
  const mergeId = newId(MergeId);
  await asSystem(place, (ctx) => mergeContacts(ctx, { contactId, mergeId, otherId }));
  return mergeId;
}

export async function tagged(place: Place, contactId: ContactId, tagId: TagId): Promise<void> {
  await asSystem(place, (ctx) => putContactTag(ctx, { contactId, tagId }, noFiles));
}

export async function noted(place: Place, contactId: ContactId, body = 'Prefers mornings.') {
  const noteId = newId(ContactNoteId);
  await asSystem(place, (ctx) => putContactNote(ctx, { contactId, noteId, body }));
  return noteId;
}

export async function agreed(place: Place, contactId: ContactId) {
  const consentId = newId(ConsentId);
  const given = { kind: 'marketing', status: 'granted', source: 'A form at the till' } as const;
  await asSystem(place, (ctx) => addConsent(ctx, { contactId, consentId, ...given }));
  return consentId;
}

const ofNew = async (w: Walk) => ({ params: { contactId: (await newContact(w)).contactId } });

const contacts: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/contacts': async (w) => {
    await newContact(w);
    return { query: { q: 'ada', limit: 10 } };
  },
  'GET /w/:workspaceId/inbox/contacts/:contactId': ofNew,
  'PATCH /w/:workspaceId/inbox/contacts/:contactId': async (w) => ({
    ...(await ofNew(w)),
    body: { name: 'Ada A.', language: 'it', timezone: 'Europe/Rome', fields: { shoes: 38 } },
  }),
  'PUT /w/:workspaceId/inbox/contacts/:contactId/tags/:tagId': async (w) => ({
    params: { contactId: (await newContact(w)).contactId, tagId: await newTag(w) },
  }),
  'DELETE /w/:workspaceId/inbox/contacts/:contactId/tags/:tagId': async (w) => {
    const params = { contactId: (await newContact(w)).contactId, tagId: await newTag(w) };
    await tagged(w, params.contactId, params.tagId);
    return { params };
  },
};

const beside: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/contacts/:contactId/notes': ofNew,
  'PUT /w/:workspaceId/inbox/contacts/:contactId/notes/:noteId': async (w) => ({
    params: { contactId: (await newContact(w)).contactId, noteId: newId(ContactNoteId) },
    body: { body: 'Prefers mornings.' },
  }),
  'DELETE /w/:workspaceId/inbox/contacts/:contactId/notes/:noteId': async (w) => {
    const { contactId } = await newContact(w);
    return { params: { contactId, noteId: await noted(w, contactId) } };
  },
  'GET /w/:workspaceId/inbox/contacts/:contactId/consents': ofNew,
  'PUT /w/:workspaceId/inbox/contacts/:contactId/consents/:consentId': async (w) => ({
    params: { contactId: (await newContact(w)).contactId, consentId: newId(ConsentId) },
    body: { kind: 'marketing', status: 'granted', source: 'A form at the till' },
  }),
};

const whole: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/contacts/:contactId/merges': ofNew,
  'PUT /w/:workspaceId/inbox/contacts/:contactId/merges/:mergeId': async (w) => ({
    params: { contactId: (await newContact(w)).contactId, mergeId: newId(MergeId) },
    body: { otherId: (await newContact(w, { name: 'A. Adler' })).contactId },
  }),
  'DELETE /w/:workspaceId/inbox/contacts/:contactId/merges/:mergeId': async (w) => {
    const [{ contactId }, other] = [await newContact(w), await newContact(w)];
    return { params: { contactId, mergeId: await merged(w, contactId, other.contactId) } };
  },
  'PUT /w/:workspaceId/inbox/contacts/:contactId/exports/:exportId': async (w) => ({
    params: { contactId: (await newContact(w)).contactId, exportId: newId(ContactExportId) },
  }),
  'GET /w/:workspaceId/inbox/contacts/:contactId/exports/:exportId': async (w) => {
    const { contactId } = await newContact(w);
    const exportId = newId(ContactExportId);
    await asSystem(w, (ctx) => askForExport(ctx, { contactId, exportId }));
    return { params: { contactId, exportId } };
  },
  'PUT /w/:workspaceId/inbox/contacts/:contactId/erasure': ofNew,
};

const tags: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/tags': async (w) => {
    await newTag(w);
    return {};
  },
  'GET /w/:workspaceId/inbox/tags/:tagId': async (w) => ({ params: { tagId: await newTag(w) } }),
  'PUT /w/:workspaceId/inbox/tags/:tagId': async () => ({
    params: { tagId: newId(TagId) },
    body: { name: `Tag ${newId(TagId)}`, color: 'green' },
    makesId: true,
  }),
  'PATCH /w/:workspaceId/inbox/tags/:tagId': async (w) => ({
    params: { tagId: await newTag(w) },
    body: { name: `Tag ${newId(TagId)}` },
  }),
  'DELETE /w/:workspaceId/inbox/tags/:tagId': async (w) => ({ params: { tagId: await newTag(w) } }),
};

/** A good input for every route of this part. */
export const contactsSamples: Samples<Walk> = { ...contacts, ...beside, ...whole, ...tags };
