import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Comment, CommentReply } from '../../../comments/contract.ts';
import { isNarrow, lengthLeft, whyNotWrite } from './room.ts';

const now = new Date('2026-01-08T09:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const comment = (more: object = {}) =>
  ({
    ...{ id: 'one', kind: 'comment', isOwn: false, deletedAt: null, hiddenAt: null, privateRepliedAt: null },
    ...{ happenedAt: daysAgo(1), channel: { platform: 'instagram' } },
    ...more,
  }) as unknown as Comment;
const reply = (more: object) =>
  ({
    commentId: 'one',
    kind: 'private',
    status: 'failed',
    failureCode: null,
    ...more,
  }) as unknown as CommentReply;
const privately = (one: Comment, replies: readonly CommentReply[] = []) =>
  whyNotWrite(one, 'private', replies, now);

describe('whyNotWrite', () => {
  test('says before anything is written that the seven days are over, or that there was one', () => {
    assert.equal(privately(comment({ happenedAt: daysAgo(6.9) })), undefined);
    assert.match(privately(comment({ happenedAt: daysAgo(7.1) }))!, /7 days/);
    assert.match(privately(comment({ privateRepliedAt: daysAgo(0) }))!, /has had it/);
  });

  test('holds a second private reply back while the first is under way, or nobody knows of it', () => {
    assert.match(privately(comment(), [reply({ status: 'queued' })])!, /on its way/);
    assert.match(privately(comment(), [reply({ failureCode: 'outcome_unknown' })])!, /takes no other/);
    assert.equal(privately(comment(), [reply({ failureCode: 'rejected' })]), undefined);
    assert.equal(privately(comment(), [reply({ status: 'queued', commentId: 'another' })]), undefined);
    assert.equal(whyNotWrite(comment(), 'public', [reply({ status: 'queued' })], now), undefined);
  });
});

describe('lengthLeft', () => {
  test('counts as the platform does: a message on Instagram by its bytes', () => {
    assert.equal(lengthLeft(comment(), 'private', 'é'.repeat(500)), 0);
    assert.equal(lengthLeft(comment(), 'public', 'é'.repeat(500)), 1_700);
    assert.equal(lengthLeft(comment({ channel: { platform: 'messenger' } }), 'private', 'é'), 1_999);
  });

  test('is worth saying near its end', () => {
    assert.equal(isNarrow(comment(), 'private', 101), false);
    assert.equal(isNarrow(comment(), 'private', 100), true);
  });
});
