import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { type ContactId, MergeId, type MessageId } from '../../inbox/contract.ts';
import { eraseContact, inbox, mergeContacts, undoMerge } from '../../inbox/index.ts';
import { conversationWithWords, said } from '../../inbox/testing.ts';
import { knowledge } from '../../knowledge/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../workspaces/testing.ts';
import { heldAnswer } from '../approvals/testing.ts';
import { raised } from '../escalations/testing.ts';
import { autopilot } from '../index.ts';
import { approached, talked } from '../sessions/testing.ts';
import { MemoryId, memoriesMax } from './contract.ts';
import { knownToAutopilot } from './exporting.ts';
import { forgetContact } from './forgetting.ts';
import { type Learnt, memoriesOf, rememberAll } from './knowing.ts';
import { deleteMemory, listMemories, putMemory } from './memories.ts';
import { remembered } from './testing.ts';

let w: TestWorkspace;
let me: MemberActor;
beforeEach(async () => {
  w = await newWorkspace([identity, workspaces, connections, knowledge, inbox, autopilot]);
  me = await w.member('member');
});

const shirt = (value: string, confidence?: number): Learnt => ({
  ...{ category: 'size', name: 'shirt', value, confidence },
});
const learn = (contactId: ContactId, messageId: MessageId, ...found: Learnt[]) =>
  w.system.work((ctx) => rememberAll(ctx, { contactId, messageId, source: 'conversation' }, found));
const known = (contactId: ContactId, categories = ['size']) =>
  w.system.work(({ tx }) => memoriesOf(tx, contactId, categories));
const listed = (contactId: ContactId) =>
  w.reading(me, async (ctx) => (await listMemories(ctx, { contactId })).items);

