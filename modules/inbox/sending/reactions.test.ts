import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import type { Manner } from '../../connections/testing.ts';
import { inbox } from '../index.ts';
import { react } from './reactions.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';
import { requeueVerdicts } from './verdicts.ts';

let w: SendingWorld;
beforeEach(async () => {
  w = await sendingWorld(inbox);
});

const shown = async () => {
  const [row] = await w.sql(
    z.object({ emoji: z.string().nullable() }),
    sql`select emoji from inbox.message_reactions where message_id = ${w.asked} and side = 'business'`,
  );
  return row?.emoji ?? null;
};
const reactingOf = async () => (await w.find(w.asked)).details.reacting;
const refusedOf = async () => (await w.find(w.asked)).details.reactionRefused;

async function put(emoji: string | null, ...manners: Manner[]) {
  w.server.next(...manners);
  await w.as(w.me, (ctx) => react(ctx, { ...w.begun, messageId: w.asked, emoji }, w.outside));
  return reactingOf();
}

describe('the verdict on an emoji of ours', () => {
  test('takes it back where the platform refuses it: what was there before is shown again', async () => {
    await put('❤️');
    await w.workOff();
    await put('👍', 'rejected');
    assert.equal(await shown(), '👍');
    await w.workOff();
    assert.deepEqual([await shown(), await reactingOf()], ['❤️', undefined]);
    assert.deepEqual(await refusedOf(), { emoji: '👍', code: 'rejected' });
  });

  test('says why until another is put', async () => {
    await put('👍', 'rejected');
    await w.workOff();
    assert.deepEqual(await refusedOf(), { emoji: '👍', code: 'rejected' });
    await put('❤️');
    assert.deepEqual([await shown(), await refusedOf()], ['❤️', undefined]);
    await w.workOff();
    assert.deepEqual([await shown(), await refusedOf()], ['❤️', undefined]);
  });

  test('is not asked for where the platform takes no such emoji: nothing is put', async () => {
    await assert.rejects(put('🦆'), { code: 'inbox.emoji_not_taken_there' });
    assert.deepEqual([await shown(), await reactingOf()], [null, undefined]);
  });

  for (const [manner, left] of [
    ['rejected', null],
    ['done', '❤️'],
  ] as const)
    test(`is found though nobody heard of it: ${manner}`, async () => {
      const reacting = await put('❤️', manner);
      await w.workOff();
      await asIfNobodyHeard(reacting!);
      await w.system(requeueVerdicts);
      await w.workOff();
      assert.deepEqual([await shown(), await reactingOf()], [left, undefined]);
    });

  test('that is not there yet is waited for', async () => {
    const reacting = await put('❤️');
    await w.system(requeueVerdicts);
    const settling = z.object({ count: z.number() });
    const [jobs] = await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.many(
        settling,
        sql`
        select count(*)::int as count from pgboss.job_common
         where name = 'inbox.settle_call' and group_id = ${w.workspaceId}::text`,
      ),
    );
    assert.deepEqual([jobs!.count, await reactingOf(), await shown()], [0, reacting, '❤️']);
  });
});

async function asIfNobodyHeard(reacting: object): Promise<void> {
  await w.change(sql`
    update inbox.messages set details = details || ${{ reacting }}::jsonb where id = ${w.asked}`);
  await w.change(sql`
    update inbox.message_reactions set emoji = '❤️' where message_id = ${w.asked} and side = 'business'`);
}
