import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import {
  type ContactChanges,
  changeContact,
  deleteContactTag,
  getContact,
  listContacts,
} from '../contacts/contacts.ts';
import { agreed, merged, newContact, newTag, noted, tagged } from '../contacts/testing.ts';
import type { ContactId, TagId } from '../conversations/contract.ts';
import { inbox } from '../index.ts';
import { openChannel } from '../messages/testing.ts';
import { MergeId } from './contract.ts';
import { listMerges, mergeContacts, undoMerge } from './merging.ts';

const files = { fileUrl: (key: string) => key };
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace([identity, workspaces, connections, inbox]);
});

describe('putMerge', () => {
  test('has channels, notes, consents and tags of the other one come along, and what the contact lacks', async () => {
    const [one, other] = [await newContact(w), await newContact(w, { name: 'A. Adler' })];
    const [kept, came] = [await newTag(w), await newTag(w)];
    await tagged(w, one.contactId, kept);
    for (const tag of [kept, came]) await tagged(w, other.contactId, tag);
    await noted(w, other.contactId);
    await agreed(w, other.contactId);
    await profile(one.contactId, { language: 'it', fields: { shoes: 38 } });
    await profile(other.contactId, {
      language: 'fr',
      timezone: 'Europe/Paris',
      fields: { shoes: 39, size: 'M' },
    });

    await merged(w, one.contactId, other.contactId);

    const shown = await look(one.contactId);
    assert.deepEqual(shown.identities.map(({ id }) => id).sort(), [one.identityId, other.identityId].sort());
    assert.deepEqual([...shown.tagIds].sort(), [kept, came].sort());
    assert.deepEqual(
      [shown.language, shown.timezone, shown.fields, shown.consents.length, shown.conversations.length],
      ['it', 'Europe/Paris', { shoes: 38, size: 'M' }, 1, 2],
    );
    assert.equal((await look(other.contactId)).mergedInto, one.contactId);
    const listed = await w.system.work((ctx) => listContacts(ctx, { limit: 200 }, files));
    const ids = listed.items.map(({ id }) => id);
    assert.deepEqual([ids.includes(one.contactId), ids.includes(other.contactId)], [true, false]);
  });

  test('leaves the name to whom the others are part of, whoever of them was there first', async () => {
    const named: { contactId: ContactId }[] = [];
    for (const name of ['Nora', 'Jonas', 'Mia']) {
      named.push(await newContact(w, { name }));
      w.ground.clock.move(60_000);
    }
    const [nora, jonas, mia] = named.map(({ contactId }) => contactId) as [ContactId, ContactId, ContactId];
    await merged(w, jonas, nora);
    const mergeId = await merged(w, mia, jonas);
    assert.equal((await look(mia)).name, 'Mia');
    assert.equal((await undo(mia, mergeId)).otherName, 'Jonas');
    assert.deepEqual([(await look(mia)).name, (await look(jonas)).name], ['Mia', 'Jonas']);
  });

  test('is one merge when the same id comes twice, and refuses what cannot be', async () => {
    const [one, other, third] = [await newContact(w), await newContact(w), await newContact(w)];
    const mergeId = await merged(w, one.contactId, other.contactId);
    const merge = (contactId: ContactId, otherId: ContactId, id = newId(MergeId)) =>
      w.system.work((ctx) => mergeContacts(ctx, { contactId, mergeId: id, otherId }));
    assert.equal((await merge(one.contactId, other.contactId, mergeId)).id, mergeId);
    const refusals: [() => Promise<unknown>, string][] = [
      [() => merge(one.contactId, one.contactId), 'inbox.contact_is_this_one'],
      [() => merge(one.contactId, other.contactId), 'inbox.contact_is_merged'],
      [() => merge(other.contactId, third.contactId), 'inbox.contact_is_merged'],
      [() => merge(one.contactId, third.contactId, mergeId), 'inbox.merge_reused'],
    ];
    for (const [attempt, code] of refusals) await assert.rejects(attempt, { code });
  });

  test('needs the permission at every place where either of them writes', async () => {
    const [harbour, airport] = [await w.location('Harbour'), await w.location('Airport')];
    const at = async (locationId: string) =>
      newContact(w, { channelId: await openChannel(w, { locationId }) });
    const [one, two, elsewhere] = [await at(harbour), await at(harbour), await at(airport)];
    const manager = await w.member('viewer');
    const grants = { role: null, extra: [], withdrawn: [] };
    const access = {
      ...grants,
      locations: [{ ...grants, locationId: harbour, role: 'manager' as const }],
    };
    const local = { ...manager, role: null, access };
    const merge = (otherId: ContactId) =>
      w.as(local, (ctx) =>
        mergeContacts(ctx, { contactId: one.contactId, mergeId: newId(MergeId), otherId }),
      );
    await assert.rejects(merge(elsewhere.contactId), { code: 'inbox.contact_not_found' });
    await merge(two.contactId);
    await merged(w, one.contactId, elsewhere.contactId);
    const shown = await w.reading(local, (ctx) => getContact(ctx, one, files));
    assert.deepEqual([shown.identities.length, shown.mayMerge], [2, false]);
    const { items } = await w.reading(local, (ctx) => listMerges(ctx, { ...one, limit: 10 }));
    await assert.rejects(
      w.as(local, (ctx) => undoMerge(ctx, { contactId: one.contactId, mergeId: items.at(-1)!.id })),
      { code: 'inbox.contact_is_elsewhere_too' },
    );
  });
});

