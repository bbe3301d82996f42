import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace } from '../../workspaces/testing.ts';
import { inbox } from '../index.ts';
import { AttachmentId } from '../messages/contract.ts';
import { type Begun, beginConversation, openChannel, said } from '../messages/testing.ts';
import { searchScanMax } from './contract.ts';
import { searchContacts, searchMessages } from './search.ts';

const outside = { fileUrl: (key: string) => `https://files.test/${key}` };

async function newInbox() {
  const w = await newWorkspace([identity, workspaces, connections, inbox]);
  const begun = await beginConversation(w);
  const viewer = await w.member('viewer');
  const tell = (body: string, more: Parameters<typeof said>[2] = {}, where: Begun = begun) =>
    said(w, where, { body, ...more });
  const look = (q: string, page: { limit?: number; after?: string } = {}) =>
    w.reading(viewer, (ctx) => searchMessages(ctx, { q, limit: 20, ...page }, outside));
  const ids = async (q: string) =>
    (await look(q)).items.flatMap(({ hits }) => hits.map(({ messageId }) => messageId));
  const people = (q: string) => w.reading(viewer, (ctx) => searchContacts(ctx, { q, limit: 20 }, outside));
  const inside = (statement: ReturnType<typeof sql>) => w.system.work(({ tx }) => tx.run(statement));
  return { w, begun, tell, look, ids, people, inside };
}

describe('searchMessages', () => {
  test('finds a word whatever its case and accents, and the beginning of the last', async () => {
    const { tell, ids } = await newInbox();
    const one = await tell('Wann öffnet das CAFÉ in Łódź?');
    await tell('Something else');
    for (const q of ['cafe', 'Öffnet', 'lodz', 'CAFÉ offnet', 'in caf', 'lo'])
      assert.deepEqual(await ids(q), [one], q);
    assert.deepEqual(await ids('caf in'), []);
  });

  test('wants all of the words, and a phrase as it stands', async () => {
    const { tell, ids } = await newInbox();
    const [a, b] = [await tell('The blue dress is late'), await tell('My dress, the blue one, is here')];
    assert.deepEqual(await ids('dress blue'), [b, a]);
    assert.deepEqual(await ids('blue late'), [a]);
    assert.deepEqual(await ids('"blue dress"'), [a]);
    assert.deepEqual(await ids('"the blue one" dress'), [b]);
    assert.deepEqual(await ids('"dress blue"'), []);
  });

  test('finds other forms of a word in the language of who wrote', async () => {
    const { w, begun, tell, ids } = await newInbox();
    await w.system.work(({ tx }) =>
      tx.run(sql`update inbox.contacts set language = 'de-CH' where id = ${begun.contactId}`),
    );
    const one = await tell('Ich habe zwei Kleider bestellt');
    assert.deepEqual(await ids('kleid bestellen'), [one]);
  });

  test('takes a word nobody uses for the nearest that is used, and says so', async () => {
    const { tell, look } = await newInbox();
    const one = await tell('Where is my invoice?');
    const { items, corrected } = await look('my invocie');
    assert.deepEqual(corrected, [{ from: 'invocie', to: ['invoice'] }]);
    assert.equal(items[0]?.hits[0]?.messageId, one);
    assert.deepEqual((await look('xylophone')).items, []);
  });

  test('marks what was found in a piece of the text', async () => {
    const { tell, look } = await newInbox();
    await tell(`${'word '.repeat(100)}the parcel you shipped to Genève never came${' more'.repeat(100)}`);
    const { text, marks } = (await look('geneve parcel')).items[0]!.hits[0]!.snippet;
    assert.deepEqual(
      marks.map(([from, to]) => text.slice(from, to)),
      ['parcel', 'Genève'],
    );
    assert.ok(text.length <= 162 && text.startsWith('…') && text.endsWith('…'));
  });

  test('is by conversation, newest first, page by page', async () => {
    const { w, tell, look } = await newInbox();
    const other = await beginConversation(w);
    const at = (minutes: number) => ({
      happenedAt: new Date(w.ground.clock.now().getTime() + minutes * 60_000),
    });
    const [one, two] = [await tell('tea 1', at(1)), await tell('tea 3', at(3))];
    const three = await tell('tea 2', at(2), other);
    const whole = await look('tea');
    assert.deepEqual(
      whole.items.map(({ hits }) => hits.map(({ messageId }) => messageId)),
      [[two, one], [three]],
    );
    const first = await look('tea', { limit: 2 });
    const second = await look('tea', { limit: 2, after: first.next! });
    assert.deepEqual(
      [...first.items, ...second.items].map(({ hits }) => hits.map(({ messageId }) => messageId)),
      [[two], [three], [one]],
    );
    assert.equal(second.next, null);
    assert.equal(second.incomplete, false);
  });

  test('finds a message by the names of its files', async () => {
    const { w, tell, ids, inside } = await newInbox();
    const one = await tell('Here it is');
    await inside(sql`
      insert into inbox.attachments (workspace_id, id, message_id, kind, status, name, created_at)
      values (${w.workspaceId}, ${newId(AttachmentId)}, ${one}, 'file', 'waiting', 'Rechnung_2026.pdf', ${new Date()})`);
    assert.deepEqual(await ids('rechnung'), [one]);
    await inside(sql`delete from inbox.attachments where message_id = ${one}`);
    assert.deepEqual(await ids('rechnung'), []);
    assert.deepEqual(await ids('here'), [one]);
  });

  test('follows a message that is edited or taken back', async () => {
    const { tell, ids, inside } = await newInbox();
    const one = await tell('I want the green one');
    await inside(sql`update inbox.messages set body = 'I want the red one' where id = ${one}`);
    assert.deepEqual([await ids('green'), await ids('red')], [[], [one]]);
    await inside(sql`update inbox.messages set body = null, unsent_at = ${new Date()} where id = ${one}`);
    assert.deepEqual(await ids('want'), []);
  });

  test('keeps no word that only a deleted person used', async () => {
    const { w, begun, tell, inside } = await newInbox();
    const other = await beginConversation(w, { name: 'Zebulon Zwick' });
    await tell('shared secretword');
    await tell('shared otherword', {}, other);
    await inside(sql`delete from inbox.contacts where id = ${begun.contactId}`);
    const left = await w.system.work(({ tx }) =>
      tx.run(sql`
      select from inbox.vocabulary where word in ('shared', 'otherword', 'secretword', 'adler', 'zwick')`),
    );
    assert.equal(left, 3);
    assert.equal(
      await w.system.work(({ tx }) =>
        tx.run(sql`
      select from inbox.vocabulary_trigrams where word = 'secretword'`),
      ),
      0,
    );
  });

  test('shows nothing of another workspace, and nothing of a location one has no place at', async () => {
    const { w, tell, look } = await newInbox();
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const guarded = await beginConversation(w, { channelId: await openChannel(w, { locationId: there }) });
    await tell('marzipan', {}, guarded);
    assert.deepEqual((await (await newInbox()).look('marzipan')).items, []);
    assert.equal((await look('marzipan')).items.length, 1);
    const guestAt = async (locationId: string) => {
      const place = { locationId, role: 'viewer', extra: [], withdrawn: [] } as const;
      const access = { role: null, extra: [], withdrawn: [], locations: [place] };
      const guest = { ...(await w.member('viewer')), role: null, access };
      const found = (ctx: Ctx) => searchMessages(ctx, { q: 'marzipan', limit: 20 }, outside);
      return (await w.reading(guest, found)).items.length;
    };
    assert.deepEqual([await guestAt(here), await guestAt(there)], [0, 1]);
  });

  test('stops after so many uses of a word without what else is wanted, and goes on from there', async () => {
    const { w, begun, look } = await newInbox();
    const start = new Date('2026-01-01T00:00:00Z');
    const words = sql`case when n = 1 then 'alpha omega' when n % 2 = 0 then 'alpha' else 'omega' end`;
    await w.ground.db.transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      await tx.run(sql`
        insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, body,
          status, happened_at, created_at, updated_at)
        select ${w.workspaceId}, gen_random_uuid(), ${begun.conversationId}, ${begun.channelId}, 'inbound', 'text',
               'contact', ${words}, 'received', ${start}::timestamptz + n * interval '1 s', ${start}, ${start}
          from generate_series(1, ${2 * searchScanMax + 3}::int) n`);
      await tx.run(sql`
        select inbox.add_message_words(workspace_id, array_agg(id)) from inbox.messages
         where workspace_id = ${w.workspaceId} group by workspace_id`);
    });
    const first = await look('alpha omega');
    assert.deepEqual([first.items, first.incomplete], [[], true]);
    const second = await look('alpha omega', { after: first.next! });
    assert.deepEqual([second.items.length, second.incomplete, second.next], [1, false, null]);
  });
});

