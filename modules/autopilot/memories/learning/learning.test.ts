import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { AiTrouble } from '../../../../kit/ai/trouble.ts';
import { newId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { connectionsOutside } from '../../../connections/testing.ts';
import type { ContactId } from '../../../inbox/contract.ts';
import { type Begun, beginConversation, said } from '../../../inbox/testing.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../../workspaces/testing.ts';
import { autopilot } from '../../index.ts';
import type { AiPurpose, AutopilotOutside, WorkspaceAi } from '../../outside.ts';
import { persona } from '../../personas/testing.ts';
import { settled } from '../../settings/testing.ts';
import { modulesBelow } from '../../testing/modules.ts';
import { oneUse } from '../../testing/seen.ts';
import { MemoryId } from '../contract.ts';
import { forgetContact } from '../forgetting.ts';
import { listMemories, putMemory } from '../memories.ts';
import { learnFrom } from './learning.ts';

let w: TestWorkspace;
let begun: Begun;
let outside: AutopilotOutside;
let asked: AiPurpose[];
beforeEach(async () => {
  w = await newWorkspace([...modulesBelow, autopilot]);
  asked = [];
  await settled(w);
  await persona(w, { memoryCategories: ['size', 'color', 'allergy'] });
  begun = await beginConversation(w);
  outside = await connectionsOutside();
});

const tell = async (body: string) => {
  w.ground.clock.move(1_000);
  const messageId = await said(w, begun, { body });
  await learnFrom(unitIn(w), { messageId }, outside);
  return messageId;
};
const known = async (contactId: ContactId = begun.contactId) =>
  (await w.system.work((ctx) => listMemories(ctx, { contactId }))).items.map(
    ({ category, name, value, confidence, source }) => [category, name, value, confidence, source],
  );
/** A model that finds this in whatever it reads. */
function finding(object: () => Promise<unknown>): void {
  const ai = { object } as unknown as WorkspaceAi['ai'];
  const aiOf = async (_: unknown, calledFor: AiPurpose) => {
    asked.push(calledFor);
    return { ai, chatModel: 'test', embeddingModel: 'test', embed: async () => [] };
  };
  outside = { ...outside, aiOf };
}
const preferences = (...found: object[]) =>
  finding(async () => ({ value: { preferences: found }, use: oneUse }));
const fit = { category: 'size', name: 'Fit', value: 'roomy at the waist', confidence: 0.9 };

describe('what customers write', () => {
  test('SE-64 is remembered where they say it of themselves, with where it is from', async () => {
    await tell('I usually wear size M.');
    assert.deepEqual(await known(), [['size', 'clothes', 'M', 0.8, 'conversation']]);
    await tell('As I said, I wear M!');
    assert.deepEqual(await known(), [['size', 'clothes', 'M', 0.96, 'conversation']]);
  });

  test('is told twice and heard once', async () => {
    const messageId = await tell('I usually wear size M.');
    await learnFrom(unitIn(w), { messageId }, outside);
    assert.equal((await known())[0]![3], 0.8);
  });

  test('is remembered of the kinds the persona may know, and of no others', async () => {
    await tell('I wear size M, my style is minimalist and my budget is 100 €.');
    assert.deepEqual(
      (await known()).map(([category]) => category),
      ['size'],
    );
  });

  test('never changes what a colleague wrote down', async () => {
    const me = await w.member('member');
    const memory = { memoryId: newId(MemoryId), category: 'size', name: 'clothes', value: 'L' };
    await w.as(me, (ctx) => putMemory(ctx, { contactId: begun.contactId, ...memory }));
    await tell('I usually wear size M.');
    assert.deepEqual(await known(), [['size', 'clothes', 'L', 1, 'person']]);
  });

  test('is not remembered where the persona knows children, or nobody set the machine up', async () => {
    await w.system.work(({ tx }) => tx.run(sql`update autopilot.personas set minor_interaction_mode = true`));
    await tell('I usually wear size M.');
    await w.system.work(({ tx }) =>
      tx.run(sql`update autopilot.personas set minor_interaction_mode = false`),
    );
    await w.system.work(({ tx }) => tx.run(sql`delete from autopilot.settings`));
    await tell('I usually wear size M.');
    assert.deepEqual(await known(), []);
  });

  test('is gone with whoever wrote it', async () => {
    await tell('I usually wear size M.');
    await forgetContact(unitIn(w), { contactId: begun.contactId });
    assert.deepEqual(await known(), []);
  });
});

describe('a model that reads', () => {
  test('is asked where the settings name one, for what rules leave open, and is never as sure', async () => {
    preferences(fit, { category: 'size', name: 'clothes', value: 'M', confidence: 0.9 });
    await tell('I like my trousers roomy at the waist, and I wear size M.');
    assert.deepEqual([asked.length, (await known()).length], [0, 1]);
    await settled(w, { readingModel: 'test/reader' });
    const messageId = await tell('I like my trousers roomy at the waist, and I wear size M.');
    assert.deepEqual(asked, [{ purpose: 'autopilot.remember', subject: { type: 'message', id: messageId } }]);
    assert.deepEqual(await known(), [
      ['size', 'clothes', 'M', 0.96, 'conversation'],
      ['size', 'fit', 'roomy at the waist', 0.7, 'conversation'],
    ]);
  });

  test('teaches nothing that nobody said, and is not asked where nobody speaks of themselves', async () => {
    await settled(w, { readingModel: 'test/reader' });
    preferences({ ...fit, value: 'a thousand dollars' });
    await tell('I like my trousers roomy at the waist.');
    await tell('How long are returns free?');
    assert.deepEqual([await known(), asked.length], [[], 1]);
  });

  test('that cannot be had, for its budget or otherwise, leaves what rules find', async () => {
    await settled(w, { readingModel: 'test/reader' });
    for (const kind of ['over_budget', 'unavailable', 'broken_answer'] as const) {
      finding(async () => {
        throw new AiTrouble(kind);
      });
      await tell('I usually wear size M, and I like it loose.');
    }
    assert.deepEqual(
      (await known()).map(([, name, value]) => [name, value]),
      [['clothes', 'M']],
    );
  });
});
