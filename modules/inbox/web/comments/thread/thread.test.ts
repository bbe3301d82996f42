import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Comment, CommentNote, CommentReply, Thread } from '../../../comments/contract.ts';
import { linesOf, wholeOf } from './thread.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const comment = (id: string, minute: number) => ({ id, happenedAt: at(minute) }) as unknown as Comment;
const reply = (id: string, minute: number, status = 'queued') =>
  ({ id, status, createdAt: at(minute) }) as unknown as CommentReply;
const note = (id: string, minute: number) => ({ id, createdAt: at(minute) }) as unknown as CommentNote;
const page = (more: Partial<Thread>): Thread => ({
  ...{ top: comment('top', 5), items: [], next: null, replies: [], notes: [] },
  ...more,
});
const idsOf = (pages: readonly Thread[]) =>
  linesOf(wholeOf(pages)).map((line) =>
    line.kind === 'comment' ? line.comment.id : line.kind === 'reply' ? line.reply.id : line.note.id,
  ) as readonly string[];

describe('a thread', () => {
  test('shows once what every page of it says', () => {
    const beside = { replies: [reply('ours', 8)], notes: [note('note', 9)] };
    assert.deepEqual(
      idsOf([page({ items: [comment('a', 6)], ...beside }), page({ items: [comment('b', 7)], ...beside })]),
      ['top', 'a', 'b', 'ours', 'note'],
    );
  });

  test('keeps the one on top there, and everything else in the order of time', () => {
    const early = { items: [comment('early', 1)], notes: [note('note', 3)], replies: [reply('ours', 2)] };
    assert.deepEqual(idsOf([page(early)]), ['top', 'early', 'ours', 'note']);
  });

  test('shows an answer once when the platform tells of it before it has answered us', () => {
    const ours = { kind: 'public', body: 'Yes.' };
    const stands = { ...comment('stands', 8), isOwn: true, body: 'Yes.' } as Comment;
    const sending = { ...reply('sending', 8, 'sending'), ...ours } as CommentReply;
    assert.deepEqual(idsOf([page({ items: [stands], replies: [sending] })]), ['top', 'stands']);
    const later = { ...reply('later', 20), ...ours } as CommentReply;
    assert.deepEqual(idsOf([page({ items: [stands], replies: [later] })]), ['top', 'stands', 'later']);
  });

  test('does not show what was taken back', () => {
    assert.deepEqual(
      idsOf([page({ replies: [reply('gone', 6, 'cancelled'), reply('failed', 7, 'failed')] })]),
      ['top', 'failed'],
    );
  });
});
