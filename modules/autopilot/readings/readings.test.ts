import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { AiTrouble } from '../../../kit/ai/trouble.ts';
import { sql } from '../../../kit/sql.ts';
import { connectionsOutside } from '../../connections/testing.ts';
import { type Begun, beginConversation, commented, said } from '../../inbox/testing.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../workspaces/testing.ts';
import { autopilot } from '../index.ts';
import { forgetContact } from '../memories/forgetting.ts';
import type { AiPurpose, AutopilotOutside, WorkspaceAi } from '../outside.ts';
import { settled } from '../settings/testing.ts';
import { modulesBelow } from '../testing/modules.ts';
import { oneUse } from '../testing/seen.ts';
import { readingVersion } from './contract.ts';
import { readMessage, readStale, runRead } from './reading.ts';
import { listReadings } from './readings.ts';

let w: TestWorkspace;
let begun: Begun;
let outside: AutopilotOutside;
let asked: AiPurpose[];
beforeEach(async () => {
  w = await newWorkspace([...modulesBelow, autopilot]);
  asked = [];
  await settled(w);
  begun = await beginConversation(w);
  outside = await connectionsOutside();
});

const angry = 'My order arrived broken. I need it for Saturday, please help.';
const found = {
  ...{ sentiment: 'negative' as const, priority: 92, categories: ['complaint', 'order'] as const },
  ...{ keywords: ['Saturday', 'unicorn'], language: 'en' },
};
/** A model that makes this of whatever it reads. */
function reading(object: () => Promise<unknown> = async () => ({ value: found, use: oneUse })): void {
  const ai = { object } as unknown as WorkspaceAi['ai'];
  const aiOf = async (_: unknown, calledFor: AiPurpose) => {
    asked.push(calledFor);
    return { ai, chatModel: 'test', embeddingModel: 'test', embed: async () => [] };
  };
  outside = { ...outside, aiOf };
}
const spent = async () => {
  throw new AiTrouble('over_budget');
};
const byModel = () => settled(w, { readingModel: 'test/reader' });

const tell = async (body: string) => {
  const messageId = await said(w, begun, { body });
  await readMessage(unitIn(w), { messageId }, outside);
  return messageId;
};
const read = async () =>
  (await w.system.work((ctx) => listReadings(ctx, { ...begun, limit: 10 }))).items.map(
    ({ readBy, version, sentiment, priorityScore, categories, keywords, language }) => ({
      ...{ readBy, version, sentiment, priorityScore, categories, keywords, language },
    }),
  );

describe('what a customer writes', () => {
  test('is read by rules alone where the settings name no model', async () => {
    reading();
    await tell('Do you ship to Rome?');
    const [one] = await read();
    assert.deepEqual([one!.readBy, one!.categories, one!.language], ['rules', ['order', 'question'], 'en']);
    assert.equal(asked.length, 0);
  });

  test('is read by the model they name: words that are there, and no less urgent than a complaint', async () => {
    await byModel();
    reading();
    const messageId = await tell(angry);
    assert.deepEqual(asked, [
      { purpose: 'autopilot.read_words', subject: { type: 'message', id: messageId } },
    ]);
    const [one] = await read();
    assert.deepEqual([one!.readBy, one!.priorityScore, one!.keywords], ['model', 92, ['saturday']]);
    reading(async () => ({ value: { ...found, priority: 1 }, use: oneUse }));
    await tell('I hate this, it is broken and terrible!');
    assert.ok((await read()).every(({ priorityScore }) => priorityScore > 50));
  });

  test('is read once by each version, however often it is told', async () => {
    await byModel();
    reading();
    const messageId = await tell(angry);
    await readMessage(unitIn(w), { messageId }, outside);
    assert.equal(asked.length, 1);
    await runRead(unitIn(w), { messageId, commentId: null }, outside, readingVersion + 1);
    assert.deepEqual([asked.length, (await read())[0]!.version], [2, readingVersion + 1]);
  });

  test('is read by rules when the month is spent, and what a model read before stays until it can again', async () => {
    await byModel();
    reading(spent);
    await tell(angry);
    assert.equal((await read())[0]!.readBy, 'rules');
    reading();
    const messageId = await tell(`${angry} Thanks.`);
    reading(spent);
    await runRead(unitIn(w), { messageId, commentId: null }, outside, readingVersion + 1);
    const kept = (await read()).find(({ readBy }) => readBy === 'model');
    assert.deepEqual([kept?.version, kept?.priorityScore], [readingVersion, 92]);
  });

  test('is no more than advertising without a model', async () => {
    await byModel();
    reading();
    await tell('Check my bio for free followers');
    assert.deepEqual([asked.length, (await read())[0]!.categories], [0, ['spam']]);
  });

  test('is read again, a little at a time, when it was read by an older version', async () => {
    const messageId = await tell(angry);
    const jobs = () =>
      w.ground.db.transaction({ kind: 'owner' }, (tx) =>
        tx.many(
          z.object({ id: z.string() }),
          sql`select data->'payload'->>'messageId' as id from pgboss.job_common
               where name = 'autopilot.read_again' and group_id = ${w.workspaceId}::text`,
        ),
      );
    await w.system.work((ctx) => readStale(ctx));
    assert.deepEqual(await jobs(), []);
    await w.system.work((ctx) => readStale(ctx, readingVersion + 1));
    assert.deepEqual(await jobs(), [{ id: messageId }]);
  });

  test('goes with whoever wrote it', async () => {
    await tell(angry);
    await forgetContact(unitIn(w), { contactId: begun.contactId });
    assert.deepEqual(await read(), []);
  });
});

test('what a model reads out of a comment is what the inbox sorts it by', async () => {
  await byModel();
  reading();
  const commentId = await commented(w, { body: angry });
  await runRead(unitIn(w), { messageId: null, commentId }, outside);
  const rows = await w.system.work(({ tx }) =>
    tx.many(
      z.object({ priorityScore: z.number(), sentiment: z.string(), keywords: z.array(z.string()) }),
      sql`select priority_score, sentiment, keywords from inbox.comments where id = ${commentId}`,
    ),
  );
  assert.deepEqual(rows, [{ priorityScore: 92, sentiment: 'negative', keywords: ['saturday'] }]);
});