describe('searchContacts', () => {
  test('finds people by what they are called, and by their number however it is written', async () => {
    const { w, begun, people, inside } = await newInbox();
    const phone = await beginConversation(w, {
      channelId: await openChannel(w, { platform: 'whatsapp' }),
      name: 'Günther Größe',
    });
    await inside(
      sql`update inbox.identities set platform_user_id = '41791234567' where id = ${phone.identityId}`,
    );
    const who = async (q: string) => (await people(q)).items.map(({ contactId }) => contactId);
    assert.deepEqual(await who('adl'), [begun.contactId]);
    assert.deepEqual(await who('gunther grosse'), [phone.contactId]);
    assert.deepEqual(await who('+41 79 123 45'), [phone.contactId]);
    assert.deepEqual(await who('gunter'), [phone.contactId]);
    assert.deepEqual(await who('adler grosse'), []);
  });

  test('follows a name, and forgets whoever was erased', async () => {
    const { begun, people, inside } = await newInbox();
    const count = async (q: string) => (await people(q)).items.length;
    await inside(sql`update inbox.contacts set name = 'Augusta' where id = ${begun.contactId}`);
    assert.deepEqual([await count('augusta'), await count('adler')], [1, 1]);
    await inside(sql`update inbox.contacts set erased_at = ${new Date()} where id = ${begun.contactId}`);
    assert.deepEqual([await count('augusta'), await count('adler')], [0, 0]);
  });
});
