import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { MemberActor } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { inbox } from '../../inbox/index.ts';
import { knowledge } from '../../knowledge/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { autopilot } from '../index.ts';
import { ContextTextId, TrainingTextId } from './contract.ts';
import {
  deleteContextText,
  listContextTexts,
  listTrainingTexts,
  putContextText,
  putTrainingText,
} from './texts.ts';

let w: TestWorkspace;
let me: MemberActor;
let other: MemberActor;
before(async () => {
  w = await newWorkspace([identity, workspaces, connections, knowledge, inbox, autopilot]);
  [me, other] = [await w.member('member'), await w.member('admin')];
});
const given = { kind: 'tone', content: 'We say du.', metadata: {} };

describe('texts for the machine', () => {
  test('CR-74 are found by their kind, by whoever wrote them and nobody else', async () => {
    const textId = newId(ContextTextId);
    await w.as(me, (ctx) => putContextText(ctx, { textId, ...given }));
    await w.as(me, (ctx) => putContextText(ctx, { textId: newId(ContextTextId), ...given, kind: 'facts' }));
    const listed = async (actor: MemberActor, kind?: string) =>
      (await w.reading(actor, (ctx) => listContextTexts(ctx, { kind, limit: 10 }))).items.length;
    assert.deepEqual(await Promise.all([listed(me), listed(me, 'tone'), listed(other)]), [2, 1, 0]);
    const change = w.as(other, (ctx) => putContextText(ctx, { textId, ...given, content: 'We say Sie.' }));
    await assert.rejects(change, { code: 'autopilot.text_not_found' });
    await w.as(other, (ctx) => deleteContextText(ctx, { textId }));
    assert.equal(await listed(me, 'tone'), 1);
    const changed = await w.as(me, (ctx) =>
      putContextText(ctx, { textId, ...given, content: 'We say Sie.' }),
    );
    assert.equal(changed.content, 'We say Sie.');
  });

  test('CR-75 are not changed once they are there, and go with the member', async () => {
    const leaving = await w.member('member');
    const textId = newId(TrainingTextId);
    const put = (content = given.content) =>
      w.as(leaving, (ctx) => putTrainingText(ctx, { textId, ...given, content }));
    assert.deepEqual(await put(), await put());
    await assert.rejects(put('Otherwise.'), { code: 'autopilot.text_reused' });
    await w.system.work(({ tx }) =>
      tx.run(sql`delete from workspaces.members where id = ${leaving.memberId}`),
    );
    const { items } = await w.reading(leaving, (ctx) => listTrainingTexts(ctx, { limit: 10 }));
    assert.deepEqual(items, []);
  });
});
