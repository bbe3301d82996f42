import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { inboxWorkspace } from '../conversations/testing.ts';
import { openChannel } from '../messages/testing.ts';
import { answer } from './answering.ts';
import { getThread } from './comments.ts';
import type { CommentId } from './contract.ts';
import { commented, newReplyId } from './testing.ts';

const hourMs = 3_600_000;

describe('an answer that a limit holds', () => {
  test('says by when it will have gone, behind all that wait like it', async () => {
    const w = await inboxWorkspace();
    const channelId = await openChannel(w);
    const now = w.ground.clock.now();
    // One an hour, and the one of this hour has gone.
    await w.system.work(({ tx }) =>
      tx.run(sql`
        insert into connections.send_limits (workspace_id, account_id, lane, hourly_limit, daily_limit, hour_began_at,
          hour_count, day_began_at, day_count, created_at, updated_at)
        values (${w.workspaceId}, ${channelId}, 'private_replies', 1, 100, ${now}, 1, ${now}, 1, ${now}, ${now})`),
    );
    const comments: CommentId[] = [];
    for (const body of ['one', 'two', 'three']) {
      const commentId = await commented(w, { channelId, body });
      comments.push(commentId);
      const wish = { commentId, replyId: newReplyId(), body: 'For you', kind: 'private' } as const;
      await w.system.work((ctx) => answer(ctx, wish));
    }
    const beside = (await testOutside()) as never;
    const waiting = async () => {
      const thread = await w.system.work((ctx) =>
        getThread(ctx, { commentId: comments[0]!, limit: 5 }, beside),
      );
      return thread.replies[0]!.goneBy;
    };
    assert.equal(await waiting(), null, 'nothing holds it yet');
    await w.system.work(({ tx }) =>
      tx.run(sql`update connections.calls set held_reason = 'account_limit', not_before = ${now}`),
    );
    assert.equal((await waiting())!.getTime() - now.getTime(), 3 * hourMs);
  });
});