describe('deleteMerge', () => {
  test('leaves what was added since, and does not bring back what was taken away', async () => {
    const [one, other] = [await newContact(w), await newContact(w)];
    const [gone, again] = [await newTag(w), await newTag(w)];
    for (const tag of [gone, again]) await tagged(w, other.contactId, tag);
    const mergeId = await merged(w, one.contactId, other.contactId);
    const system = w.system;
    for (const tagId of [gone, again])
      await system.work((ctx) => deleteContactTag(ctx, { ...one, tagId }, files));
    await tagged(w, one.contactId, again);
    const noteId = await noted(w, one.contactId, 'Since they are one.');
    await undo(one.contactId, mergeId);
    assert.deepEqual((await look(one.contactId)).tagIds, [again]);
    assert.deepEqual([...(await look(other.contactId)).tagIds].sort(), [gone, again].sort());
    const { notes } = await stateOf();
    assert.equal(notes[noteId], one.contactId);
  });

  test('is refused, with the reason, while the contact is part of another one', async () => {
    const [one, other, third] = [await newContact(w), await newContact(w), await newContact(w)];
    const mergeId = await merged(w, one.contactId, other.contactId);
    const above = await merged(w, third.contactId, one.contactId);
    await assert.rejects(undo(one.contactId, mergeId), { code: 'inbox.contact_is_merged' });
    await undo(third.contactId, above);
    assert.ok((await undo(one.contactId, mergeId)).undoneAt);
    assert.ok((await undo(one.contactId, mergeId)).undoneAt, 'said twice, it is the same');
  });

  for (const seed of [1, 2, 3, 4, 5, 6])
    test(`gives everybody back what they were, whatever was merged and parted before (${seed})`, async () => {
      const random = mulberry(seed);
      w = await newWorkspace([identity, workspaces, connections, inbox]);
      const people = await someContacts(random);
      const original = await stateOf();
      const inForce: { contactId: ContactId; otherId: ContactId; mergeId: MergeId }[] = [];
      const isPart = (id: ContactId) => inForce.some(({ otherId }) => otherId === id);
      for (let step = 0; step < 14; step += 1) {
        const [contactId, otherId] = [pick(people, random), pick(people, random)];
        const partable = inForce.filter((one) => !isPart(one.contactId));
        if (random() < 0.3 && partable.length > 0) {
          const one = pick(partable, random);
          await undo(one.contactId, one.mergeId);
          inForce.splice(inForce.indexOf(one), 1);
        } else if (contactId !== otherId && !isPart(contactId) && !isPart(otherId))
          inForce.push({ contactId, otherId, mergeId: await merged(w, contactId, otherId) });
      }
      while (inForce.length > 0) {
        const one = pick(
          inForce.filter(({ contactId }) => !isPart(contactId)),
          random,
        );
        await undo(one.contactId, one.mergeId);
        inForce.splice(inForce.indexOf(one), 1);
      }
      assert.deepEqual(await stateOf(), original);
    });
});

const look = (contactId: ContactId) => w.system.work((ctx) => getContact(ctx, { contactId }, files));
const undo = (contactId: ContactId, mergeId: MergeId) =>
  w.system.work((ctx) => undoMerge(ctx, { contactId, mergeId }));
const profile = (contactId: ContactId, changes: ContactChanges) =>
  w.system.work((ctx) => changeContact(ctx, { contactId, ...changes }, files));

/** Who is who and has what, of the whole workspace. */
async function stateOf() {
  const db = w.ground.db.reader({ kind: 'workspace', workspaceId: w.workspaceId });
  const rows = async (query: ReturnType<typeof sql>) =>
    Object.fromEntries(
      (await db.many(z.object({ id: z.string(), of: z.unknown() }), query)).map(({ id, of }) => [id, of]),
    );
  return {
    contacts: await rows(sql`
      select id, jsonb_build_array(name, language, timezone, fields, merged_into, heard_at,
        (select jsonb_agg(t.tag_id order by t.tag_id) from inbox.contact_tags t where t.contact_id = k.id)) as of
        from inbox.contacts k`),
    identities: await rows(sql`select id, contact_id as of from inbox.identities`),
    notes: await rows(sql`select id, contact_id as of from inbox.contact_notes`),
    consents: await rows(sql`select id, contact_id as of from inbox.contact_consents`),
  };
}

async function someContacts(random: () => number): Promise<ContactId[]> {
  const tags: TagId[] = [];
  for (let i = 0; i < 3; i += 1) tags.push(await newTag(w));
  const people: ContactId[] = [];
  for (let i = 0; i < 6; i += 1) {
    const { contactId } = await newContact(w);
    w.ground.clock.move(60_000);
    const maybe = <T>(value: T) => (random() < 0.5 ? value : null);
    const fields = Object.fromEntries(['a', 'b', 'c'].filter(() => random() < 0.5).map((name) => [name, i]));
    await profile(contactId, {
      ...{ name: maybe(`Person ${i}`), language: maybe(pick(['it', 'fr'], random)) },
      ...{ timezone: maybe('Europe/Rome'), fields },
    });
    for (const tag of tags) if (random() < 0.5) await tagged(w, contactId, tag);
    if (random() < 0.5) await noted(w, contactId);
    if (random() < 0.5) await agreed(w, contactId);
    people.push(contactId);
  }
  return people;
}

const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)]!;

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
