import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { MemberActor } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import type { ContactId } from '../conversations/contract.ts';
import { inbox } from '../index.ts';
import { openChannel } from '../messages/testing.ts';
import { addConsent, deleteContactNote, listConsents, listContactNotes, putContactNote } from './beside.ts';
import { type ContactChanges, changeContact, getContact, listContacts } from './contacts.ts';
import { ConsentId, type ContactFilter, ContactNoteId, fieldsMax } from './contract.ts';
import { newContact, newTag, tagged } from './testing.ts';

const files = { fileUrl: (key: string) => key };
const modules = [identity, workspaces, connections, inbox];
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace(modules);
});

describe('listContacts', () => {
  test('is by who was heard of last, page by page', async () => {
    const own = await newWorkspace(modules);
    const people: ContactId[] = [];
    for (const name of ['Ada', 'Ben', 'Cleo']) {
      own.ground.clock.move(60_000);
      people.unshift((await newContact(own, { name })).contactId);
    }
    const list = (after?: string) => own.system.work((ctx) => listContacts(ctx, { limit: 2, after }, files));
    const first = await list();
    const second = await list(first.next!);
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id),
      people,
    );
    assert.equal(second.next, null);
  });

  test('finds by what a name or a user name begins with, in any letters, and by what sorts them', async () => {
    const own = await newWorkspace(modules);
    const channelId = await openChannel(own, { platform: 'messenger' });
    const [ada, zoe] = [
      await newContact(own, { name: 'Ada Adler' }),
      await newContact(own, { name: 'Zoe', channelId }),
    ];
    const tagId = await newTag(own);
    await tagged(own, ada.contactId, tagId);
    const as = (changes: ContactChanges) =>
      own.system.work((ctx) => changeContact(ctx, { ...zoe, ...changes }, files));
    await as({ name: '100% Zoë', language: 'el' });
    const find = async (filter: ContactFilter) =>
      (await own.system.work((ctx) => listContacts(ctx, { limit: 10, ...filter }, files))).items.map(
        ({ id }) => id,
      );
    assert.deepEqual(await find({ q: 'ADA A' }), [ada.contactId]);
    assert.deepEqual(await find({ q: 'ada.b' }), [zoe.contactId, ada.contactId].sort().reverse());
    assert.deepEqual(
      await find({ q: '100%' }),
      [zoe.contactId],
      'as we call them, and what is typed is text',
    );
    assert.deepEqual(await find({ q: 'dler' }), []);
    assert.deepEqual(await find({ tagId }), [ada.contactId]);
    assert.deepEqual(await find({ channelId }), [zoe.contactId]);
    assert.deepEqual(await find({ language: 'el' }), [zoe.contactId]);
    assert.deepEqual(await find({ channelId, tagId }), []);
  });

  test('shows whoever looks after one place the people who write there, and no others', async () => {
    const harbour = await w.location('Harbour');
    const here = await newContact(w, { channelId: await openChannel(w, { locationId: harbour }) });
    const elsewhere = await newContact(w);
    const local = await at(harbour, 'member');
    const { items } = await w.reading(local, (ctx) => listContacts(ctx, { limit: 50 }, files));
    assert.deepEqual(
      items.map(({ id }) => id),
      [here.contactId],
    );
    await assert.rejects(
      w.reading(local, (ctx) => getContact(ctx, elsewhere, files)),
      {
        code: 'inbox.contact_not_found',
      },
    );
    const shown = await w.reading(local, (ctx) => getContact(ctx, here, files));
    assert.deepEqual([shown.mayOrganize, shown.mayMerge, shown.mayErase], [true, false, false]);
    const viewer = await at(harbour, 'viewer');
    await assert.rejects(
      w.as(viewer, (ctx) => changeContact(ctx, { ...here, name: 'X' }, files)),
      {
        code: 'stoa.not_permitted',
      },
    );
  });
});

