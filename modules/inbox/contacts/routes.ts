import { type Route, route } from '../../../kit/http/endpoint.ts';
import { eraseContact } from '../erasing/erasing.ts';
import { askForExport, exportContact } from '../merging/exporting.ts';
import { listMerges, mergeContacts, undoMerge } from '../merging/merging.ts';
import type { InboxOutside } from '../outside.ts';
import { deleteTag, getTag, listTags, patchTag, putTag } from '../tags/tags.ts';
import { addConsent, deleteContactNote, listConsents, listContactNotes, putContactNote } from './beside.ts';
import { changeContact, deleteContactTag, getContact, listContacts, putContactTag } from './contacts.ts';
import * as wire from './contract.ts';

const contacts: readonly Route<InboxOutside>[] = [
  route(wire.listContacts, (ctx, { query }, outside: InboxOutside) => listContacts(ctx, query, outside)),
  route(wire.getContact, (ctx, { params }, outside: InboxOutside) => getContact(ctx, params, outside)),
  route(wire.patchContact, (ctx, { params, body }, outside: InboxOutside) =>
    changeContact(ctx, { ...params, ...body }, outside),
  ),
  route(wire.putContactTag, (ctx, { params }, outside: InboxOutside) => putContactTag(ctx, params, outside)),
  route(wire.deleteContactTag, (ctx, { params }, outside: InboxOutside) =>
    deleteContactTag(ctx, params, outside),
  ),
];

const beside: readonly Route<InboxOutside>[] = [
  route(wire.listContactNotes, (ctx, { params, query }) => listContactNotes(ctx, { ...params, ...query })),
  route(wire.putContactNote, (ctx, { params, body }) => putContactNote(ctx, { ...params, ...body })),
  route(wire.deleteContactNote, (ctx, { params }) => deleteContactNote(ctx, params)),
  route(wire.listConsents, (ctx, { params, query }) => listConsents(ctx, { ...params, ...query })),
  route(wire.putConsent, (ctx, { params, body }) => addConsent(ctx, { ...params, ...body })),
];

const whole: readonly Route<InboxOutside>[] = [
  route(wire.listMerges, (ctx, { params, query }) => listMerges(ctx, { ...params, ...query })),
  route(wire.putMerge, (ctx, { params, body }) => mergeContacts(ctx, { ...params, ...body })),
  route(wire.deleteMerge, (ctx, { params }) => undoMerge(ctx, params)),
  route(wire.putContactExport, (ctx, { params }) => askForExport(ctx, params)),
  route(wire.getContactExport, (ctx, { params }, outside: InboxOutside) =>
    exportContact(ctx, params, outside),
  ),
  route(wire.putContactErasure, (ctx, { params }, outside: InboxOutside) =>
    eraseContact(ctx, params, outside),
  ),
];

const tags: readonly Route<InboxOutside>[] = [
  route(wire.listTags, (ctx, { query }) => listTags(ctx, query)),
  route(wire.getTag, (ctx, { params }) => getTag(ctx, params)),
  route(wire.putTagDefinition, (ctx, { params, body }) => putTag(ctx, { ...params, ...body })),
  route(wire.patchTag, (ctx, { params, body }) => patchTag(ctx, { ...params, ...body })),
  route(wire.deleteTag, (ctx, { params }) => deleteTag(ctx, params)),
];

export const contactsRoutes: readonly Route<InboxOutside>[] = [...contacts, ...beside, ...whole, ...tags];
