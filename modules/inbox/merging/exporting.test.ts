import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { changeContact } from '../contacts/contacts.ts';
import { agreed, merged, newContact, newTag, noted, tagged } from '../contacts/testing.ts';
import type { ContactId } from '../conversations/contract.ts';
import { inbox } from '../index.ts';
import { said } from '../messages/testing.ts';
import { ContactExportId, exportGoodForMinutes } from './contract.ts';
import { askForExport, exportContact } from './exporting.ts';

const files = { fileUrl: (key: string) => key };
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace([identity, workspaces, connections, inbox]);
});

describe('the export of a contact', () => {
  test('has everything that is known of them, over as many pages as it takes', async () => {
    const [one, other] = [await newContact(w), await newContact(w, { name: 'A. Adler' })];
    const tagId = await newTag(w, 'Regular');
    await tagged(w, one.contactId, tagId);
    const [noteId, consentId] = [await noted(w, one.contactId), await agreed(w, other.contactId)];
    await w.system.work((ctx) => changeContact(ctx, { ...other, fields: { shoes: 38 } }, files));
    const mergeId = await merged(w, one.contactId, other.contactId);
    const words = Array.from({ length: 230 }, (_, i) => `word ${i}`);
    for (const body of words) await said(w, one, { body });
    await said(w, other, { body: 'from the other account' });

    const known = await fetched(one.contactId);

    const ids = (part: string) => (known[part] as { id: string }[]).map(({ id }) => id).sort();
    assert.deepEqual(ids('profiles'), [one.contactId, other.contactId].sort());
    assert.deepEqual(ids('channels'), [one.identityId, other.identityId].sort());
    assert.deepEqual(
      [ids('tags'), ids('notes'), ids('consents'), ids('merges')],
      [[tagId], [noteId], [consentId], [mergeId]],
    );
    assert.deepEqual(ids('conversations'), [one.conversationId, other.conversationId].sort());
    const bodies = (known.messages as { body: string }[]).map(({ body }) => body);
    assert.equal(bodies.length, words.length + 3);
    for (const body of [...words, 'from the other account']) assert.ok(bodies.includes(body), body);
  });

  test('is in the trail before it can be fetched, and good for minutes, for whoever asked', async () => {
    const { contactId } = await newContact(w);
    const [admin, other] = [await w.member('admin'), await w.member('admin')];
    const exportId = newId(ContactExportId);
    const fetch = (by: typeof admin) =>
      w.reading(by, (ctx) => exportContact(ctx, { contactId, exportId }, files));
    await assert.rejects(fetch(admin), { code: 'inbox.export_not_found' });
    const asked = await w.as(admin, (ctx) => askForExport(ctx, { contactId, exportId }));
    assert.deepEqual(await w.as(admin, (ctx) => askForExport(ctx, { contactId, exportId })), asked);
    await fetch(admin);
    await assert.rejects(fetch(other), { code: 'inbox.export_not_found' });
    w.ground.clock.move(exportGoodForMinutes * 60_000 + 1);
    await assert.rejects(fetch(admin), { code: 'inbox.export_not_found' });
  });
});

async function fetched(contactId: ContactId): Promise<Record<string, unknown>> {
  const exportId = newId(ContactExportId);
  await w.system.work((ctx) => askForExport(ctx, { contactId, exportId }));
  return w.reading({ kind: 'system' }, async (ctx) => {
    const { stream } = await exportContact(ctx, { contactId, exportId }, files);
    let text = '';
    for await (const part of stream) text += part;
    return JSON.parse(text) as Record<string, unknown>;
  });
}