describe('what is remembered of somebody', () => {
  test('SE-64 is one value per category and name, half sure until somebody says how sure', async () => {
    const asked = await conversationWithWords(w);
    await learn(asked.contactId, asked.messageId, shirt('M'));
    assert.deepEqual(await known(asked.contactId), [
      { category: 'size', name: 'shirt', value: 'M', confidence: 0.5 },
    ]);
    await learn(asked.contactId, await said(w, asked), shirt('L', 0.7));
    assert.deepEqual(await known(asked.contactId), [
      { category: 'size', name: 'shirt', value: 'L', confidence: 0.7 },
    ]);
  });

  test('SE-64 is surer when it is said again, and not by the same message', async () => {
    const asked = await conversationWithWords(w);
    const { contactId, messageId } = asked;
    for (let n = 0; n < 3; n++) await learn(contactId, messageId, shirt('M', 0.6));
    assert.equal((await known(contactId))[0]!.confidence, 0.6);
    w.ground.clock.move(60_000);
    await learn(contactId, await said(w, asked), shirt('M', 0.5));
    const [memory] = await listed(contactId);
    assert.equal(memory!.confidence, 0.8);
    assert.deepEqual(memory!.lastConfirmedAt, w.ground.clock.now());
  });

  test('is told of the categories that are asked for, and no others', async () => {
    const { contactId, messageId } = await conversationWithWords(w);
    await learn(contactId, messageId, shirt('M'), { category: 'budget', name: 'gift', value: 50 });
    assert.deepEqual(
      (await known(contactId, ['budget', 'style'])).map(({ name }) => name),
      ['gift'],
    );
    assert.deepEqual(await known(contactId, []), []);
  });

  test('stays as a colleague wrote it, whatever a machine hears', async () => {
    const asked = await remembered(w);
    const { contactId, memoryId } = asked;
    const given = { category: 'size', name: 'shirt', value: 'XL' };
    await w.as(me, (ctx) => putMemory(ctx, { contactId, memoryId, ...given }));
    await learn(contactId, await said(w, asked), shirt('S', 0.99));
    assert.deepEqual(await known(contactId), [{ ...given, confidence: 1 }]);
  });

  test('is kept up to a number of things', async () => {
    const { contactId, messageId } = await conversationWithWords(w);
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        insert into autopilot.memories (workspace_id, id, contact_id, category, name, value, created_at, updated_at)
        select ${w.workspaceId}, gen_random_uuid(), ${contactId}, 'style', 'n' || n, '1', ${now}, ${now}
          from generate_series(1, ${memoriesMax}) n`),
    );
    await learn(contactId, messageId, shirt('M'));
    assert.deepEqual(await known(contactId), []);
    const put = w.as(me, (ctx) => putMemory(ctx, { contactId, memoryId: newId(MemoryId), ...shirt('M') }));
    await assert.rejects(put, { code: 'autopilot.too_many_memories' });
  });

  test('is forgotten by whoever may, and found by nobody after', async () => {
    const { contactId, memoryId } = await remembered(w);
    await w.as(me, (ctx) => deleteMemory(ctx, { contactId, memoryId }));
    assert.deepEqual([await known(contactId), await listed(contactId)], [[], []]);
    const again = w.as(me, (ctx) => deleteMemory(ctx, { contactId, memoryId }));
    await assert.rejects(again, { code: 'autopilot.memory_not_found' });
  });
});

describe('two contacts who are one', () => {
  test('are known together, and each by themselves again once they are parted', async () => {
    const [one, other] = [await remembered(w), await conversationWithWords(w)];
    w.ground.clock.move(60_000);
    const color = { category: 'color', name: 'favourite', value: 'green' };
    await learn(other.contactId, other.messageId, color, shirt('XXL', 0.9));
    const manager = await w.member('manager');
    const merge = { contactId: one.contactId, mergeId: newId(MergeId) };
    await w.as(manager, (ctx) => mergeContacts(ctx, { ...merge, otherId: other.contactId }));
    assert.deepEqual((await known(one.contactId, ['color', 'size'])).map(({ value }) => value).sort(), [
      'XXL',
      'green',
    ]);
    await w.as(manager, (ctx) => undoMerge(ctx, merge));
    assert.deepEqual(
      (await known(one.contactId, ['color', 'size'])).map(({ value }) => value),
      ['M'],
    );
    assert.equal((await known(other.contactId, ['color', 'size'])).length, 2);
  });
});

test('whoever asks for everything that is known of somebody gets what the machine knows', async () => {
  const { contactId } = await remembered(w);
  await remembered(w);
  const parts = await w.system.work(async (ctx) => {
    const known = knownToAutopilot(ctx, [contactId]);
    return Promise.all(Object.values(known).map(async (list) => (await list({ limit: 10 })).items.length));
  });
  assert.deepEqual(parts, [1, 0, 0]);
});

describe('somebody who is erased', () => {
  test('leaves nothing they said, and nothing that was known of them', async () => {
    const owner = await w.member('owner');
    const theirs = await remembered(w);
    const stays = await remembered(w);
    const { contactId } = theirs;
    await heldAnswer(w, { asked: { ...theirs, messageId: await said(w, theirs) } });
    await raised(w, { asked: { ...theirs, messageId: await said(w, theirs) } });
    const outside = await testOutside();
    await w.as(owner, (ctx) => eraseContact(ctx, { contactId }, outside));
    for (let n = 0; n < 2; n++) await forgetContact(unitIn(w), { contactId });
    const left = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ rows: z.number(), words: z.number(), decided: z.number() }),
        sql`
        select (select count(*)::int from autopilot.approvals) + (select count(*)::int from autopilot.escalations)
               as rows,
               (select count(*)::int from autopilot.decisions where message_text <> '' or reply_text is not null) as words,
               (select count(*)::int from autopilot.decisions) as decided`,
      ),
    );
    assert.deepEqual(left, { rows: 0, words: 0, decided: 2 });
    assert.deepEqual(await known(contactId), []);
    assert.equal((await known(stays.contactId)).length, 1);
  });

  test('leaves no session and no approach', async () => {
    const owner = await w.member('owner');
    const { contactId } = await talked(w);
    const { interactionId } = await approached(w);
    await w.system.work(({ tx }) =>
      tx.run(sql`update autopilot.interactions set contact_id = ${contactId} where id = ${interactionId}`),
    );
    const outside = await testOutside();
    await w.as(owner, (ctx) => eraseContact(ctx, { contactId }, outside));
    await forgetContact(unitIn(w), { contactId });
    const { count } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ count: z.number() }),
        sql`select (select count(*) from autopilot.sessions)::int + (select count(*) from autopilot.turns)::int
                 + (select count(*) from autopilot.interactions)::int as count`,
      ),
    );
    assert.equal(count, 0);
  });
});
