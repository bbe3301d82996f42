import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { type InboxWorkspace, inboxWorkspace, toldOf } from '../conversations/testing.ts';
import type { ActionKind } from './answering.sql.ts';
import { moderate } from './answering.ts';
import { type CommentId, commentPlatforms, type Doable, whyNot } from './contract.ts';
import { commented } from './testing.ts';

async function wanting(w: InboxWorkspace, commentId: CommentId) {
  const actor = await w.member('member');
  return (kind: ActionKind) => {
    // What is wanted last counts: of two in the same millisecond neither is.
    w.ground.clock.move(1_000);
    return w.as(actor, (ctx) => moderate(ctx, { commentId, kind }, w.outside));
  };
}

const Asked = z.object({ kind: z.string(), request: z.record(z.string(), z.unknown()) });
const asked = ({ ground, workspaceId }: InboxWorkspace) =>
  ground.db
    .reader({ kind: 'workspace', workspaceId })
    .many(Asked, sql`select kind, request from connections.calls order by created_at, id`);
const recorded = async ({ ground, workspaceId }: InboxWorkspace) => {
  const lines = await ground.db
    .reader({ kind: 'workspace', workspaceId })
    .many(
      z.object({ action: z.string() }),
      sql`select action from workspaces.audit_entries where action like 'inbox.comment%' order by id`,
    );
  return lines.map(({ action }) => action);
};

describe('a like', () => {
  test('is asked for once however often it is wanted, told to screens, and in the trail', async () => {
    const w = await inboxWorkspace();
    const commentId = await commented(w, { platform: 'messenger', platformCommentId: '7_9' });
    const want = await wanting(w, commentId);
    const told = (await toldOf(w, 'inbox.comment_changed')).length;
    for (let i = 0; i < 2; i += 1) {
      const { likedAt, likeWanted } = await want('like');
      assert.deepEqual([likedAt, likeWanted], [null, { kind: 'like', failureCode: null }]);
    }
    assert.equal((await toldOf(w, 'inbox.comment_changed')).length, told + 1);
    assert.deepEqual((await want('unlike')).likeWanted, { kind: 'unlike', failureCode: null });
    assert.deepEqual(await asked(w), [
      { kind: 'like_comment', request: { commentId: '7_9', liked: true } },
      { kind: 'like_comment', request: { commentId: '7_9', liked: false } },
    ]);
    assert.deepEqual(await recorded(w), ['inbox.comment_liked', 'inbox.comment_unliked']);
  });

  test('and hiding are wanted beside each other', async () => {
    const w = await inboxWorkspace();
    const want = await wanting(w, await commented(w, { platform: 'messenger' }));
    await want('like');
    await want('hide');
    const { wanted, likeWanted } = await want('like');
    assert.deepEqual([wanted?.kind, likeWanted?.kind], ['hide', 'like']);
    assert.equal((await asked(w)).length, 2, 'it is under way already');
    assert.equal((await want('unhide')).likeWanted?.kind, 'like');
  });

  test('that was never given is not taken back', async () => {
    const w = await inboxWorkspace();
    const want = await wanting(w, await commented(w, { platform: 'messenger' }));
    assert.equal((await want('unlike')).likeWanted, null);
    assert.deepEqual(await asked(w), []);
  });

  test('is refused by a stable code wherever no platform takes it', async () => {
    const w = await inboxWorkspace();
    const others = commentPlatforms.filter((platform) => platform !== 'messenger');
    assert.deepEqual(others, ['instagram', 'youtube', 'google']);
    const refused = async (code: string, comment: Parameters<typeof commented>[1]) => {
      const want = await wanting(w, await commented(w, comment));
      await assert.rejects(want('like'), { code: `inbox.${code}` });
    };
    for (const platform of others) await refused('comment_takes_no_like', { platform });
    await refused('comment_takes_no_like', { platform: 'google', kind: 'review', rating: 5 });
    await refused('comment_takes_no_like', { platform: 'messenger', kind: 'mention' });
    await refused('comment_is_our_own', { platform: 'messenger', isOwn: true });
    assert.deepEqual(await asked(w), []);
  });
});

describe('whyNot', () => {
  const at = new Date('2026-01-05T09:00:00Z');
  const theirs: Doable = {
    ...{ kind: 'comment', isOwn: false, deletedAt: null, hiddenAt: null, privateRepliedAt: null },
    ...{ happenedAt: at, channel: { platform: 'messenger' } },
  };

  test('lets a Page like what others wrote, hidden too, and nothing that is gone', () => {
    assert.equal(whyNot('like', theirs, at), undefined);
    assert.equal(whyNot('like', { ...theirs, hiddenAt: at }, at), undefined);
    assert.equal(whyNot('like', { ...theirs, deletedAt: at }, at), 'comment_is_gone');
  });

  test('lets a Page take back the like of a comment of its own', () => {
    assert.equal(whyNot('unlike', { ...theirs, isOwn: true }, at), undefined);
  });
});
