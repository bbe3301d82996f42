import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { Actor } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { billing } from '../../billing/index.ts';
import { chargedFor, giveMoney } from '../../billing/testing.ts';
import { inbox } from '../index.ts';
import { ChannelId } from '../messages/contract.ts';
import { type SendingWorld, sendingWorld } from '../sending/testing/world.ts';
import { answer, takeAnswerBack } from './answering.ts';
import type { CommentId } from './contract.ts';
import { queueCommentAnswer } from './machines.ts';
import { settleOverdue } from './settling.ts';
import { commented, newReplyId } from './testing.ts';

const minuteMs = 60_000;
let w: SendingWorld;
beforeEach(async () => {
  w = await sendingWorld(inbox, undefined, [billing]);
});

const says = (body: string): Promise<CommentId> =>
  commented(w.place, { channelId: ChannelId.parse(w.accountId), body });
async function answered(
  kind: 'public' | 'private' = 'public',
  actor: Actor = w.me,
  commentId?: CommentId,
): Promise<{ readonly commentId: CommentId; readonly replyId: ReturnType<typeof newReplyId> }> {
  const wish = { commentId: commentId ?? (await says('How much is it?')), replyId: newReplyId() };
  await w.as(actor, (ctx) => answer(ctx, { ...wish, kind, body: '89 francs.' }));
  return wish;
}

const Used = z.object({ id: z.string(), source: z.string(), hasMember: z.boolean(), paid: z.number() });
const used = () =>
  w.sql(
    Used,
    sql`
    select subject_id as id, source_platform as source, member_id is not null as has_member, payg_micro::int as paid
      from billing.usage_events where meter = 'message' and status = 'completed' order by created_at, id`,
  );
const Begun = z.object({ id: z.string() });
const begun = async () => (await w.sql(Begun, sql`select id from billing.open_uses`)).length;
const State = z.object({ status: z.string(), failureCode: z.string().nullable() });
const stateOf = async (replyId: string) => {
  const [one] = await w.sql(
    State,
    sql`select status, failure_code from inbox.comment_replies where id = ${replyId}`,
  );
  return [one!.status, one!.failureCode];
};

describe('an answer to a comment', () => {
  test('SE-07 SE-10 is one use once it has gone out, in public and in private, of whoever wrote it', async () => {
    const open = await answered();
    assert.deepEqual(await used(), []);
    await w.workOff();
    const own = { id: open.replyId, source: 'website', hasMember: true, paid: 0 };
    assert.deepEqual(await used(), [own]);
    w.clock.move(minuteMs);
    const hidden = await answered('private', { kind: 'system' });
    await w.workOff();
    w.clock.move(minuteMs);
    const machines = { commentId: await says('And in blue?'), replyId: newReplyId(), body: 'Yes.' };
    for (let n = 0; n < 2; n++) await w.as({ kind: 'autopilot' }, (ctx) => queueCommentAnswer(ctx, machines));
    await w.workOff();
    const bots = { source: 'bot', hasMember: false, paid: 0 };
    assert.deepEqual(await used(), [own, { ...bots, id: hidden.replyId }, { ...bots, id: machines.replyId }]);
    assert.equal(await begun(), 0);
  });

  test('is one use where its answer was lost and it is found out later that it is there', async () => {
    w.server.next('lost');
    const { replyId } = await answered();
    await w.workOff();
    assert.deepEqual([await stateOf(replyId), await used()], [['queued', null], []]);
    await w.letPass(15 * minuteMs, 15_000);
    assert.deepEqual([w.server.done.length, (await used()).map(({ id }) => id)], [1, [replyId]]);
    for (let n = 0; n < 2; n++) await w.system(settleOverdue);
    assert.equal((await used()).length, 1);
  });

  test('is one use where nobody heard what became of it, and the sweep looks', async () => {
    const { replyId } = await answered();
    await w.workOff('inbox.settle_comments');
    assert.deepEqual(await used(), []);
    w.clock.move(3 * minuteMs);
    for (let n = 0; n < 2; n++) await w.system(settleOverdue);
    await w.workOff();
    assert.deepEqual(
      (await used()).map(({ id }) => id),
      [replyId],
    );
  });

  test('that is taken back, or that the platform refuses, is none and gives back what it held', async () => {
    await chargedFor(w, 'message', 17);
    await giveMoney(w, { payg: 17 });
    const back = await answered();
    assert.equal(await begun(), 1);
    await w.as(w.me, (ctx) => takeAnswerBack(ctx, back));
    await w.workOff();
    w.server.next('rejected');
    const refused = await answered();
    await w.workOff();
    assert.deepEqual(await stateOf(refused.replyId), ['failed', 'rejected']);
    assert.deepEqual([await used(), await begun(), w.server.done.length], [[], 0, 0]);
    const { replyId } = await answered();
    await w.workOff();
    assert.deepEqual(await used(), [{ id: replyId, source: 'website', hasMember: true, paid: 17 }]);
  });

  test('SE-06 that nobody can pay does not go out, and another does once it can be paid', async () => {
    await chargedFor(w, 'message', 17);
    const commentId = await says('Can we pay this?');
    const { replyId } = await answered('private', w.me, commentId);
    await w.workOff();
    assert.deepEqual(await stateOf(replyId), ['failed', 'no_credits']);
    assert.deepEqual([w.server.done.length, await used()], [0, []]);
    await giveMoney(w, { payg: 30 });
    const again = await answered('private', w.me, commentId);
    await w.workOff();
    assert.deepEqual(await stateOf(again.replyId), ['sent', null]);
    assert.equal(w.server.done.length, 1);
    assert.deepEqual(await used(), [{ id: again.replyId, source: 'website', hasMember: true, paid: 17 }]);
  });
});
