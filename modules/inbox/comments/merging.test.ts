import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nothingTold, told } from './merging.ts';
import type { CommentNews } from './told.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const news = (part: Partial<CommentNews>): CommentNews => ({
  ...{ platformCommentId: 'c', what: 'said', kind: 'comment', isOwn: false, author: {} },
  happenedAt: at(0),
  ...part,
});

const said = news({ body: 'Nise', author: { name: 'Ada', platformId: '7' }, likesCount: 3 });
const edited = news({ what: 'edited', body: 'Nice', editedAt: at(2) });
const editedAgain = news({ what: 'edited', body: 'Nice!', editedAt: at(4) });
const removed = news({ what: 'removed' });

const orders = <T>(all: readonly T[]): T[][] =>
  all.length === 0
    ? [[]]
    : all.flatMap((one) => orders(all.filter((o) => o !== one)).map((rest) => [one, ...rest]));

const after = (all: readonly CommentNews[]) =>
  all.reduce((known, one) => told(known, one, at(9)), nothingTold(at(8)));

describe('what is told of a comment', () => {
  test('comes out the same in any order, however often it is told', () => {
    for (const all of orders([said, edited, editedAgain, said, edited])) {
      const { body, editedAt, authorName, happenedAt, likesCount } = after(all);
      assert.deepEqual(
        [body, editedAt, authorName, happenedAt, likesCount],
        ['Nice!', at(4), 'Ada', at(0), 3],
        JSON.stringify(all.map(({ what, body }) => [what, body])),
      );
    }
  });

  test('SS-46 is gone for good once it was removed, and so are its words', () => {
    for (const all of orders([said, edited, removed, said])) {
      const { body, deletedAt, authorName } = after(all);
      assert.deepEqual([body, deletedAt, authorName], [null, at(9), 'Ada']);
    }
  });

  test('CR-48 is hidden as it was told last', () => {
    const [hidden, shown] = [news({ what: 'hidden' }), news({ what: 'shown' })];
    assert.equal(after([said, hidden]).hiddenAt?.getTime(), at(9).getTime());
    assert.equal(after([said, hidden, shown]).hiddenAt, null);
    assert.equal(after([said, hidden, edited]).hiddenAt?.getTime(), at(9).getTime());
  });
});
