import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { MemberActor, Role } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { inbox } from '../index.ts';
import { MessageId } from '../messages/contract.ts';
import { fill, placeholdersOf, type ReplyFilter, ReplyTemplateId } from './contract.ts';
import {
  countReplyUse,
  deleteReplyTemplate,
  getReplyTemplate,
  listReplyTemplates,
  patchReplyTemplate,
  putReplyTemplate,
} from './replies.ts';
import { savedReply } from './testing.ts';

const modules = [identity, workspaces, connections, inbox];
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace(modules);
});

describe('fill', () => {
  test('CR-50 puts in what is known and says which names were not', () => {
    const body = 'Hello {{ contact.first_name }}, {{agent.name}} here. Order {{order}}, {{order}}?';
    assert.deepEqual(placeholdersOf(body), ['contact.first_name', 'agent.name', 'order']);
    assert.deepEqual(fill(body, { 'contact.first_name': 'Ada', 'agent.name': null, order: '  ' }), {
      text: 'Hello Ada, {{agent.name}} here. Order {{order}}, {{order}}?',
      missing: ['agent.name', 'order'],
    });
  });

  test('takes what is put in for text and nothing else', () => {
    const values = { a: '{{b}} $& $1', b: 'never' };
    assert.equal(
      fill('{{a}} {{toString}} {{constructor}}', values).text,
      '{{b}} $& $1 {{toString}} {{constructor}}',
    );
    assert.deepEqual(fill('{{{a}}} {{}} { {a} }', { a: 'x' }).text, '{x} {{}} { {a} }');
  });
});

describe('a saved reply', () => {
  test('CR-50 lists the names to fill, as they come in what it says', async () => {
    const replyId = await savedReply(w, { body: 'Hi {{contact.name}}, order {{order}}.' });
    const changed = await w.system.work((ctx) =>
      patchReplyTemplate(ctx, { replyId, body: 'Bye {{order}}.' }),
    );
    assert.deepEqual([changed.placeholders, changed.name], [['order'], 'Shipping']);
  });

  test('CR-50 counts each use, once per message, and is found by use', async () => {
    const own = await newWorkspace(modules);
    const [rare, often] = [await savedReply(own, { name: 'Rare' }), await savedReply(own, { name: 'Often' })];
    const use = (replyId: ReplyTemplateId, messageId: MessageId) =>
      own.system.work((ctx) => countReplyUse(ctx, { replyId, messageId }));
    const messageId = newId(MessageId);
    await Promise.all([1, 2, 3].map(() => use(often, messageId)));
    assert.deepEqual(await use(often, newId(MessageId)), { usageCount: 2 });
    await use(rare, messageId);
    const { items } = await own.system.work((ctx) => listReplyTemplates(ctx, { limit: 10 }));
    assert.deepEqual(
      items.map(({ name, usageCount }) => [name, usageCount]),
      [
        ['Often', 2],
        ['Rare', 1],
      ],
    );
  });

  test('is found by a part of its name and by how its shortcut begins', async () => {
    const own = await newWorkspace(modules);
    await savedReply(own, { name: 'Shipping to Rome', shortcut: 'rome' });
    await savedReply(own, { name: 'Returns 100%', shortcut: 'money', category: 'returns' });
    const find = async (filter: ReplyFilter) =>
      (await own.system.work((ctx) => listReplyTemplates(ctx, { limit: 10, ...filter }))).items.map(
        ({ name }) => name,
      );
    assert.deepEqual(await find({ q: 'ROME' }), ['Shipping to Rome']);
    assert.deepEqual(await find({ q: 'mon' }), ['Returns 100%']);
    assert.deepEqual(await find({ q: '0%' }), ['Returns 100%']);
    assert.deepEqual(await find({ q: 'oney' }), [], 'not by the middle of a shortcut');
    assert.deepEqual(await find({ category: 'returns' }), ['Returns 100%']);
  });

  test('has a shortcut that no other of its place has', async () => {
    const harbour = await w.location('Harbour');
    await savedReply(w, { shortcut: 'hi' });
    const local = await savedReply(w, { shortcut: 'hi', locationId: harbour });
    await assert.rejects(savedReply(w, { shortcut: 'hi' }), { code: 'inbox.shortcut_is_taken' });
    await assert.rejects(
      w.system.work((ctx) => patchReplyTemplate(ctx, { replyId: local, locationId: null })),
      { code: 'inbox.shortcut_is_taken' },
    );
  });

  test('CR-50 belongs to a location: seen and used there, managed by whoever manages it', async () => {
    const [harbour, airport] = [await w.location('Harbour'), await w.location('Airport')];
    const [ours, theirs, everybodys] = [
      await savedReply(w, { name: 'Ours', locationId: harbour }),
      await savedReply(w, { name: 'Theirs', locationId: airport }),
      await savedReply(w, { name: 'Everybody’s' }),
    ];
    const manager = await at(harbour, 'manager');
    const list = async (filter: ReplyFilter) =>
      (await w.reading(manager, (ctx) => listReplyTemplates(ctx, { limit: 50, ...filter }))).items;
    const seen = (await list({})).map(({ id }) => id);
    assert.deepEqual(
      [ours, theirs, everybodys].map((id) => seen.includes(id)),
      [true, false, true],
    );
    assert.ok((await list({ usableAt: 'nowhere' })).every(({ locationId }) => locationId === null));
    assert.ok((await list({ usableAt: harbour })).some(({ id }) => id === ours));

    const rename = (replyId: ReplyTemplateId, by = manager) =>
      w.as(by, (ctx) => patchReplyTemplate(ctx, { replyId, name: 'Renamed' }));
    assert.equal((await rename(ours)).mayManage, true);
    await assert.rejects(rename(theirs), { code: 'inbox.saved_reply_not_found' });
    await assert.rejects(rename(everybodys), { code: 'stoa.not_permitted' });
    await assert.rejects(
      w.as(manager, (ctx) => patchReplyTemplate(ctx, { replyId: ours, locationId: null })),
      { code: 'stoa.not_permitted' },
    );
    await assert.rejects(
      w.as(manager, (ctx) => deleteReplyTemplate(ctx, { replyId: everybodys })),
      { code: 'stoa.not_permitted' },
    );
    await assert.rejects(rename(ours, await at(harbour, 'member')), { code: 'stoa.not_permitted' });
  });

  test('is one when the same id comes twice, and at a place that is there', async () => {
    const replyId = newId(ReplyTemplateId);
    const given = { locationId: null, shortcut: null, category: null, body: 'Thanks.' };
    const put = (name: string) => w.system.work((ctx) => putReplyTemplate(ctx, { replyId, name, ...given }));
    await put('Thanks');
    assert.equal((await put('Thank you')).name, 'Thank you');
    const nowhere = newId(ReplyTemplateId) as never;
    await assert.rejects(
      w.system.work((ctx) => putReplyTemplate(ctx, { replyId, name: 'X', ...given, locationId: nowhere })),
      { code: 'workspaces.location_not_found' },
    );
    await w.system.work((ctx) => deleteReplyTemplate(ctx, { replyId }));
    await assert.rejects(
      w.system.work((ctx) => getReplyTemplate(ctx, { replyId })),
      { code: 'inbox.saved_reply_not_found' },
    );
  });
});

async function at(locationId: string, role: Role): Promise<MemberActor> {
  const grants = { role: null, extra: [], withdrawn: [] };
  const access = { ...grants, locations: [{ ...grants, locationId, role }] };
  return { ...(await w.member('viewer')), role: null, access };
}