describe('patchContact', () => {
  test('changes what is named, takes away what is null, and leaves the rest', async () => {
    const { contactId } = await newContact(w);
    const change = (changes: ContactChanges) =>
      w.system.work((ctx) => changeContact(ctx, { contactId, ...changes }, files));
    await change({ name: 'Ada A.', language: 'it', fields: { shoes: 38, vip: true, city: 'Rome' } });
    const { name, givenName, language, timezone, fields } = await change({
      ...{ name: null, timezone: 'Europe/Rome', fields: { vip: null, city: 'Milan' } },
    });
    assert.deepEqual(
      { name, givenName, language, timezone, fields },
      {
        ...{ name: 'Ada Adler', givenName: null, language: 'it', timezone: 'Europe/Rome' },
        fields: { shoes: 38, city: 'Milan' },
      },
    );
    const many = Object.fromEntries(Array.from({ length: fieldsMax + 1 }, (_, i) => [`f${i}`, i]));
    const long = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`f${i}`, 'x'.repeat(2_000)]));
    for (const tooMuch of [many, long])
      await assert.rejects(change({ fields: tooMuch }), { code: 'inbox.contact_fields_too_many' });
  });
});

describe('notes about a contact', () => {
  test('are changed and thrown away by whoever wrote them, and read by all', async () => {
    const { contactId } = await newContact(w);
    const [writer, other] = [await w.member('member'), await w.member('member')];
    const noteId = newId(ContactNoteId);
    const put = (by: MemberActor, body: string) =>
      w.as(by, (ctx) => putContactNote(ctx, { contactId, noteId, body }));
    await put(writer, 'Prefers mornings.');
    await put(writer, 'Prefers evenings.');
    await assert.rejects(put(other, 'Is never there.'), { code: 'inbox.note_is_anothers' });
    const drop = (by: MemberActor) => w.as(by, (ctx) => deleteContactNote(ctx, { contactId, noteId }));
    await assert.rejects(drop(other), { code: 'inbox.note_is_anothers' });
    const list = () => w.reading(other, (ctx) => listContactNotes(ctx, { contactId, limit: 5 }));
    assert.deepEqual(
      (await list()).items.map(({ body, by }) => [body, by?.memberId]),
      [['Prefers evenings.', writer.memberId]],
    );
    const another = await newContact(w);
    await assert.rejects(
      w.as(writer, (ctx) => deleteContactNote(ctx, { contactId: another.contactId, noteId })),
      { code: 'inbox.contact_note_not_found' },
    );
    await drop(writer);
    assert.deepEqual((await list()).items, []);
  });
});

describe('consents', () => {
  test('are a history that is only added to, of which the latest of a kind counts', async () => {
    const { contactId } = await newContact(w);
    const now = w.ground.clock.now();
    const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
    const say = (
      status: 'granted' | 'withdrawn',
      happenedAt: Date,
      kind: 'data' | 'marketing' = 'marketing',
    ) => {
      const consentId = newId(ConsentId);
      const said = { contactId, consentId, kind, status, source: null, happenedAt };
      return w.system.work((ctx) => addConsent(ctx, said));
    };
    const withdrawn = await say('withdrawn', before(1));
    await say('granted', before(9), 'data');
    await say('granted', before(5));
    const { consents } = await w.system.work((ctx) => getContact(ctx, { contactId }, files));
    assert.deepEqual(
      consents.map(({ kind, status }) => [kind, status]),
      [
        ['data', 'granted'],
        ['marketing', 'withdrawn'],
      ],
    );
    const { items } = await w.system.work((ctx) => listConsents(ctx, { contactId, limit: 10 }));
    assert.deepEqual(
      items.map(({ happenedAt }) => happenedAt),
      [before(1), before(5), before(9)],
    );
    await assert.rejects(say('granted', before(-1)), { code: 'inbox.consent_in_the_future' });
    await assert.rejects(
      w.system.work((ctx) =>
        addConsent(ctx, {
          contactId,
          consentId: withdrawn.id,
          kind: 'marketing',
          status: 'granted',
          source: null,
        }),
      ),
      { code: 'inbox.consent_reused' },
    );
  });
});

async function at(locationId: string, role: 'member' | 'viewer'): Promise<MemberActor> {
  const grants = { role: null, extra: [], withdrawn: [] };
  const access = { ...grants, locations: [{ ...grants, locationId, role }] };
  return { ...(await w.member('viewer')), role: null, access };
}
