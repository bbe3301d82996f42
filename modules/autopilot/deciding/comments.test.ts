import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { CommentReplyId } from '../../inbox/contract.ts';
import { queueCommentAnswer } from '../../inbox/index.ts';
import { commented } from '../../inbox/testing.ts';
import { DecisionId } from '../ids/contract.ts';
import { autopilot } from '../index.ts';
import { type AutopilotWorld, autopilotWorld } from '../testing/world.ts';
import { runHearComment } from './hearing.ts';

const asks = 'How long are returns free?';
let w: AutopilotWorld;
beforeEach(async () => {
  w = await autopilotWorld(autopilot);
});

const one = (body = asks, more: object = {}) => commented(w.place, { channelId: w.channelId, body, ...more });
const replies = () =>
  w.rows(
    z.object({ body: z.string(), author: z.string() }),
    sql`select body, author from inbox.comment_replies`,
  );

async function decided(commentId: Awaited<ReturnType<typeof one>>) {
  await runHearComment(w.unit(), { commentId });
  const [row] = await w.rows(
    z.object({ id: DecisionId }),
    sql`select id from autopilot.decisions where comment_id = ${commentId}`,
  );
  if (row) await w.decide(row.id);
  return (await w.decisions()).find(({ id }) => id === row?.id);
}

/** A person has done so, as the inbox keeps it. */
const change = (statement: ReturnType<typeof sql>) => w.system(({ tx }) => tx.run(statement));

describe('a comment', () => {
  test('SS-88 is answered where everybody sees it, once, and its decision says that it is one', async () => {
    const commentId = await one();
    const made = await decided(commentId);
    assert.deepEqual([made?.decision, made?.messageId], ['respond', null]);
    await decided(commentId);
    const [{ body, author }, ...more] = (await replies()) as [{ body: string; author: string }];
    assert.match(body, /Returns are free for thirty days\.$/);
    assert.deepEqual([author, more.length], ['autopilot', 0]);
  });

  test('is not answered by a machine once a person has answered, or said that it is done with', async () => {
    const by = (await w.member('member')).memberId;
    const statements = [
      (id: string) => sql`
        insert into inbox.comment_replies (workspace_id, id, comment_id, kind, author, member_id, body, created_at)
        select workspace_id, ${newId(CommentReplyId)}, id, 'public', 'member', ${by}, 'I see to it.', created_at
          from inbox.comments where id = ${id}`,
      (id: string) => sql`
        update inbox.comments set status = 'ignored', status_by = ${by}, status_at = created_at where id = ${id}`,
    ];
    for (const statement of statements) {
      const commentId = await one();
      await change(statement(commentId));
      const answer = { commentId, replyId: newId(CommentReplyId), body: 'I am a machine.' };
      await assert.rejects(
        w.as({ kind: 'autopilot' }, (ctx) => queueCommentAnswer(ctx, answer)),
        { code: 'inbox.somebody_else_answered' },
      );
    }
  });

  test('that only praises is left alone', async () => {
    assert.equal((await decided(await one('So beautiful, I love it')))?.matchedRule, 'rule.chatter');
    assert.deepEqual(await replies(), []);
  });
});
